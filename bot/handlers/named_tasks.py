"""Which of some tasks a message names: by number first, else by the words of their titles, the clearest only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from bot.handlers.context import BoundContext
from bot.handlers.replying import today_of
from db.models import Task
from db.open_tasks import KnownTask, OpenTask
from db.reading_facts import AskedTask
from db.tasks import Named

if TYPE_CHECKING:
    from bot.reading.office.directives import Directive

Row = TypeVar("Row", Task, Named, OpenTask, KnownTask)

DAYS = 5  # working days, where no day is named
HEAD = 4  # letters that may stand before it: 关于, 那个


def asked(found: Sequence[KnownTask | Named]) -> list[AskedTask]:
    return [AskedTask(task.number, task.title, task.due, task.no if task.no != task.number else None) for task in found]


def asked_of(context: BoundContext, found: Sequence[KnownTask | Named]) -> tuple[AskedTask, ...]:
    """As `asked`; of all his tasks made once per update."""
    scope = context.scope
    if found is not scope.his:
        return tuple(asked(found))
    if scope.asked is None:
        scope.asked = tuple(asked(found))
    return scope.asked


def read(context: BoundContext, said: str, known: Sequence[KnownTask | Named]) -> Directive:
    """Numbers, titles and the day of somebody's words about these tasks."""
    from bot.reading.office import directives  # see bot.runtime.preload

    about, read_before = asked_of(context, known), context.scope.directives.setdefault(said, [])
    for known_then, found in read_before:
        if known_then == about:
            return found
    today, calendar = today_of(context), context.office.policy.calendar
    found = directives.read(said, about, today=today, calendar=calendar)
    read_before.append((about, found))
    return found


def due(context: BoundContext, said: str, known: Sequence[KnownTask | Named]) -> date:
    """The day of somebody's words about these tasks; else five working days from today."""
    return read(context, said, known).by or context.office.policy.calendar.forward(today_of(context), DAYS)


def named(context: BoundContext, said: str, known: Sequence[Row]) -> list[Row]:
    from bot.reading.office import relevance  # see bot.runtime.preload

    by_ref = {task.number: task for task in known}
    refs = tuple(
        ref for ref in read(context, said, known).refs if str(ref) in said or relevance.tells(said, by_ref[ref].title)
    )
    if len(refs) > 1 and not all(str(ref) in said for ref in refs):
        refs = relevance.clearest(said, refs, _worded(known))
    return [by_ref[ref] for ref in refs]


def opening(context: BoundContext, said: str, known: Sequence[KnownTask]) -> KnownTask | None:
    """The one task whose number opens his words."""
    found = [
        task
        for task in named(context, said, known)
        if at_head(said, task) or said.lstrip().startswith(str(task.number))
    ]
    if len(found) != 1 or any(task.no == found[0].number and task is not found[0] for task in known):
        return None  # another has that number in its own ledger
    return found[0]


def at_head(said: str, task: KnownTask | Named) -> bool:
    """Its 编号 opens his words, and is no day in them."""
    return 0 <= said.find(f"{task.number}号") <= HEAD


def foreign(context: BoundContext, said: str, known: Sequence[KnownTask]) -> bool:
    """He names a task by a number that none of these has, and none of these by theirs."""
    from bot.reading.mentions import called_numbers  # see bot.runtime.preload

    found = read(context, said, known)
    unknown = found.unknown or called_numbers.unknown(said, ())
    numbers = {task.number for task in known}
    return bool(unknown) and not numbers & set(unknown) and not any(str(ref) in said for ref in found.refs)


def ranked(said: str, known: Sequence[KnownTask]) -> list[KnownTask]:
    """All of them, the likeliest first."""
    from bot.reading.office import relevance  # see bot.runtime.preload

    by_ref = {task.number: task for task in known}
    return [by_ref[ref] for ref in relevance.ranked(said, _worded(known))]


def pairs_shared(said: str, text: str) -> int:
    """How many neighbouring letters of the text stand in his words."""
    return sum(text[at : at + 2] in said for at in range(len(text) - 1))


def sharing(said: str, known: Sequence[Row], *, least: float = 1) -> list[Row]:
    """Those of whose words he uses that much, the likeliest first."""
    from bot.reading.office import relevance  # see bot.runtime.preload

    by_ref = {task.number: task for task in known}
    return [by_ref[ref] for ref in relevance.sharing(said, _worded(known), least=least)]


def _worded(known: Sequence[KnownTask | Named]):  # type: ignore[no-untyped-def]
    from bot.reading.office.relevance import Worded  # see bot.runtime.preload

    return [Worded(task.number, task.title, task.target) for task in known]
