"""`huiyin people`: who is bound, who is not, who cannot be reached."""

from __future__ import annotations

import click

from bot.commands.working import opened, running, say
from bot.texts.sentences import ROLE_WORDS
from db import people
from db.models import Person


@click.command("people")
def command() -> None:
    """List the people of the register."""
    for person in running(_everyone()):
        roles = "、".join(dict.fromkeys(ROLE_WORDS[post.role.value] for post in person.posts))
        say(f"{_state(person)}\t{person.name}\t{roles}")


async def _everyone() -> list[Person]:
    async with opened() as (database, _policy), database.reading() as session:
        return list(await people.everyone(session))


def _state(person: Person) -> str:
    if person.chat_id is None:
        return "未绑定"
    return f"联系不上（{person.unreachable_why}）" if person.unreachable_since else "已绑定"
