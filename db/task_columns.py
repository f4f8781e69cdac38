"""The columns the rules of time read of a task, without its words: for steps and figures over many tasks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from operator import attrgetter
from typing import Any

from sqlalchemy import Select, Update, bindparam, func, literal_column, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.bulk_insert import execute_many
from db.id_lists import among, id_list
from db.lifecycle import State
from db.models import Department, Milestone, Mode, Person, Task
from db.session import connection, embedded
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


def _narrow(names: tuple[str, ...]) -> Select[Any]:
    return select(*[_COLUMNS.get(name, _TABLE.c.get(name)) for name in names])


# Built once. On PostgreSQL a task that another transaction holds is left for the next ring.
_HELD = narrow().where(among(_TABLE.c.id, id_list("ids"))).order_by(_TABLE.c.id).with_for_update(skip_locked=True)


@cache
def _write(names: tuple[str, ...], which: Any) -> Update:
    values = {name: bindparam(f"b_{name}", type_=_TABLE.c[name].type) for name in names}
    return update(_TABLE).where(which).values(values).values(version=_TABLE.c.version + literal_column("1"))


_ONE = _TABLE.c.id == bindparam("b_id")
_ALIKE = among(_TABLE.c.id, id_list("b_ids"))


async def held(session: AsyncSession, ids: Collection[int]) -> dict[int, TaskColumns]:
    """These tasks, held until the transaction ends where the database has several writers."""
    rows = (await (await connection(session)).execute(_HELD, {"ids": ids})).all()
    return {row[0]: TaskColumns(*row) for row in rows}


async def of_ids(session: AsyncSession, ids: Collection[int]) -> list[TaskColumns]:
    """These tasks, for looking at."""
    query = narrow().where(among(_TABLE.c.id, ids)).order_by(_TABLE.c.id)
    return [TaskColumns(*row) for row in (await (await connection(session)).execute(query)).all()]


def moved(task: TaskColumns, was: Moves) -> tuple[str, ...]:
    """The names of what has changed in it."""
    now = task.moves
    return () if now == was else tuple([name for name, then, each in zip(MOVES, was, now, strict=True) if then != each])


async def write(session: AsyncSession, tasks: Iterable[TaskColumns], before: Mapping[int, Moves]) -> None:
    """What a step of time has changed in tasks that are held. `before`: their `moves` as read.

    As with the agenda (`agenda.take`): on SQLite by the id of each, on PostgreSQL those in which the same became the
    same together.
    """
    together: dict[tuple[Moves, Moves], list[TaskColumns]] = {}  # a morning moves the same in most
    for task in tasks:
        together.setdefault((before[task.id], task.moves), []).append(task)
    changed: dict[tuple[str, ...], list[TaskColumns]] = {}
    for (was, _), alike in together.items():
        if names := moved(alike[0], was):
            changed.setdefault(names, []).extend(alike)
    for names, those in changed.items():
        if embedded(session):
            columns = {f"b_{name}": [getattr(task, name) for task in those] for name in names}
            await execute_many(session, _write(names, _ONE), {**columns, "b_id": [task.id for task in those]})
        else:
            await (await connection(session)).execute(_write(names, _ALIKE), _alike(names, those))


def _alike(names: tuple[str, ...], tasks: Iterable[TaskColumns]) -> list[dict[str, Any]]:
    rows: dict[Moves, dict[str, Any]] = {}
    for task in tasks:
        now = {f"b_{name}": getattr(task, name) for name in names}
        rows.setdefault(task.moves, {**now, "b_ids": []})["b_ids"].append(task.id)
    return list(rows.values())


async def page(session: AsyncSession, chosen: Filter, *, after: int, many: int) -> list[TaskColumns]:
    """The next of these tasks by their ids; an empty page is the end."""
    return [TaskColumns(*row) for row in await _page(session, _NAMES, chosen, after, many)]


async def lamp_page(session: AsyncSession, chosen: Filter, *, after: int, many: int) -> list[LampColumns]:
    """As `page`, for whoever only looks: a row of half the width."""
    return [LampColumns(*row) for row in await _page(session, _LAMP_NAMES, chosen, after, many)]


async def _page(session: AsyncSession, names: tuple[str, ...], chosen: Filter, after: int, many: int) -> Sequence[Any]:
    query = _narrow(names).where(*conditions(chosen), Task.id > after).order_by(Task.id).limit(many)
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
