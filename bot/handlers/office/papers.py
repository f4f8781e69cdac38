"""督办单 and other papers, the report for a leader, a notice to all heads: what goes out by a coordinator's words."""

from __future__ import annotations

import re

from telegram import Update

from bot.handlers.context import BoundContext
from bot.handlers.coordinator_actions import drafts
from bot.handlers.office.slots import Slots
from bot.handlers.replying import buttons_of, queue, say, step_context, today_of
from bot.reading.acts.office import OfficeAct
from bot.renderers import matters as showing
from bot.texts import keyboards, task_answers
from bot.texts import office as texts
from db import matters, outbox, people, tasks
from db.matter_verbs import MatterKind
from db.messages import Rank, Repeat
from db.models import Instruction, Matter, Person
from db.payloads import DigestPayload, PlainPayload, Scope
from schedules.steps import supervision_orders as steps
from schedules.steps.instructions import finish
from schedules.steps.refusals import NotHisToDecide

LISTED = 10


async def listed(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    """督办单 that are not answered, and papers that wait for a signature, each with its buttons."""
    found = await matters.open_ones(context.session, MatterKind.ORDER, MatterKind.PAPER)
    policy = context.office.policy
    lines = await showing.lines_of(context.session, found[:LISTED], policy=policy, now=context.now)
    rows = [[(texts.matter_of(line), keyboards.of_matter(line.id, 0))] for line in lines]
    await queue(context, update, PlainPayload(texts.papers(len(found)), buttons=buttons_of(rows)))
    return True


async def taken_back(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    """撤回11号的督办单: shown, and on his tap ended; whoever got it is told."""
    found = await _orders(context, slots)
    if not found:
        await say(context, update, texts.NO_ORDER)
        return True
    known = await tasks.by_ids(context.session, [each.task_id for each in found if each.task_id])
    names = await people.by_ids(context.session, [each.holder_id for each in found if each.holder_id])
    lines = [
        texts.order_back(
            task_answers.named(task.number, task.title),
            names[each.holder_id].name if each.holder_id in names else task.owner.name,
        )
        for each in found
        if (task := known.get(each.task_id or 0)) is not None
    ]
    facts = {"matters": [each.id for each in found], "tasks": list(known)}
    return await drafts.put(update, context, "order_back", facts, lines, slots.said)


async def _orders(context: BoundContext, slots: Slots) -> list[Matter]:
    every = await matters.open_ones(context.session, MatterKind.ORDER)
    ids = {task.id for task in slots.tasks} if slots.numbered else set()
    if ids:
        return [each for each in every if each.task_id in ids]
    if slots.units:
        return [each for each in every if each.department_id in slots.units]
    return list(every) if len({each.holder_id for each in every}) == 1 else []


async def taken_back_confirmed(update: Update, context: BoundContext, given: Instruction) -> None:
    await steps.take_back(step_context(context), given.facts["matters"])
    finish(step_context(context), given)
    await say(context, update, texts.ORDER_BACK_DONE, items=given.facts["tasks"])


_CHART = re.compile(r"作战图|挂图|台账|导出|表格")


async def for_leader(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    """给市长发一下本周情况: his weekly report as it would read now, on the coordinator's tap."""
    leader = slots.leaders[0] if slots.leaders else None
    if leader is None or slots.numbered or _CHART.search(slots.said):
        return False
    if not leader.reachable:
        raise NotHisToDecide(texts.leader_unreachable(leader.name))
    facts = {"person_id": leader.id, "tasks": []}
    return await drafts.put(update, context, "digest_to", facts, [texts.digest_to(leader.name)], slots.said)


async def for_leader_confirmed(update: Update, context: BoundContext, given: Instruction) -> None:
    leader = await people.with_posts(context.session, given.facts["person_id"])
    await outbox.queue_message(
        context.session,
        DigestPayload(today_of(context), Scope.LEADER, repeat=Repeat.AGAIN),
        now=context.now,
        cause=context.cause,
        rank=Rank.BULK,
        person_id=leader.id,
        not_before=context.office.policy.allowed_at_or_after(context.now),
    )
    finish(step_context(context), given)
    await say(context, update, texts.digest_sent(leader.name))


_ADDRESS = re.compile(
    r"^(?:请|麻烦|帮我?|帮忙)?(?:给|向)?(?:通知|告知|转告|群发|发个通知|知会)?(?:给)?(?:一下)?"
    r"(?:各|全体|所有|全部|每个|大家)[^,，。:：\d]{0,10}?(?:负责人|责任人|局长|单位|部门|同志|们)*(?:发个?通知)?(?:一下)?[:：,，]?"
)


async def to_everybody(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    """通知各单位负责人明天下午3点开会: to whoever answers for a running task today, shown before it goes out."""
    told = _ADDRESS.sub("", slots.said.strip(), count=1).strip(" ，,。")
    if len(told) < 4 or slots.numbered:
        return False
    meant = await standing_in(context)
    text = texts.notice(told)
    facts = {"people": [each.id for each in meant], "text": text, "tasks": [], "shown": []}
    return await drafts.put(
        update, context, "tell", facts, [text], slots.said, text=texts.shall_tell_all(len(meant), text)
    )


_TELLS = re.compile(
    r"^(?:请|麻烦|帮我?|帮忙)?(?:回复|答复)(?:一下)?[^,，:：]{2,12}[,，:：](?:请)?|"
    r"(?:请|麻烦|帮我?|帮忙)?(?:给|跟|向)?(?:通知|告诉|告知|转告|知会)(?:一下)?(?:给)?|"
    r"(?:给|跟|向)(?=[^,，。]{2,14}?(?:说一声|说一下|说声|讲一声|讲一下|打个招呼|捎个话|带个话|提个醒))"
)


def _request(found: re.Match[str]) -> str:
    """通知水利局… becomes 请水利局…; behind 回复水利局： stand the very words."""
    return "" if found[0].endswith(("，", ",", "：", ":", "请")) else "请"


_ASIDE = re.compile(r"(?:说一声|说一下|说声|讲一声|讲一下|打个招呼|捎个话|带个话|提个醒)[:：,，]?")


async def to_named(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    """给金融办主任说一声…: his words to the heads he names, or of the tasks he names, shown before they go out."""
    heads = [await people.head_of(context.session, unit) for unit in slots.units]
    meant = [each for each in heads if each is not None] or [task.owner for task in slots.tasks if slots.numbered]
    if not meant:
        return False
    there = await people.answering(context.session, [each.id for each in meant], today=today_of(context))
    meant = list({each.id: each for each in there.values()}.values())
    reached = [each for each in meant if each.reachable]
    if not reached:
        raise NotHisToDecide(texts.unreachable([each.name for each in meant]))
    text = texts.notice(_ASIDE.sub("，", _TELLS.sub(_request, slots.said.strip(), count=1), count=1))
    ids = [task.id for task in slots.tasks if slots.numbered]
    facts = {"people": [each.id for each in reached], "text": text, "tasks": ids, "shown": []}
    shown = texts.shall_ask([each.name for each in reached], text)
    if lost := [each.name for each in meant if each not in reached]:
        shown += f"\n{texts.unreachable(lost)}"
    return await drafts.put(update, context, "tell", facts, [text], slots.said, text=shown)


async def standing_in(context: BoundContext) -> list[Person]:
    """The heads with a running task, each by whoever stands in for him today."""
    owners = await tasks.owners(context.session, unfinished=True)
    there = await people.answering(context.session, [each.id for each in owners], today=today_of(context))
    return [each for each in {each.id: each for each in there.values()}.values() if each.reachable]
