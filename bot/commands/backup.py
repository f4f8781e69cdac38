"""`huiyin backup`: a checked copy, safe while the service runs."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import click

from bot import settings as given
from bot.commands.working import say
from bot.lone import ledger_file
from bot.refusals import Refused


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
def command(file: Path) -> None:
    """Copy the ledger to FILE (which must not exist yet) and check the copy."""
    source = ledger_file(given.load())
    if source is None:
        raise Refused("台账在 PostgreSQL 上：请用 pg_dump 备份。")
    if not source.exists():
        raise Refused(f"没有找到台账文件 {source}。")
    if file.exists():
        raise Refused(f"{file} 已存在，不覆盖；请换一个文件名。")
    with closing(sqlite3.connect(source, timeout=30)) as connection:
        connection.execute("VACUUM INTO ?", (str(file),))
    check(file)
    say(f"已备份到 {file}，校验无误。")


def check(file: Path) -> None:
    """Raises Refused when the file is no whole ledger."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            found = connection.execute("PRAGMA integrity_check").fetchone()[0]
            connection.execute("SELECT count(*) FROM task").fetchone()
    except sqlite3.DatabaseError as error:
        raise Refused(f"{file} 不是完好的台账文件：{error}。") from None
    if found != "ok":
        raise Refused(f"{file} 校验不通过：{found}。请重新备份。")
