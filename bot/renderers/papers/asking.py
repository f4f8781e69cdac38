"""Whoever asks for a paper, when, and which of the tasks it may tell him of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.documents.kinds import Kind, reach
from db.models import Person
from db.rights import Reach
from db.tasks import Filter
from schedules.policy import Policy
from schedules.steps.context import StepContext


@dataclass(frozen=True, slots=True)
class Asking:
    """`person` with his posts; None: the operator, who reads everything."""

    session: AsyncSession
    now: datetime
    policy: Policy
    person: Person | None

    @property
    def today(self) -> date:
        return self.policy.today(self.now)

    def reach(self, kind: Kind) -> Reach:
        return Reach.ALL if self.person is None else reach(self.person.roles, kind)

    def within(self, kind: Kind, chosen: Filter) -> Filter | None:
        """Those of the tasks that he may read of in a paper of this kind; None: none at all."""
        match self.reach(kind):
            case Reach.ALL:
                return chosen
            case Reach.FIELD:
                assert self.person is not None, "the operator reaches all"
                fields = self.person.field_ids
                return replace(chosen, field=fields if chosen.field is None else fields & chosen.field)
            case Reach.OWN:
                assert self.person is not None, "the operator reaches all"
                return replace(chosen, answered_by=frozenset(self.person.answers_for(self.today)))
            case _:
                return None

    @property
    def step(self) -> StepContext:
        """For the questions that steps ask; nothing is changed."""
        return StepContext(self.session, self.now, "document", self.policy, self.person)
