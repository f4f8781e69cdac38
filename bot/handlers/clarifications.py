"""From a doubt to a question with buttons, kept as a row, and from a tap back to what it means.

A choice is JSON: `label`, and one of `row` (what is then stored), `do` (a word of `taking_in`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from pydantic import TypeAdapter

from bot.handlers.context import OfficeContext
from bot.handlers.replying import desk_of, today_of
from bot.texts import questions, words
from db.models import Question, Saying
from db.reading_facts import AskedTask, Doubt, Query, Row, Said
from schedules.steps import asking
from schedules.workdays import Calendar

ROWS = TypeAdapter(Row)
QUERIES = TypeAdapter(Query)

KIND = "doubt"
Choice = dict[str, Any]


def row_json(row: Row) -> dict[str, Any]:
    return dict(ROWS.dump_python(row, mode="json"))


def row_of(facts: dict[str, Any]) -> Row:
    return ROWS.validate_python(facts)


def for_task(row: Row, ref: int) -> Row:
    return replace(row, ref=ref)


def query_of(question: Question) -> Query:
    return QUERIES.validate_python(question.facts["query"])


async def ask(
    context: OfficeContext,
    queries: Sequence[Query],
    tasks: Sequence[AskedTask],
    *,
    saying: Saying | None,
    round_: int = 1,
) -> dict[str, Any]:
    """Open the first question; the rest wait behind it. Returns what the message needs to show it."""
    assert context.person is not None, "only bound people are asked back"
    query, rest = queries[0], list(queries[1:])
    today = today_of(context)
    titles = {task.ref: task.title for task in tasks}
    choices = choices_of(query, tasks, today, context.office.policy.calendar)
    facts = {
        "query": QUERIES.dump_python(query, mode="json"),
        "rest": [QUERIES.dump_python(each, mode="json") for each in rest],
        "choices": choices,
        "text": questions.text(query, titles, today),
    }
    question = await asking.ask(desk_of(context), context.person, KIND, facts, saying=saying, round_=round_)
    return {"id": question.id, "text": facts["text"], "labels": [choice["label"] for choice in choices]}


def choices_of(query: Query, tasks: Sequence[AskedTask], today: date, calendar: Calendar) -> list[Choice]:
    """At most nine, then 稍后再说: the question stays on the record, the person is left in peace."""
    kept = query.kept or Row(ref=None)
    known = {task.ref: task for task in tasks}
    ref = kept.ref if kept.ref is not None else (query.refs[0] if len(query.refs) == 1 else None)
    kept = replace(kept, ref=ref)
    makers: dict[Doubt, Callable[[], list[Choice]]] = {
        Doubt.WHICH_TASK: lambda: _tasks(query, kept, tasks),
        Doubt.UNKNOWN_NUMBER: lambda: _tasks(replace(query, refs=()), replace(kept, ref=None), tasks),
        Doubt.HEDGE: lambda: _done_or_not(kept),
        Doubt.CONTRADICTION: lambda: _done_or_not(kept),
        Doubt.UNREADABLE: lambda: [*_done_or_not(kept), {"label": "有困难", "do": "hard"}],
        Doubt.EITHER_OR: lambda: _either(query, kept),
        Doubt.PAST_DATE: lambda: _dates(kept, today, calendar),
        Doubt.IMPOSSIBLE_DATE: lambda: _dates(kept, today, calendar),
        Doubt.IMPOSSIBLE_PERCENT: lambda: percent_choices(kept),
        Doubt.NO_NEW_DATE: lambda: _later(kept, known, today, calendar),
        Doubt.NOT_LATER: lambda: _later(kept, known, today, calendar),
    }
    made = makers[query.doubt]() if query.doubt in makers else []
    needs_task = query.doubt not in (Doubt.WHICH_TASK, Doubt.UNKNOWN_NUMBER) and ref is None and len(tasks) > 1
    return [*([] if needs_task else made[:10]), {"label": questions.LATER, "do": "later"}]


def _tasks(query: Query, kept: Row, tasks: Sequence[AskedTask]) -> list[Choice]:
    chosen = [task for task in tasks if not query.refs or task.ref in query.refs]
    return [
        {"label": f"{task.ref}号 {task.title}"[:40], "row": row_json(replace(kept, ref=task.ref))}
        if kept.state is not None or kept != Row(ref=kept.ref)
        else {"label": f"{task.ref}号 {task.title}"[:40], "do": f"ref:{task.ref}"}
        for task in chosen
    ]


def _done_or_not(kept: Row) -> list[Choice]:
    done = replace(kept, state=Said.DONE_CLAIMED, percent=None, expected_date=None)
    going = replace(kept, state=Said.IN_PROGRESS)
    label = f"尚未办结，进度{words.percent(going.percent)}" if going.percent is not None else "尚未办结"
    return [{"label": "确已办结", "row": row_json(done)}, {"label": label, "row": row_json(going)}]


def _either(query: Query, kept: Row) -> list[Choice]:
    return [choice for each in query.choices if (choice := _one_of(each, kept)) is not None]


def _one_of(value: str, kept: Row) -> Choice | None:
    """A reading to choose from: an ISO date, or a percent."""
    try:
        chosen = date.fromisoformat(value)
    except ValueError:
        try:
            share = float(value.rstrip("%"))
        except ValueError:
            return None
        return {"label": words.percent(share), "row": row_json(replace(kept, percent=share, state=Said.IN_PROGRESS))}
    if kept.state == Said.DELAYED:
        return {"label": words.day(chosen), "row": row_json(replace(kept, new_deadline=chosen))}
    row = replace(kept, expected_date=chosen, state=kept.state or Said.IN_PROGRESS)
    return {"label": words.day(chosen), "row": row_json(row)}


def _dates(kept: Row, today: date, calendar: Calendar) -> list[Choice]:
    days = dict.fromkeys(calendar.at_or_after(today + timedelta(days=n)) for n in (1, 3, 7, 14))
    return [
        {
            "label": words.day(day, today=today),
            "row": row_json(replace(kept, expected_date=day, state=kept.state or Said.IN_PROGRESS)),
        }
        for day in days
    ]


def percent_choices(kept: Row) -> list[Choice]:
    return [
        {
            "label": f"{share}%",
            "row": row_json(replace(kept, percent=float(share), state=kept.state or Said.IN_PROGRESS)),
        }
        for share in (10, 20, 30, 40, 50, 60, 70, 80, 90)
    ]


def _later(kept: Row, known: dict[int, AskedTask], today: date, calendar: Calendar) -> list[Choice]:
    due = known[kept.ref].due if kept.ref in known else None
    start = max(due, today) if due else today
    days = dict.fromkeys(calendar.at_or_before(start + timedelta(days=n)) for n in (7, 14, 30))
    return [
        {"label": words.day(day, today=today), "row": row_json(replace(kept, new_deadline=day, state=Said.DELAYED))}
        for day in days
        if day > start
    ]
