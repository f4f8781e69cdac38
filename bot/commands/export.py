"""`huiyin export`: the ledger as a workbook."""

from __future__ import annotations

from pathlib import Path

import click

from bot.commands.working import looking, running, say
from bot.commands.writing import must_fit, write
from bot.console.given import TO_WRITE
from bot.renderers import exports
from schedules.machine_clock import machine_clock


@click.command("export", help="把当前台账写成 FILE.xlsx。")
@click.argument("file", type=TO_WRITE)
def command(file: Path) -> None:
    """Write the ledger as it stands to FILE.xlsx."""
    must_fit(file, suffix=".xlsx")
    write(file, running(_workbook()), suffix=".xlsx")
    say(f"台账已写入 {file}。")


async def _workbook() -> bytes:
    async with looking() as (database, policy), database.reading() as session:
        return await exports.workbook(session, now=machine_clock(), policy=policy)
