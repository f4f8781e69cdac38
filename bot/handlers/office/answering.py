"""Questions about what the office and the leaders have done: who was urged and when, what was decided."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import Update

from bot.handlers import status
from bot.handlers.context import BoundContext
from bot.handlers.office import lists
from bot.handlers.office import slots as finding
from bot.handlers.office.slots import Slots
from bot.handlers.replying import buttons_of, queue, today_of
from bot.reading.acts.office import OfficeAct
from bot.texts import keyboards, office_answers, task_answers
from db import journal, people, requests, tasks
from db.lifecycle import UNFINISHED
from db.models import Task
from db.payloads import PlainPayload
from db.tasks import Filter

MANY = 10
CARDS = 3


async def urged(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    """When each of the tasks, or of those a department leads, was urged and by whom; with 催办 under it."""
    meant = await _meant(context, slots)
    if not meant:
        return False
    noted = await journal.noted_of(context.session, "urge", [task.id for task in meant])
    names = await people.by_ids(context.session, [row.actor_id for row in noted if row.actor_id is not None])
    local, lines = context.office.policy.local, []
    for task in meant:
        of_task = [row for row in noted if row.task_id == task.id]
        moments = [(local(row.at), names[row.actor_id].name if row.actor_id in names else "") for row in of_task]
        if moments:
            lines.append(office_answers.urged(_named(task), moments, today=today_of(context)))
    known = {row.task_id for row in noted}
    silent = [task for task in meant if task.id not in known]
    by_unit = list(slots.units.values()) if not lines and not slots.numbered and slots.units else []
    without = by_unit or ([_named(task) for task in silent] if len(meant) <= MANY and not slots.units else [])
    rows = keyboards.of_urges([(task.id, task.number) for task in meant if task.state in UNFINISHED][:MANY])
    ids = tuple(task.id for task in meant[:MANY])
    text = office_answers.urgings(lines[:MANY], without)
    await queue(context, update, PlainPayload(text, items=ids, buttons=buttons_of(rows)), items=ids)
    return True


async def decided(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    """What was asked for of these tasks and what became of it; without a task, all that waits."""
    meant = list(slots.tasks)
    if not meant:
        return await lists.extensions(update, context, act, slots)
    await queue(context, update, await decisions(context, meant), items=[task.id for task in meant])
    return True


async def decisions(context: BoundContext, meant: Sequence[Task]) -> PlainPayload:
    by_id = {task.id: task for task in meant}
    found = await requests.of_tasks(context.session, list(by_id))
    names = await people.by_ids(context.session, [each.decided_by_id for each in found if each.decided_by_id])
    local, today = context.office.policy.local, today_of(context)
    lines = [
        office_answers.decided(
            office_answers.Decided(
                _named(by_id[each.task_id]),
                each.kind.value,
                each.state.value,
                local(each.asked_at).date(),
                each.wanted,
                names[each.decided_by_id].name if each.decided_by_id in names else "",
                local(each.decided_at).date() if each.decided_at is not None else None,
            ),
            today=today,
        )
        for each in found
    ]
    without = [_named(task) for task in meant if task.id not in {each.task_id for each in found}]
    text = "\n".join([*lines, *([office_answers.nothing_asked(without)] if without else [])])
    rows = [[(f"{task.number}号 {task.title}"[:40], f"t:{task.id}")] for task in meant[:MANY]]
    return PlainPayload(text, items=tuple(by_id), buttons=buttons_of(rows))


async def _meant(context: BoundContext, slots: Slots) -> list[Task]:
    if slots.tasks:
        return list(slots.tasks)
    if not slots.units:
        return []
    chosen = Filter(unfinished=True, department_id=next(iter(slots.units)))
    return list(await tasks.matching(context.session, chosen))


def _named(task: Task) -> str:
    return task_answers.named(task.number, task.title)


async def of_tasks(update: Update, context: BoundContext, said: str) -> bool:
    """是不是已经转给城投公司了: whatever else is asked of a task is answered by its card, and nothing changes."""
    from bot.reading.acts import moods  # see bot.runtime.preload

    if not moods.asking(said) or moods.wants_more(said):
        return False
    slots = await finding.found(context, said)
    if not 0 < len(slots.tasks) <= CARDS:
        return False
    for task in slots.tasks:
        await status.show_card(update, context, task)
    return True
