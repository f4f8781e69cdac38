"""The two doors to the database: `writing()` for one transaction at a time, `reading()` for any number.

SQLite in WAL is the embedded default; PostgreSQL behind the same two doors.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from sqlalchemy import Dialect, Engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine

from db import json_text, sqlite_in_place
from db.at_once import AtOnceConnection, AtOnceSession, has_noted

T = TypeVar("T")

POOL_SECONDS = 30
CONNECT_SECONDS = 10  # to a PostgreSQL that does not answer
_CONNECTION = "connection"
_WAL_PAGES = 4000  # what a commit copies into the file at once; a page that is written often is copied once
_READER_CACHE_KB, _WRITER_CACHE_KB = 1_000, 2_000  # as long as the service lives; the machine caches the file besides
_CHANGED_PAGES = 4000  # kept until the commit: a morning of a large office changes more than that cache holds


def async_url(url: str) -> URL:
    """The URL with the driver we use: `sqlite:///x.db` and `postgresql://…` are enough for people."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # whose texts show the address, and the password in it
        raise ValueError("不是数据库地址，应写成 sqlite:///huiyin.db 或 postgresql://用户:密码@主机/库名") from None
    if "@" in (parsed.host or ""):  # the rest of a password, which would be shown as the host's name
        raise ValueError("数据库地址中有不止一个“@”：密码里的“@”应写成“%40”，“/”写成“%2F”")
    drivers = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
    backend = parsed.drivername.split("+")[0]
    if backend not in drivers:
        raise ValueError(f"数据库地址须以 sqlite:/// 或 postgresql:// 开头，现为 {backend}")
    return parsed.set(drivername=drivers[backend])


class Database:
    """One service's or command's way to its database. Close it with `close()`.

    `checkpoints` False: what it writes stays in the WAL for the service to move into the file (SQLite before 3.51.3
    does not bear two who do). Where none lives, closing the last connection moves it.
    """

    def __init__(self, url: str, *, readers: int = 4, writers: int = 4, checkpoints: bool = True) -> None:
        self.url = async_url(url)
        self.embedded = self.url.get_backend_name() == "sqlite"
        self._checkpoints = checkpoints
        # SQLite: one connection and first come first served. PostgreSQL: several workers, the rows are locked.
        self._turn = asyncio.Semaphore(1 if self.embedded else writers)
        self._writer = self._engine(writers, query_only=False)
        self._reader = self._engine(readers, query_only=True)

    def _engine(self, size: int, *, query_only: bool, foreign_keys: bool = True) -> AsyncEngine:
        engine = create_async_engine(
            self.url,
            pool_size=1 if self.embedded and not query_only else size,
            max_overflow=0,
            pool_timeout=POOL_SECONDS,
            json_serializer=json_text.dumps,
            json_deserializer=json_text.loads,
            hide_parameters=True,  # what people wrote has no place in an error's text, hence in a log
            connect_args={} if self.embedded else {"connect_timeout": CONNECT_SECONDS},
        )
        if self.embedded:
            _tame_sqlite(engine, query_only=query_only, foreign_keys=foreign_keys, checkpoints=self._checkpoints)
        elif query_only:
            event.listen(engine.sync_engine, "begin", lambda c: c.exec_driver_sql("SET TRANSACTION READ ONLY"))
        _compile_once(engine.sync_engine)
        return engine

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """One transaction that may change the ledger: committed at the end, rolled back on any exception.

        The end is never cut short: a cancelled caller still waits for the commit or the rollback.
        """
        async with self._turn, AtOnceSession(self._writer, expire_on_commit=False) as session:
            try:
                await session.begin()
                await connection(session)  # BEGIN IMMEDIATE now: what is read from here on stays true
                yield session
                await whole(session.commit())
            except BaseException:
                await whole(session.rollback())
                raise

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """One consistent look at the ledger; a write through it is refused by the database."""
        async with AtOnceSession(self._reader, expire_on_commit=False) as session:
            try:
                if self.embedded:
                    await connection(session)
                yield session
            finally:
                await whole(session.close())  # not a rollback: that would empty the objects read

    @property
    def writer(self) -> AsyncEngine:
        """The engine behind `writing()`, for migrations and tests."""
        return self._writer

    def migrating(self) -> AsyncEngine:
        """An engine of its own, without foreign keys: Alembic rebuilds a table by copying it, and a CASCADE
        would take the children with the old one. The caller disposes of it."""
        return self._engine(1, query_only=False, foreign_keys=False)

    async def close(self) -> None:
        await self._reader.dispose()
        await self._writer.dispose()

    async def checkpoint(self) -> None:
        """Move what WAL holds into the file; only the service does this."""
        if self.embedded:
            async with self._turn, self._writer.connect() as connection:
                raw = await connection.get_raw_connection()
                await raw.driver_connection.execute("PRAGMA wal_checkpoint(PASSIVE)")  # type: ignore[union-attr]


async def connection(session: AsyncSession) -> AsyncConnection:
    """Of a session from one of the doors: for statements that pass by the unit of work. Asked for once a transaction:
    one that an error has ended is not begun anew behind its back."""
    held: AsyncConnection | None = session.info.get(_CONNECTION)
    if held is None or not held.in_transaction():
        held = await session.connection()
        if isinstance(session, AtOnceSession) and embedded(session):
            held = AtOnceConnection(held)
            session.driver = held.driver
        session.info[_CONNECTION] = held
    return held


async def flushed(session: AsyncSession) -> AsyncConnection:
    """As `connection`, after what the unit of work still holds back: for questions about what this transaction may
    have changed."""
    if session.new or session.dirty or session.deleted or has_noted(session):
        await session.flush()
    return await connection(session)


def embedded(session: AsyncSession) -> bool:
    """On SQLite, not PostgreSQL."""
    return session.get_bind().dialect.name == "sqlite"


async def whole(end: Awaitable[T]) -> T:
    """Await to the end even when the caller is cancelled meanwhile; the cancellation is raised after it."""
    task = asyncio.ensure_future(end)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise


_COMPILED: dict[URL, tuple[Dialect, Any]] = {}


def _compile_once(engine: Engine) -> None:
    """What one engine has compiled serves all of the same server: both doors, and every database opened later.

    SQLAlchemy keeps it under the dialect's own object, of which it makes one for each engine, and again on each mapper.
    """
    server = engine.url.set(database="")  # `None` would leave the name of this one

    @event.listens_for(engine, "connect")
    def share(_connection: Any, _record: Any) -> None:  # by now the dialect has asked its server what it can
        engine.dialect, engine._compiled_cache = _COMPILED.setdefault(server, (engine.dialect, engine._compiled_cache))

    if server in _COMPILED:
        engine.dialect, engine._compiled_cache = _COMPILED[server]


def _tame_sqlite(engine: AsyncEngine, *, query_only: bool, foreign_keys: bool, checkpoints: bool) -> None:
    event.listen(engine.sync_engine, "do_connect", sqlite_in_place.connect)
    engine.sync_engine.dialect.do_begin = sqlite_in_place.begin  # type: ignore[method-assign, assignment]

    @event.listens_for(engine.sync_engine, "connect")
    def set_up(connection: Any, _record: Any) -> None:
        connection.begins = "BEGIN" if query_only else "BEGIN IMMEDIATE"
        cursor = connection.cursor()
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            f"foreign_keys = {'ON' if foreign_keys else 'OFF'}",
            f"query_only = {'ON' if query_only else 'OFF'}",
            f"cache_size = -{_READER_CACHE_KB if query_only else _WRITER_CACHE_KB}",
            f"cache_spill = {_CHANGED_PAGES}",
            # What a statement over many rows would put back if it failed; only migrations sort and copy whole tables.
            *(("temp_store = MEMORY",) if foreign_keys and not query_only else ()),
            f"wal_autocheckpoint = {_WAL_PAGES if checkpoints else 0}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
