"""An account becomes a person: one-time links, and what happens when one is pressed."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from db import instructions, outbox, people, reachability, tasks
from db.lifecycle import State
from db.messages import Rank
from db.models import Instruction, InstructionState, Invite, Person, Task
from db.payloads import PostNews, PostPayload
from db.rights import Action, may
from schedules.steps import posts
from schedules.steps.context import StepContext
from schedules.steps.refusals import NotHisToDecide
from schedules.steps.replan import begin_round, replan

VALID_FOR = timedelta(days=14)
TOLD_AT = "17:30"  # when the coordinators hear of the day's first bindings
REBIND = "rebind"


def digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


async def invite(context: StepContext, person: Person) -> str:
    """A one-time code of 160 random bits for this person's account; earlier open ones stop working."""
    for earlier in await people.open_invites(context.session, now=context.now):
        if earlier.person_id == person.id:
            earlier.expires_at = context.now
    code = secrets.token_urlsafe(20)
    context.session.add(
        Invite(
            person_id=person.id,
            code_digest=digest(code),
            created_at=context.now,
            expires_at=context.now + VALID_FOR,
        )
    )
    context.note("invite", person=person.id)
    return code


async def invite_all(context: StepContext) -> list[tuple[Person, str]]:
    """A link for everybody who holds a post and has no account."""
    return [
        (person, await invite(context, person))
        for person in await people.everyone(context.session)
        if person.posts and person.chat_id is None
    ]


class Pressed(StrEnum):
    """What came of pressing a link."""

    BOUND = "bound"
    AGAIN = "again"  # his own link, pressed before
    INVALID = "invalid"  # unknown, used or expired
    FOREIGN = "foreign"  # the account is another person's, and stays his
    WAITS = "waits"  # the person has an account already: that account or a coordinator must agree


@dataclass(frozen=True, slots=True)
class Binding:
    """`person`: whose link it is; where it waits for a coordinator, whose account it was before."""

    what: Pressed
    person: Person | None = None


async def bind(context: StepContext, code: str, chat_id: int) -> Binding:
    """The account becomes the person behind the code, if neither is anybody else's.

    Pressing the same link again from the same account is answered as the first time.
    """
    found = await people.invite_with(context.session, digest(code))
    if found is None:
        return Binding(Pressed.INVALID)
    person = await people.with_posts(context.session, found.person_id)
    if found.used_at is not None:
        if await _applied(context, person, chat_id):
            return Binding(Pressed.WAITS)
        again = found.used_by_chat == chat_id == person.chat_id
        return Binding(Pressed.AGAIN, person) if again else await _opens_nothing(context, person, chat_id)
    if found.expires_at <= context.now:
        return await _opens_nothing(context, person, chat_id)
    other = await people.by_chat(context.session, chat_id)
    if other is not None and other.id != person.id:
        await _foreign(context, other, person)
        return Binding(Pressed.FOREIGN, other)
    found.used_at = context.now
    is_his = person.chat_id == chat_id  # whoever else had it before
    former = None if is_his else await people.whose_it_was(context.session, chat_id, but=person.id)
    if former is not None or not (is_his or person.chat_id is None):
        await _ask_to_rebind(context, found, person, chat_id, former)
        return Binding(Pressed.WAITS, former)
    found.used_by_chat = chat_id
    await _bound(context, person, chat_id)
    return Binding(Pressed.BOUND, person)


async def _applied(context: StepContext, person: Person, chat_id: int) -> bool:
    """Whether this account's application for him still waits for a word."""
    waiting = await instructions.waiting(context.session, REBIND, person.id)
    return any(each.facts.get("chat_id") == chat_id for each in waiting)


async def _opens_nothing(context: StepContext, person: Person, chat_id: int) -> Binding:
    """A link used or expired: the office hears where the account is nobody's."""
    if await people.by_chat(context.session, chat_id) is None:
        former = await people.whose_it_was(context.session, chat_id, but=person.id)
        news = PostPayload(PostNews.OLD_LINK, person.id, other_id=former.id if former is not None else None)
        await _tell_once_a_day(context, news, chat_id)
    return Binding(Pressed.INVALID)


async def former_writes(context: StepContext, chat_id: int) -> None:
    """He who has gone tries what he had: nothing is served, and the office hears of it."""
    former = await people.whose_it_was(context.session, chat_id)
    if former is not None:
        await _tell_once_a_day(context, PostPayload(PostNews.FORMER_WRITES, former.id), chat_id)


async def _tell_once_a_day(context: StepContext, news: PostPayload, chat_id: int) -> None:
    for coordinator in await people.coordinators(context.session):
        key = f"{news.what}:{news.person_id}:{chat_id}:{context.today.isoformat()}:{coordinator.id}"
        await context.tell(coordinator, news, key=key)


async def _bound(context: StepContext, person: Person, chat_id: int) -> None:
    person.chat_id, person.bound_at = chat_id, context.now
    person.unreachable_since = person.unreachable_why = None
    context.note("bind", person=person.id)
    await _tell_of_the_day(context, person)
    await _hand_out_again(context, person)


async def _tell_of_the_day(context: StepContext, person: Person) -> None:
    """The coordinators hear of the first bindings of a day in one message, in the evening."""
    told_at = context.policy.at(context.today, TOLD_AT)
    day = context.today if context.now < told_at else context.today + timedelta(days=1)
    for coordinator in await people.coordinators(context.session):
        await outbox.queue_message(
            context.session,
            PostPayload(PostNews.BOUND, person.id, ends=day),
            now=context.now,
            cause=context.cause,
            rank=Rank.BULK,
            person_id=coordinator.id,
            key=f"bound:{day.isoformat()}:{coordinator.id}",
            not_before=context.policy.allowed_at_or_after(context.policy.at(day, TOLD_AT)),
        )


async def _foreign(context: StepContext, other: Person, person: Person) -> None:
    context.note("foreign_link", person=other.id, of=person.id)
    news = PostPayload(PostNews.FOREIGN_LINK, other.id, other_id=person.id)
    await posts.tell_office(context, news, but=other)


async def _ask_to_rebind(
    context: StepContext, pressed: Invite, person: Person, chat_id: int, former: Person | None
) -> None:
    """A binding never changes hands in silence: the old account or a coordinator says whether it may. `former`: whose
    the new account was; somebody who has left his post presses no other's link by himself."""
    for earlier in await instructions.waiting(context.session, REBIND, person.id):
        _end(context, earlier, InstructionState.CANCELLED)
    asked = Instruction(
        kind=REBIND,
        state=InstructionState.DRAFT,
        facts={"person_id": person.id, "chat_id": chat_id, "invite_id": pressed.id},
        given_at=context.now,
    )
    context.session.add(asked)
    await context.session.flush()
    context.note("rebind_asked", person=person.id, instruction=asked.id)
    was = former.id if former is not None else None
    news = PostPayload(PostNews.ASKS_TO_REBIND, person.id, other_id=was, instruction_id=asked.id)
    if person.reachable:
        await context.tell(person, replace(news, mine=True), waits=False)
    await posts.tell_office(context, news, but=person)


async def rebind(context: StepContext, instruction_id: int, *, agreed: bool) -> Person:
    """The word of the old account or of a coordinator. Raises NotHisToDecide."""
    asked = await instructions.locked(context.session, instruction_id)
    actor = context.actor
    if asked is None or asked.kind != REBIND or actor is None:
        raise NotHisToDecide("没有这项改绑申请。")
    his = actor.id == asked.facts["person_id"]
    if not his and not may(actor.roles, Action.APPOINT):
        raise NotHisToDecide("改绑须由本人原账号或督查员确认。")
    if asked.state is not InstructionState.DRAFT:
        raise NotHisToDecide("这项改绑申请已处理。")
    person = await people.with_posts(context.session, asked.facts["person_id"])
    chat_id = asked.facts["chat_id"]
    if agreed and (other := await people.by_chat(context.session, chat_id)) is not None:
        _end(context, asked, InstructionState.CANCELLED)
        raise NotHisToDecide(f"申请改绑的账号现已绑定为{other.name}，不能再改绑为{person.name}。")
    _end(context, asked, InstructionState.DONE if agreed else InstructionState.CANCELLED)
    context.note("rebind" if agreed else "rebind_refused", person=person.id, instruction=asked.id)
    if agreed:
        pressed = await context.session.get(Invite, asked.facts.get("invite_id") or 0)
        if pressed is not None:
            pressed.used_by_chat = chat_id  # from now on this account was his
        moved = person.chat_id is not None
        if moved:
            await posts.let_go(context, person, PostNews.REBOUND)
        await _bound(context, person, chat_id)
        if moved:
            by = None if his else actor.id
            await posts.tell_office(context, PostPayload(PostNews.REBOUND, person.id, by_id=by), but=person)
    return person


def _end(context: StepContext, asked: Instruction, state: InstructionState) -> None:
    asked.state, asked.ended_at = state, context.now
    asked.ended_by_id = context.actor.id if context.actor else None


async def back(context: StepContext, person: Person) -> None:
    """He who could not be reached has written, or let us in again."""
    if person.unreachable_since is not None:
        reachability.found(context.session, person, now=context.now, cause=context.cause)
        await _hand_out_again(context, person)


async def _hand_out_again(context: StepContext, person: Person) -> None:
    """What could not reach him is handed out anew, with ladders that start today."""
    missed: list[Task] = [
        task
        for task in await tasks.open_of(context.session, [person.id])
        if task.owner_id == person.id and task.state == State.HANDED_OUT and task.handed_out_at is None
    ]
    for task in missed:
        if task.began_at < context.now:
            begin_round(task, context)
    await replan(context, *missed)
    await posts.shares_wait(context, await people.with_posts(context.session, person.id))
