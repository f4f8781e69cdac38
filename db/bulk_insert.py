"""Thousands of rows written by one statement past SQLAlchemy's work on each of them.

Its `executemany` builds the parameters of every row anew, which takes three times as long as SQLite takes to write it.
Here the statement is built once and each column of values is turned into what the driver wants.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, Column, Dialect, Insert, Table, Update, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from db.models.base import Facts
from db.session import connection, embedded

_Process = Callable[[Any], Any]


async def insert_many(
    session: AsyncSession, table: Table, values: Sequence[dict[str, Any]], statement: Insert | None = None
) -> None:
    """`values`: the same columns in each; columns left out get the default of the model.

    `statement`: an insert of the same table that says more, such as what to do about a key that is taken.
    """
    if values:
        built = _built(table, statement, session.get_bind().dialect, tuple(values[0]))
        await (await connection(session)).exec_driver_sql(built.text, built.parameters(values))


async def insert_one(session: AsyncSession, table: Table, values: dict[str, Any]) -> int:
    """The id of the new row."""
    asked = await connection(session)
    if not embedded(session):
        return int((await asked.execute(insert(table).returning(table.c.id), values)).scalar_one())
    built = _built(table, None, session.get_bind().dialect, tuple(values))
    (given,) = built.parameters([values])
    return int((await asked.exec_driver_sql(built.text, given)).lastrowid)


async def execute_many(session: AsyncSession, statement: Update | Insert, columns: dict[str, list[Any]]) -> None:
    """One statement of many rows. `columns`: the name of each parameter and what it is in one row after the other."""
    built = _compiled(statement, session.get_bind().dialect)
    written = {name: _written(process, columns[name]) for name, process in built.given}
    await (await connection(session)).exec_driver_sql(built.text, built.rows(written))


@dataclass(frozen=True, slots=True)
class _Built:
    text: str
    given: tuple[tuple[str, _Process | None], ...]
    defaults: tuple[tuple[str, Any], ...]  # the same in every row, as the driver wants it
    order: tuple[str, ...] | None  # None: the driver takes names

    def parameters(self, values: Sequence[dict[str, Any]]) -> Any:
        columns = {name: _written(process, [each[name] for each in values]) for name, process in self.given}
        return self.rows(columns | {name: [value] * len(values) for name, value in self.defaults})

    def rows(self, columns: dict[str, list[Any]]) -> Any:
        if self.order is None:
            return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
        return list(zip(*(columns[name] for name in self.order), strict=True))


@lru_cache(maxsize=16)
def _compiled(statement: Update | Insert, dialect: Dialect) -> _Built:
    said = statement.compile(dialect=dialect)
    assert isinstance(said, SQLCompiler)
    given = {name: each.type.dialect_impl(dialect).bind_processor(dialect) for name, each in said.binds.items()}
    return _Built(str(said), tuple(given.items()), (), tuple(said.positiontup or ()) if said.positional else None)


@lru_cache(maxsize=64)
def _built(table: Table, statement: Insert | None, dialect: Dialect, names: tuple[str, ...]) -> _Built:
    defaults = {each.name: _default(each) for each in table.c if each.name not in names and each.default is not None}
    said = (insert(table) if statement is None else statement).compile(dialect=dialect, column_keys=[*names, *defaults])
    assert isinstance(said, SQLCompiler)
    types = {name: table.c[name].type.dialect_impl(dialect) for name in (*names, *defaults)}
    processes = {name: _remembering(of.bind_processor(dialect), of) for name, of in types.items()}
    return _Built(
        str(said),
        tuple((name, processes[name]) for name in names),
        tuple((name, _written(processes[name], [value])[0]) for name, value in defaults.items()),
        tuple(said.positiontup or ()) if said.positional else None,
    )


def _default(column: Column[Any]) -> Any:
    default: Any = column.default
    return default.arg if default.is_scalar else default.arg(None)


def _written(process: _Process | None, values: list[Any]) -> list[Any]:
    return values if process is None else [process(value) for value in values]


def _remembering(process: _Process | None, of: TypeEngine[Any]) -> _Process | None:
    """Days, moments and words of an enumeration repeat; of JSON 1 and true would be taken for the same."""
    if process is None or isinstance(of, JSON | Facts):
        return process
    return lru_cache(maxsize=1024)(process)
