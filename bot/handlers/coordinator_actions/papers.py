"""通报 in words, drafted and signed like every paper; and the list of who holds which post."""

from __future__ import annotations

from telegram import Update

from bot.handlers import issuing
from bot.handlers.context import BoundContext
from bot.handlers.replying import say, today_of
from bot.reading.orders.order import Order
from bot.texts import issuing as texts
from bot.texts import posts as post_texts
from bot.texts import weekly, words
from db import departments_named, people, tasks
from db import posts as held
from db.models import Paper
from db.tasks import Filter
from schedules.standing import Lamp
from schedules.survey import figures, worst_first

UNITS = 15
LISTED = 60


async def bulletin(update: Update, context: BoundContext, order: Order, said: str) -> bool:
    """In his words, else drawn from the figures as they stand."""
    text = order.words or await _drawn(context)
    await issuing.shown(update, context, Paper.BULLETIN, {"text": text}, text=texts.bulletin_draft(text))
    return True


async def _drawn(context: BoundContext) -> str:
    counted = await figures(context.session, Filter(), now=context.now, policy=context.office.policy)
    units = await departments_named.full_names(context.session)
    red = [each for each in worst_first(counted.unfinished) if each[1].lamp is Lamp.RED]
    titles = {
        task.id: task.title for task in (await tasks.by_ids(context.session, [task.id for task, _ in red])).values()
    }
    late: dict[str, list[texts.Late]] = {}
    for task, standing in red:
        days = -(standing.days_left or 0) if standing.overdue else 0
        late.setdefault(units[task.lead_department_id], []).append(texts.Late(task.number, titles[task.id], days))
    title = texts.bulletin_title(today_of(context), today=today_of(context))
    return texts.bulletin(title, weekly.summary(counted.whole()), list(late.items())[:UNITS])


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
