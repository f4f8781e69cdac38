"""Absence, a new man, an invitation, in running words: the orders of `coordinator_actions` with their slots filled."""

from __future__ import annotations

import re
from datetime import date

from telegram import Update

from bot.handlers.context import BoundContext
from bot.handlers.coordinator_actions import of_people as orders
from bot.handlers.office import unfinished
from bot.handlers.office.slots import Slots
from bot.handlers.replying import say, today_of
from bot.reading.acts.office import OfficeAct
from bot.reading.orders.order import Deed, Order
from bot.texts import office as texts
from db import people
from db.models import Person, Role


async def away(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    """Who is away from when until when, and who stands in; the days are asked for where there are not two."""
    who, to = await _absent(context, slots), await _deputy(context, slots)
    days = _days(context, slots)
    if days is None or not to:
        return False
    order = Order(Deed.DEPUTY, who=who.name if who is not None else "", to=to, first=days[0], day=days[1])
    return await orders.deputy(update, context, order, slots.said)


async def _absent(context: BoundContext, slots: Slots) -> Person | None:
    if re.search(r"(?:^|[,，。])[^,，。]{0,8}我(?:去|要|在|到|请|休|得|这)", slots.said):
        return None  # himself
    unit = next(iter(slots.units), None)
    return await people.head_of(context.session, unit) if unit is not None else None


_STANDS_IN = re.compile(
    r"(?:找|由|给|让|请(?!假)|交给?|委托)(?:他们|我们|了)?(?P<who>[\u4e00-\u9fff]{1,10}?)(?:来|先)?(?:盯|代|顶|管|办|负责|主持|看着|接|$|[,，。])"
)


async def _deputy(context: BoundContext, slots: Slots) -> str:
    """A person of the register by his name or its last part; 他们副局长 is that department's."""
    found = _STANDS_IN.search(slots.said)
    if found is None:
        return ""
    said = found["who"].strip()
    everybody = await people.everyone(context.session)
    fitting = [
        each for each in everybody if said == each.name or (each.name.endswith(said) and each.id != context.person.id)
    ]
    office = {each.id for each in await people.coordinators(context.session)}
    fitting = [each for each in fitting if each.id in office] or fitting
    if len(fitting) == 1:
        return fitting[0].name
    unit = next(iter(slots.units.values()), "")
    return f"{unit}{said}" if re.fullmatch(r"副(?:局长|主任|书记|秘书长)[\u4e00-\u9fff]{0,2}", said) else said


_SPAN = re.compile(r"(?:到|至|-|—|~)")


def _days(context: BoundContext, slots: Slots) -> tuple[date, date] | None:
    """First and last: of one span, 下周一到周三, or the earliest and the latest day he names."""
    from bot.reading.dates import day_finder  # see bot.runtime.preload
    from bot.reading.orders import people_orders
    from bot.reading.text import normal_form

    said = re.sub(
        r"(周|星期|礼拜)([一二三四五六])(到|至)(?:周|星期|礼拜)?([二三四五六日天])", r"周\2\3周\4", slots.said
    )
    text = re.sub(r"下周([一二三四五六日天])到周", r"下周\1到下周", said)
    text = normal_form.normalize(text).text
    today, calendar = today_of(context), context.office.policy.calendar
    found = [each for each in day_finder.find(text, today, calendar) if each.day is not None and each.day >= today]
    for each in found:
        if _SPAN.search(text[each.start : each.end]):
            span = re.sub(r"([到至])下周", r"\1周", text[each.start : each.end])
            return people_orders.days_of(span, today, calendar)
    days = [each.day for each in found if each.day is not None]
    return (min(days), max(days)) if days else None


async def replaced(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    unit = next(iter(slots.units), None)
    former = await people.head_of(context.session, unit) if unit is not None else None
    if former is None or unit is None:
        return False
    name = slots.given.get("words", "")
    if not name:
        text = texts.who_is_new(former.name, slots.units[unit])
        return await unfinished.ask(update, context, act, slots, "words", text)
    return await orders.replace(update, context, Order(Deed.REPLACE, who=former.name, to=name), slots.said)


async def invite(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    for unit, name in slots.units.items():
        head = await people.head_of(context.session, unit)
        if head is not None:
            return await orders.invite(update, context, Order(Deed.INVITE, who=head.name), slots.said)
        await say(context, update, texts.nobody_yet(name))
        return True
    return False


async def back(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    """水利局长提前回来了: the stand-in of that department's head ends."""
    unit = next(iter(slots.units), None)
    head = await people.head_of(context.session, unit) if unit is not None else None
    if head is None:
        return False
    deputy = (await people.deputies(context.session, [head.id], today=today_of(context))).get(head.id)
    if deputy is None:
        await say(context, update, texts.nobody_stands_in(head.name))
        return True
    return await orders.dismiss(
        update, context, Order(Deed.DISMISS, who=deputy.name, role=Role.DEPUTY.value), slots.said
    )
