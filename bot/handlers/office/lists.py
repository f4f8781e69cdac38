"""What a coordinator wants to see, in any words: a list, a history, who owes a word, a bulletin, three sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from telegram import Update

from bot.commands.status_filter import Asked, kept, of_inquiry
from bot.handlers import history, status
from bot.handlers.context import BoundContext
from bot.handlers.coordinator_actions import drafts, papers
from bot.handlers.office import unfinished
from bot.handlers.office.slots import Slots
from bot.handlers.replying import buttons_of, queue, say, today_of
from bot.reading.acts.office import OfficeAct
from bot.reading.orders.order import Deed, Order
from bot.renderers import matters as showing
from bot.texts import keyboards, lists, weekly
from bot.texts import office as texts
from db import instructions, matters, people, requests, tasks
from db import open_questions as standing
from db.matter_verbs import MatterKind
from db.models import Mode, RequestKind
from db.payloads import PlainPayload
from db.tasks import Filter
from schedules.standing import Lamp
from schedules.survey import figures, worst_first

MANY = 12


async def listed(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    """By leader, department, state and day; False where nothing of it narrows the ledger."""
    from bot.reading.office import inquiries  # see bot.runtime.preload

    inquiry = inquiries.inquiry(slots.said, today=today_of(context))
    leader, unit = (slots.leaders[0] if slots.leaders else None), next(iter(slots.units), None)
    if _of_a_meeting(slots.said) and not inquiry.facets:
        return await _of_meeting(update, context, slots)
    if _of_a_meeting(slots.said) and inquiry.source is None:
        inquiry = replace(inquiry, source="议定事项")  # 常务会定的有没有拖的
    if inquiry.supporting:
        asked = await of_inquiry(context.session, replace(inquiry, rest=""), asker=context.person)
        if asked is not None:
            await status.answer(update, context, asked)
            return True
    if not (leader or unit or inquiry.facets or inquiry.due or inquiry.source):
        return False
    title = "·".join(
        filter(
            None,
            [
                leader.name if leader else "",
                slots.units.get(unit, "") if unit else "",
                inquiry.source or "",
                inquiry.due_words,
                *inquiry.named,
            ],
        )
    )
    chosen = Filter(leader_id=leader.id if leader else None, department_id=unit if not leader else None)
    await status.answer(update, context, Asked(chosen, title or "督查台账", inquiry))
    return True


def _of_a_meeting(said: str) -> bool:
    return "会定" in said or "会议定" in said or "会上定" in said


async def _of_meeting(update: Update, context: BoundContext, slots: Slots) -> bool:
    """What was handed out, or drafted, as decided by that meeting."""
    given = await instructions.of_kind(context.session, Deed.NEW_TASK.value)
    kind = next((word for word in _MEETINGS if word in slots.said), "会")
    found = [each for each in given if kind in each.facts.get("source", "")]
    every = {task.title: task for task in await tasks.matching(context.session, Filter())}
    rows = []
    for each in found:
        task = every.get(each.facts["title"])
        state = task.state.label if task is not None else texts.NOT_HANDED_OUT
        rows.append(texts.decided_line(each.facts["title"], task.number if task is not None else None, state))
    await say(context, update, texts.of_meeting(rows) if rows else texts.NO_MEETINGS)
    return True


_MEETINGS = ("常务会", "办公会", "专题会", "党组会", "调度会", "例会")


async def history_of(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    if not slots.tasks:
        return await unfinished.task_asked(update, context, act, slots)
    await history.show(update, context, slots.tasks[0])
    return True


async def closed(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    """How many are closed, when and whose; a waiting claim is none."""
    every = await tasks.matching(context.session, Filter())
    done = sorted((task for task in every if task.closed_at is not None), key=lambda task: task.closed_at, reverse=True)  # type: ignore[arg-type, return-value]
    claims = [task for task in every if task.state.value == "claimed"]
    local = context.office.policy.local
    rows = [
        texts.closed_line(
            task.number, task.title, task.lead_department.name, local(task.closed_at).date(), today=today_of(context)
        )
        for task in done[:MANY]
        if task.closed_at
    ]
    week = [task for task in done if task.closed_at and local(task.closed_at).date() >= texts.monday(today_of(context))]
    text = texts.closed_ones(len(done), len(week), rows, [task.number for task in claims])
    await say(context, update, text, items=[task.id for task in done[:MANY]])
    return True


async def extensions(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    """Applications that wait and words that say a date will not hold."""
    waiting = [each for each in await requests.waiting(context.session) if each.kind == RequestKind.EXTENSION]
    late = await matters.open_ones(context.session, MatterKind.LATE)
    known = await tasks.by_ids(
        context.session, [*(r.task_id for r in waiting), *(m.task_id for m in late if m.task_id)]
    )
    rows = [[(texts.extension_of(known[r.task_id].number), f"req:{r.id}")] for r in waiting if r.task_id in known]
    rows += [
        [(texts.late_of(known[m.task_id].number), keyboards.of_matter(m.id, 0))] for m in late if m.task_id in known
    ]
    if not rows:
        await say(context, update, lists.none("延期申请"))
        return True
    await queue(context, update, PlainPayload(texts.WHICH_EXTENSION, buttons=buttons_of(rows[:MANY])))
    return True


async def bound(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    everybody = await people.everyone(context.session)
    held = [each for each in everybody if each.chat_id is not None]
    missing = [each.name for each in everybody if each.chat_id is None]
    await say(context, update, texts.bindings(len(held), missing))
    return True


async def bulletin(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    return await papers.bulletin(update, context, Order(Deed.BULLETIN), slots.said)


async def brief(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    """Three sentences: what is overdue, what is stuck, what comes due and is silent."""
    chosen = Filter(leader_id=slots.leaders[0].id) if slots.leaders else Filter()
    counted = await figures(context.session, chosen, now=context.now, policy=context.office.policy)
    running = worst_first(counted.unfinished)
    titles = {each.id: each.title for each in await tasks.named(context.session, Filter(unfinished=True))}
    red = [texts.numbered(task.number, titles[task.id]) for task, found in running if found.lamp is Lamp.RED]
    open_ones = await matters.open_ones(context.session, MatterKind.PROBLEM)
    lines = await showing.lines_of(context.session, open_ones, policy=context.office.policy, now=context.now)
    stuck = [texts.stuck(line.task, line.obstacle) for line in lines if line.task]
    soon = [
        texts.numbered(task.number, titles[task.id])
        for task, found in running
        if found.due is not None and 0 <= (found.due - today_of(context)).days <= 21 and task.percent is None
    ]
    await say(context, update, texts.brief(weekly.summary(counted.whole()).splitlines()[0], red, stuck, soon))
    return True


async def owed(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    """Who owes a word: of a 批示, a question of ours, help; then what waits for leaders and for the office."""
    policy = context.office.policy
    open_ones = await matters.open_ones(context.session)
    lines = {
        line.id: line for line in await showing.lines_of(context.session, open_ones, policy=policy, now=context.now)
    }
    heads = [lines[m.id] for m in open_ones if m.kind is MatterKind.DIRECTIVE and m.answer_id is None]
    help_ = [lines[m.id] for m in open_ones if m.kind is MatterKind.PROBLEM and m.holder_id is not None]
    office_ = [lines[m.id] for m in open_ones if m.holder_id is None and m.kind is not MatterKind.DIRECTIVE]
    asked = await _questions(context)
    waiting = await requests.waiting(context.session)
    known = await tasks.by_ids(context.session, [each.task_id for each in waiting])
    of_leaders = [(known[each.task_id].number, each.kind.value) for each in waiting if each.task_id in known]
    text = texts.owed(heads, asked, help_, of_leaders, office_)
    await say(context, update, text)
    return True


async def _questions(context: BoundContext) -> Sequence[tuple[str, str]]:
    """Person and question, the newest of each."""
    found = await requests.open_questions_of_all(context.session)
    names = await people.by_ids(context.session, [each.person_id for each in found])
    said = {
        names[each.person_id].name: standing.read_stored(each.facts).text for each in found if each.person_id in names
    }
    return list(said.items())


async def flood(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    await say(context, update, texts.FLOOD)
    return True


async def asks_close(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    """Whether something counts as done: what stands, and what a closing needs; nothing changes."""
    if len(slots.tasks) != 1:
        return False
    task = slots.tasks[0]
    claim = await requests.open_of_kind(context.session, task.id, RequestKind.CLOSURE)
    text = texts.counts_as_done(
        task.number, task.title, task.owner.name, recurring=task.mode is Mode.RECURRING, claimed=claim is not None
    )
    rows = [[(f"{task.number}号 {task.title}"[:40], f"t:{task.id}")]]
    rows += [[(texts.CHECK_CLAIM, f"req:{claim.id}")]] if claim is not None else []
    await queue(context, update, PlainPayload(text, items=(task.id,), buttons=buttons_of(rows)), items=[task.id])
    return True


async def urge(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    """All that something is true of: due in March, overdue, silent. What recurs or waits for the office is left out."""
    from bot.reading.office import inquiries  # see bot.runtime.preload

    inquiry = inquiries.inquiry(slots.said, today=today_of(context))
    if slots.tasks or slots.units or not (inquiry.due or inquiry.facets):
        return False
    asked = Asked(Filter(unfinished=True), "", inquiry)
    found = await kept(context.session, asked, asked.filter, now=context.now, policy=context.office.policy)
    ids = [task.id for task, _ in found if task.mode is Mode.DEADLINE or inquiry.due is None]
    whole = list((await tasks.by_ids(context.session, ids)).values())
    meant = [task for task in whole if task.state.value != "claimed" and task.owner.reachable]
    if not meant:
        return False
    left = [task.number for task in whole if task.state.value == "claimed"]
    lines = [texts.urged_line(task.owner.name, task.number, task.title) for task in meant[:MANY]]
    text = texts.urge_all(lines, len(meant), left)
    facts = {"tasks": [task.id for task in meant]}
    return await drafts.put(update, context, Deed.URGE, facts, lines, slots.said, text=text)


async def waits(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    """What only the office can settle: claims to check, time it may grant, letters and difficulties nobody has."""
    asked = await requests.waiting(context.session)
    known = await tasks.by_ids(context.session, [each.task_id for each in asked])
    own = [each for each in await matters.open_ones(context.session) if each.holder_id is None and each.kind in _OWN]
    lines = await showing.lines_of(context.session, own[:MANY], policy=context.office.policy, now=context.now)
    rows = [
        [(texts.request_of(known[r.task_id].number, r.kind.value), f"req:{r.id}")] for r in asked if r.task_id in known
    ]
    rows += [[(texts.matter_of(line), keyboards.of_matter(line.id, 0))] for line in lines]
    text = texts.WAITS.format(count=len(asked) + len(own)) if rows else lists.none("待处理")
    await queue(context, update, PlainPayload(text, buttons=buttons_of(rows[:MANY])))
    return True


_OWN = (
    MatterKind.QUESTION,
    MatterKind.PROBLEM,
    MatterKind.REFUSAL,
    MatterKind.REOPENING,
    MatterKind.CHANGE,
    MatterKind.LATE,
)
