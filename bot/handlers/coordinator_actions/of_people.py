"""Orders about people, read back: leave and deputy, 换人, the end of a post, bindings, links, appointments."""

from __future__ import annotations

from typing import Any

from telegram import Update

from bot.handlers.context import BoundContext
from bot.handlers.coordinator_actions import drafts
from bot.handlers.coordinator_actions.naming import NotKnown, department, of_another, person, person_or_refuse
from bot.handlers.replying import say, step_context, today_of
from bot.reading.orders.order import Order
from bot.renderers.invitations import of_everybody
from bot.texts import invitations, words
from bot.texts import orders as texts
from db import departments_named, people, posts
from db.models import Drawn, Person, Role
from db.rights import Action, Reach, reach
from schedules import attachments
from schedules.steps import enrolling
from schedules.steps.handing_over import VACANT

OFFERED = 40


async def deputy(update: Update, context: BoundContext, order: Order, said: str) -> bool:
    """Of himself, or by a coordinator of somebody else."""
    absent = await person_or_refuse(context, order.who) if order.who else context.person
    widest = reach(context.person.roles, Action.STAND_IN)
    if widest is Reach.NONE or (widest is Reach.OWN and absent.id != context.person.id):
        return False
    if (order.first is None or order.day is None) and widest is Reach.ALL:
        return False  # running words are read by the table of acts, which asks for what is missing
    if order.first is None or order.day is None:
        raise NotKnown(texts.NO_DATE)
    if order.day < today_of(context):
        raise NotKnown(texts.over_already(absent.name, order.day, today=today_of(context)))
    named = await person(context, order.to)
    if named is None and widest is Reach.OWN:
        return False  # nobody of the register: his words go to the office, who knows whom he means
    name = of_another(context, order.to, named)
    if named is not None and named.id == absent.id:
        raise NotKnown(texts.NO_NAME.format(name=order.to))
    facts = {"person_id": absent.id, "to": name, "first": order.first.isoformat(), "day": order.day.isoformat()}
    known = named is not None and named.reachable
    lines = texts.away(absent.name, name, order.first, order.day, known=known, today=today_of(context))
    return await drafts.put(update, context, order.deed, facts, lines, said)


async def replace(update: Update, context: BoundContext, order: Order, said: str) -> bool:
    former = await person_or_refuse(context, order.who)
    held = await posts.of(context.session, former.id)
    if not held:
        raise NotKnown(texts.NO_NAME.format(name=order.who))
    known = await person(context, order.to)
    name = of_another(context, order.to, known)
    only = held[0] if len(held) == 1 else next((post for post in held if post.role is Role.HEAD), None)
    facts = {
        "person_id": former.id,
        "to": name,
        "role": only.role.value if only else None,
        "department_id": only.department_id if only else None,
    }
    owned = len(await posts.tasks_owned(context.session, former.id))
    lines = texts.replaced(former.name, name, await _post(context, former, only.role if only else None), owned)
    lines += [] if known is not None else [f"· {name}为新增人员：确认后请发“邀请{name}”"]
    return await drafts.put(update, context, order.deed, facts, lines, said)


async def dismiss(update: Update, context: BoundContext, order: Order, said: str) -> bool:
    leaving = await person_or_refuse(context, order.who)
    role = Role(order.role) if order.role else None
    owned = await posts.tasks_owned(context.session, leaving.id)
    counted = len(owned) if role in (None, Role.HEAD) else 0
    units = {task.lead_department_id: task.lead_department.name for task in owned}
    heirs = []
    for department_id, name in units.items():
        others = [each for each in await posts.heads_of(context.session, department_id) if each.id != leaving.id]
        heirs.append(others[0].name if others else name + VACANT)
    facts = {"person_id": leaving.id, "role": role.value if role else None}
    lines = texts.dismissed(leaving.name, await _post(context, leaving, role), counted, "、".join(heirs))
    return await drafts.put(update, context, order.deed, facts, lines, said)


async def _post(context: BoundContext, held_by: Person, role: Role | None) -> str:
    units = await departments_named.full_names(context.session)
    held = [post for post in await posts.of(context.session, held_by.id) if role in (None, post.role)]
    named = dict.fromkeys(texts.post_of(units.get(post.department_id or 0, ""), post.role.value) for post in held)
    return "、".join(named) or "全部"


async def unbind(update: Update, context: BoundContext, order: Order, said: str) -> bool:
    found = await person_or_refuse(context, order.who)
    return await drafts.put(update, context, order.deed, {"person_id": found.id}, texts.unbound(found.name), said)


async def revoke(update: Update, context: BoundContext, order: Order, said: str) -> bool:
    found = await person_or_refuse(context, order.who)
    return await drafts.put(update, context, order.deed, {"person_id": found.id}, texts.revoked(found.name), said)


async def appoint(update: Update, context: BoundContext, order: Order, said: str) -> bool:
    role = Role(order.role)
    unit = await department(context, order.to) if order.to else None
    if role in (Role.HEAD, Role.LIAISON) and unit is None:
        raise NotKnown(texts.NO_NAME.format(name=order.to or "所任单位"))
    served = await person_or_refuse(context, order.to) if role is Role.SECRETARY else None
    if served is not None and not served.roles & {Role.LEADER, Role.DIRECTOR}:
        raise NotKnown(texts.NO_LEADER.format(name=order.to))
    known = await people.by_name(context.session, order.who)
    of_another(context, order.who, known)
    others = []
    if role is Role.HEAD and unit is not None:
        others = [each.name for each in await posts.heads_of(context.session, unit[0]) if each.name != order.who]
    facts = {
        "to": order.who,
        "role": role.value,
        "department_id": unit[0] if unit is not None and role is not Role.SECRETARY else None,
        "for_person_id": served.id if served is not None else None,
    }
    post = texts.post_of(unit[1] if unit else served.name if served else "", role.value)
    if known is not None and await _holds(context, known, role, facts):
        await say(context, update, texts.holds_already(known.name, post))
        return True
    vacant = await _vacant(context, unit[1]) if role is Role.HEAD and unit is not None else 0
    bound = known is not None and known.chat_id is not None
    lines = texts.appointed(order.who, post, new=known is None, bound=bound, vacant=vacant)
    text = texts.readback(lines, texts.beside_others(order.who, others)) if others else ""
    return await drafts.put(update, context, order.deed, facts, lines, said, text=text)


async def _holds(context: BoundContext, known: Person, role: Role, facts: dict[str, Any]) -> bool:
    held = await posts.of(context.session, known.id, role)
    return any(
        (each.department_id, each.for_person_id) == (facts["department_id"], facts["for_person_id"]) for each in held
    )


async def _vacant(context: BoundContext, unit: str) -> int:
    """Tasks that wait for whoever comes."""
    vacancy = await people.by_name(context.session, unit + VACANT)
    return len(await posts.tasks_owned(context.session, vacancy.id)) if vacancy is not None else 0


async def invite(update: Update, context: BoundContext, order: Order, said: str) -> bool:
    """A link is shown at once: it opens nothing by itself, and a bound person keeps his account."""
    if not order.who:
        rows = await of_everybody(step_context(context), context.office.bot_username)
        await say(context, update, invitations.text(rows, shown=invitations.IN_CHAT))
        if rows:
            made, name = invitations.workbook(rows), f"邀请名单{today_of(context).isoformat()}.xlsx"
            step, kind = step_context(context), Drawn.INVITATIONS
            await attachments.hand_over(step, context.person, kind, made, name=name, key=context.cause)
        return True
    found = await person_or_refuse(context, order.who)
    code = await enrolling.invite(step_context(context), found)
    until = words.day(context.office.policy.today(context.now + enrolling.VALID_FOR), today=today_of(context))
    text = texts.LINK.format(name=found.name, until=until, link=_address(context, code))
    if found.chat_id is not None:
        text += "\n" + texts.LINK_BOUND.format(name=found.name)
    await say(context, update, text)
    return True


def _address(context: BoundContext, code: str) -> str:
    return invitations.link(context.office.bot_username, code)
