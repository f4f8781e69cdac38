"""电话代录 and 更正: what a head said by telephone, or what was misread, is read, shown and stored as his."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from telegram import Update

from bot.handlers import directives, indicators, named_tasks
from bot.handlers import requests as deciders
from bot.handlers.context import BoundContext
from bot.handlers.coordinator_actions import drafts, heard_rows, member_answers
from bot.handlers.coordinator_actions.naming import NotKnown, person_or_refuse, tasks_numbered
from bot.handlers.echo_rows import echo_row
from bot.handlers.replying import queue, step_context, today_of
from bot.reading.acts import office
from bot.reading.orders.order import Order
from bot.texts import orders as texts
from bot.texts import task_answers
from db import changes, people, reports, requests, tasks
from db.models import Instruction, InstructionState, Person, RequestKind, Saying, Task, Way
from db.payloads import EchoPayload, OutcomePayload, RequestOutcome
from db.reading_facts import Row
from db.rights import Action, may
from db.tasks import Filter
from schedules.steps import learning, reporting, withdrawing
from schedules.steps import matters as matter_steps
from schedules.steps.instructions import finish
from schedules.steps.notices import tell_outcomes
from schedules.steps.refusals import NotHisToDecide
from schedules.steps.reporting import Heard, Understood

_ANOTHER = re.compile(r"[；;。]\s*[^；;。,，:：\d]{2,14}?(?:来电|打来|电话|回话|报来|来话|微信|当面)")


async def told(update: Update, context: BoundContext, order: Order, said: str) -> bool:
    """代市林草局报：3号完成60%，月底前办结."""
    if not order.sure and _ANOTHER.search(order.words):
        return False  # of two who rang each is read on his own
    order = replace(order, words=office.unaddressed(order.words) or order.words)
    if await member_answers.told(update, context, order, said):
        return True
    head = await person_or_refuse(context, order.who)
    if may(head.roles, Action.DIRECT):
        return await _by_leader(update, context, head, order)
    found = await tasks.open_of(context.session, head.answers_for(today_of(context)))
    reading = await heard_rows.read(context, order.words, found)
    rows = heard_rows.without_doubtful_obstacles(order.words, heard_rows.proposed(reading, found))
    rows = _meant(context, order.words, rows, found)
    if not rows:
        raise NotHisToDecide(texts.TELEPHONE_FORM.format(words=order.words[:60], who=order.who))
    lines = heard_rows.lines_of(context, rows, found)
    facts = {
        "person_id": head.id,
        "words": order.words,
        "rows": heard_rows.ROWS.dump_python(rows, mode="json", exclude_defaults=True),
        "tasks": [task.id for task in found if task.number in {row.ref for row in rows}],
    }
    doubts = [texts.doubt(each.words) for each in reading.queries]
    text = texts.recorded(head.name, lines, doubts=doubts, said=order.words)
    return await drafts.put(update, context, order.deed, facts, lines, said, text=text)


def _meant(context: BoundContext, words: str, rows: Sequence[Row], found: Sequence[Task]) -> tuple[Row, ...]:
    """66号完成两成，4月开工 is of 66号 alone: another task is meant only where a clause of its own names it."""
    numbered = {task.number for task in found if re.search(rf"(?<!\d){task.number}号", words)}
    if not numbered:
        return tuple(rows)
    rest = "，".join(each for each in office.clauses(words) if not re.search(r"\d号", each))
    others = {task.number for task in named_tasks.named(context, rest, found)} if rest else set()
    return tuple(row for row in rows if row.ref in numbered | others)


async def _by_leader(update: Update, context: BoundContext, leader: Person, order: Order) -> bool:
    """刚接常务副市长电话，112号同意延期: his consent to an application that waits; anything else is a 批示."""
    from bot.reading.office import choices  # see bot.runtime.preload

    every = await tasks.matching(context.session, Filter(leader_id=leader.id))
    named = named_tasks.named(context, order.words, every)
    found = [
        each
        for each in await requests.open_for(context.session, [task.id for task in named])
        if each.kind == RequestKind.EXTENSION
    ]
    if len(found) == 1 and choices.agreed(order.words):
        await deciders.on_consent(update, context, found[0].id, f"经{leader.name}同意")
        return True
    return await directives.entered(update, context, f"{leader.name}批示：{order.words}")


async def corrected(update: Update, context: BoundContext, order: Order, said: str) -> bool:
    """更正3号：完成60%. The last report that stands of it gives way."""
    (task,) = (await tasks_numbered(context, order.numbers))[:1]
    standing = await reports.of_task(context.session, task.id, limit=1)
    if not standing:
        raise NotHisToDecide(texts.NOTHING_STANDING.format(number=task.number, owner=task.owner.name))
    report, saying = standing[0]
    reading = await heard_rows.read(context, task_answers.numbered(task.number, order.words), [task])
    if reading.queries or not reading.rows:
        raise NotHisToDecide(texts.TELEPHONE_FORM.format(words=order.words[:60], who=task.owner.name))
    now = "；".join(line for line in heard_rows.lines_of(context, reading.rows, [task]) if line[:1].isdigit())
    lines = texts.corrected(task_answers.named(task.number, task.title), saying.words[:100], now, order.words)
    facts = {
        "person_id": saying.person_id,
        "words": order.words,
        "report_id": report.id,
        "saying_id": saying.id,
        "rows": heard_rows.ROWS.dump_python(reading.rows, mode="json", exclude_defaults=True),
        "tasks": [task.id],
    }
    return await drafts.put(update, context, order.deed, facts, lines, said)


async def confirmed(update: Update, context: BoundContext, given: Instruction) -> None:
    """From here on it is as if he had said it, on record as entered by the coordinator; he is told."""
    if "share" in given.facts:
        await member_answers.confirmed(update, context, given)
        return
    if given.state is not InstructionState.DRAFT or not may(context.person.roles, Action.ORDER):
        raise NotHisToDecide(texts.STALE)
    rows = heard_rows.ROWS.validate_python(given.facts["rows"])
    with changes.recorded(context.session) as noted:
        understood, saying, person = await _stored(update, context, given, rows)
        await context.session.flush()
    if given.kind == "correct":
        given.changes = noted.written()
    given.facts = {**given.facts, "made": saying.id}
    finish(step_context(context), given)
    stored = EchoPayload(
        tuple(echo_row(each) for each in understood),
        items=tuple(each.task.id for each in understood),
        saying_id=saying.id,
    )
    await queue(context, update, stored, items=stored.items)
    if given.facts.get("letter"):
        step = step_context(context)
        await matter_steps.end(step, await matter_steps.held(step, given.facts["letter"]), "as_report")
    words = given.facts["words"][:200]
    told = [(person.id, OutcomePayload(RequestOutcome.RECORDED, each.task.id, reason=words)) for each in understood]
    if told:
        await tell_outcomes(step_context(context), told)


async def _stored(
    update: Update, context: BoundContext, given: Instruction, rows: Sequence[Row]
) -> tuple[Sequence[Understood], Saying, Person]:
    person = await people.with_posts(context.session, given.facts["person_id"])
    found = list((await tasks.by_ids(context.session, given.facts["tasks"])).values())
    if given.kind == "correct":
        await _set_right(context, given, rows, found)
        person = await people.with_posts(context.session, found[0].owner_id)
    saying = await _keep(update, context, given, person)
    figures = await indicators.figures_of(context, saying.words, found)
    understood = await reporting.report(step_context(context), saying, rows, person=person, figures=figures)
    if not understood:
        raise NotHisToDecide(texts.NOTHING_STANDING.format(number=found[0].number if found else "", owner=person.name))
    return understood, saying, person


async def _keep(update: Update, context: BoundContext, given: Instruction, person: Person) -> Saying:
    way = Way.TELEPHONE if given.kind == "telephone" else Way.PAPER_NOTE
    heard = Heard(person=person, words=given.facts["words"], way=way, entered_by=context.person)
    return await reporting.keep_saying(step_context(context), heard)


async def _set_right(context: BoundContext, given: Instruction, rows: Sequence[Row], found: Sequence[Task]) -> None:
    """The misread report is withdrawn and kept as a case for the reader."""
    saying = await reports.saying(context.session, given.facts["saying_id"])
    if saying is None:
        raise NotKnown(texts.STALE)
    await learning.misread(step_context(context), saying, named_tasks.asked(found), rows)
    await withdrawing.withdraw(step_context(context), saying, only=given.facts["report_id"])
