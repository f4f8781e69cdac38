"""`huiyin chart`: the wall chart (挂图作战)."""

from __future__ import annotations

from pathlib import Path

import click

from bot.commands.working import opened, running, say
from bot.commands.writing import write
from bot.renderers import exports
from schedules.clock_steps import machine_clock


@click.command("chart")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """Draw the wall chart as it stands to FILE.png."""
    write(file, running(_chart()), suffix=".png")
    say(f"作战图已写入 {file}。")


async def _chart() -> bytes:
    async with opened() as (database, policy), database.reading() as session:
        return await exports.wall_chart(session, now=machine_clock(), policy=policy)
