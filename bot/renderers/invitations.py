"""The list of invitations, for the command line and the chat alike."""

from __future__ import annotations

from bot.texts.invitations import Invitation, link
from bot.texts.sentences import ROLE_WORDS
from db import departments_named
from schedules.steps import enrolling
from schedules.steps.context import StepContext


async def of_everybody(context: StepContext, username: str) -> list[Invitation]:
    """A new link for whoever holds a post and has no account; somebody of several posts has them all named."""
    units = await departments_named.full_names(context.session)
    until = context.policy.today(context.now + enrolling.VALID_FOR)
    rows = []
    for person, code in await enrolling.invite_all(context):
        departments = dict.fromkeys(units[post.department_id] for post in person.posts if post.department_id)
        roles = dict.fromkeys(ROLE_WORDS[post.role.value] for post in person.posts)
        rows.append(Invitation("、".join(departments), person.name, "、".join(roles), link(username, code), until))
    return rows
