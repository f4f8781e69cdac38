"""Who holds which post, in running words: an account to be stopped, a secretary or liaison, who is back when."""

from __future__ import annotations

import re

from telegram import Update

from bot.handlers import status
from bot.handlers.context import BoundContext
from bot.handlers.coordinator_actions import of_people as orders
from bot.handlers.coordinator_actions import papers
from bot.handlers.coordinator_actions.naming import person
from bot.handlers.office import lists, unfinished
from bot.handlers.office.slots import Slots
from bot.handlers.replying import say, today_of
from bot.reading.acts.office import OfficeAct
from bot.reading.orders import people_orders
from bot.reading.orders.order import Deed, Order
from bot.texts import office as texts
from bot.texts import posts as post_texts
from db import people, posts
from db.models import Person, Role

_LEAVES = re.compile(r"免职|免去|撤职|离任|离职|退休|调走|调离|调任|辞职|双开|留置|不干了|走了")
_PERSON = re.compile(
    r"(?:把|将|给|停(?:掉|用)?|关(?:掉)?|注销|收回|取消)?(?P<who>[\u4e00-\u9fff]{2,14}?)(?:同志)?(?:的)?"
    r"(?=账号|账户|权限|被|已|免|撤|离|退休|调|辞|绑|是否|有没有|$)"
)


async def _meant(context: BoundContext, slots: Slots) -> Person | None:
    """By a name of the register, a part of one, or the head of the department he names."""
    for found in _PERSON.finditer(slots.said):
        known = await person(context, found["who"])
        if known is not None:
            return await people.with_posts(context.session, known.id)
    unit = next(iter(slots.units), None)
    head = await people.head_of(context.session, unit) if unit is not None else None
    return head or next(iter(slots.leaders), None)


async def dismissed(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    """Whoever leaves loses post and account; of whom it is not said that he leaves, the account alone."""
    meant = await _meant(context, slots)
    if meant is None:
        return False
    if _LEAVES.search(slots.said):
        return await orders.dismiss(update, context, Order(Deed.DISMISS, who=meant.name), slots.said)
    return await orders.unbind(update, context, Order(Deed.UNBIND, who=meant.name), slots.said)


_ROLE = r"(?P<role>秘书|联络员|联系人|专员|督查员)"
_NAME = r"(?P<who>(?!以后|今后|吧|从|给|的|来|和|也)[\u4e00-\u9fff]{2,4}?)"
_NAME += r"(?=[,，。;；!！吧了]|$|同志|以后|今后|接|来当|担任|当)"
_NAMED = (
    re.compile(rf"(?:让|由|请|派|安排|指定){_NAME}(?:同志)?(?:来)?(?:当|做|任|担任|兼)?[^,，。]{{0,12}}?{_ROLE}"),
    re.compile(rf"{_ROLE}[,，:： ]*(?:定|就|换|改)?(?:了|成|为)?(?:叫|是|由|用|让|名叫|姓名)?[:：]?{_NAME}"),
    re.compile(rf"(?:^|[,，])(?:叫|是|名叫|姓名){_NAME}"),
)


async def appointed(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    role = re.search(_ROLE, slots.said)
    to = slots.leaders[0].name if slots.leaders else next(iter(slots.units.values()), "")
    if role is None or (not to and role[0] != "督查员"):
        return False
    found = next((match for each in _NAMED if (match := each.search(slots.said))), None)
    who = slots.given.get("words") or (found["who"] if found else "")
    if not who:
        return await unfinished.ask(update, context, act, slots, "words", texts.who_shall_be(to, role[0]))
    order = Order(Deed.APPOINT, who=who.strip(), to=to, role=people_orders.role_of(role[0]))
    return await orders.appoint(update, context, order, slots.said)


async def asks_away(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    """Who stands in for the head of that department until when; of no department: all who stand in."""
    meant = await _meant(context, slots)
    if meant is None:
        return await papers.roster(update, context, Order(Deed.ROSTER, role=Role.DEPUTY.value), slots.said)
    held = [each for each in await posts.beside(context.session, meant.id) if each.role is Role.DEPUTY]
    names = await people.by_ids(context.session, [each.person_id for each in held])
    standing = [(names[each.person_id].name, each.begins, each.ends) for each in held]
    await say(context, update, texts.stands_in(meant.name, standing, today=today_of(context)))
    return True


async def who_holds(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    """Who heads a department, is its liaison; of a task: its card, which names owner and leader."""
    if slots.numbered and len(slots.tasks) == 1:
        await status.show_card(update, context, slots.tasks[0])
        return True
    unit = next(iter(slots.units.values()), "")
    role = re.search(r"联络员|秘书|督查员|主任(?=督)", slots.said)
    if not unit and role is None:
        return False
    order = Order(Deed.ROSTER, to=unit, role=people_orders.role_of(role[0]) if role else "")
    return await papers.roster(update, context, order, slots.said)


_WHOSE = re.compile(
    r"^(?P<who>[\u4e00-\u9fff]{2,14}?)(?:的)?(?:账号)?(?:到底|现在|是否|有没有)?(?:绑定?(?:了|上)?)(?:没|了没|吗|么)?"
)


async def bound(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    """Of one person or department his own state; else of everybody."""
    found = _WHOSE.match(slots.said.strip())
    one = await person(context, found["who"]) if found and not slots.units else None
    if one is not None:
        state = post_texts.state(bound=one.chat_id is not None, lost=one.unreachable_since is not None)
        await say(context, update, texts.binding_of(one.name, state, bound=one.chat_id is not None))
        return True
    unit = next(iter(slots.units.values()), "")
    if unit:
        return await papers.roster(update, context, Order(Deed.ROSTER, to=unit), slots.said)
    return await lists.bound(update, context, act, slots)
