"""Reports and proposals as the lines of an echo: snapshots, which no later state of the ledger changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.texts import indicators
from db.payloads import EchoRow
from db.reading_facts import Row, Said
from schedules import periods
from schedules.steps.reporting import Understood


def echo_row(each: Understood, *, also: Sequence[str] = ()) -> EchoRow:
    """One report as it was understood; `also`: what it says besides."""
    report, task = each.report, each.task
    period = periods.parse(report.period).label if report.period else None
    return EchoRow(
        number=task.number,
        title=task.title,
        state=task.state.label,
        said=report.said if not (report.period and each.claimed) else None,
        percent=report.percent,
        expected=report.expected_date,
        promised_percent=report.promised_percent,
        promised_by=report.promised_by,
        new_deadline=report.new_deadline,
        reason=report.reason,
        blocker=report.blocker,
        help_from=tuple(report.help_from),
        delegate=report.delegate,
        period=period,
        period_done=bool(period and report.said is Said.DONE_CLAIMED),
        solved=each.difficulty_solved,
        short_of=(each.short_of.percent or 100.0) if each.short_of else None,
        short_by=each.short_of.by if each.short_of else None,
        claimed=each.claimed,
        evidence_wanted=each.evidence_wanted,
        figures=(*map(indicators.line, each.reached), *also),
        confirming=each.confirming,
        extension=each.extension,
        decision=each.decision,
        refused=each.refused,
    )


def proposal(row: Row, titles: Mapping[int, str]) -> EchoRow:
    """What would be stored, before it is."""
    promise = row.promise
    return EchoRow(
        number=row.ref or 0,
        title=titles.get(row.ref or 0, ""),
        state="",
        said=row.state,
        percent=row.percent,
        expected=row.expected_date,
        promised_percent=promise.percent if promise else None,
        promised_by=promise.by if promise else None,
        new_deadline=row.new_deadline,
        reason=row.reason,
        blocker=row.blocker,
        help_from=row.help_from,
        delegate=row.delegate,
        solved=row.difficulty_solved,
    )
