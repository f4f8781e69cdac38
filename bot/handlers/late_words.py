"""完不成, 最快7月底, a promise beyond the deadline, a percent that falls: said late, and what can be done about it."""

from __future__ import annotations

from datetime import date, timedelta

from bot.texts import questions, words
from db.models import Mode
from db.open_questions import Choice, Do
from db.reading_facts import Row, Said
from schedules.steps.reporting import Understood
from schedules.workdays import Calendar


def said_late(each: Understood, *, today: date) -> str | None:
    """Why what he said does not fit the date; None where it does, or where the task has none."""
    task, report = each.task, each.report
    if task.due is None or task.mode == Mode.RECURRING or each.claimed or each.refused or each.extension:
        return None
    for day in (report.expected_date, report.promised_by):
        if day is not None and day > max(task.due, today):
            return questions.later_than_due(words.day(day, today=today))
    if report.said is Said.DELAYED and report.expected_date is None:
        return questions.CANNOT_MAKE_IT
    before = report.before.get("percent")
    if (
        report.percent is not None
        and before is not None
        and report.percent < before
        and report.said is not Said.BLOCKED
    ):
        return questions.fell(before, report.percent)
    return None


def question(each: Understood, *, today: date, calendar: Calendar) -> tuple[str, list[Choice]]:
    task, report = each.task, each.report
    why = said_late(each, today=today)
    assert task.due is not None and why is not None, "only what is late is asked about"  # noqa: PT018
    named = max((day for day in (report.expected_date, report.promised_by) if day is not None), default=None)
    start = max(task.due, today)
    days = [named] if named is not None and named > start else _later(start, calendar)
    row = Row(task.number, state=Said.DELAYED, reason=report.reason)
    choices = [
        Choice(
            questions.extend_to(words.day(day, today=today)),
            row=Row(row.ref, row.state, new_deadline=day, reason=row.reason),
        )
        for day in days
    ]
    text = questions.late(task.number, task.title, words.day(task.due, today=today), why)
    return text, [*choices, Choice(questions.IN_DIFFICULTY, do=Do.HARD), Choice(questions.IN_TIME, do=Do.LATER)]


def _later(start: date, calendar: Calendar) -> list[date]:
    return list(dict.fromkeys(calendar.at_or_before(start + timedelta(days=n)) for n in (15, 30, 60)))
