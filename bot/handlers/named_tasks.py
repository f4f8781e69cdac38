"""Which of some tasks a message names: by number first, else by the words of their titles, the clearest only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.handlers.context import BoundContext
from bot.handlers.replying import today_of
from db.models import Task
from db.reading_facts import AskedTask

if TYPE_CHECKING:
    from bot.reading.office.directives import Directive

HEAD = 4  # letters that may stand before it: 关于, 那个


def asked(found: Sequence[Task]) -> list[AskedTask]:
    return [AskedTask(task.number, task.title, task.due, task.no if task.no != task.number else None) for task in found]


def read(context: BoundContext, said: str, known: Sequence[Task]) -> Directive:
    """Numbers, titles and the day of somebody's words about these tasks."""
    from bot.reading.office import directives  # see bot.runtime.preload

    return directives.read(said, asked(known), today=today_of(context), calendar=context.office.policy.calendar)


def named(context: BoundContext, said: str, known: Sequence[Task]) -> list[Task]:
    from bot.reading.office import relevance  # see bot.runtime.preload

    by_ref = {task.number: task for task in known}
    refs = read(context, said, known).refs
    if len(refs) > 1 and not all(str(ref) in said for ref in refs):
        refs = relevance.clearest(said, refs, _worded(known))
    return [by_ref[ref] for ref in refs]


def at_head(said: str, task: Task) -> bool:
    """Its 编号 opens his words, and is no day in them."""
    return 0 <= said.find(f"{task.number}号") <= HEAD


def ranked(said: str, known: Sequence[Task]) -> list[Task]:
    """All of them, the likeliest first."""
    from bot.reading.office import relevance  # see bot.runtime.preload

    by_ref = {task.number: task for task in known}
    return [by_ref[ref] for ref in relevance.ranked(said, _worded(known))]


def _worded(known: Sequence[Task]):  # type: ignore[no-untyped-def]
    from bot.reading.office.relevance import Worded  # see bot.runtime.preload

    return [Worded(task.number, task.title, task.target) for task in known]
