"""The readings of orders: what was understood is read back with 确认 and 取消; what is missing is asked for."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta

from telegram import Update

from bot.handlers.context import BoundContext
from bot.handlers.coordinator_actions import (
    carrying,
    measuring,
    meetings,
    naming,
    of_people,
    of_tasks,
    of_units,
    papers,
    telephone,
    year_end,
)
from bot.handlers.coordinator_actions.naming import NotKnown
from bot.handlers.coordinator_actions.taps import cancel, confirm, undo_by_word
from bot.handlers.replying import say, today_of
from bot.reading.orders.order import Deed, Order
from db import instructions, reports
from db.lifecycle import StepNotAllowed
from db.rights import Action, may
from schedules.steps.ordering import ConsentMissing
from schedules.steps.refusals import NotHisToDecide

DRAFT_LIVES = timedelta(days=1)
LONGEST = 120  # letters of an order that names its task by its title

Shown = Callable[[Update, BoundContext, Order, str], Awaitable[bool]]


async def about_tasks(update: Update, context: BoundContext, said: str) -> bool:
    from bot.reading.orders import task_orders  # see bot.runtime.preload

    today, calendar = today_of(context), context.office.policy.calendar
    order = task_orders.read(said, today=today, calendar=calendar)
    if order is None and len(said) <= LONGEST:
        numbered = await naming.by_number(context, said)
        order = task_orders.read(numbered, today=today, calendar=calendar) if numbered else None
    if order is None or _only_asks(said, order):
        return False
    return await _shown(update, context, order, said)


# What somebody else has said is told in these, and may ask or forbid.
_QUOTES = (Deed.TELEPHONE, Deed.CORRECT, Deed.NEW_TASK, Deed.TARGET, Deed.RED_LINE, Deed.MEETING, Deed.ITEMS)


def _only_asks(said: str, order: Order) -> bool:
    """161号延期批了没有, 7号先别改期: the words of an order that orders nothing."""
    from bot.reading.acts import moods  # see bot.runtime.preload

    return order.deed not in _QUOTES and not moods.only_orders(said)


async def about_people(update: Update, context: BoundContext, said: str) -> bool:
    from bot.reading.orders import people_orders  # see bot.runtime.preload

    order = people_orders.read(said, today=today_of(context), calendar=context.office.policy.calendar)
    if order is not None and order.deed is not Deed.GROUP and len(said) > 80:
        return False
    if order is None or _only_asks(said, order):
        return False
    if order.deed is not Deed.DEPUTY and not may(context.person.roles, Action.APPOINT):
        return False
    return await _shown(update, context, order, said)


async def _shown(update: Update, context: BoundContext, order: Order, said: str) -> bool:
    try:
        return await SHOWN[order.deed](update, context, order, said)
    except ConsentMissing:
        return False  # the table of acts asks whose consent it was
    except (NotKnown, NotHisToDecide, StepNotAllowed) as refused:
        if isinstance(refused, NotKnown) and not order.sure:
            return False  # the words may mean something else
        await say(context, update, str(refused))
        return True


SHOWN: dict[Deed, Shown] = {
    Deed.TELEPHONE: telephone.told,
    Deed.CORRECT: telephone.corrected,
    Deed.NEW_TASK: of_tasks.new_task,
    Deed.HAND_OVER: of_tasks.hand_over,
    Deed.REDATE: of_tasks.redate,
    Deed.TARGET: of_tasks.target,
    Deed.RED_LINE: of_tasks.red_line,
    Deed.INDICATORS: measuring.measured,
    Deed.ITEMS: carrying.listed,
    Deed.MEETING: meetings.entered,
    Deed.CARRY_OVER: year_end.carried,
    Deed.ITEM_CHECK: carrying.checked,
    Deed.ITEM_DROP: carrying.checked,
    Deed.ITEM_RETURN: carrying.checked,
    Deed.TYPE: carrying.typed,
    Deed.FIELD: carrying.field,
    Deed.ALERT: carrying.alert,
    Deed.VISIT: carrying.visit,
    Deed.EVIDENCE: of_tasks.evidence,
    Deed.STOP: of_tasks.simple,
    Deed.RESUME: of_tasks.simple,
    Deed.REOPEN: of_tasks.simple,
    Deed.CLOSE: of_tasks.close,
    Deed.URGE: of_tasks.urge,
    Deed.DEPUTY: of_people.deputy,
    Deed.REPLACE: of_people.replace,
    Deed.DISMISS: of_people.dismiss,
    Deed.UNBIND: of_people.unbind,
    Deed.REVOKE: of_people.revoke,
    Deed.APPOINT: of_people.appoint,
    Deed.INVITE: of_people.invite,
    Deed.DEPARTMENT: of_units.department,
    Deed.GROUP: of_units.group,
    Deed.SHARE: of_units.share,
    Deed.BULLETIN: papers.bulletin,
    Deed.ROSTER: papers.roster,
}


async def settled(update: Update, context: BoundContext, said: str) -> bool:
    """确认, 取消, 撤销 in words, for the newest of his."""
    words = said.strip(" 。.!！")
    if words in _CONFIRMS | _CANCELS:
        since = context.now - DRAFT_LIVES
        waiting = await instructions.drafts_of(context.session, context.person.id, since=since)
        if waiting and not (waiting[0].kind == "unfinished" and words in _CONFIRMS):
            await (confirm if words in _CONFIRMS else cancel)(update, context, waiting[0])
            return True
    if words in _UNDOES or _MISTAKEN.fullmatch(words):
        done = await instructions.last_done(context.session, context.person.id)
        saying = await reports.last_standing(context.session, context.person.id)
        if (
            done is not None
            and done.ended_at is not None
            and (saying is None or saying.at <= done.ended_at or done.facts.get("made") is not None)
        ):
            await undo_by_word(update, context, done)
            return True
    return False


_MISTAKEN = re.compile(r"(?:刚才|刚刚|上一[条项个]|那[条项个])(?:我)?(?:弄|点|按|搞|发|写|销|改|转|填|录|办)错了?")
_CONFIRMS = {"确认", "确定", "同意", "对", "是", "是的", "好", "没错", "确认办理"}
_CANCELS = {"取消", "算了", "不办了", "不对", "错了"}
_UNDOES = {"撤销", "撤回", "撤销上一条", "撤回上一条", "撤销刚才的", "收回"}
