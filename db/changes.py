"""What a step changes, value by value: taken down while it runs, and put back while nothing has followed from it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import Date, event, inspect
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Base,
    Indicator,
    Item,
    Matter,
    Milestone,
    Person,
    Post,
    Problem,
    Promise,
    Question,
    Report,
    Request,
    SupportingDepartment,
    Task,
    TaskField,
    Visit,
)
from db.models.base import UtcDateTime, Word

_KEPT: dict[str, type[Base]] = {
    each.__tablename__: each
    for each in (
        Task,
        Milestone,
        Indicator,
        Item,
        TaskField,
        Visit,
        Post,
        Person,
        Matter,
        Question,
        Report,
        Request,
        Promise,
        Problem,
        SupportingDepartment,
    )
}
# How far the clock has come with a task: it moves on by itself and says nothing against an undoing.
OF_THE_CLOCK = frozenset(
    {"version", "round", "began_at", "handed_out_at", "asked_at", "overdue_on", "asked_figure", "repeated_on"}
)
_BY_ITSELF = {"task": OF_THE_CLOCK, "matter": frozenset({"next_on"}), "person": frozenset({"unreachable_since"})}


class Followed(Exception):
    """Something has happened since to what is to be put back."""


@dataclass(slots=True)
class Changes:
    """Rows as `[table, id, {column: [before, after]}]`; new ones without columns. The id of a row with a key of several
    columns is the list of them."""

    rows: dict[tuple[str, Any], dict[str, list[Any]]] = field(default_factory=dict)
    new: list[Base] = field(default_factory=list)

    def written(self) -> list[Any]:
        made = [[each.__tablename__, _key(each), None] for each in self.new]
        keys = {(each.__tablename__, _key(each)) for each in self.new}
        changed = [
            [table, row_id, {name: pair for name, pair in columns.items() if pair[0] != pair[1]}]
            for (table, row_id), columns in self.rows.items()
            if (table, row_id) not in keys
        ]
        return [*made, *(each for each in changed if each[2])]


@contextmanager
def recorded(session: AsyncSession) -> Iterator[Changes]:
    """Flush before leaving: what is written to the database inside is taken down."""
    changes = Changes()

    def note(flushed: Any, _context: Any, _instances: Any) -> None:
        for each in flushed.new:
            if each.__tablename__ in _KEPT:
                changes.new.append(each)
        for each in flushed.dirty:
            if each.__tablename__ in _KEPT:
                _note_one(changes, each)

    event.listen(session.sync_session, "before_flush", note)
    session.info[_RECORDED] = changes
    try:
        yield changes
    finally:
        del session.info[_RECORDED]
        event.remove(session.sync_session, "before_flush", note)


_RECORDED = "changes"


def note_new(session: AsyncSession, row: Base) -> None:
    """Of a row that no flush writes."""
    changes: Changes | None = session.info.get(_RECORDED)
    if changes is not None and row.__tablename__ in _KEPT:
        changes.new.append(row)


def _key(row: Any) -> Any:
    found = tuple(getattr(row, column.key) for column in inspect(type(row)).primary_key)
    return found[0] if len(found) == 1 else found


def _note_one(changes: Changes, row: Any) -> None:
    known = changes.rows.setdefault((row.__tablename__, _key(row)), {})
    state = inspect(row)
    for column in state.mapper.column_attrs:
        history = state.attrs[column.key].history
        if history.has_changes():
            before = history.deleted[0] if history.deleted else None
            pair = known.setdefault(column.key, [_plain(before), None])
            pair[1] = _plain(getattr(row, column.key))
    for relation, key in _RELATED.get(row.__tablename__, ()):
        history = state.attrs[relation].history
        if history.has_changes():
            was = history.deleted[0] if history.deleted else None
            pair = known.setdefault(key, [was.id if was is not None else None, None])
            new = getattr(row, relation)
            pair[1] = new.id if new is not None else None


_RELATED = {"task": (("owner", "owner_id"), ("leader", "leader_id"), ("lead_department", "lead_department_id"))}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date | datetime) else value


@dataclass(slots=True)
class PutBack:
    """What was put back, and what had been made and is left to the caller."""

    rows: list[Base] = field(default_factory=list)
    made: list[Base] = field(default_factory=list)
    began_round: list[Task] = field(default_factory=list)


async def put_back(session: AsyncSession, changes: list[Any]) -> PutBack:
    """Every value as it was. Raises Followed, with nothing changed, where one is not as the step left it."""
    found: list[tuple[Any, dict[str, list[Any]] | None]] = []
    for table, row_id, columns in changes:
        key = tuple(row_id) if isinstance(row_id, list) else row_id
        row = await session.get(_KEPT[table], key, populate_existing=True)
        if row is None or (columns and not _stands(row, table, columns)):
            raise Followed
        found.append((row, columns))
    done = PutBack()
    for row, columns in found:
        if columns is None:
            done.made.append(row)
            continue
        for name, (before, _after) in columns.items():
            if name not in ("version", "round", "began_at"):
                setattr(row, name, _value(row, name, before))
        if "round" in columns:
            done.began_round.append(row)
        done.rows.append(row)
    return done


def _stands(row: Any, table: str, columns: dict[str, list[Any]]) -> bool:
    moving = _BY_ITSELF.get(table, frozenset())
    return all(_plain(getattr(row, name)) == after for name, (_before, after) in columns.items() if name not in moving)


def _value(row: Any, name: str, stored: Any) -> Any:
    """As its column wants it."""
    if stored is None:
        return None
    kind = inspect(type(row)).columns[name].type
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(stored)
    if isinstance(kind, Date):
        return date.fromisoformat(stored)
    return kind.kind(stored) if isinstance(kind, Word) else stored
