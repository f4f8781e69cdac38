"""What is common to one update on its way: the office, its transaction, its person, and who runs its handlers."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from db.measures import Measure
from db.models import Matter, Person, Question, Task
from db.models.items import Item
from db.open_tasks import OpenTask
from db.outbox import Message
from db.reading_facts import AskedTask
from schedules.policy import Policy

if TYPE_CHECKING:
    from bot.reading.office.directives import Directive


class Apart(Exception):
    """Carries a long piece of work out of the transaction: it is done beside the loop, and the update served anew.

    `key` is all that the result depends on.
    """

    def __init__(self, key: Hashable, work: Callable[[], object]) -> None:
        super().__init__("work to be done outside the transaction")
        self.key, self.work = key, work


# The result of pure work, once it has been done outside the transaction. Raises Apart until then.
WorkApart = Callable[[Hashable, Callable[[], Any]], Any]


def here(_key: Hashable, work: Callable[[], Any]) -> Any:
    """Where nobody waits for it."""
    return work()


@dataclass(frozen=True, slots=True)
class Office:
    """What does not change while the service runs."""

    policy: Policy
    clock: Callable[[], datetime]
    bot_username: str = ""


@dataclass(slots=True)
class UpdateScope:
    """One update in its transaction. Intake makes it, the handlers fill it."""

    session: AsyncSession
    now: datetime
    cause: str
    office: Office
    person: Person | None = None
    owed_nothing: str | None = None  # why no answer is owed
    failure: Exception | None = None
    replied_to: Message | None = None  # our message that it replies to, once it was `looked_up`
    looked_up: bool = False
    supplement: bytes | None = None  # what was fetched for it before it was served
    # What words name of some tasks: several readings ask it of the same.
    directives: dict[str, list[tuple[tuple[AskedTask, ...], Directive]]] = field(default_factory=dict)
    # Of its person, once they were asked for: several readings are tried on the same words.
    open_tasks: Sequence[Task] | None = None
    his: Sequence[OpenTask] | None = None
    asked: tuple[AskedTask, ...] | None = None  # those, as the reader sees them
    held: Sequence[Matter] | None = None
    questions: Sequence[Question] | None = None
    # Of tasks, by their ids.
    items: dict[tuple[int, ...], Mapping[int, Sequence[Item]]] = field(default_factory=dict)
    measures: dict[tuple[int, ...], Mapping[int, Sequence[Measure]]] = field(default_factory=dict)
    apart: WorkApart = here


class Unreadable(Exception):
    """The update cannot be understood, now or later."""


class UpdateHandler(Protocol):
    """The messenger's side of an update: what it is, and the conversation it belongs to."""

    def understood(self, raw: dict[str, Any]) -> Any:
        """The update. Raises Unreadable."""

    async def handle(self, update: Any, scope: UpdateScope, chat_id: int | None) -> None:
        """Run the handlers in this transaction. Raises what a handler raised, or that nothing was answered."""
