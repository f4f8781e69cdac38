"""Whoever stands in for somebody of the office acts as a coordinator for those days, and not a day longer."""

from __future__ import annotations

from datetime import date

from db import posts as held
from db.models import Person, Post, Role
from db.rights import OFFICE
from schedules.steps import posts
from schedules.steps.context import StepContext


async def stands_in(context: StepContext, deputy: Person, absent: Person, *, begins: date, ends: date) -> None:
    """As a coordinator, for a director too: what is signed (签发) stays with whoever may sign in his own right."""
    if not absent.roles & set(OFFICE):
        return
    for post in await held.of(context.session, deputy.id, Role.COORDINATOR):
        if post.for_person_id == absent.id:
            _moved(context, post, begins, ends)
            await context.session.flush()
            return
        if post.in_force:
            return  # he is one himself
    await posts.appoint(context, deputy, Role.COORDINATOR, for_person_id=absent.id, begins=begins, ends=ends)


def _moved(context: StepContext, post: Post, begins: date, ends: date) -> None:
    post.begins, post.ends, post.in_force = begins, ends, begins <= context.today <= ends
