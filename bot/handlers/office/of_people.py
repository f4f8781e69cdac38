"""Absence, a new man, an invitation, in running words: the orders of `coordinator_actions` with their slots filled."""

from __future__ import annotations

import re
from collections.abc import Sequence
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
from db import people, posts
from db.models import Person, Role


async def away(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    """Who is away from when until when, and who stands in; the days are asked for where there are not two."""
    own = _is_himself(slots.said)
    who, to = await _absent(context, slots), slots.given.get("deputy") or await _deputy(context, slots)
    if who is None and not own:
        return False
    name, days = who.name if who is not None else context.person.name, _days(context, slots)
    if days is None:
        return await unfinished.ask(update, context, act, slots, "span", texts.which_span(name))
    if not to:
        text = texts.which_deputy(name, *days, today=today_of(context))
        choices = [(each.name, each.name) for each in await _second_men(context, slots)]
        return await unfinished.ask(update, context, act, slots, "deputy", text, choices)
    order = Order(Deed.DEPUTY, who=who.name if who is not None else "", to=to, first=days[0], day=days[1])
    return await orders.deputy(update, context, order, slots.said)


def _is_himself(said: str) -> bool:
    return (
        re.search(
            r"(?:^|[,，。])[^,，。]{0,8}我(?:去|要|在|到|请|休|得|这|从|自|因|\d|[一二三四五六七八九十明后今下])", said
        )
        is not None
    )


async def _second_men(context: BoundContext, slots: Slots) -> Sequence[Person]:
    """Whom a department's head may leave his work to: its liaisons; for one of the office, the others of it."""
    if _is_himself(slots.said):
        return [each for each in await people.coordinators(context.session) if each.id != context.person.id][:4]
    unit = next(iter(slots.units), None)
    return (await posts.liaisons_of(context.session, unit))[:4] if unit is not None else ()


async def _absent(context: BoundContext, slots: Slots) -> Person | None:
    if _is_himself(slots.said):
        return None
    first = re.match(
        r"(?P<who>[\u4e00-\u9fff]{2,10}?)(?=今天|明天|后天|下周|这周|本周|\d|请|休|去|出|在|不在|住院)", slots.said
    )
    by_name = await people.by_name(context.session, first["who"]) if first else None
    if by_name is not None:
        return by_name
    unit = next(iter(slots.units), None)
    return await people.head_of(context.session, unit) if unit is not None else None


_STANDS_IN = re.compile(
    r"(?:找|由|给|让|请(?!假)|交给?|委托)(?:他们|我们|了)?(?P<who>[\u4e00-\u9fff]{1,10}?)(?:来|先)?(?:盯|代|顶|管|办|负责|主持|看着|接|$|[,，。])"
)


_I_DO = re.compile(r"我(?:先|来|暂时)*(?:接着|顶着?|代|盯着?|管|替|接)")
_INSTEAD = re.compile(
    r"(?:^|[,，。;； ])(?:其间|期间|这几天|工作)?(?P<who>[\u4e00-\u9fff]{2,10}?)(?:临时|暂时|先|来|负责)?"
    r"(?:代理|代班|代管|代|顶班|顶|替|盯着|接手|主持)(?:工作|一下|着)?(?=[,，。]|$)"
)


async def _deputy(context: BoundContext, slots: Slots) -> str:
    """A person of the register by his name or its last part; 他们副局长 is that department's."""
    if _I_DO.search(slots.said) and not _is_himself(slots.said):
        return context.person.name
    found = _STANDS_IN.search(slots.said) or _INSTEAD.search(slots.said)
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

    written = slots.given.get("span") or slots.said
    said = re.sub(r"(周|星期|礼拜)([一二三四五六])(到|至)(?:周|星期|礼拜)?([二三四五六日天])", r"周\2\3周\4", written)
    text = re.sub(r"下周([一二三四五六日天])到周", r"下周\1到下周", said)
    text = normal_form.normalize(text).text
    today, calendar = today_of(context), context.office.policy.calendar
    found = [each for each in day_finder.find(text, today, calendar) if each.day is not None and each.day >= today]
    if len(found) == 1 and found[0].day is not None and _UP_TO.search(text[: found[0].start]):
        return today, found[0].day
    for each in found:
        if _SPAN.search(text[each.start : each.end]):
            span = re.sub(r"([到至])下周", r"\1周", text[each.start : each.end])
            return people_orders.days_of(span, today, calendar)
    days = [each.day for each in found if each.day is not None]
    if (week := _WEEK.search(text)) is not None:
        return people_orders.days_of(week[0], today, calendar)
    if (length := _LENGTH.search(text)) is not None and len(set(days)) < 2:
        return people_orders.days_of(length[0], days[0] if days else today, calendar)
    if not days and re.search("今天|今日|今儿", text):
        return today, today
    return (min(days), max(days)) if days else None


_UP_TO = re.compile(r"(?:到|至)$")
_WEEK = re.compile(r"(?:下下|下|本|这)个?(?:周|星期)(?![一二三四五六日天\d])")
_LENGTH = re.compile(r"[一二两三四五六七八九十\d]+(?:天|周|个?星期|个月)")


_NEW_MAN = re.compile(
    r"(?:新(?:来的?|任)?(?:局长|主任|负责人|书记|一把手)?|接任的?|继任的?|接替的?)(?:是|叫|为|[:：])"
    r"(?P<who>[\u4e00-\u9fff·]{2,8}?)(?=[,，。;；]|$|同志|今天|明天|到任|到岗)"
    r"|(?:现在|目前|暂时)?(?:是|由)(?P<now>[\u4e00-\u9fff·]{2,6}?)主持"
)


async def replaced(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    unit = next(iter(slots.units), None)
    former = await people.head_of(context.session, unit) if unit is not None else None
    if former is None or unit is None:
        return False
    found = _NEW_MAN.search(slots.said)
    name = slots.given.get("words") or ((found["who"] or found["now"]) if found else "")
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
    """水利局长提前回来了: the stand-in of that department's head ends; without a department, his own."""
    unit = next(iter(slots.units), None)
    head = await people.head_of(context.session, unit) if unit is not None else context.person
    if head is None:
        return False
    deputy = (await people.deputies(context.session, [head.id], today=today_of(context))).get(head.id)
    if deputy is None:
        await say(context, update, texts.nobody_stands_in(head.name))
        return True
    return await orders.dismiss(
        update, context, Order(Deed.DISMISS, who=deputy.name, role=Role.DEPUTY.value), slots.said
    )
