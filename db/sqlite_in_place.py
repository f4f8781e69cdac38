"""SQLite without a thread between us and it.

A statement takes some tens of microseconds; handing it to a thread and back, five times a statement as aiosqlite must,
takes ten times as long. So statements run in place. What may truly wait does not hold up the others: the commit (it
syncs the disk) runs in a thread, and a lock held by another process is waited for by asking again.

The interface is that of SQLAlchemy's adapter of aiosqlite as far as SQLAlchemy uses it, but that a statement goes
through no coroutine of its own: that would cost more than the statement.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Generator, Iterable, Sequence
from typing import Any

from sqlalchemy.dialects.sqlite.aiosqlite import AsyncAdapt_aiosqlite_connection
from sqlalchemy.exc import MissingGreenlet
from sqlalchemy.util.concurrency import await_, in_greenlet

BUSY_SECONDS = 30.0  # how long another process may hold the write lock
_ASK_AGAIN = 0.02


class _Nothing:
    """SQLAlchemy takes a driver that awaits nothing for one that is not asynchronous."""

    def __await__(self) -> Generator[None, None, None]:
        return
        yield


_NOTHING = _Nothing()


class InPlaceCursor:
    """All rows are fetched at once: nothing is open between two statements."""

    server_side = False
    arraysize = 1

    def __init__(self, connection: InPlaceConnection) -> None:
        self._connection = connection
        self._raw: sqlite3.Connection = connection.raw
        self._cursor = self._raw.cursor()
        self._rows: list[Any] = []

    @property
    def description(self) -> Any:
        return self._cursor.description

    @property
    def rowcount(self) -> int:
        return self._cursor.rowcount

    @property
    def lastrowid(self) -> int | None:
        return self._cursor.lastrowid

    def execute(self, statement: str, parameters: Sequence[Any] | None = None) -> None:
        """Raises sqlite3.OperationalError when the lock was not let go of for BUSY_SECONDS."""
        spawned = self._may_run()
        waited = 0.0
        while True:
            try:
                self._cursor.execute(statement, parameters or ())
                break
            except sqlite3.OperationalError as error:
                if not spawned or not _locked(error) or self._raw.in_transaction or waited >= BUSY_SECONDS:
                    raise
            await_(asyncio.sleep(_ASK_AGAIN))
            waited += _ASK_AGAIN
        if self._cursor.description is not None:
            self._rows = self._cursor.fetchall()

    def executemany(self, statement: str, parameters: Iterable[Sequence[Any]]) -> None:
        self._may_run()
        self._cursor.executemany(statement, parameters)

    def _may_run(self) -> bool:
        """Whether it may wait. Raises MissingGreenlet where no statement was asked for: SQLAlchemy loads what an object
        lacks when somebody looks at it, which on PostgreSQL cannot be."""
        if in_greenlet():
            await_(_NOTHING)
            return True
        if not self._connection.at_once:
            raise MissingGreenlet("a statement that nobody asked for: what is shown is loaded with its object")
        return False

    def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        return rows

    def fetchone(self) -> Any:
        return self._rows.pop(0) if self._rows else None

    def fetchmany(self, size: int | None = None) -> list[Any]:
        rows, self._rows = self._rows[: size or 1], self._rows[size or 1 :]
        return rows

    def close(self) -> None:
        self._rows = []
        self._cursor.close()

    async def _async_soft_close(self) -> None:
        """The rows are fetched: nothing is left to be let go of."""


def _locked(error: sqlite3.OperationalError) -> bool:
    """Plain BUSY only: a stale snapshot (BUSY_SNAPSHOT) is not mended by waiting."""
    return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY


class Driver:
    """The connection below SQLAlchemy. Transactions are begun and ended by statements of ours: `isolation_level` is
    None."""

    def __init__(self, raw: sqlite3.Connection) -> None:
        self._connection: sqlite3.Connection | None = raw

    @property
    def raw(self) -> sqlite3.Connection:
        if self._connection is None:
            raise ValueError("no active connection")
        return self._connection

    @property
    def isolation_level(self) -> str | None:
        return self.raw.isolation_level

    async def execute(self, statement: str) -> list[Any]:
        return self.raw.execute(statement).fetchall()

    async def commit(self) -> None:
        await asyncio.to_thread(self.raw.commit)

    def rollback(self) -> None:
        if self._connection is not None:
            self._connection.rollback()

    async def close(self) -> None:
        self.stop()

    def stop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    async def create_function(self, name: str, count: int, function: Callable[..., Any], **options: Any) -> None:
        self.raw.create_function(name, count, function, **options)


class InPlaceConnection(AsyncAdapt_aiosqlite_connection):
    """As SQLAlchemy knows it. `at_once`: a statement may run outside a greenlet, for it will not wait. `begins`: the
    statement by which its transactions begin."""

    __slots__ = ("at_once", "begins")
    _cursor_cls = InPlaceCursor  # type: ignore[assignment]

    def __init__(self, dbapi: Any, driver: Driver) -> None:
        super().__init__(dbapi, driver)  # type: ignore[arg-type]
        self.at_once = False
        self.begins = "BEGIN"

    @property
    def raw(self) -> sqlite3.Connection:
        driver: Any = self._connection
        return driver.raw  # type: ignore[no-any-return]

    def rollback(self) -> None:
        """At once too: a flush that fails rolls back by itself."""
        driver: Any = self._connection
        driver.rollback()


async def driver(database: str, **options: Any) -> Driver:
    given = {**options, "check_same_thread": False, "isolation_level": None, "timeout": 0}
    return Driver(sqlite3.connect(database, **given))


def connect(dialect: Any, _record: Any, where: Sequence[Any], options: dict[str, Any]) -> InPlaceConnection:
    """What SQLAlchemy asks for a connection instead of its dialect (the event `do_connect`)."""
    return InPlaceConnection(dialect.dbapi, await_(driver(*where, **options)))


def begin(held: Any) -> None:
    """What SQLAlchemy's dialect does at the beginning of a transaction. Not a listener: with one, SQLAlchemy asks about
    others at each statement, and makes them anew for each connection, a twentieth of all that it costs."""
    cursor = held.cursor()
    cursor.execute(held.dbapi_connection.begins)
    cursor.close()
