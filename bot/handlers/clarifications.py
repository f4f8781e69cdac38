"""From a doubt to a question with buttons, kept as a row, and from a tap back to what it means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.handlers.context import BoundContext
from bot.handlers.echo_rows import proposal
from bot.handlers.replying import step_context, today_of
from bot.texts import questions, words
from db.models import Saying
from db.open_questions import Asked, Choice, Do, OpenQuestion
from db.payloads import EchoQuestion
from db.reading_facts import AskedTask, Doubt, Query, Row, Said
from schedules.steps import asking
from schedules.workdays import Calendar

AT_ONCE = 8  # questions in one message: more would not be read; the others wait behind the last


async def ask(
    context: BoundContext,
    queries: Sequence[Query],
    tasks: Sequence[AskedTask],
    *,
    saying: Saying | None,
    round_: int = 1,
) -> tuple[EchoQuestion, ...]:
    """Open the questions of one message, a row each. Returns what the message needs to show them."""
    now, later = queries[:AT_ONCE], tuple(queries[AT_ONCE:])
    last = len(now) - 1
    return tuple(
        [
            await _open(context, query, tasks, saying, round_, rest=later if place == last else ())
            for place, query in enumerate(now)
        ]
    )


async def _open(
    context: BoundContext,
    query: Query,
    tasks: Sequence[AskedTask],
    saying: Saying | None,
    round_: int,
    *,
    rest: tuple[Query, ...],
) -> EchoQuestion:
    today = today_of(context)
    titles = {task.ref: task.title for task in tasks}
    choices = choices_of(query, tasks, today, context.office.policy.calendar)
    shown = [proposal(row, titles) for row in query.proposed]
    text = questions.text(query, titles, today, shown)
    opened = OpenQuestion(text, choices=tuple(choices), rest=rest, query=query)
    question = await asking.ask(
        step_context(context), context.person, Asked.DOUBT, opened, saying=saying, round_=round_
    )
    return EchoQuestion(question.id, opened.text, tuple(choice.label for choice in choices))


def choices_of(query: Query, tasks: Sequence[AskedTask], today: date, calendar: Calendar) -> list[Choice]:
    """The proposal first, other readings after it; the last leaves the person in peace, the question on record."""
    if not query.proposed:
        others = [*_rivals(query, tasks, today), *_by_doubt(query, tasks, today, calendar)]
        none = [Choice(questions.NO_REPORT, do=Do.NONE)] if query.doubt is Doubt.DISAGREEMENT else []
        office = [Choice(questions.TO_THE_OFFICE, do=Do.OFFICE)] if query.doubt in _MAY_BE_NONE else []
        return [*_apart(others)[:10], *none, *office, Choice(questions.LATER, do=Do.LATER)]
    first, *more = query.proposed
    right = Choice(questions.RIGHT, row=first, more=tuple(more))
    others = [*_rivals(query, tasks, today), *_by_doubt(query, tasks, today, calendar)]
    told = [each for each in _apart(others) if each.rows != right.rows]
    return [right, *told[:9], Choice(questions.WRONG, do=Do.WRONG), Choice(questions.LATER, do=Do.LATER)]


# It may be none of his tasks at all, and then it is for the office.
_MAY_BE_NONE = frozenset({Doubt.WHICH_TASK, Doubt.UNKNOWN_NUMBER, Doubt.UNREADABLE})


def _apart(choices: Sequence[Choice]) -> list[Choice]:
    """Of several that would store the same the first."""
    new = {each.rows: each for each in reversed(choices)}
    return [each for each in choices if each.row is None or new[each.rows] is each]


def _rivals(query: Query, tasks: Sequence[AskedTask], today: date) -> list[Choice]:
    """Each rival says in its label what it would store; of another task, or beside other tasks, with its number.

    Where two readers differ on one of several tasks, the others are stored as proposed.
    """
    titles = {task.ref: task.title for task in tasks}
    only = query.proposed[0].ref if len(query.proposed) == 1 else None
    choices = []
    for row in query.rivals:
        besides = [each for each in query.proposed if each.ref != row.ref]
        label = questions.rival(proposal(row, titles), today, same_task=row.ref == only)
        more = tuple(besides) if query.doubt is Doubt.DISAGREEMENT else ()
        choices.append(Choice(f"{label}{questions.REST_AS_SHOWN if more else ''}", row=row, more=more))
    return choices


def _by_doubt(query: Query, tasks: Sequence[AskedTask], today: date, calendar: Calendar) -> list[Choice]:
    kept = query.kept or Row(ref=None)
    known = {task.ref: task for task in tasks}
    ref = kept.ref if kept.ref is not None else (query.refs[0] if len(query.refs) == 1 else None)
    kept = replace(kept, ref=ref)
    makers: dict[Doubt, Callable[[], list[Choice]]] = {
        Doubt.WHICH_TASK: lambda: _tasks(query, kept, tasks),
        Doubt.UNKNOWN_NUMBER: lambda: _tasks(replace(query, refs=()), replace(kept, ref=None), tasks),
        Doubt.HEDGE: lambda: _done_or_not(kept),
        Doubt.CONTRADICTION: lambda: _done_or_not(kept),
        Doubt.UNREADABLE: lambda: [*_done_or_not(kept), Choice(questions.IN_DIFFICULTY, do=Do.HARD)],
        Doubt.EITHER_OR: lambda: _either(query, kept, today),
        Doubt.PAST_DATE: lambda: _dates(kept, today, calendar),
        Doubt.IMPOSSIBLE_DATE: lambda: _dates(kept, today, calendar),
        Doubt.IMPOSSIBLE_PERCENT: lambda: percent_choices(kept),
        Doubt.NO_NEW_DATE: lambda: _later(kept, known, today, calendar),
        Doubt.NOT_LATER: lambda: _later(kept, known, today, calendar),
    }
    made = makers[query.doubt]() if query.doubt in makers else []
    needs_task = query.doubt not in (Doubt.WHICH_TASK, Doubt.UNKNOWN_NUMBER) and ref is None and len(tasks) > 1
    return [] if needs_task else made[:10]


def _tasks(query: Query, kept: Row, tasks: Sequence[AskedTask]) -> list[Choice]:
    chosen = [task for task in tasks if not query.refs or task.ref in query.refs]
    from bot.reading.office import relevance  # see bot.runtime.preload

    shares = relevance.shares(query.words, [relevance.Worded(task.ref, task.title) for task in chosen])
    chosen.sort(key=lambda task: (f"{task.ref}号" not in query.words, -shares[task.ref]))
    return [
        Choice(questions.task_label(task.ref, task.title), row=replace(kept, ref=task.ref))
        if kept.state is not None or kept != Row(ref=kept.ref)
        else Choice(questions.task_label(task.ref, task.title), do=f"ref:{task.ref}")
        for task in chosen
    ]


def _done_or_not(kept: Row) -> list[Choice]:
    done = replace(kept, state=Said.DONE_CLAIMED, percent=None, expected_date=None)
    going = replace(kept, state=Said.IN_PROGRESS)
    return [Choice(questions.SURELY_DONE, row=done), Choice(questions.not_done(going.percent), row=going)]


def _either(query: Query, kept: Row, today: date) -> list[Choice]:
    return [choice for each in query.choices if (choice := _one_of(each, kept, today)) is not None]


def _one_of(value: str, kept: Row, today: date) -> Choice | None:
    """A reading to choose from: an ISO date, or a percent."""
    try:
        chosen = date.fromisoformat(value)
    except ValueError:
        try:
            share = float(value.rstrip("%"))
        except ValueError:
            return None
        return Choice(words.percent(share), row=replace(kept, percent=share, state=Said.IN_PROGRESS))
    if kept.state == Said.DELAYED:
        return Choice(words.day(chosen, today=today), row=replace(kept, new_deadline=chosen))
    row = replace(kept, expected_date=chosen, state=kept.state or Said.IN_PROGRESS)
    return Choice(words.day(chosen, today=today), row=row)


def _dates(kept: Row, today: date, calendar: Calendar) -> list[Choice]:
    days = dict.fromkeys(calendar.at_or_after(today + timedelta(days=n)) for n in (1, 3, 7, 14))
    return [
        Choice(words.day(day, today=today), row=replace(kept, expected_date=day, state=kept.state or Said.IN_PROGRESS))
        for day in days
    ]


def percent_choices(kept: Row) -> list[Choice]:
    return [
        Choice(words.percent(share), row=replace(kept, percent=float(share), state=kept.state or Said.IN_PROGRESS))
        for share in (10, 20, 30, 40, 50, 60, 70, 80, 90)
    ]


def _later(kept: Row, known: dict[int, AskedTask], today: date, calendar: Calendar) -> list[Choice]:
    due = known[kept.ref].due if kept.ref in known else None
    start = max(due, today) if due else today
    days = dict.fromkeys(calendar.at_or_before(start + timedelta(days=n)) for n in (7, 14, 30))
    return [
        Choice(words.day(day, today=today), row=replace(kept, new_deadline=day, state=Said.DELAYED))
        for day in days
        if day > start
    ]
