"""The schema's history. `upgrade()` brings any database to today's schema.

Alembic is imported only when there is something to do: a service that starts on today's schema never needs it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, text

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
    """Bring the schema up to date in one transaction; nothing happens when it is."""
    if await revision(database) == newest():
        return
    engine = database.migrating()
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_upgrade)
    finally:
        await engine.dispose()
