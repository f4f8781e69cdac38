"""Rows of tasks we know: what the edition changed is written, and what was signed for before is handed out anew.

Progress, reports and the first date stay; a moved number moves nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from db import ledger_editions, people
from db.ledger_rows import TaskRow
from db.lifecycle import State, Step, StepNotAllowed, advance
from db.models import Ledger
from db.payloads import OutcomePayload, RequestOutcome
from schedules.ledger_difference.difference import Compared, Difference
from schedules.ledger_difference.fields import Change, kept
from schedules.steps.context import StepContext
from schedules.steps.ledger_names_table import NameTable
from schedules.steps.new_rows import digest, fields


async def change(context: StepContext, ledger: Ledger, found: Difference, table: NameTable) -> None:
    changed = found.changed
    await ledger_editions.change_tasks(context.session, [_fields(each, table) for each in changed])
    await ledger_editions.change_tasks(context.session, [_begun(context, each) for each in changed if _rhythm(each)])
    await _partners_and_milestones(context, changed, table)
    await ledger_editions.change_tasks(context.session, [_moved(each) for each in found.moved])
    again = [each for each in changed if each.signs_anew and _handed_out_again(each) is not None]
    await _hand_out_again(context, again)
    await context.note_many("change", [(each.known.task_id, _noted(each, each in again)) for each in changed])
    await _close(context, found.closing)
    await _keep(context, ledger, found, again)
    await _tell_former_owners(context, changed, table)


def after(each: Compared) -> TaskRow:
    """The row as the ledger will have it."""
    return replace(each.known.row, **{change.field: change.now for change in each.changes})


def _fields(each: Compared, table: NameTable) -> dict[str, Any]:
    row = after(each)
    return {
        **fields(row, table),
        "task_id": each.known.task_id,
        "liaison_id": table.liaison(row) if _changes(each, "lead_department") else each.known.liaison_id,
        "original_due": each.known.original_due or row.due,
        "imported_digest": digest(each.row),
    }


def _changes(each: Compared, *names: str) -> bool:
    return any(change.field in names for change in each.changes)


def _rhythm(each: Compared) -> bool:
    """It is standing work from now on, or by other periods."""
    return _changes(each, "mode", "report_every") and after(each).report_every is not None


def _begun(context: StepContext, each: Compared) -> dict[str, Any]:
    return {"task_id": each.known.task_id, "plan_from": context.today}


async def _partners_and_milestones(context: StepContext, changed: Sequence[Compared], table: NameTable) -> None:
    partners = {each.known.task_id: table.partners(each.row) for each in changed if _changes(each, "co_departments")}
    stones = {each.known.task_id: each.row.milestones for each in changed if _changes(each, "milestones")}
    await ledger_editions.set_partners(context.session, partners, new=False)
    await ledger_editions.set_milestones(context.session, stones, new=False)


def _moved(each: Compared) -> dict[str, Any]:
    return {"task_id": each.known.task_id, "no": each.row.no}


def _handed_out_again(each: Compared) -> State | None:
    """None for a task that is claimed, closed or stopped: it is not opened by a new wording."""
    try:
        return advance(each.known.state, Step.HAND_OUT)
    except StepNotAllowed:
        return None


async def _hand_out_again(context: StepContext, again: Sequence[Compared]) -> None:
    values: list[dict[str, Any]] = [
        {
            "task_id": each.known.task_id,
            "state": _handed_out_again(each),
            "signed_at": None,
            "handed_out_at": None,
            "round": each.known.round + 1,
            "began_at": context.now,
            "overdue_on": None,
            "repeated_on": {},
            "asked_at": None,
            "asked_figure": False,
        }
        for each in again
    ]
    await ledger_editions.change_tasks(context.session, values)


def _noted(each: Compared, again: bool) -> dict[str, Any]:
    """Fields, never words: those are in the rows."""
    was = each.known.state
    state = _handed_out_again(each) if again else None
    return {
        "was": was.value,
        "state": (state or was).value,
        "fields": [change.field for change in each.changes],
        "due": due.isoformat() if (due := after(each).due) else None,
    }


async def _close(context: StepContext, closing: Sequence[Compared]) -> None:
    """销号 on paper, confirmed with the difference."""
    ids = [each.known.task_id for each in closing]
    values = [
        {
            "task_id": each.known.task_id,
            "state": State.CLOSED,
            "closed_at": context.now,
            "claimed_at": each.known.claimed_at or context.now,
        }
        for each in closing
    ]
    await ledger_editions.change_tasks(context.session, values)
    await ledger_editions.close_all(context.session, ids, now=context.now)
    noted = [(each.known.task_id, {"was": each.known.state.value, "state": State.CLOSED.value}) for each in closing]
    await context.note_many("close_on_paper", noted)


async def _keep(context: StepContext, ledger: Ledger, found: Difference, again: Sequence[Compared]) -> None:
    """The rows the next edition is compared with, and what this one changed with a new round."""
    stood = await ledger_editions.with_rows(context.session, ledger.id)
    begun = {each.known.task_id for each in again}
    values = []
    for each in found.known:
        row = kept(each.known.imported, each.row, found.fields, each.conflicts)
        if row == each.known.imported and each.known.task_id in stood and not each.known.missing:
            continue  # the same words in the same place
        value = {"task_id": each.known.task_id, "position": each.place + 1, "row": ledger_editions.row_json(row)}
        if each.known.task_id in begun:
            value |= {"changed": [_shown(change) for change in each.changes], "changed_round": each.known.round + 1}
        values.append(value)
    await ledger_editions.keep_rows(context.session, values, stood=stood)


def _shown(change: Change) -> list[Any]:
    return [change.field, *(ledger_editions.value_json(change.field, value) for value in (change.was, change.now))]


async def _tell_former_owners(context: StepContext, changed: Sequence[Compared], table: NameTable) -> None:
    """Who no longer answers for a task is told so, once, where he ever knew of it."""
    left = [each for each in changed if _changes(each, "owner") and each.known.handed_out and not each.known.over]
    ids = {each.known.row.owner: table.names.people.get(each.known.row.owner) for each in left}
    former = await people.by_ids(context.session, [each for each in ids.values() if each is not None])
    for each in left:
        person = former.get(ids[each.known.row.owner] or 0)
        if person is not None and person.reachable:
            outcome = OutcomePayload(RequestOutcome.HANDED_OVER, each.known.task_id, who=each.row.owner)
            await context.tell(person, outcome, items=(each.known.task_id,))
