"""`huiyin revoke`: the end of the links nobody has pressed."""

from __future__ import annotations

import click

from bot.commands.naming import known
from bot.commands.working import one_step, running, say
from bot.console.given import NAME
from schedules.steps import posts


@click.command("revoke", help="作废 NAME 尚未点开的邀请链接。")
@click.argument("name", type=NAME)
def command(name: str) -> None:
    """Make the open links of NAME invalid."""
    say(f"已作废{running(_revoke(name))}个邀请链接。")


async def _revoke(name: str) -> int:
    async with one_step("revoke", creates=False) as context:
        return await posts.revoke(context, await known(context.session, name))
