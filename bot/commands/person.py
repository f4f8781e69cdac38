"""`huiyin person`: who somebody is: posts with their dates, the account, open links."""

from __future__ import annotations

import click

from bot.commands.naming import known
from bot.commands.people import state_of
from bot.commands.working import looking, one_step, running, say
from bot.console.given import NAME
from bot.texts import posts as texts
from db import departments_named, people
from db import posts as held
from schedules.steps import posts


@click.command("person", help="查看 NAME 的职务、起止日期和联系状态。")
@click.argument("name", type=NAME)
@click.option("--new", is_flag=True, help="名册中没有的，新增此人。")
def command(name: str, new: bool) -> None:
    """Show the posts of NAME with their dates, and how he is reached."""
    if new:
        running(_add(name))
    for line in running(_shown(name)):
        say(line)


async def _add(name: str) -> None:
    async with one_step("person") as context:
        await posts.person_named(context, name)


async def _shown(name: str) -> list[str]:
    async with looking() as (database, _policy), database.reading() as session:
        person = await known(session, name)
        units = await departments_named.full_names(session)
        named = {each.id: each.name for each in await people.everyone(session)}
        lines = [f"{person.name}\t{state_of(person)}"]
        for post in await held.every(session, person.id):
            of = units.get(post.department_id or 0, "") or named.get(post.for_person_id or 0, "")
            lines.append(texts.dated(of, post.role.value, post.begins, post.ends, ended=post.ended_at is not None))
        return lines
