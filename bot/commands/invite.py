"""`huiyin invite`: a one-time link that binds an account to a person."""

from __future__ import annotations

from pathlib import Path

import click

from bot import settings as given
from bot.commands.bot_account import account
from bot.commands.working import one_step, running, say
from bot.commands.writing import must_fit, write
from bot.console.given import NAME, POST, POSTS, TO_WRITE
from bot.renderers.invitations import of_everybody
from bot.runtime.operator_errors import Refused
from bot.texts import invitations
from bot.texts.invitations import Invitation
from db import people
from db.models import Role
from schedules.steps import enrolling, posts


@click.command("invite", help="为 PERSON（名册中的姓名）生成一次性邀请链接。")
@click.argument("person", required=False, type=NAME)
@click.option("--role", type=POST, help=f"同时授予这个职务：{POSTS}。")
@click.option("--all", "everybody", is_flag=True, help="为所有在任而未绑定的人各生成一个链接。")
@click.option("--xlsx", type=TO_WRITE, help="配合 --all：名单写成工作簿。")
def command(person: str | None, role: str | None, everybody: bool, xlsx: Path | None) -> None:
    """Print a one-time link for PERSON, by the name in the register."""
    if everybody and (person is not None or role is not None):
        raise click.UsageError("--all 为所有人生成，不能同时写姓名或 --role。")
    if xlsx is not None:
        if not everybody:
            raise click.UsageError("--xlsx 须与 --all 同用。")
        must_fit(xlsx, suffix=".xlsx")
    if everybody:
        rows = running(_list())
        if xlsx is not None:
            write(xlsx, invitations.workbook(rows), suffix=".xlsx")
        say(invitations.text(rows))
    elif person is None:
        raise click.UsageError("请写明姓名，或用 --all 为所有未绑定人员生成。")
    else:
        say(running(link(person, Role(role) if role else None)))


async def _username() -> str:
    return (await account(given.load())).username


async def _list() -> list[Invitation]:
    username = await _username()
    async with one_step("invite", creates=False) as context:
        return await of_everybody(context, username)


async def link(name: str, role: Role | None) -> str:
    username = await _username()
    async with one_step("invite") as context:
        found = await people.by_name(context.session, name)
        if found is None and role in (Role.COORDINATOR, Role.LEADER):
            found = await posts.person_named(context, name)
        if found is None:
            raise Refused(f"名册中没有“{name}”。请先用 import-people 导入名册；督查员请加 --role 督查员。")
        if role is not None:
            await posts.appoint(context, found, role)
        return invitations.link(username, await enrolling.invite(context, found))
