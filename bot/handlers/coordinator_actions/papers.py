"""通报 in words, drafted and signed like every paper; and the list of who holds which post."""

from __future__ import annotations

from telegram import Update

from bot.documents.content import stored
from bot.documents.kinds import Kind
from bot.handlers import documents, issuing
from bot.handlers.context import BoundContext
from bot.handlers.replying import say
from bot.reading.orders.order import Order
from bot.renderers.papers.bulletin import drawn
from bot.texts import issuing as texts
from bot.texts import posts as post_texts
from bot.texts import words
from bot.texts.papers import bulletin as bulletins
from bot.texts.papers import names
from db import departments_named, people
from db import posts as held
from db.models import Paper

UNITS = 15
LISTED = 60


async def bulletin(update: Update, context: BoundContext, order: Order, said: str) -> bool:
    """In his words, else drawn from the figures as they stand."""
    asking, sender = documents.asking(context), context.office.policy.office_name
    if order.words:
        text, paper = order.words, bulletins.in_words(order.words, sender=sender, today=asking.today)
    else:
        found = await drawn(asking)
        text, paper = bulletins.text(found, units=UNITS), bulletins.document(found, sender=sender)
    facts = {"text": text, "document": stored(paper), "export": [names.button_for(Kind.BULLETIN)]}
    await issuing.shown(update, context, Paper.BULLETIN, facts, text=texts.bulletin_draft(text))
    return True


async def roster(update: Update, context: BoundContext, order: Order, said: str) -> bool:
    """人员名单, 市林草局人员名单, 谁是督查员: posts with their days, and how each is reached."""
    units = await departments_named.full_names(context.session)
    everybody = await people.everyone(context.session)
    names = {each.id: each.name for each in everybody}
    rows = []
    for person in everybody:
        lines = [
            post_texts.dated(of, post.role.value, post.begins, post.ends, ended=False).strip().replace("\t", "，")
            for post in await held.of(context.session, person.id)
            if (of := units.get(post.department_id or 0, "") or names.get(post.for_person_id or 0, "")) is not None
            and (not order.role or post.role.value == order.role)
            and (not order.to or order.to in of)
        ]
        if lines:
            state = post_texts.state(bound=person.chat_id is not None, lost=person.unreachable_since is not None)
            rows.append(f"{person.name}（{state}）：{'；'.join(lines)}")
    rest = [f"其余{len(rows) - LISTED}人请用“单位＋人员名单”查看。"] if len(rows) > LISTED else []
    await say(context, update, words.cut("\n".join([*rows[:LISTED], *rest]) or post_texts.NOBODY))
    return True
