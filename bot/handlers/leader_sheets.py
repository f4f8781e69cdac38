"""A leader's sheet at a chosen hour before his meeting: ordered by him, his secretary or the office, and called off."""

from __future__ import annotations

from telegram import Update

from bot.documents.kinds import Kind, Wanted
from bot.handlers import documents
from bot.handlers.context import BoundContext
from bot.handlers.replying import buttons_of, queue, say, step_context, today_of
from bot.reading.office import sheets
from bot.reading.office.sheets import Sheet
from bot.renderers.papers.asking import Asking
from bot.renderers.papers.table import document
from bot.texts import words
from bot.texts.papers import names
from db import attachments as db_attachments
from db import people
from db.models import Drawn, Person, Role
from db.payloads import PlainPayload
from db.rights import Action, Reach, may
from schedules import attachments


async def asked(update: Update, context: BoundContext, said: str) -> bool:
    if documents.asking(context).reach(Kind.FIELD) is Reach.NONE:
        return False
    policy = context.office.policy
    found = sheets.sheet(said, today=today_of(context), calendar=policy.calendar)
    if found is None:
        return False
    leader = await _leader(context, found)
    if leader is None:
        await say(context, update, names.SHEET_OF_WHOM)
    elif policy.at(found.at.date(), found.at.time()) <= context.now:
        await say(context, update, names.SHEET_PAST)
    else:
        await _order(update, context, found, leader)
    return True


async def _leader(context: BoundContext, found: Sheet) -> Person | None:
    """Within the role: a leader for himself, his secretary for those he serves, the office for any."""
    person = context.person
    if found.who:
        named = await people.leaders_called(context.session, found.who)
    else:
        fields = person.field_ids if person.has(Role.LEADER) or person.serves else frozenset()
        named = list((await people.by_ids(context.session, fields)).values())
    whole = documents.asking(context).reach(Kind.FIELD) is Reach.ALL
    his = [each for each in named if whole or each.id in person.field_ids]
    return his[0] if len(his) == 1 else None


async def _order(update: Update, context: BoundContext, found: Sheet, leader: Person) -> None:
    """To whoever asks, where he is the leader or reads for him; else to the leader."""
    session, policy = context.session, context.office.policy
    mine = not found.who and leader.id in context.person.field_ids
    reader = context.person if mine else await people.with_posts(session, leader.id)
    if not reader.reachable:
        await say(context, update, names.SHEET_NOT_BOUND.format(leader=leader.name))
        return
    wanted = Wanted(Kind.FIELD, leader.id)
    if await document(Asking(session, context.now, policy, reader), wanted) is None:
        await say(context, update, names.NOTHING)
        return
    ordered = await attachments.order_for(
        step_context(context),
        reader,
        Drawn.DOCUMENT,
        chosen=wanted.key,
        name=names.file_name(Kind.FIELD, leader.name, found.at.date().isoformat()),
        key=context.cause,
        at=policy.at(found.at.date(), found.at.time()),
    )
    when = f"{words.day(found.at.date(), today=today_of(context))}{found.at:%H:%M}"
    text = names.sheet_ordered(when, reader.name, leader.name)
    await queue(context, update, PlainPayload(text, buttons=buttons_of([[(names.CANCEL, f"docx:{ordered}")]])))


async def cancelled(update: Update, context: BoundContext, numbers: list[int]) -> None:
    found = await db_attachments.of_id(context.session, numbers[0])
    his = found is not None and (found.person_id == context.person.id or may(context.person.roles, Action.ORDER))
    gone = his and await db_attachments.cancel(context.session, numbers[0])
    await say(context, update, names.SHEET_CANCELLED if gone else names.SHEET_OVER)
