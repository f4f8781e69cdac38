"""`huiyin invite`: a one-time link that binds an account to a person."""

from __future__ import annotations

import click

from bot import settings as given
from bot.app import who_am_i
from bot.commands.working import one_step, running, say
from bot.runtime.operator_errors import Refused
from bot.telegram_io.api_client import BotApi
from db import people
from db.models import Role
from schedules.steps import enrolling, importing


@click.command("invite")
@click.argument("person")
@click.option("--role", type=click.Choice([role.value for role in Role]), help="Give the person this role as well.")
def command(person: str, role: str | None) -> None:
    """Print a one-time link for PERSON, by the name in the register."""
    say(running(_link(person, Role(role) if role else None)))


async def _link(name: str, role: Role | None) -> str:
    settings = given.load()
    async with BotApi(settings.api_url, settings.needed_token()) as bot_api:
        me = await who_am_i(bot_api)
    assert me is not None, "asked without an end"
    async with one_step("invite") as context:
        found = await people.by_name(context.session, name)
        if found is None and role in (Role.COORDINATOR, Role.LEADER):
            found = await importing.person_named(context, name)
        if found is None:
            raise Refused(f"名册中没有“{name}”。请先用 import-people 导入名册；督查员请加 --role coordinator。")
        if role is not None:
            await enrolling.appoint(context, found, role)
        code = await enrolling.invite(context, found)
    return f"https://t.me/{me['username']}?start={code}"
