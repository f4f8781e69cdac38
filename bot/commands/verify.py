"""`huiyin verify`: whether the journal's chain of seals is whole."""

from __future__ import annotations

import click

from bot.commands.working import looking, running, say
from bot.runtime.operator_errors import Refused
from db import journal


@click.command("verify", help="核对办理记录的封存是否完好。")
def command() -> None:
    """Check the journal's hash chain."""
    blocks, broken, unsealed = running(_check())
    if broken:
        raise Refused(f"日志第{'、'.join(map(str, broken))}段与封存时不符：有人改动过，请从备份核对。")
    say(f"日志完好：已封存{blocks}段，待封存{unsealed}条。")


async def _check() -> tuple[int, list[int], int]:
    async with looking() as (database, _policy), database.reading() as session:
        return await journal.blocks(session), await journal.broken_blocks(session), await journal.unsealed(session)
