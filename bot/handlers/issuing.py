"""签发: a draft is shown with its button, goes to the director or out, and is signed, sent back or withdrawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from telegram import Update

from bot.documents.kinds import OF_PAPER
from bot.handlers import matters
from bot.handlers.context import BoundContext
from bot.handlers.replying import buttons_of, queue, say, step_context, today_of
from bot.texts import issuing as texts
from bot.texts import leader_reports
from bot.texts.papers import names
from db.matter_verbs import Verb
from db.models import Instruction, Matter, Paper
from db.payloads import PlainPayload
from schedules.steps import issuing as steps
from schedules.steps.issuing import Issued

SEND = {Paper.ORDER: "下达", Paper.BULLETIN: "印发", Paper.REPORT: "报送"}


async def shown(
    update: Update,
    context: BoundContext,
    paper: Paper,
    facts: Mapping[str, Any],
    *,
    text: str,
    items: Sequence[int] = (),
) -> None:
    """The draft, with 下达 where the reader may sign it, else 呈主任签发."""
    step = step_context(context)
    given = await steps.draft(step, paper, facts, text=text, items=tuple(items))
    rows = texts.buttons(given.id, signs=await steps.may_sign(step, paper), send=SEND[paper])
    rows.append([names.button(OF_PAPER[paper.value], given.id)])
    await queue(context, update, PlainPayload(text, items=tuple(items), buttons=buttons_of(rows)), items=items)


async def confirmed(update: Update, context: BoundContext, given: Instruction) -> None:
    """The drafter's tap. Raises NotHisToDecide."""
    done = await steps.submit(step_context(context), given)
    if isinstance(done, Issued):
        await _told(update, context, done)
        return
    text = texts.submitted(Paper(given.facts["paper"]).label, done.name)
    await queue(context, update, PlainPayload(text, buttons=buttons_of(texts.take_back(given.id))))


async def cancelled(update: Update, context: BoundContext, given: Instruction) -> None:
    """Raises NotHisToDecide."""
    matter = await steps.withdraw(step_context(context), given)
    if matter is not None:
        await matters.mark(update, context, matter, texts.WITHDRAWN)
    await say(context, update, texts.WITHDRAWN)


async def signed(update: Update, context: BoundContext, matter: Matter, about: list[int]) -> None:
    done = await steps.sign(step_context(context), matter)
    await matters.mark(update, context, matter, "已签发")
    await _told(update, context, done)


async def _told(update: Update, context: BoundContext, done: Issued) -> None:
    """Whoever signed reads where it went; so does its drafter."""
    text = said(context, done)
    printed = buttons_of([[names.button(OF_PAPER[done.paper.value], done.instruction_id)]])
    said_of = PlainPayload(text, items=done.items, buttons=printed)
    await queue(context, update, said_of, items=done.items)
    if done.drafter.id != context.person.id:
        await matters.tell(context, done.drafter.id, texts.signed_by(context.person.name, text))


def said(context: BoundContext, done: Issued) -> str:
    if done.paper is Paper.ORDER:
        return texts.order_issued(done.number, done.to, len(done.items), done.due, today=today_of(context))
    if done.paper is Paper.REPORT:
        return "\n".join(_put_up(context, *morning) for morning in done.mornings)
    return texts.sent(done.number, done.to)


def _put_up(context: BoundContext, on: date, leaders: Sequence[str], many: int) -> str:
    still_to_come = context.office.policy.at(on, context.office.policy.morning) >= context.now  # of a 急件 at once
    return leader_reports.reported(leaders, many, on=on if still_to_come else None, today=today_of(context))


async def send_back(update: Update, context: BoundContext, matter: Matter, about: list[int]) -> None:
    await matters.ask_words(update, context, matter, Verb.SEND_BACK, texts.WRITE_WHY)


async def sent_back(update: Update, context: BoundContext, matter: Matter, why: str) -> None:
    """With his reasons. Raises NotHisToDecide."""
    given = await steps.send_back(step_context(context), matter)
    text = texts.sent_back(Paper(given.facts["paper"]).label, context.person.name, why)
    await matters.tell(context, matter.raised_by_id, text)
    await matters.mark(update, context, matter, "退回修改")
    await say(context, update, "已退回拟稿人。")
