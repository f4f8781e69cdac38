"""SQLite in place: others' locks are waited for without holding up the loop."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError, MissingGreenlet
from sqlalchemy.orm import lazyload

from db import migrations, sqlite_in_place
from db.models import Mark, Person
from db.session import Database, connection

NOW = datetime(2022, 2, 18, 9, tzinfo=UTC)


@pytest.fixture
async def embedded(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/x.db")
    await migrations.upgrade(database)
    yield database
    await database.close()


async def test_a_lock_of_another_process_is_waited_for_while_the_loop_goes_on(embedded, tmp_path):
    with closing(sqlite3.connect(f"{tmp_path}/x.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        async def write():
            async with embedded.writing() as session:
                session.add(Mark(name="a", value="甲", at=NOW))

        writing = asyncio.create_task(write())
        for _ in range(3):
            await asyncio.sleep(0)  # the loop is free: we get our turns
        assert not writing.done()
        other.execute("COMMIT")
        await writing
    async with embedded.reading() as session:
        assert await session.get(Mark, "a") is not None


async def test_a_lock_that_is_never_let_go_of_is_an_error_and_the_door_stays_usable(embedded, tmp_path, monkeypatch):
    monkeypatch.setattr(sqlite_in_place, "BUSY_SECONDS", 0.0)
    with closing(sqlite3.connect(f"{tmp_path}/x.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Exception, match="locked"):
            async with embedded.writing() as session:
                session.add(Mark(name="a", value="甲", at=NOW))
        other.execute("COMMIT")
    async with embedded.writing() as session:
        session.add(Mark(name="b", value="乙", at=NOW))


async def test_a_closed_connection_says_so(tmp_path):
    connection = await sqlite_in_place.driver(f"{tmp_path}/y.db")
    await connection.close()
    await connection.close()
    with pytest.raises(ValueError, match="no active connection"):
        await connection.execute("SELECT 1")


async def test_what_an_object_lacks_is_not_loaded_behind_our_back(embedded):
    """On PostgreSQL it cannot be: whoever forgets to load it hears so here too."""
    async with embedded.writing() as session:
        session.add(Person(id=1, name="张三"))
    async with embedded.writing() as session:
        person = await session.get(Person, 1, options=[lazyload(Person.posts)])
        assert person is not None
        with pytest.raises(MissingGreenlet):
            _ = person.posts
        await session.refresh(person, ["posts"])
        assert person.posts == []


async def test_a_write_that_fails_ends_the_transaction_and_the_door_stays_usable(embedded):
    async with embedded.writing() as session:
        session.add(Mark(name="a", value="甲", at=NOW))
    with pytest.raises(IntegrityError):
        async with embedded.writing() as session:
            session.add(Mark(name="b", value="乙", at=NOW))
            await session.execute(insert(Mark).values(name="a", value="丙", at=NOW))
    async with embedded.writing() as session:
        assert await session.get(Mark, "b") is None
        assert (await (await connection(session)).scalars(select(Mark.value))).all() == ["甲"]
