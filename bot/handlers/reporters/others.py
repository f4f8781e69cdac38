"""Words about a task that another department leads, named by its title or its department: the office hears them."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import Update

from bot.handlers import named_tasks, report_intake
from bot.handlers.context import BoundContext
from bot.handlers.replying import say
from bot.texts import sentences
from db import matters, people, reports, tasks
from db.matter_verbs import MatterKind
from db.models import Task
from db.rights import Action, may
from db.tasks import Filter, Named

LEAST = 1.5  # words in common with the other's title
AHEAD = 1.0  # more than with any of his own
UNIT = 1.0  # what its department counts, named in the words


async def by_words(update: Update, context: BoundContext, said: str) -> bool:
    """高新区那污水厂，环评我们批完了: it is no report of his."""
    if not may(context.person.roles, Action.REPORT) or await context.replied_to(update) is not None:
        return False
    own = await report_intake.his_tasks(context)
    if not own or any(str(task.number) in said for task in own):
        return False
    task = await _meant(context, said, await report_intake.open_tasks(context))
    if task is None:
        return False
    saying = await report_intake.keep(context, update, said)
    await report_intake.raise_letter(context, MatterKind.LETTER, saying, task=task)
    await say(context, update, sentences.OF_ANOTHER.format(number=task.number))
    return True


async def _meant(context: BoundContext, said: str, own: Sequence[Task]) -> Task | None:
    from bot.reading.mentions import unit_names  # see bot.runtime.preload
    from bot.reading.office import relevance

    every = await tasks.named(context.session, Filter(unfinished=True))
    mine = {task.id for task in own}
    names = await people.department_names(context.session)
    units = set(unit_names.named(said, names))
    told = await _troubles(context)
    words = relevance.without(said, [stone.name for task in own for stone in task.milestones])
    shares = relevance.shares(words, [relevance.Worded(each.number, each.title, each.target) for each in every])

    def score(each: Named) -> float:
        if each.lead_department_id not in units:
            return shares[each.number]
        trouble = 0.5 * min(3, named_tasks.pairs_shared(said, told.get(each.id, "")))
        return shares[each.number] + trouble + (UNIT if shares[each.number] + trouble > 0 else 0)

    others = sorted((each for each in every if each.id not in mine), key=lambda each: -score(each))
    best_own = max((score(each) for each in every if each.id in mine), default=0)
    if not others or score(others[0]) < best_own + AHEAD:
        return None
    named = others[0].lead_department_id in units or relevance.begins(
        words, others[0].title, [*(each.title for each in every), *names]
    )
    if not named or score(others[0]) < (LEAST if others[0].lead_department_id in units else 1):
        return None
    return (await tasks.by_ids(context.session, [others[0].id])).get(others[0].id)


async def _troubles(context: BoundContext) -> dict[int, str]:
    """What stands in the way of tasks whose difficulties wait."""
    open_ones = await matters.open_ones(context.session, MatterKind.PROBLEM)
    known = {
        each.id: each
        for each in await reports.problems(context.session, [m.problem_id for m in open_ones if m.problem_id])
    }
    return {m.task_id: known[m.problem_id].obstacle for m in open_ones if m.task_id and m.problem_id in known}
