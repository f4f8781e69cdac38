"""`huiyin chart`: the wall chart (挂图作战)."""

from __future__ import annotations

from pathlib import Path

import click

from bot.commands.working import looking, running, say
from bot.commands.writing import must_fit, write
from bot.console.given import TO_WRITE
from bot.renderers import exports
from schedules.machine_clock import machine_clock


@click.command("chart", help="把当前作战图画成 FILE.png。")
@click.argument("file", type=TO_WRITE)
def command(file: Path) -> None:
    """Draw the wall chart as it stands to FILE.png."""
    must_fit(file, suffix=".png")
    write(file, running(_chart()), suffix=".png")
    say(f"作战图已写入 {file}。")


async def _chart() -> bytes:
    async with looking() as (database, policy), database.reading() as session:
        return await exports.wall_chart(session, now=machine_clock(), policy=policy)
