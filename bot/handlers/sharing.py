"""配合事项 and 分头反馈: what departments beside the lead see and say, and the table of who has not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from telegram import Update

from bot.handlers import matters as telling
from bot.handlers import report_intake, status, waits_with
from bot.handlers.context import BoundContext
from bot.handlers.replied_tasks import replied_tasks
from bot.handlers.replying import buttons_of, queue, say, step_context, today_of
from bot.renderers.cards import card_of
from bot.renderers.sharing import period_label, shared_of
from bot.renderers.task_lines import lines_of, worst_first
from bot.texts import cards, keyboards, sentences, task_answers
from bot.texts import sharing as texts
from db import departments_named, matters, tasks
from db.lifecycle import UNFINISHED
from db.matter_verbs import MatterKind
from db.models import Matter, Task
from db.payloads import PlainPayload, TaskCardPayload
from db.rights import Action
from db.shared_tasks import partners
from schedules.steps import sharing as steps
from schedules.steps.refusals import NotHisToDecide

_NUMBERED = re.compile(r"^(?:编号|第|任务|事项)?(\d{1,6})(?:号|项)")
_TABLE = re.compile(
    r"^(\d{1,6})号?(?:的)?(?:分头反馈(?:表|情况)?|(?:各?(?:县区|乡镇|单位|成员单位|家)?)?(?:反馈(?:情况)?表|(?:有|还有|还差|都有)?(?:谁|哪些|哪几个|哪几家|哪个|几个|几家|多少)?(?:县区|乡镇|单位|街道|镇|家|成员单位)?(?:都|还)?(?:没有?|未|差|欠)(?:谁|哪些|哪几个|几家|几个)?(?:单位|县区|乡镇|街道)?(?:回复?|报(?:送|上来)?|反馈|交|答复)?))"
    r"[了的呢吗?？]*$"
)


async def _shares(context: BoundContext) -> Sequence[Matter]:
    return [each for each in await waits_with.held(context) if each.kind is MatterKind.SHARE]


async def _supported(context: BoundContext) -> Sequence[int]:
    units = await partners.departments_of(context.session, context.person, today=today_of(context))
    return await partners.supported(context.session, units) if units else ()


async def shared_ids(context: BoundContext) -> set[int]:
    """The tasks of others in which his department has a part."""
    return {each.task_id for each in await _shares(context) if each.task_id} | set(await _supported(context))


async def listed(update: Update, context: BoundContext) -> None:
    ids = await shared_ids(context)
    found = [each for each in (await tasks.by_ids(context.session, ids)).values() if each.state in UNFINISHED]
    if not found:
        await say(context, update, texts.NONE)
        return
    lines = worst_first(await lines_of(context.session, found, now=context.now, policy=context.office.policy))
    await status.show_list(update, context, texts.HEAD.format(count=len(lines)), lines, with_owner=True)


async def card(update: Update, context: BoundContext, task: Task) -> None:
    """As its lead sees it, without buttons: he reports nothing of it."""
    found = await card_of(context.session, task, now=context.now, policy=context.office.policy)
    text = f"{cards.text(found)}\n{texts.CARD_TAIL}"
    await queue(context, update, TaskCardPayload(text, items=(task.id,)), items=[task.id])


async def said_by_partner(update: Update, context: BoundContext, said: str) -> bool:
    """True where he replies to, or names, one task of others in which his department has a part: its own answer where
    one is asked of it, else a note."""
    replied = await replied_tasks(context, update)
    number = _NUMBERED.match(said.strip())
    if not replied and number is None:
        return False
    own = {task.id for task in await report_intake.his_tasks(context)}
    ids = await shared_ids(context) - own
    if not ids:
        return False
    found = (await tasks.by_ids(context.session, ids)).values()
    named = [task for task in found if number is not None and task.number == int(number[1])]
    meant = named or ([task for task in found if task.id in replied] if len(replied) == 1 and number is None else [])
    if len(meant) != 1 or said.strip().endswith(("?", "？", "吗")):
        return False
    await _take(update, context, meant[0], said)
    return True


async def _take(update: Update, context: BoundContext, task: Task, said: str) -> None:
    step, named = step_context(context), task_answers.named(task.number, task.title)
    units = await departments_named.full_names(context.session)
    saying = await report_intake.keep(context, update, said)
    his = await partners.departments_of(context.session, context.person, today=step.today)
    asked = await matters.of_departments(context.session, [task.id], his, MatterKind.SHARE)
    share = steps.of_period(step, task, asked, said)
    if share is not None:
        await steps.answered(step, share, saying)
        unit = units.get(share.department_id or 0, context.person.name)
        await say(context, update, texts.share_stored(named, unit, period_label(share.period)), items=[task.id])
        return
    department_id = his[0]
    await steps.note(step, task, saying, department_id)
    told = texts.note_for_lead(named, units[department_id], said)
    await telling.tell(context, task.owner_id, told, task_id=task.id)
    await telling.tell_responsible(context, task.lead_department_id, told, task_id=task.id)
    await say(context, update, texts.noted(named, task.lead_department.name), items=[task.id])


async def table_asked(update: Update, context: BoundContext, said: str) -> bool:
    """3号分头反馈, 3号谁没报: the table, where several answer for it."""
    asked = _TABLE.match(said.strip())
    task = await tasks.by_number(context.session, int(asked[1])) if asked else None
    if asked is None or task is None:
        return False
    if not await matters.every_of_kind(context.session, task.id, MatterKind.SHARE):
        if "分头" in said:
            await say(context, update, texts.NO_SHARES.format(number=task.number))
        return "分头" in said
    await table(update, context, task.id)
    return True


async def table(update: Update, context: BoundContext, task_id: int) -> None:
    task = (await tasks.by_ids(context.session, [task_id])).get(task_id)
    if task is None or not step_context(context).may(Action.SEE, task):
        await say(context, update, sentences.STALE_BUTTON)
        return
    found = await shared_of(context.session, task, context.office.policy, now=context.now)
    text = texts.table(task_answers.named(task.number, task.title), found, today=today_of(context))
    urges = step_context(context).may(Action.URGE, task)
    rows: list[Sequence[keyboards.Button]] = texts.table_buttons(task.id, len(found.missing)) if urges else []
    await queue(context, update, PlainPayload(text, items=(task.id,), buttons=buttons_of(rows)), items=[task.id])


async def asked_again(update: Update, context: BoundContext, task_id: int) -> None:
    try:
        asked = await steps.ask_again(step_context(context), task_id)
    except NotHisToDecide as refused:
        await say(context, update, str(refused))
        return
    units = await departments_named.full_names(context.session)
    names = [units.get(each.department_id or 0, "") for each in asked]
    await say(context, update, texts.asked_again(names) if names else texts.NOBODY_TO_ASK, items=[task_id])
