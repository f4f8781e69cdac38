import _sqlite3
import asyncio
import contextlib
import ctypes
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, event, literal, make_url, select
from sqlalchemy.exc import DBAPIError, PendingRollbackError

from db import migrations
from db.models import Attachment, Mark
from db.session import Database, async_url, connection

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
            for name in ("journal_mode", "synchronous", "foreign_keys", "query_only", "temp_store")
        }
    in_memory, in_files = 2, 0
    async with database.reading() as session, database.migrating().connect() as migrating:
        for usual in (await session.connection(), migrating):  # sorts of a whole ledger are no matter for memory
            assert (await usual.exec_driver_sql("PRAGMA temp_store")).scalar() == in_files
    await database.close()
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "query_only": 0,
        "temp_store": in_memory,
    }


async def write_much(database, key="k"):
    async with database.writing() as session:
        session.add(Attachment(key=key, kind="chart", slot="s", name="n", content=bytes(8_000_000), ordered_at=NOW))


async def test_beside_the_service_a_command_leaves_the_wal_to_it_and_the_last_to_close_empties_it(tmp_path):
    file, wal = tmp_path / "x.db", tmp_path / "x.db-wal"
    service, command = (Database(f"sqlite:///{file}", checkpoints=each) for each in (True, False))
    await migrations.upgrade(service)
    await service.checkpoint()
    small = file.stat().st_size
    for key in "abc":  # more than a commit of the service leaves where it is
        await write_much(command, key)
    await command.close()
    assert (file.stat().st_size, wal.stat().st_size > 16_000_000) == (small, True)
    async with service.writing() as session:
        session.add(Mark(name="a", value="", at=NOW))
    assert file.stat().st_size > 8_000_000
    await service.close()
    assert not wal.exists()


async def test_used_by_commands_only_the_wal_does_not_grow(tmp_path):
    for _ in range(2):
        command = Database(f"sqlite:///{tmp_path}/x.db", checkpoints=False)
        await migrations.upgrade(command)
        async with command.reading() as session:
            await session.get(Mark, "a")
        async with command.writing() as session:
            await session.execute(delete(Attachment))
        await write_much(command)
        await command.close()
        assert not (tmp_path / "x.db-wal").exists()


async def test_a_transaction_that_an_error_has_ended_is_not_begun_anew(database):
    begun = []
    event.listen(database.writer.sync_engine, "begin", begun.append)
    with pytest.raises(PendingRollbackError):
        async with database.writing() as session:
            session.add(Mark(name="a", value="甲", at=NOW))
            await session.flush()
            session.expunge_all()
            session.add(Mark(name="a", value="乙", at=NOW))
            with contextlib.suppress(DBAPIError):
                await session.flush()
            await connection(session)
    assert len(begun) == 1


async def test_what_one_door_has_compiled_serves_the_other_and_the_next_database(database, database_url, tmp_path):
    asked = select(literal(1).label("a"), literal("乙").label("b"))  # of no table: the other database is empty
    another = str(tmp_path / "another.db") if database.embedded else "postgres"

    async def compiled(door):
        async with door() as session:
            return (await (await connection(session)).execute(asked)).context.compiled

    await compiled(database.reading)  # has asked its server by now, if it is the first
    first = Database(database_url)
    other = Database(make_url(database_url).set(database=another).render_as_string(hide_password=False))
    once = await compiled(first.writing)
    assert once is not None
    assert [await compiled(door) for door in (first.reading, other.reading, other.writing)] == [once] * 3
    await first.close()
    await other.close()


async def test_a_large_change_waits_in_memory_for_its_commit_and_not_after_it(tmp_path):
    """A page written out before the commit is written twice; kept after it, it is kept for as long as the service."""
    database = Database(f"sqlite:///{tmp_path / 'huiyin.db'}")
    wal = tmp_path / "huiyin.db-wal"
    async with database.writing() as session:
        held = await connection(session)
        await held.exec_driver_sql("CREATE TABLE large (text TEXT)")
    before, used = wal.stat().st_size, sqlite_memory()
    async with database.writing() as session:
        held = await connection(session)
        for _ in range(12):
            await held.exec_driver_sql("INSERT INTO large VALUES (?)", ("事" * 300_000,))
        assert wal.stat().st_size == before
        assert sqlite_memory() - used > 10_000_000
    assert wal.stat().st_size > before + 10_000_000
    assert sqlite_memory() - used < 6_000_000
    await database.close()


def sqlite_memory():
    library = ctypes.CDLL(_sqlite3.__file__)
    library.sqlite3_memory_used.restype = ctypes.c_int64
    return library.sqlite3_memory_used()
