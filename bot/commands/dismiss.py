"""`huiyin dismiss`: the end of a post, or of all."""

from __future__ import annotations

import click

from bot.commands.naming import department as department_named
from bot.commands.naming import known
from bot.commands.working import one_step, running, say
from bot.console.given import NAME, POST, POSTS
from bot.runtime.operator_errors import Refused
from db import posts as held
from db.models import Role
from schedules.steps import posts
from schedules.steps.refusals import NotHisToDecide


@click.command("dismiss", help="即时结束 NAME 的职务：此后不再收到任何消息。")
@click.argument("name", type=NAME)
@click.option("--role", type=POST, help=f"只结束这一职务；不写则全部结束。职务：{POSTS}。")
@click.option("--department", help="只结束在这个单位的职务。")
@click.option("--to", "successor", type=NAME, help="接任者：在办事项即时移交给他。")
def command(name: str, role: str | None, department: str | None, successor: str | None) -> None:
    """End the posts of NAME now: from this moment on he learns nothing more."""
    if name == successor:
        raise click.UsageError(f"--to {successor}：接任者不能是本人。")
    running(_dismiss(name, Role(role) if role else None, department, successor))
    say(f"{name}的职务已结束，名下事项已移交{successor or '本单位现任负责人（没有的列入联系不上名单）'}。")


async def _dismiss(name: str, role: Role | None, unit: str | None, successor: str | None) -> None:
    async with one_step("dismiss", creates=False) as context:
        person = await known(context.session, name)
        new = await known(context.session, successor) if successor else None
        try:
            if role is None and unit is None:
                await posts.dismiss(context, person, to=new)
                return
            department_id = (await department_named(context.session, unit)).id if unit else None
            ending = [
                post
                for post in await held.of(context.session, person.id, role)
                if department_id is None or post.department_id == department_id
            ]
            if not ending:
                raise Refused(f"{name}没有这一职务，未作改动。")
            for post in ending:
                await posts.end(context, post, to=new)
        except NotHisToDecide as refused:
            raise Refused(str(refused)) from refused
