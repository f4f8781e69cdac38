"""A reading that a person takes back or corrects becomes a case for the readers; the office confirms it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from db import reading_cases, reports
from db.models import CaseState, ReadingCase, Saying
from db.reading_facts import AskedTask, Intent, Row
from schedules.steps.context import StepContext

_FIELDS = ("state", "percent", "expected_date", "new_deadline", "reason", "blocker", "help_from", "delegate")


async def misread(
    context: StepContext, saying: Saying, tasks: Sequence[AskedTask], rows: Iterable[Row] = ()
) -> ReadingCase:
    """`tasks` were open when it was said; `rows` are what it should have been read as, empty where nobody has said."""
    case = await reading_cases.of_saying(context.session, saying.id)
    if case is None:
        shown = [{"ref": t.ref, "title": t.title, "due": t.due.isoformat() if t.due else None} for t in tasks]
        case = ReadingCase(saying_id=saying.id, today=context.policy.today(saying.at), tasks=shown, at=context.now)
        case.state = CaseState.PENDING
        context.session.add(case)
        await context.session.flush()
        context.note("misread", saying=saying.id, case=case.id)
    if told := [_told(row) for row in rows]:
        case.gold = {"intent": Intent.UPDATE.value, "updates": told, "ask_back": False}
    return case


async def corrected(context: StepContext, saying: Saying, tasks: Sequence[AskedTask], rows: Sequence[Row]) -> None:
    """更正: what the person said of the same tasks before this saying was misread, and should have been these rows."""
    earlier = await reports.last_standing(context.session, saying.person_id, before=saying.id)
    if earlier is not None and rows:
        await misread(context, earlier, tasks, rows)


def decide(context: StepContext, case: ReadingCase, state: CaseState, gold: dict[str, Any] | None = None) -> None:
    """A coordinator's word: the case counts, with this label if he gives one, or it does not."""
    case.state, case.decided_at = state, context.now
    case.decided_by_id = context.actor.id if context.actor else None
    case.gold = gold or case.gold
    context.note("case", case=case.id, state=state.value)


def _told(row: Row) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in _FIELDS}
    plain = {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()}
    return {"ref": row.ref, **{name: value for name, value in plain.items() if value not in (None, (), [])}}
