"""The schema's history. `upgrade()` brings any database to today's schema.

Alembic is imported only when there is something to do: a service that starts on today's schema never needs it.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, text

from db.schema_fault import SchemaFault
from db.session import Database

HERE = Path(__file__).parent


def _upgrade(connection: Connection) -> None:
    from alembic import command
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


async def upgrade(database: Database) -> None:
    """Bring the schema up to date in one transaction; nothing happens when it is. Raises SchemaFault."""
    found = await revision(database)
    if found == newest():
        return
    if found is not None and found > newest():
        raise SchemaFault(f"台账结构版本 {found} 比本程序的 {newest()} 新：请换用较新的程序，或恢复较早的备份。")
    if found is not None and database.embedded:
        await asyncio.to_thread(_copy, Path(str(database.url.database)), found)
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
    copy, half = file.with_name(f"{file.name}.{found}"), file.with_name(f"{file.name}.{found}.part")
    half.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(file, timeout=30)) as connection:
            connection.execute("VACUUM INTO ?", (str(half),))
        os.replace(half, copy)
    except (OSError, sqlite3.Error) as fault:
        half.unlink(missing_ok=True)
        raise SchemaFault(f"升级前未能把台账复制到 {copy}（{fault}）：请检查磁盘空间和权限，台账未作改动。") from fault


def _rows(connection: Connection) -> dict[str, int]:
    names = [name for name in inspect(connection).get_table_names() if name != "alembic_version"]
    return {name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one() for name in names}


def _nothing_lost(before: dict[str, int], after: dict[str, int]) -> None:
    """Raises SchemaFault, which rolls back: a table rebuilt by copying must have all its rows."""
    short = sorted(name for name, count in after.items() if count < before.get(name, 0))
    if short:
        raise SchemaFault(f"升级后 {'、'.join(short)} 的行数少于升级前，已全部撤回，台账未作改动：请运维联系开发者。")
