"""`huiyin backup`: a checked copy, safe while the service runs."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy.exc import DBAPIError

from bot import settings as given
from bot.commands.working import say
from bot.console.given import NEW_FILE
from bot.runtime.instance_lock import ledger_file
from bot.runtime.operator_errors import Refused
from db import copies
from db.system_reasons import reason


@click.command("backup", help="把台账备份到 FILE（须为尚不存在的文件）并核对；服务运行中也可用。")
@click.argument("file", type=NEW_FILE)
def command(file: Path) -> None:
    """Copy the ledger to FILE (which must not exist yet) and check the copy."""
    source = ledger_file(given.load())
    if source is None:
        raise Refused("台账在 PostgreSQL 上：请用 pg_dump 备份。")
    if not source.exists():
        raise Refused(f"没有找到台账文件 {source}。")
    if file.exists():
        raise Refused(f"{file} 已存在，不覆盖；请换一个文件名。")
    with refused_in_words(source, file), copies.copied(source, file) as half:
        copies.check(half)
    say(f"已备份到 {file}，校验无误。")


@contextmanager
def refused_in_words(source: Path, target: Path) -> Iterator[None]:
    """Raises Refused for what may go wrong with a copy: the places, or the ledger itself."""
    try:
        yield
    except (OSError, sqlite3.OperationalError, DBAPIError) as fault:
        raise Refused(
            f"未能把 {source} 复制到 {target}（{reason(fault)}），未留下文件：请检查磁盘空间和权限，或换一个位置。"
        ) from fault
    except sqlite3.DatabaseError as fault:
        raise Refused(f"{source} 不是完好的台账文件（{reason(fault)}），未留下文件：请改用另一份备份。") from fault
