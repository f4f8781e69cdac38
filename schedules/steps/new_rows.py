"""Rows that name no task we know: handed out at the next morning, 急件 at once; closed ones to nobody."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from db import ledger_editions, people
from db.ledger_rows import TaskRow
from db.lifecycle import State
from db.models import Ledger, Mode
from db.reading_facts import Said
from db.rights import OFFICE
from schedules.ledger_difference.difference import Difference
from schedules.steps.context import StepContext
from schedules.steps.ledger_names_table import NameTable
from schedules.steps.reporting import KEPT


async def add(
    context: StepContext, ledger: Ledger, found: Difference, table: NameTable, *, wanted: Collection[int] = ()
) -> list[int]:
    """The ids of the new tasks, in the order of the rows. `wanted`: further numbers that rows still to come have."""
    rows = found.new
    if not rows:
        return []
    numbers = await _numbers(context, ledger, rows, wanted)
    texts = [ledger_editions.row_text(row) for row in rows]
    values = [
        _values(context, ledger, row, number, table, _digest(text))
        for row, number, text in zip(rows, numbers, texts, strict=True)
    ]
    by_number = await ledger_editions.add_tasks(context.session, values)
    ids = [by_number[number] for number in numbers]
    of = dict(zip(ids, rows, strict=True))
    await ledger_editions.set_milestones(context.session, {each: row.milestones for each, row in of.items()}, new=True)
    await ledger_editions.set_partners(
        context.session, {each: table.partners(row) for each, row in of.items()}, new=True
    )
    kept = [
        {"task_id": each, "position": place + 1, "row": ledger_editions.row_json(row, text)}
        for place, (each, row), text in zip(found.new_places, of.items(), texts, strict=True)
    ]
    await ledger_editions.keep_rows(context.session, kept, stood=())
    await context.note_many("hand_out", [(each, _handed_out(row)) for each, row in of.items()])
    await _keep_old_progress(context, of, table)
    return ids


async def _numbers(context: StepContext, ledger: Ledger, rows: Sequence[TaskRow], later: Collection[int]) -> list[int]:
    """In the first ledger the 序号, where it is free; else the next one of the office."""
    taken = await ledger_editions.numbers_taken(context.session)
    first = ledger.id == 1 or not taken
    wanted = {row.no for row in rows} | set(later) if first else set()
    last, numbers = max(taken | wanted, default=0), []
    for row in rows:
        number = row.no
        if not first or number in taken:
            last = number = last + 1
        taken.add(number)
        numbers.append(number)
    return numbers


def _values(
    context: StepContext, ledger: Ledger, row: TaskRow, number: int, table: NameTable, digested: str
) -> dict[str, Any]:
    return {
        **fields(row, table),
        "ledger_id": ledger.id,
        "no": row.no,
        "number": number,
        "liaison_id": table.liaison(row),
        "original_due": row.due,
        "imported_digest": digested,
        "state": State.CLOSED if row.closed else State.HANDED_OUT,
        "version": 1,
        "round": 1,
        "began_at": context.now,
        "plan_from": context.today,
        "closed_at": _closed_at(context, row),
        "percent": None if row.percent is None else float(row.percent),
        "expected": row.expected,
        "asked_figure": False,
    }


def fields(row: TaskRow, table: NameTable) -> dict[str, Any]:
    """What an edition says of a task, as its columns."""
    return {
        "category": row.category,
        "source": row.source,
        "title": row.title,
        "target": row.target,
        "lead_department_id": table.lead(row),
        "leader_id": table.leader(row),
        "owner_id": table.owner(row),
        "urgent": row.urgent,
        "mode": Mode(row.mode),
        "due": row.due,
        "report_every": row.report_every,
        "report_day": row.report_day,
    }


def digest(row: TaskRow) -> str:
    return _digest(ledger_editions.row_text(row))


def _digest(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()


def _closed_at(context: StepContext, row: TaskRow) -> datetime | None:
    if not row.closed:
        return None
    return min(context.now, context.policy.at(row.closed_on, "12:00")) if row.closed_on else context.now


def _handed_out(row: TaskRow) -> dict[str, Any]:
    state = State.CLOSED if row.closed else State.HANDED_OUT
    return {"state": state.value, "due": row.due.isoformat() if row.due else None}


async def _keep_old_progress(context: StepContext, of: Mapping[int, TaskRow], table: NameTable) -> None:
    """What the old table says is kept as a first report of the office; no later edition writes over it."""
    office = context.actor or next(iter(await people.with_role(context.session, *OFFICE)), None)
    before = {"state": State.HANDED_OUT.value, "round": 1, **dict.fromkeys(KEPT)}
    told = [
        {
            "task_id": task_id,
            "person_id": office.id if office else table.owner(row),
            "entered_by_id": context.actor.id if context.actor else None,
            "words": words,
            "said": Said.DONE_CLAIMED if row.closed else Said.IN_PROGRESS,
            "percent": None if row.percent is None else float(row.percent),
            "before": before,
            "expected_date": row.expected,
            "promised": row.expected is not None and not row.closed and row.expected >= context.today,
        }
        for task_id, row in of.items()
        if (words := old_progress(row))
    ]
    await ledger_editions.keep_old_reports(context.session, told, now=context.now, cause=context.cause)


def old_progress(row: TaskRow) -> str:
    """The words of the old table, each once."""
    percent = f"{row.percent}%" if row.percent is not None else ""
    said = [part for part in (row.progress, row.last_report) if part]
    shown = any(percent and percent in part for part in said)
    words = "；".join(dict.fromkeys([*said, *([] if shown or not percent else [percent])]))
    return words or (f"预计{row.expected:%Y-%m-%d}办结" if row.expected else "")
