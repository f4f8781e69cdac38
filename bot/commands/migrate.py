"""`huiyin migrate`: bring the schema up to date."""

from __future__ import annotations

import click

from bot.commands.working import opened, running, say
from db import migrations


@click.command("migrate", help="把数据库升级到本程序的结构（各命令也会自行升级）。")
def command() -> None:
    """Bring the database to today's schema (every command does so by itself)."""
    say(f"数据库结构版本：{running(_revision())}")


async def _revision() -> str | None:
    async with opened(creates=False) as (database, _policy):
        return await migrations.revision(database)
