"""Statements of a transaction on SQLite, run where they are asked for.

SQLAlchemy runs each statement of an asynchronous session in a greenlet of its own, for it may have to wait. In a
transaction of SQLite that has begun none has to (`sqlite_in_place`), and the greenlet costs as much as the statement.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession, AsyncSessionTransaction
from sqlalchemy.orm import Session

from db.sqlite_in_place import InPlaceConnection

Write = Callable[[AsyncSession, Sequence[Mapping[str, Any]]], Awaitable[None]]
_NOTED = "noted"
_FETCHED: Any = {"prebuffer_rows": True}  # as AsyncSession has it
_NONE: Any = {}


def in_place(connection: AsyncConnection) -> InPlaceConnection:
    """The driver's connection below one that is held."""
    found: Any = connection.sync_connection
    return found.connection.dbapi_connection  # type: ignore[no-any-return]


class AtOnceConnection(AsyncConnection):
    """Of a transaction that has begun."""

    def __init__(self, held: AsyncConnection) -> None:
        super().__init__(held.engine, held.sync_connection)
        self.driver = in_place(held)

    async def execute(self, statement: Any, parameters: Any = None, *, execution_options: Any = None) -> Any:
        driver, connection = self.driver, self._proxied
        driver.at_once = True
        try:
            return connection.execute(statement, parameters, execution_options=execution_options)
        finally:
            driver.at_once = False

    async def exec_driver_sql(self, statement: str, parameters: Any = None, execution_options: Any = None) -> Any:
        driver, connection = self.driver, self._proxied
        driver.at_once = True
        try:
            return connection.exec_driver_sql(statement, parameters, execution_options)
        finally:
            driver.at_once = False


class AtOnceSession(AsyncSession):
    """`driver` is set once its transaction has begun; until then it is a session as any other."""

    driver: InPlaceConnection | None = None

    def note(self, write: Write, row: Callable[[], Any], values: Mapping[str, Any]) -> None:
        """A row that nobody holds: `write` inserts it together with others before the next question, in their order.
        `row` makes an object of it, where a savepoint needs one."""
        self.info.setdefault(_NOTED, []).append((write, row, values))

    async def _write_noted(self) -> None:
        for write, rows in groupby(self.info.pop(_NOTED), key=lambda noted: noted[0]):
            await write(self, [values for _, _, values in rows])

    def begin_nested(self) -> AsyncSessionTransaction:
        """What was noted before it stays when it is rolled back."""
        self.add_all([row() for _, row, _ in self.info.pop(_NOTED, ())])
        return super().begin_nested()

    async def commit(self) -> None:
        if _NOTED in self.info:
            await self.flush()
        await super().commit()

    async def execute(self, statement: Any, params: Any = None, *, execution_options: Any = _NONE, **kw: Any) -> Any:
        driver = self.driver
        if _NOTED in self.info:
            await self.flush()
        if driver is None:
            return await super().execute(statement, params, execution_options=execution_options, **kw)
        driver.at_once = True
        try:
            options = {**execution_options, **_FETCHED} if execution_options else _FETCHED
            return self.sync_session.execute(statement, params, execution_options=options, **kw)
        finally:
            driver.at_once = False

    async def scalar(self, statement: Any, params: Any = None, *, execution_options: Any = _NONE, **kw: Any) -> Any:
        return (await self.execute(statement, params, execution_options=execution_options, **kw)).scalar()

    async def get(self, entity: Any, ident: Any, **kw: Any) -> Any:
        driver = self.driver
        if driver is None:
            return await super().get(entity, ident, **kw)
        driver.at_once = True
        try:
            return self.sync_session.get(entity, ident, **kw)
        finally:
            driver.at_once = False

    async def flush(self, objects: Any = None) -> None:
        driver = self.driver
        if driver is None:
            await super().flush(objects)
        else:
            driver.at_once = True
            try:
                self.sync_session.flush(objects)
            finally:
                driver.at_once = False
        if _NOTED in self.info:
            await self._write_noted()


def has_noted(session: AsyncSession) -> bool:
    return _NOTED in session.info


@event.listens_for(Session, "after_soft_rollback")
def _forget_noted(session: Session, _ended: Any) -> None:
    session.info.pop(_NOTED, None)
