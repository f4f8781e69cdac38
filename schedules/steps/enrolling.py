"""An account becomes a person: one-time links, and what happens when one is pressed."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from db import people, reachability, tasks
from db.lifecycle import State
from db.models import Invite, Person, Post, Role, Task
from schedules.steps.context import Desk
from schedules.steps.replan import begin_round, replan

VALID_FOR = timedelta(days=14)


def digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


async def invite(desk: Desk, person: Person) -> str:
    """A one-time code of 160 random bits for this person's account; earlier open ones stop working."""
    for earlier in await people.open_invites(desk.session, now=desk.now):
        if earlier.person_id == person.id:
            earlier.expires_at = desk.now
    code = secrets.token_urlsafe(20)
    desk.session.add(
        Invite(
            person_id=person.id,
            code_digest=digest(code),
            created_at=desk.now,
            expires_at=desk.now + VALID_FOR,
        )
    )
    desk.note("invite", person=person.id)
    return code


async def bind(desk: Desk, code: str, chat_id: int) -> Person | None:
    """The person behind the code, now bound to this account; None when the code is unknown, used or expired.

    Pressing the same link again from the same account is answered as the first time.
    """
    found = await people.invite_with(desk.session, digest(code))
    if found is None:
        return None
    person = await people.with_posts(desk.session, found.person_id)
    if found.used_at is not None:
        return person if found.used_by_chat == chat_id == person.chat_id else None
    if found.expires_at <= desk.now:
        return None
    await _leave_other_person(desk, chat_id, person)
    found.used_at, found.used_by_chat = desk.now, chat_id
    person.chat_id, person.bound_at = chat_id, desk.now
    person.unreachable_since = person.unreachable_why = None
    desk.note("bind", person=person.id)
    await _hand_out_again(desk, person)
    return person


async def _leave_other_person(desk: Desk, chat_id: int, person: Person) -> None:
    """One account is one person: a new link moves it."""
    other = await people.by_chat(desk.session, chat_id)
    if other is not None and other.id != person.id:
        other.chat_id = other.bound_at = None
        desk.note("unbind", person=other.id)
        await desk.session.flush()


async def back(desk: Desk, person: Person) -> None:
    """He who could not be reached has written, or let us in again."""
    if person.unreachable_since is not None:
        reachability.found(desk.session, person, now=desk.now, cause=desk.cause)
        await _hand_out_again(desk, person)


async def _hand_out_again(desk: Desk, person: Person) -> None:
    """What could not reach him is handed out anew, with ladders that start today."""
    missed: list[Task] = [
        task
        for task in await tasks.open_of(desk.session, [person.id])
        if task.owner_id == person.id and task.state == State.HANDED_OUT and task.handed_out_at is None
    ]
    for task in missed:
        if task.began_at < desk.now:
            begin_round(task, desk)
    await replan(desk, *missed)


async def appoint(desk: Desk, person: Person, role: Role, *, department_id: int | None = None) -> None:
    """Give a person a role, once."""
    if any(post.role == role and post.department_id == department_id for post in person.posts):
        return
    person.posts.append(Post(role=role, department_id=department_id))
    desk.note("appoint", person=person.id, role=role.value)
    await desk.session.flush()
