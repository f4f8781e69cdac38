"""An order that a head or liaison may not give: told to the office, read as no report."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import Update

from bot.handlers import report_intake
from bot.handlers.context import BoundContext
from bot.handlers.coordinator_actions import naming
from bot.handlers.replying import say, step_context, today_of
from bot.reading.orders.order import Deed, Order
from bot.texts import matters as matter_texts
from bot.texts import orders as texts
from bot.texts import task_answers
from db.matter_verbs import MatterKind
from db.models import Task
from db.rights import Action, may
from schedules.steps import matters as steps

LONGEST = 80  # letters
_ABOUT_PEOPLE = {
    *(Deed.REPLACE, Deed.DISMISS, Deed.UNBIND, Deed.REVOKE, Deed.APPOINT, Deed.INVITE),
    *(Deed.ROSTER, Deed.BULLETIN, Deed.TELEPHONE),
}
_ABOUT_TASKS = {
    Deed.STOP: MatterKind.SUSPENSION,
    Deed.HAND_OVER: MatterKind.CHANGE,
    Deed.RESUME: None,
    Deed.REOPEN: None,
}
_FOR_GOOD = ("中止", "终止", "停办", "不再督办", "停止督办")


async def told(update: Update, context: BoundContext, said: str) -> bool:
    """What he wishes for his own task waits for the office as his wish; the rest is a letter."""
    roles = context.person.roles
    if len(said) > LONGEST or may(roles, Action.APPOINT) or not may(roles, Action.REPORT):
        return False
    order = await _order(context, said)
    if order is None:
        return False
    own = [each for each in await report_intake.open_tasks(context) if each.number in order.numbers]
    kind = _ABOUT_TASKS.get(order.deed)
    if kind is not None and len(own) == len(order.numbers):
        await _wished(update, context, said, kind, own)
        return True
    saying = await report_intake.keep(context, update, said)
    await report_intake.raise_letter(context, MatterKind.LETTER, saying, task=own[0] if len(own) == 1 else None)
    await say(context, update, texts.NOT_HIS_ORDER)
    return True


async def _order(context: BoundContext, said: str) -> Order | None:
    from bot.reading.orders import people_orders, task_orders  # see bot.runtime.preload

    today, calendar = today_of(context), context.office.policy.calendar
    orders = (
        people_orders.read(said, today=today, calendar=calendar),
        task_orders.read(said, today=today, calendar=calendar),
    )
    for each in orders:
        if each is not None and await _is_meant(context, each, said):
            return each
    return None


async def _is_meant(context: BoundContext, order: Order, said: str) -> bool:
    """About people where it names somebody known; about tasks where it can be no report: 1号暂停，因下雨 is one."""
    if order.deed in _ABOUT_TASKS:
        if order.deed is Deed.HAND_OVER:
            return await naming.department(context, order.to) is not None
        return not order.words or any(each in said for each in _FOR_GOOD)
    if order.deed not in _ABOUT_PEOPLE:
        return False
    if order.deed in (Deed.ROSTER, Deed.BULLETIN):
        return True
    named = [each for each in (order.who, order.to) if each]
    if any(naming.is_himself(each) for each in named):
        return True
    for each in named:
        if await naming.person(context, each) or await naming.department(context, each):
            return True
    return False


async def _wished(update: Update, context: BoundContext, said: str, kind: MatterKind, own: Sequence[Task]) -> None:
    saying = await report_intake.keep(context, update, said)
    for task in own:
        await steps.raised(step_context(context), kind, person=context.person, saying=saying, task=task)
    named = [task_answers.named(task.number, task.title) for task in own]
    await say(context, update, matter_texts.passed_on(kind, named), items=[task.id for task in own])
