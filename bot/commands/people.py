"""`huiyin people`: who is bound, who is not, who cannot be reached, by department and state."""

from __future__ import annotations

import json
from typing import Any

import click

from bot.commands.working import looking, running, say
from bot.texts import posts as texts
from bot.texts.sentences import ROLE_WORDS
from db import departments_named, people
from db.models import Person

STATES = ("未绑定", "联系不上", "已绑定")


@click.command("people", help="列出名册中的人：是否已绑定，能否联系上。")
@click.option("--department", default="", help="只列单位名称含此字样的人。")
@click.option("--state", type=click.Choice(STATES), help="只列这种状态的人。")
@click.option("--json", "as_json", is_flag=True, help="每人一行 JSON，含职务和起止日期。")
def command(department: str, state: str | None, as_json: bool) -> None:
    """List the people of the register."""
    for person in running(_everyone()):
        units = [post["department"] or "" for post in person["posts"]]
        if department and not any(department in unit for unit in units):
            continue
        if state and person["state"] != state:
            continue
        say(json.dumps(person, ensure_ascii=False) if as_json else _line(person))


def _line(person: dict[str, Any]) -> str:
    roles = "、".join(dict.fromkeys(ROLE_WORDS[post["role"]] for post in person["posts"]))
    why = f"（{person['why']}）" if person["why"] else ""
    return f"{person['state']}{why}\t{person['name']}\t{roles}"


async def _everyone() -> list[dict[str, Any]]:
    async with looking() as (database, _policy), database.reading() as session:
        units = await departments_named.full_names(session)
        return [_facts(each, units) for each in await people.everyone(session)]


def state_of(person: Person) -> str:
    return texts.state(bound=person.chat_id is not None, lost=person.unreachable_since is not None)


def _facts(person: Person, units: dict[int, str]) -> dict[str, Any]:
    return {
        "name": person.name,
        "state": state_of(person),
        "why": person.unreachable_why if person.unreachable_since and person.chat_id is not None else None,
        "bound_at": person.bound_at.isoformat() if person.bound_at else None,
        "posts": [
            {
                "role": post.role.value,
                "department": units.get(post.department_id or 0),
                "from": post.begins.isoformat() if post.begins else None,
                "to": post.ends.isoformat() if post.ends else None,
            }
            for post in person.posts
        ],
    }
