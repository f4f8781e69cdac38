"""The database fails in the middle of work: nothing is lost, nobody is blamed, and it goes on by itself."""

import sqlite3
from contextlib import closing

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.util import greenlet_spawn

from db.transient_errors import passing
from tests.bot.test_intake import intake, said, states, told  # noqa: F401


def admin(database):
    address = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(address, autocommit=True)


def terminate(database):
    """All its connections, as a restart or a kill of the server would."""
    with admin(database) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


async def read_only(database, on):
    if database.embedded:
        raw = await database._writer.raw_connection()  # the one connection that writes, whatever it may do
        await raw.driver_connection.execute(f"PRAGMA query_only = {int(on)}")
        await greenlet_spawn(raw.close)
        return
    with admin(database) as connection:
        connection.execute("SET default_transaction_read_only = off")
        name = connection.info.dbname
        connection.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = {"on" if on else "off"}')
    terminate(database)


async def full(database, on):
    """The file may not grow."""
    async with database.writing() as session:
        pages = (await session.execute(text("PRAGMA page_count"))).scalar_one()
        await session.execute(text(f"PRAGMA max_page_count = {pages if on else 2**30}"))


async def turn(intake):  # noqa: F811
    """One turn of its loop, which outlives whatever passes by itself, and nothing else is raised."""
    try:
        return await intake.once()
    except Exception as error:
        if not passing(error):
            raise
        return False


async def served(intake, tries=6):  # noqa: F811
    return [await turn(intake) for _ in range(tries)]


async def test_connections_that_are_terminated_cost_a_try_and_no_message(database, intake, told):  # noqa: F811
    if database.embedded:
        pytest.skip("a file has no server that could end a connection")
    await told("一", "二")
    for _ in range(4):  # more often than an update may fail
        await turn(intake)
        terminate(database)
    await told_again(database, told)
    await served(intake)
    assert set(await states(database)) == {"done"}
    assert sorted(await said(database)) == sorted([(7, "一"), (7, "二"), (7, "三")])


async def told_again(database, told):  # noqa: F811
    """Whoever stores tries again, as the poller does: the offset has not moved."""
    for _ in range(6):
        try:
            await told("三")
        except Exception:
            continue
        return
    raise AssertionError("it does not come back")


async def test_a_ledger_that_may_only_be_read_loses_nothing_and_goes_on(database, intake, told):  # noqa: F811
    await told("一", "二")
    await read_only(database, True)
    assert not any(await served(intake))
    await read_only(database, False)
    await served(intake)
    assert await states(database) == ["done", "done"]
    assert await said(database) == [(7, "一"), (7, "二")]


async def test_a_disk_that_is_full_loses_nothing_and_goes_on(database, intake, told):  # noqa: F811
    if not database.embedded:
        pytest.skip("PostgreSQL on a disk of its own: tests/chaos/test_disk_full.py")
    await told(*("很长的一段话" * 200 for _ in range(20)))
    await full(database, True)
    await served(intake)
    await full(database, False)
    await served(intake, 25)
    assert set(await states(database)) == {"done"}
    assert len(await said(database)) == 20


async def test_a_table_locked_by_another_program_costs_time_only(database, intake, told, monkeypatch):  # noqa: F811
    if not database.embedded:
        pytest.skip("PostgreSQL locks rows")
    monkeypatch.setattr("db.sqlite_in_place.BUSY_SECONDS", 0.05)
    await told("一")
    with closing(sqlite3.connect(database.url.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert not any(await served(intake, 4))
        other.execute("ROLLBACK")
    await served(intake, 2)
    assert await states(database) == ["done"]
