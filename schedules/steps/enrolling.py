"""An account becomes a person: one-time links, and what happens when one is pressed."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from db import people, reachability, tasks
from db.lifecycle import State
from db.models import Invite, Person, Post, Role, Task
from schedules.steps.context import StepContext
from schedules.steps.replan import begin_round, replan

VALID_FOR = timedelta(days=14)


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


async def bind(context: StepContext, code: str, chat_id: int) -> Person | None:
    """The person behind the code, now bound to this account; None when the code is unknown, used or expired.

    Pressing the same link again from the same account is answered as the first time.
    """
    found = await people.invite_with(context.session, digest(code))
    if found is None:
        return None
    person = await people.with_posts(context.session, found.person_id)
    if found.used_at is not None:
        return person if found.used_by_chat == chat_id == person.chat_id else None
    if found.expires_at <= context.now:
        return None
    await _leave_other_person(context, chat_id, person)
    found.used_at, found.used_by_chat = context.now, chat_id
    person.chat_id, person.bound_at = chat_id, context.now
    person.unreachable_since = person.unreachable_why = None
    context.note("bind", person=person.id)
    await _hand_out_again(context, person)
    return person


async def _leave_other_person(context: StepContext, chat_id: int, person: Person) -> None:
    """One account is one person: a new link moves it."""
    other = await people.by_chat(context.session, chat_id)
    if other is not None and other.id != person.id:
        other.chat_id = other.bound_at = None
        context.note("unbind", person=other.id)
        await context.session.flush()


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


async def appoint(context: StepContext, person: Person, role: Role, *, department_id: int | None = None) -> None:
    """Give a person a role, once."""
    if any(post.role == role and post.department_id == department_id for post in person.posts):
        return
    person.posts.append(Post(role=role, department_id=department_id))
    context.note("appoint", person=person.id, role=role.value)
    await context.session.flush()
