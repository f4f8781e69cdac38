"""Column types and names every table shares."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Index, Integer, MetaData, String, TextClause
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import JSON, TypeDecorator

# Named constraints: without names a migration could never change one on both databases.
NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# SQLite counts only an INTEGER key by itself; PostgreSQL wants the room of a BIGINT.
Key = BigInteger().with_variant(Integer, "sqlite")


_KEPT = 4_096  # moments remembered: those of an office are mornings, and many rows share each


class _Known(dict[Any, Any]):
    """What a value becomes, worked out once."""

    def __init__(self, process: Callable[[Any], Any]) -> None:
        self._process = process

    def __missing__(self, value: Any) -> Any:
        if len(self) >= _KEPT:
            self.clear()
        found = self[value] = self._process(value)
        return found


def _remembering(process: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Say the same of the same value without working it out again. No function of ours is called for what is known: a
    look at the whole ledger asks some hundred thousand times."""
    return _Known(process).__getitem__


# One memory of moments for all columns: each of some hundred columns would come to hold the same ones, and every
# update brings ten that are never seen again.
_Way = tuple[str, type]  # dialect with its driver, and its own type: some drivers give moments, some text
_WRITTEN: dict[_Way, Callable[[Any], Any]] = {}
_READ: dict[_Way, Callable[[Any], Any]] = {}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC. Refuses naive values: they would mean another moment on another machine."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Any:
        process = super().bind_processor(dialect)
        return process and _WRITTEN.setdefault(self._way(dialect), _remembering(process))

    def result_processor(self, dialect: Dialect, coltype: Any) -> Any:
        process = super().result_processor(dialect, coltype)
        return process and _READ.setdefault(self._way(dialect), _remembering(process))

    def _way(self, dialect: Dialect) -> _Way:
        return dialect.dialect_description, type(self.impl_instance)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a time zone: {value!r}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Facts(TypeDecorator[dict[str, Any]]):
    """A JSON object that is empty in most rows: read without three functions of SQLAlchemy's for each."""

    impl = JSON
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: Any) -> Any:
        process = super().result_processor(dialect, coltype)
        return process and (lambda value: {} if value == "{}" else process(value))


class Word(TypeDecorator[StrEnum]):
    """A StrEnum kept as its own word, so that a row can be read without our code."""

    impl = String(32)
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__(32)
        self.kind = kind

    def bind_processor(self, dialect: Dialect) -> Any:
        return _remembering(lambda value: None if value is None else self.kind(value).value)

    def result_processor(self, dialect: Dialect, coltype: Any) -> Any:
        return _remembering(lambda value: None if value is None else self.kind(value))


def partial_index(name: str, *columns: str, where: TextClause) -> Index:
    """On both databases. Only the migrations make it; to say `postgresql_where` here too would load all of that
    dialect, of which a service on SQLite needs nothing (3 MB)."""
    return Index(name, *columns, sqlite_where=where)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: UtcDateTime, dict[str, Any]: JSON, list[Any]: JSON}  # noqa: RUF012
