"""The columns the rules of time read of a task, without its words: for steps and figures over many tasks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import Select, String, Update, bindparam, func, literal_column, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.id_lists import among, id_list
from db.lifecycle import State
from db.models import Department, Milestone, Mode, Person, Task
from db.session import connection
from db.tasks import IS_FINISHED, Filter, conditions


@dataclass(slots=True)
class LampColumns:
    """What tells how a task stands, and whose it is."""

    id: int
    number: int
    lead_department_id: int
    leader_id: int | None
    state: State
    mode: Mode
    urgent: bool
    owner_id: int
    category: str
    source: str
    owner_name: str
    department_name: str
    due: date | None
    report_every: str | None
    report_day: int | None
    plan_from: date
    began_at: datetime
    handed_out_at: datetime | None
    signed_at: datetime | None
    asked_at: datetime | None
    reported_at: datetime | None
    substance_at: datetime | None
    claimed_at: datetime | None
    percent: float | None


@dataclass(slots=True)
class TaskColumns(LampColumns):
    """As read; what a step changes in it is written by `write`."""

    round: int
    liaison_id: int | None
    overdue_on: date | None
    repeated_on: dict[str, str]
    asked_figure: bool

    @property
    def moves(self) -> Moves:
        """What a step of time can change, in the order of MOVES, as something that can be compared and kept."""
        repeated_on = tuple(sorted(self.repeated_on.items())) if self.repeated_on else ()
        return *_PLAIN_MOVES(self), repeated_on


Moves = tuple[Any, ...]
MOVES = ("round", "began_at", "handed_out_at", "asked_at", "overdue_on", "asked_figure", "repeated_on")
_PLAIN_MOVES = attrgetter(*MOVES[:-1])
_NAMES = tuple(TaskColumns.__dataclass_fields__)
_LAMP_NAMES = tuple(LampColumns.__dataclass_fields__)
_TABLE: Any = Task.__table__


# Names by which a policy may tell tasks apart: one step by a key, not a join that would lock their rows too.
_COLUMNS = {
    "owner_name": select(Person.name).where(Person.id == _TABLE.c.owner_id).scalar_subquery(),
    "department_name": select(Department.name).where(Department.id == _TABLE.c.lead_department_id).scalar_subquery(),
}


def narrow() -> Select[Any]:
    """Rows from which `TaskColumns` are made."""
    return _narrow(_NAMES)


def _narrow(names: tuple[str, ...], unnamed: Collection[str] = ()) -> Select[Any]:
    """`unnamed`: words that are left empty."""
    empty = literal_column("''", String())
    return select(*[empty if name in unnamed else _COLUMNS.get(name, _TABLE.c.get(name)) for name in names])


def _narrow_held(unnamed: Collection[str]) -> Select[Any]:
    """On PostgreSQL a task that another transaction holds is left for the next ring."""
    chosen = _narrow(_NAMES, unnamed).where(among(_TABLE.c.id, id_list("ids")))
    return chosen.order_by(_TABLE.c.id).with_for_update(skip_locked=True)


# Built once, with the words by which a rule of the policy may tell tasks apart and without.
_HELD = {True: _narrow_held(()), False: _narrow_held(("category", "source", *_COLUMNS))}


@cache
def _write(names: tuple[str, ...]) -> Update:
    values = {name: bindparam(f"b_{name}", type_=_TABLE.c[name].type) for name in names}
    alike = update(_TABLE).where(among(_TABLE.c.id, id_list("b_ids")))
    return alike.values(values).values(version=_TABLE.c.version + literal_column("1"))


async def held(session: AsyncSession, ids: Collection[int], *, named: bool = True) -> dict[int, TaskColumns]:
    """These tasks, held until the transaction ends where the database has several writers. `named`: category, source
    and the names of owner and department are read as well; they take a third of the time and are empty otherwise."""
    rows = (await (await connection(session)).execute(_HELD[named], {"ids": ids})).all()
    return {row[0]: TaskColumns(*row) for row in rows}


async def of_ids(session: AsyncSession, ids: Collection[int]) -> list[TaskColumns]:
    """These tasks, for looking at."""
    query = narrow().where(among(_TABLE.c.id, ids)).order_by(_TABLE.c.id)
    return [TaskColumns(*row) for row in (await (await connection(session)).execute(query)).all()]


class Moved(NamedTuple):
    """Tasks in which a step of time has made the same of the same."""

    before: Moves
    after: Moves
    tasks: list[TaskColumns]

    @property
    def changes(self) -> tuple[tuple[str, Any, Any], ...]:
        """Name, what it was, what it is."""
        return tuple([each for each in zip(MOVES, self.before, self.after, strict=True) if each[1] != each[2]])

    @property
    def names(self) -> tuple[str, ...]:
        return tuple([name for name, _, _ in self.changes])


def moved(tasks: Iterable[TaskColumns], before: Mapping[int, Moves]) -> list[Moved]:
    """Those that have changed; a morning moves the same in most. `before`: their `moves` as read."""
    alike: dict[tuple[Moves, Moves], list[TaskColumns]] = {}
    for task in tasks:
        alike.setdefault((before[task.id], task.moves), []).append(task)
    return [Moved(was, now, those) for (was, now), those in alike.items() if was != now]


async def write(session: AsyncSession, changes: Iterable[Moved]) -> None:
    """What a step of time has changed in tasks that are held: the same in all that are alike by one statement."""
    rows: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for each in changes:
        names, one = each.names, each.tasks[0]
        values = {f"b_{name}": getattr(one, name) for name in names}
        rows.setdefault(names, []).append({**values, "b_ids": [task.id for task in each.tasks]})
    for names, of_names in rows.items():
        await (await connection(session)).execute(_write(names), of_names)


async def page(session: AsyncSession, chosen: Filter, *, after: int, many: int) -> list[TaskColumns]:
    """The next of these tasks by their ids; an empty page is the end."""
    return [TaskColumns(*row) for row in await _page(session, _NAMES, chosen, after, many)]


async def lamp_page(
    session: AsyncSession, chosen: Filter, *, after: int, many: int, named: bool = True
) -> list[LampColumns]:
    """As `page`, for whoever only looks: a row of half the width. `named` False: the names of owner and department,
    which only a rule of the policy asks for, are empty."""
    unnamed = () if named else tuple(_COLUMNS)
    return [LampColumns(*row) for row in await _page(session, _LAMP_NAMES, chosen, after, many, unnamed)]


async def _page(
    session: AsyncSession, names: tuple[str, ...], chosen: Filter, after: int, many: int, unnamed: tuple[str, ...] = ()
) -> Sequence[Any]:
    query = _narrow(names, unnamed).where(*conditions(chosen), Task.id > after).order_by(Task.id).limit(many)
    rows: Sequence[Any] = (await (await connection(session)).execute(query)).all()
    return rows


async def finished_counts(session: AsyncSession, chosen: Filter) -> dict[tuple[int, State], int]:
    """Lead department and state → how many of these tasks are finished."""
    query = (
        select(Task.lead_department_id, Task.state, func.count())
        .where(*conditions(chosen), IS_FINISHED)
        .group_by(Task.lead_department_id, Task.state)
    )
    rows = await session.execute(query)
    return {(department_id, state): count for department_id, state, count in rows}


_MILESTONES = (
    select(Milestone.task_id, Milestone.position, Milestone.name, Milestone.due)
    .where(among(Milestone.task_id, id_list("ids")))
    .order_by(Milestone.task_id, Milestone.position)
)


async def milestones(session: AsyncSession, ids: Collection[int]) -> dict[int, tuple[tuple[int, str, date], ...]]:
    """Position, name and date of each milestone of these tasks, in order."""
    found: dict[int, list[tuple[int, str, date]]] = {}
    for task_id, position, name, due in await (await connection(session)).execute(_MILESTONES, {"ids": ids}):
        found.setdefault(task_id, []).append((position, name, due))
    return {task_id: tuple(stones) for task_id, stones in found.items()}
