"""`huiyin unbind`: the end of a binding."""

from __future__ import annotations

import click

from bot.commands.naming import known
from bot.commands.working import one_step, running, say
from bot.console.given import NAME
from bot.runtime.operator_errors import Refused
from schedules.steps import posts
from schedules.steps.refusals import NotHisToDecide


@click.command("unbind", help="解除 NAME 的账号绑定；职务和事项不变。")
@click.argument("name", type=NAME)
def command(name: str) -> None:
    """Let the account of NAME go: it is nobody's from now on; posts and tasks stay."""
    running(_unbind(name))
    say(f"{name}的账号已解除绑定。")


async def _unbind(name: str) -> None:
    async with one_step("unbind", creates=False) as context:
        try:
            await posts.unbind(context, await known(context.session, name))
        except NotHisToDecide as refused:
            raise Refused(str(refused)) from refused
