"""What every step is given: the transaction, the moment, the cause, the actor and the rules."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from db import journal, outbox, people
from db.messages import Rank
from db.models import Person, Task
from db.open_tasks import KnownTask
from db.payloads import NoticePayload, Payload
from db.rights import Action, may
from db.task_columns import TaskColumns
from schedules.policy import Policy
from schedules.workdays import Calendar


async def yield_to_loop(place: int) -> None:
    """Between every hundred of many: statements on SQLite never wait, and the senders would stand still meanwhile."""
    if place % 100 == 0:
        await asyncio.sleep(0)


@dataclass(frozen=True, slots=True)
class StepContext:
    session: AsyncSession
    now: datetime
    cause: str  # update:<id>, tick:<time>, command:<name>
    policy: Policy
    actor: Person | None = None

    @property
    def today(self) -> date:
        return self.policy.today(self.now)

    @property
    def calendar(self) -> Calendar:
        return self.policy.calendar

    def by(self, actor: Person | None) -> StepContext:
        return replace(self, actor=actor)

    def may(self, action: Action, task: Task) -> bool:
        """Whether the actor may do this to the task; the service itself has no rights."""
        return self.actor is not None and may(people.roles_towards(self.actor, task, today=self.today), action)

    def note(self, kind: str, *, task: KnownTask | TaskColumns | None = None, **facts: Any) -> None:
        """One row of the journal."""
        journal.write(
            self.session,
            kind=kind,
            now=self.now,
            cause=self.cause,
            actor_id=self.actor.id if self.actor else None,
            task_id=task.id if task else None,
            **facts,
        )

    async def note_many(self, kind: str, notes: Sequence[tuple[int | None, dict[str, Any]]]) -> None:
        """Many rows of one kind, given as task and facts."""
        actor_id = self.actor.id if self.actor else None
        await journal.write_many(self.session, kind, notes, now=self.now, cause=self.cause, actor_id=actor_id)

    async def tell_coordinators(self, notice: NoticePayload, *, key: str) -> None:
        """One notice each; it waits for the end of the quiet hours."""
        not_before = self.policy.allowed_at_or_after(self.now)
        await outbox.tell_coordinators(
            self.session, notice, now=self.now, cause=self.cause, key=key, not_before=not_before
        )

    async def tell(
        self,
        person: Person,
        payload: Payload,
        *,
        key: str | None = None,
        rank: Rank = Rank.BULK,
        items: tuple[int, ...] = (),
        waits: bool = True,
        urgent: bool = False,
    ) -> None:
        """Queue a message of our own accord; it waits for the end of the quiet hours (of 急件: for their window) unless
        `waits` is False."""
        not_before = self.policy.allowed_at_or_after(self.now, urgent) if waits else None
        await outbox.queue_message(
            self.session,
            payload,
            now=self.now,
            cause=self.cause,
            rank=rank,
            person_id=person.id,
            key=key,
            items=items,
            not_before=not_before,
        )
