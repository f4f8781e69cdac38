"""The editions of a ledger: what stands of it, and the writing of many rows in a fixed number of statements."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Table, bindparam, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased, joinedload

from db import json_text
from db.bulk_insert import insert_many
from db.id_lists import among
from db.json_text import JsonText
from db.known_rows import Known
from db.ledger_rows import MilestoneRow, TaskRow
from db.models import (
    Department,
    DepartmentName,
    Ledger,
    LedgerRow,
    Milestone,
    Person,
    Post,
    Problem,
    Promise,
    Report,
    Request,
    RequestState,
    Role,
    Saying,
    SupportingDepartment,
    Task,
    Way,
)
from db.session import connection, embedded

Values = Sequence[dict[str, Any]]
_PLACE = {"sheet", "row"}
_PAGE = 250  # rows made without a breath: on SQLite statements never wait, and the senders would stand still


@cache
def _rows() -> TypeAdapter[TaskRow]:
    return TypeAdapter(TaskRow)


def row_text(row: TaskRow) -> bytes:
    """All it says as JSON, without its place in the file."""
    return _rows().dump_json(row, exclude=_PLACE)


def row_json(row: TaskRow, text: bytes | None = None) -> JsonText:
    """The whole row. `text`: its `row_text`, where that is at hand."""
    place = json_text.dumps({"sheet": row.sheet, "row": row.row})
    return JsonText((text or row_text(row)).decode()[:-1] + "," + place[1:])


def row_of(facts: Mapping[str, Any]) -> TaskRow:
    return _rows().validate_python(facts)


def value_json(field: str, value: Any) -> Any:
    """One field of a row as JSON."""
    return _rows().dump_python(replace(_EMPTY, **{field: value}), mode="json")[field]


_EMPTY = TaskRow(0, "", "", "", "", "", (), "", "", "deadline", None, None)

# what stands

_LEADER, _OWNER = aliased(Person), aliased(Person)
_PLAIN = (
    "id", "number", "state", "no", "category", "source", "title", "target", "due", "report_every", "report_day",
    "urgent", "mode", "original_due", "round", "handed_out_at", "liaison_id", "claimed_at",
)  # fmt: skip
_STANDING = (
    select(
        *(getattr(Task, name) for name in _PLAIN),
        Department.name.label("lead"),
        _LEADER.name.label("leader"),
        _OWNER.name.label("owner"),
        LedgerRow.row.label("row"),
        LedgerRow.missing_since,
    )
    .join(Department, Department.id == Task.lead_department_id)
    .join(_OWNER, _OWNER.id == Task.owner_id)
    .outerjoin(_LEADER, _LEADER.id == Task.leader_id)
    .outerjoin(LedgerRow, LedgerRow.task_id == Task.id)
    .order_by(Task.number)
)


async def known(session: AsyncSession, ledger_id: int, *, number: int | None = None) -> list[Known]:
    """Every task of a ledger as a row, with the row of its newest edition. `number`: only the one with this 编号."""
    of_ledger = Task.ledger_id == ledger_id
    return await _known_where(session, of_ledger if number is None else of_ledger & (Task.number == number))


async def known_tasks(session: AsyncSession, ids: Collection[int]) -> list[Known]:
    """The same of these tasks."""
    return await _known_where(session, among(Task.id, ids))


async def ledger_named(session: AsyncSession, name: str) -> Ledger | None:
    return await session.scalar(select(Ledger).where(Ledger.name == name[:200]).order_by(Ledger.id).limit(1))


async def _known_where(session: AsyncSession, chosen: ColumnElement[bool]) -> list[Known]:
    stones = _grouped(
        (task_id, MilestoneRow(name, due))
        for task_id, name, due in await session.execute(
            select(Milestone.task_id, Milestone.name, Milestone.due)
            .join(Task, Task.id == Milestone.task_id)
            .where(chosen)
            .order_by(Milestone.task_id, Milestone.position)
        )
    )
    partners = _grouped(
        tuple(row)
        for row in await session.execute(
            select(SupportingDepartment.task_id, Department.name)
            .join(Task, Task.id == SupportingDepartment.task_id)
            .join(Department, Department.id == SupportingDepartment.department_id)
            .where(chosen)
            .order_by(SupportingDepartment.task_id, SupportingDepartment.position)
        )
    )
    known = []
    for place, row in enumerate(await session.execute(_STANDING.where(chosen)), start=1):
        known.append(_known(row, tuple(stones.get(row.id, ())), tuple(partners.get(row.id, ()))))
        if place % _PAGE == 0:
            await asyncio.sleep(0)
    return known


def _grouped(pairs: Iterable[Any]) -> dict[int, list[Any]]:
    groups: dict[int, list[Any]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups


_SHARED = ("no", "category", "source", "title", "target", "due", "report_every", "report_day", "urgent", "owner")


def _known(row: Any, stones: tuple[MilestoneRow, ...], partners: tuple[str, ...]) -> Known:
    """One that came in before editions were kept is compared with itself, its date with the first one."""
    ours: dict[str, Any] = {
        **{name: getattr(row, name) for name in _SHARED},
        "lead_department": row.lead,
        "co_departments": partners,
        "leader": row.leader or "",
        "mode": row.mode.value,
        "milestones": stones,
    }
    imported = row_of(row.row) if row.row is not None else replace(TaskRow(**ours), due=row.original_due)
    return Known(
        row.id,
        row.number,
        row.state,
        replace(imported, **ours),
        imported,
        row.round,
        row.handed_out_at is not None,
        row.liaison_id,
        row.original_due,
        row.claimed_at,
        row.missing_since is not None,
    )


async def tasks_with_all(session: AsyncSession, ids: Collection[int]) -> list[Task]:
    """With people and milestones, in one statement however many they are."""
    query = (
        select(Task)
        .options(
            joinedload(Task.owner),
            joinedload(Task.leader),
            joinedload(Task.lead_department),
            joinedload(Task.milestones),
        )
        .where(among(Task.id, ids))
        .order_by(Task.number)
        .execution_options(populate_existing=True)
    )
    return list((await session.scalars(query)).unique())


async def refresh(session: AsyncSession, ids: Collection[int]) -> None:
    """Tasks of these that the session holds, as they now stand in the database: they were written past it."""
    written = set(ids)
    held = [each.id for each in session.identity_map.values() if isinstance(each, Task) and each.id in written]
    if held:
        await tasks_with_all(session, held)


async def numbers_taken(session: AsyncSession) -> set[int]:
    return set(await session.scalars(select(Task.number)))


async def ledger_of_numbers(session: AsyncSession, numbers: Collection[int]) -> int | None:
    """The ledger that holds the first of these 编号 that exist."""
    query = select(Task.ledger_id).where(among(Task.number, numbers)).order_by(Task.number).limit(1)
    return await session.scalar(query)


async def titles_of(session: AsyncSession) -> dict[int, set[str]]:
    """Ledger → the titles of its tasks."""
    return {
        ledger_id: set(titles)
        for ledger_id, titles in _grouped(
            tuple(row) for row in await session.execute(select(Task.ledger_id, Task.title))
        ).items()
    }


# names


@dataclass(slots=True)
class Names:
    """Every name → id; `liaisons`: department → its first liaison."""

    departments: dict[str, int]
    people: dict[str, int]
    liaisons: dict[int, int]


async def names(session: AsyncSession) -> Names:
    departments = await session.execute(select(DepartmentName.name, DepartmentName.department_id))
    persons = await session.execute(select(Person.name, Person.id))
    liaisons = await session.execute(
        select(Post.department_id, func.min(Post.person_id))
        .where(
            Post.id.in_(
                select(func.min(Post.id))
                .where(Post.role == Role.LIAISON, Post.department_id.is_not(None), Post.in_force)
                .group_by(Post.department_id)
            )
        )
        .group_by(Post.department_id)
    )
    return Names(
        dict(departments.all()),
        dict(persons.all()),
        {department_id: person_id for department_id, person_id in liaisons if department_id is not None},
    )


async def add_departments(session: AsyncSession, new: Sequence[str]) -> dict[str, int]:
    if not new:
        return {}
    await insert_many(session, _table(Department), [{"name": name, "is_group": False} for name in new])
    found = await session.execute(select(Department.name, Department.id).where(Department.name.in_(new)))
    ids = dict(found.all())
    listed = [{"name": name, "department_id": department_id} for name, department_id in ids.items()]
    await insert_many(session, _table(DepartmentName), listed)
    return ids


async def add_people(session: AsyncSession, new: Sequence[str]) -> dict[str, int]:
    if not new:
        return {}
    await insert_many(session, _table(Person), [{"name": name} for name in new])
    found = await session.execute(select(Person.name, Person.id).where(Person.name.in_(new)))
    return dict(found.all())


# rows


async def add_tasks(session: AsyncSession, values: Values) -> dict[int, int]:
    """编号 → id of the new tasks."""
    await insert_many(session, _table(Task), values)
    wanted = {each["number"] for each in values}
    found = await session.execute(select(Task.number, Task.id).where(Task.number >= min(wanted, default=0)))
    return {number: task_id for number, task_id in found if number in wanted}


async def change_tasks(session: AsyncSession, values: Values) -> None:
    """`task_id` and the same columns in each; whoever holds the old version starts again."""
    if values:
        columns = [name for name in values[0] if name != "task_id"]
        table = _table(Task)
        statement = (
            update(table)
            .where(table.c.id == bindparam("b_task_id"))
            .values({**{name: bindparam(f"b_{name}") for name in columns}, "version": table.c.version + 1})
        )
        await _many(session, statement, [{f"b_{name}": value for name, value in each.items()} for each in values])


async def set_milestones(session: AsyncSession, stones: Mapping[int, Sequence[MilestoneRow]], *, new: bool) -> None:
    await _forget(session, Milestone, () if new else stones)
    values = [
        {"task_id": task_id, "position": place, "name": each.name, "due": each.due}
        for task_id, several in stones.items()
        for place, each in enumerate(several, 1)
    ]
    await insert_many(session, _table(Milestone), values)


async def set_partners(session: AsyncSession, partners: Mapping[int, Sequence[int]], *, new: bool) -> None:
    """Ids of departments, each once, in their order; who was told of a task stays told."""
    table = _table(SupportingDepartment)
    told = {} if new else await _told(session, partners)
    await _forget(session, SupportingDepartment, () if new else partners)
    values = [
        {"task_id": task_id, "position": place, "department_id": each, "told_at": told.get((task_id, each))}
        for task_id, several in partners.items()
        for place, each in enumerate(dict.fromkeys(several), 1)
    ]
    await insert_many(session, table, values)


async def _told(session: AsyncSession, task_ids: Collection[int]) -> dict[tuple[int, int], datetime]:
    named = SupportingDepartment
    query = select(named.task_id, named.department_id, named.told_at).where(among(named.task_id, task_ids))
    return {(task_id, department_id): at for task_id, department_id, at in await session.execute(query) if at}


async def keep_rows(session: AsyncSession, values: Values, *, stood: Collection[int]) -> None:
    """`task_id`, `position`, `row`; `changed` and `changed_round` where the edition began a round.

    `stood`: tasks that have a row already.
    """
    table = _table(LedgerRow)
    new = [{"changed": [], "changed_round": None, **each} for each in values if each["task_id"] not in stood]
    await insert_many(session, table, new)
    for with_change in (False, True):
        old = [each for each in values if each["task_id"] in stood and ("changed" in each) is with_change]
        if old:
            columns: dict[str, Any] = {name: bindparam(f"b_{name}") for name in old[0] if name != "task_id"}
            statement = update(table).where(table.c.task_id == bindparam("b_task_id"))
            await _many(
                session,
                statement.values({**columns, "missing_since": None}),
                [{f"b_{name}": value for name, value in each.items()} for each in old],
            )


async def with_rows(session: AsyncSession, ledger_id: int) -> set[int]:
    """The tasks of a ledger that have a row of an edition."""
    query = select(LedgerRow.task_id).join(Task, Task.id == LedgerRow.task_id).where(Task.ledger_id == ledger_id)
    return set(await session.scalars(query))


async def positions(session: AsyncSession, ledger_id: int) -> dict[int, int]:
    """Task → its place in the newest edition that names it."""
    query = select(LedgerRow.task_id, LedgerRow.position).join(Task, Task.id == LedgerRow.task_id)
    return dict((await session.execute(query.where(Task.ledger_id == ledger_id))).all())


async def mark_missing(session: AsyncSession, task_ids: Sequence[int], *, now: datetime) -> None:
    """Once: the first edition that left it out counts."""
    table = _table(LedgerRow)
    statement = update(table).where(table.c.task_id == bindparam("b_task_id"), table.c.missing_since.is_(None))
    await _many(session, statement.values(missing_since=now), [{"b_task_id": each} for each in task_ids])


async def rows_of(session: AsyncSession, task_ids: Collection[int]) -> dict[int, LedgerRow]:
    found = await session.scalars(select(LedgerRow).where(among(LedgerRow.task_id, task_ids)))
    return {row.task_id: row for row in found}


async def changed_with_round(session: AsyncSession, tasks: Collection[Task]) -> dict[int, list[Any]]:
    """Field, before, after: what the edition changed for which these tasks are to be signed for anew."""
    again = {task.id: task.round for task in tasks if task.round > 1 and task.signed_at is None}
    if not again:
        return {}
    query = select(LedgerRow.task_id, LedgerRow.changed, LedgerRow.changed_round)
    found = await session.execute(query.where(among(LedgerRow.task_id, again)))
    return {task_id: changed for task_id, changed, round_ in found if changed and round_ == again[task_id]}


async def keep_old_reports(session: AsyncSession, told: Values, *, now: datetime, cause: str) -> None:
    """What an old table said of a task's progress, as a first report by the way of paper.

    `told`: person_id, entered_by_id, words, task_id, percent, before, expected_date; promised: that day is asked about.
    """
    if not told:
        return
    last = await session.scalar(select(func.max(Saying.id))) or 0
    sayings = [
        {name: each[name] for name in ("person_id", "entered_by_id", "words")}
        | {"at": now, "way": Way.PAPER, "cause": cause, "chat_id": None, "message_id": None}
        for each in told
    ]
    await insert_many(session, _table(Saying), sayings)
    ids = await session.scalars(
        select(Saying.id).where(Saying.id > last, Saying.way == Way.PAPER, Saying.cause == cause).order_by(Saying.id)
    )
    reports = [
        {name: each[name] for name in ("task_id", "said", "percent", "before", "expected_date")}
        | {"saying_id": saying_id, "at": now, "substance": True, "help_from": []}
        for saying_id, each in zip(ids, told, strict=True)
    ]
    await insert_many(session, _table(Report), reports)
    promised = {
        each["saying_id"]: of["expected_date"] for each, of in zip(reports, told, strict=True) if of["promised"]
    }
    if promised:
        query = select(Report.id, Report.task_id, Report.saying_id).where(among(Report.saying_id, promised))
        made = [
            {"report_id": report_id, "task_id": task_id, "by": promised[saying_id], "percent": None, "made_at": now}
            for report_id, task_id, saying_id in await session.execute(query)
        ]
        await insert_many(session, _table(Promise), made)


async def held(session: AsyncSession, ledger_id: int) -> None:
    """Where the database has several writers, nobody else changes these tasks until the transaction ends."""
    if not embedded(session):
        await session.execute(select(Task.id).where(Task.ledger_id == ledger_id).with_for_update())


async def close_all(session: AsyncSession, task_ids: Sequence[int], *, now: datetime) -> None:
    """What waits of tasks that are closed by the paper: requests fall, problems and promises end."""
    ids = [{"b_task_id": each} for each in task_ids]
    ends = (
        (Request, Request.state == RequestState.OPEN, {"state": RequestState.WITHDRAWN, "decided_at": now}),
        (Problem, Problem.solved_at.is_(None), {"solved_at": now}),
        (Promise, Promise.ended_at.is_(None), {"ended_at": now}),
    )
    for model, open_, values in ends:
        statement = update(_table(model)).where(model.task_id == bindparam("b_task_id"), open_).values(values)
        await _many(session, statement, ids)


async def _forget(session: AsyncSession, model: type[Any], task_ids: Iterable[int]) -> None:
    table = _table(model)
    statement = delete(table).where(table.c.task_id == bindparam("b_task_id"))
    await _many(session, statement, [{"b_task_id": each} for each in task_ids])


def _table(model: type[Any]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table


async def _many(session: AsyncSession, statement: Any, values: Values) -> None:
    """One statement for all of them, past the unit of work."""
    if values:
        await (await connection(session)).execute(statement, list(values))
