import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import DBAPIError

from db.models import Mark
from db.session import Database, async_url

NOW = datetime(2022, 2, 18, 9, tzinfo=UTC)


async def test_what_is_written_is_read(database):
    async with database.writing() as session:
        session.add(Mark(name="a", value="甲", at=NOW))
    async with database.reading() as session:
        mark = await session.get(Mark, "a")
        assert (mark.value, mark.at) == ("甲", NOW)


async def test_an_exception_leaves_nothing_behind(database):
    with pytest.raises(RuntimeError):
        async with database.writing() as session:
            session.add(Mark(name="a", value="甲", at=NOW))
            await session.flush()
            raise RuntimeError
    async with database.reading() as session:
        assert await session.get(Mark, "a") is None


async def test_the_reading_door_refuses_to_write(database):
    with pytest.raises(DBAPIError):
        async with database.reading() as session:
            session.add(Mark(name="a", value="甲", at=NOW))
            await session.flush()


async def test_a_cancelled_caller_leaves_the_door_usable(database):
    entered = asyncio.Event()

    async def slow():
        async with database.writing() as session:
            session.add(Mark(name="a", value="甲", at=NOW))
            await session.flush()
            entered.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(slow())
    await entered.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with database.writing() as session:
        assert await session.get(Mark, "a") is None


async def test_a_moment_without_a_zone_is_refused(database):
    with pytest.raises(Exception, match="without a time zone"):
        async with database.writing() as session:
            session.add(Mark(name="a", value="甲", at=datetime(2022, 2, 18, 9)))  # noqa: DTZ001


def test_only_the_two_databases_are_known():
    with pytest.raises(ValueError, match="sqlite"):
        async_url("mysql://localhost/x")


async def test_sqlite_is_opened_as_the_design_says(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/x.db")
    async with database.writing() as session:
        connection = await session.connection()
        found = {
            name: (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "query_only")
        }
    await database.close()
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "query_only": 0}
