"""SQLite without a thread between us and it.

A statement takes some tens of microseconds; handing it to a thread and back, five times a statement as aiosqlite must,
takes ten times as long. So statements run in place. What may truly wait does not hold up the others: the commit (it
syncs the disk) runs in a thread, and a lock held by another process is waited for by asking again.

The interface is that of aiosqlite as far as SQLAlchemy uses it.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Self

BUSY_SECONDS = 30.0  # how long another process may hold the write lock
_ASK_AGAIN = 0.02


class InlineCursor:
    def __init__(self, raw: sqlite3.Connection) -> None:
        self._raw = raw
        self._cursor = raw.cursor()

    async def __aenter__(self) -> Self:
        return self

    @property
    def description(self) -> Any:
        return self._cursor.description

    @property
    def rowcount(self) -> int:
        return self._cursor.rowcount

    @property
    def lastrowid(self) -> int | None:
        return self._cursor.lastrowid

    @property
    def arraysize(self) -> int:
        return self._cursor.arraysize

    @arraysize.setter
    def arraysize(self, value: int) -> None:
        self._cursor.arraysize = value

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> Self:
        """Raises sqlite3.OperationalError when the lock was not let go of for BUSY_SECONDS."""
        waited = 0.0
        while True:
            try:
                self._cursor.execute(statement, parameters)
                return self
            except sqlite3.OperationalError as error:
                if not _locked(error) or self._raw.in_transaction or waited >= BUSY_SECONDS:
                    raise
            await asyncio.sleep(_ASK_AGAIN)
            waited += _ASK_AGAIN

    async def executemany(self, statement: str, parameters: Iterable[Sequence[Any]]) -> Self:
        self._cursor.executemany(statement, parameters)
        return self

    async def fetchall(self) -> list[Any]:
        return self._cursor.fetchall()

    async def fetchone(self) -> Any:
        return self._cursor.fetchone()

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        return self._cursor.fetchmany(size or self._cursor.arraysize)

    async def close(self) -> None:
        self._cursor.close()


def _locked(error: sqlite3.OperationalError) -> bool:
    """Plain BUSY only: a stale snapshot (BUSY_SNAPSHOT) is not mended by waiting."""
    return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY


class InlineConnection:
    """Transactions are begun and ended by statements of ours: `isolation_level` is None."""

    def __init__(self, raw: sqlite3.Connection) -> None:
        self._connection: sqlite3.Connection | None = raw

    @property
    def _raw(self) -> sqlite3.Connection:
        if self._connection is None:
            raise ValueError("no active connection")
        return self._connection

    @property
    def isolation_level(self) -> str | None:
        return self._raw.isolation_level

    def cursor(self) -> InlineCursor:
        return InlineCursor(self._raw)

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> InlineCursor:
        return await self.cursor().execute(statement, parameters)

    async def commit(self) -> None:
        await asyncio.to_thread(self._raw.commit)

    async def rollback(self) -> None:
        self._raw.rollback()

    async def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def stop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    async def create_function(self, name: str, count: int, function: Callable[..., Any], **options: Any) -> None:
        self._raw.create_function(name, count, function, **options)


async def connect(database: str, **options: Any) -> InlineConnection:
    """What SQLAlchemy calls instead of `aiosqlite.connect`."""
    given = {**options, "check_same_thread": False, "isolation_level": None, "timeout": 0}
    return InlineConnection(sqlite3.connect(database, **given))
