"""`among(column, ids)`: one of many ids, as one parameter however many they are.

An expanded IN has one parameter per id: SQLite bears 32,766 of them, PostgreSQL 65,535, and SQLAlchemy rewrites the
statement each time it is asked with another number of them.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Dialect, String, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import BindParameter
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType, TypeDecorator, TypeEngine


class _Ids(TypeDecorator[Collection[int]]):
    """An array where the database has such, JSON where it has not."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String())
        from sqlalchemy.dialects.postgresql import ARRAY  # with all of that dialect: 3 MB

        return dialect.type_descriptor(ARRAY(BigInteger))

    def process_bind_param(self, value: Collection[int] | None, dialect: Dialect) -> Any:
        ids = list(value or ())
        return json.dumps(ids) if dialect.name == "sqlite" else ids


class _Among(FunctionElement[Any]):
    name = "among"
    type = NullType()  # a Boolean would be compared with 1 on SQLite, and no index is used for that
    inherit_cache = True


@compiles(_Among, "sqlite")
def _in_json(element: _Among, compiler: SQLCompiler, **more: Any) -> str:
    column, ids = (compiler.process(each, **more) for each in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({ids}))"


@compiles(_Among, "postgresql")
def _in_array(element: _Among, compiler: SQLCompiler, **more: Any) -> str:
    column, ids = (compiler.process(each, **more) for each in element.clauses)
    return f"{column} = ANY({ids})"


def id_list(name: str) -> BindParameter[Any]:
    """A parameter of a statement that is built once."""
    return bindparam(name, type_=_Ids())


def among(column: Any, ids: Collection[int] | BindParameter[Any]) -> ColumnElement[bool]:
    given = ids if isinstance(ids, BindParameter) else bindparam(None, ids, type_=_Ids())
    return _Among(column, given)
