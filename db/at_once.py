"""Statements of a transaction on SQLite, run where they are asked for.

SQLAlchemy runs each statement of an asynchronous session in a greenlet of its own, for it may have to wait. In a
transaction of SQLite that has begun none has to (`sqlite_in_place`), and the greenlet costs as much as the statement.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from db.sqlite_in_place import InPlaceConnection

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

    async def execute(self, statement: Any, params: Any = None, *, execution_options: Any = _NONE, **kw: Any) -> Any:
        driver = self.driver
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
            return await super().flush(objects)
        driver.at_once = True
        try:
            self.sync_session.flush(objects)
        finally:
            driver.at_once = False
