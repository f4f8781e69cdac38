"""The schema's history. `upgrade()` brings any database to today's schema.

Alembic is imported only when there is something to do: a service that starts on today's schema never needs it.
"""

from __future__ import annotations

import asyncio
import re
import sqlite3
from contextlib import AbstractContextManager, closing, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, text

from db import copies
from db.schema_fault import SchemaFault
from db.session import Database
from db.system_reasons import reason

HERE = Path(__file__).parent
_NONE = ""  # of an empty database


def _upgrade(connection: Connection) -> None:
    from alembic import command  # 0.3 s that a ledger at today's schema does not pay
    from alembic.config import Config

    config: Any = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def newest() -> str:
    """The revisions are numbered in their file names: 0001_first_schema.py."""
    return max(file.name.partition("_")[0] for file in (HERE / "versions").glob("[0-9]*_*.py"))


async def revision(database: Database) -> str | None:
    async with database.writer.connect() as connection:
        return await connection.run_sync(_revision)


def refuse_foreign(file: Path) -> None:
    """Raises SchemaFault where another program's tables stand in the file; before it is opened, which changes it."""
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.Error:
        return  # whoever opens it hears why
    if tables and "alembic_version" not in tables:
        raise _foreign(str(file))


def _foreign(name: str) -> SchemaFault:
    return SchemaFault(f"{name} 不是回音的台账，其中是其他程序的表：请核对 HUIYIN_DATABASE_URL，未作改动。")


async def _holds_tables(database: Database) -> bool:
    async with database.writer.connect() as connection:
        return bool(await connection.run_sync(lambda each: inspect(each).get_table_names()))


async def upgrade(database: Database, *, alone: AbstractContextManager[None] | None = None) -> None:
    """Bring the schema up to date in one transaction; nothing happens when it is.

    `alone` is entered before a ledger that stands is changed, and keeps others off it meanwhile; what it raises is
    raised. Raises SchemaFault.
    """
    found = await _outdated(database)
    if found == _NONE:
        await _build(database)
    elif found is not None:
        with alone or nullcontext():
            await _renew(database)


async def _outdated(database: Database) -> str | None:
    """The revision that is to be left behind; None: it is today's."""
    found = await revision(database) or _NONE
    if not re.fullmatch("[0-9]{4}", found) and (found or await _holds_tables(database)):
        raise _foreign(str(database.url.database))
    if found > newest():
        raise SchemaFault(f"台账结构版本 {found} 比本程序的 {newest()} 新：请换用较新的程序，或恢复较早的备份。")
    return None if found == newest() else found


async def _renew(database: Database) -> None:
    """Asked again: whoever was alone with it before us may have done it."""
    found = await _outdated(database)
    if found is None:
        return
    if database.embedded:
        await asyncio.to_thread(_copy, Path(str(database.url.database)), found)
    await _build(database)


async def _build(database: Database) -> None:
    engine = database.migrating()
    try:
        async with engine.begin() as connection:
            before = await connection.run_sync(_rows)
            await connection.run_sync(_upgrade)
            _nothing_lost(before, await connection.run_sync(_rows))
    finally:
        await engine.dispose()


def _copy(file: Path, found: str) -> None:
    """The ledger as it was, beside it: huiyin.db.0001."""
    copy = file.with_name(f"{file.name}.{found}")
    try:
        with copies.copied(file, copy):
            pass
    except (OSError, sqlite3.Error) as fault:
        raise SchemaFault(
            f"升级前未能把台账复制到 {copy}（{reason(fault)}）：请检查磁盘空间和权限，台账未作改动。"
        ) from fault


def _rows(connection: Connection) -> dict[str, int]:
    names = [name for name in inspect(connection).get_table_names() if name != "alembic_version"]
    return {name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one() for name in names}


def _nothing_lost(before: dict[str, int], after: dict[str, int]) -> None:
    """Raises SchemaFault, which rolls back: a table rebuilt by copying must have all its rows."""
    short = sorted(name for name, count in after.items() if count < before.get(name, 0))
    if short:
        raise SchemaFault(f"升级后 {'、'.join(short)} 的行数少于升级前，已全部撤回，台账未作改动：请运维联系开发者。")
