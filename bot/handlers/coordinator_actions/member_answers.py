"""电话代录 for a member of a group: what 河口镇 said of a task it answers for beside its lead."""

from __future__ import annotations

import re

from telegram import Update

from bot.handlers.context import BoundContext
from bot.handlers.coordinator_actions import drafts
from bot.handlers.coordinator_actions.naming import department, person
from bot.handlers.replying import buttons_of, queue, step_context
from bot.reading.orders.order import Order
from bot.renderers.sharing import period_label
from bot.texts import orders as texts
from bot.texts import sharing, task_answers
from db import changes, departments_named, matters, people, posts, tasks
from db.matter_verbs import MatterKind
from db.models import Instruction, InstructionState, Matter, Role, Task, Way
from db.payloads import PlainPayload
from db.rights import Action, may
from schedules.steps import reporting
from schedules.steps import sharing as steps
from schedules.steps.instructions import finish
from schedules.steps.refusals import NotHisToDecide
from schedules.steps.reporting import Heard

_NUMBER = re.compile(r"(\d{1,6})号")


async def told(update: Update, context: BoundContext, order: Order, said: str) -> bool:
    """False where these words are of no member, or of no task that it answers for."""
    unit, number = await _unit(context, order.who), _NUMBER.search(order.words)
    task = await tasks.by_number(context.session, int(number[1])) if number else None
    if unit is None or task is None or task.lead_department_id == unit[0]:
        return False
    asked = await matters.of_departments(context.session, [task.id], [unit[0]], MatterKind.SHARE)
    share = steps.of_period(step_context(context), task, asked, order.words)
    if share is None:
        return False
    lines = [sharing.to_record(task_answers.named(task.number, task.title), period_label(share.period), order.words)]
    facts = {"share": share.id, "words": order.words, "tasks": [task.id], "unit": unit[1]}
    return await drafts.put(update, context, order.deed, facts, lines, said, text=texts.recorded(unit[1], lines))


async def _unit(context: BoundContext, words: str) -> tuple[int, str] | None:
    """By its name, or by the name of whoever heads it."""
    unit = await department(context, words)
    head = await person(context, words) if unit is None else None
    if head is None:
        return unit
    headed = [each.department_id for each in await posts.of(context.session, head.id, Role.HEAD) if each.department_id]
    names = await departments_named.full_names(context.session)
    return (headed[0], names[headed[0]]) if len(headed) == 1 else None


async def confirmed(update: Update, context: BoundContext, given: Instruction) -> None:
    """Kept as the member's word, heard by telephone; whoever heads it is told nothing he has not said."""
    if given.state is not InstructionState.DRAFT or not may(context.person.roles, Action.ORDER):
        raise NotHisToDecide(texts.STALE)
    share = await matters.locked(context.session, given.facts["share"])
    task = (await tasks.by_ids(context.session, given.facts["tasks"]))[given.facts["tasks"][0]]
    assert share is not None, "matters are never deleted"
    with changes.recorded(context.session) as noted:
        await _stored(context, given, share)
        await context.session.flush()
    given.changes = noted.written()
    finish(step_context(context), given)
    text = _receipt(given, task, share)
    rows = buttons_of(texts.undo_button(given.id))
    await queue(context, update, PlainPayload(text, items=(task.id,), buttons=rows), items=[task.id])


async def _stored(context: BoundContext, given: Instruction, share: Matter) -> None:
    head = (await people.by_ids(context.session, [share.holder_id or 0])).get(share.holder_id or 0)
    heard = Heard(head or context.person, given.facts["words"], way=Way.TELEPHONE, entered_by=context.person)
    saying = await reporting.keep_saying(step_context(context), heard)
    await steps.answered(step_context(context), share, saying)


def _receipt(given: Instruction, task: Task, share: Matter) -> str:
    named = task_answers.named(task.number, task.title)
    return sharing.share_stored(named, given.facts["unit"], period_label(share.period))
