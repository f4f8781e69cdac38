"""What a person said of his tasks becomes a report, and the report moves the task."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from db import indicators, people, reports, requests, tasks
from db.added import added
from db.lifecycle import UNFINISHED, State, Step, StepNotAllowed, advance
from db.measures import Figures, Measure
from db.models import (
    Matter,
    MatterKind,
    Mode,
    Person,
    Problem,
    Promise,
    Report,
    Request,
    RequestKind,
    RequestState,
    Saying,
    Task,
    Way,
)
from db.payloads import OutcomePayload, RequestOutcome
from db.reading_facts import Row, Said
from db.rights import Action, may
from schedules import ladder, period_names, periods
from schedules.facts import facts_of
from schedules.indicators import Reached, reached
from schedules.steps import evidencing, matters
from schedules.steps import indicators as measuring
from schedules.steps.context import StepContext
from schedules.steps.notices import tell_checkers, tell_deciders, tell_outcome, tell_owner_to_confirm
from schedules.steps.replan import replan

_STEPS = {Said.DONE_CLAIMED: Step.CLAIM, Said.BLOCKED: Step.BLOCK}

# What a withdrawal puts back.
KEPT = ("percent", "expected", "signed_at", "asked_at", "substance_at", "reported_at", "claimed_at")


@dataclass(frozen=True, slots=True)
class Heard:
    """One message of a person, as it came."""

    person: Person
    words: str
    way: Way = Way.CHAT
    chat_id: int | None = None
    message_id: int | None = None
    entered_by: Person | None = None
    read_by: Mapping[str, str] | None = None  # by 编号: which reader read it


async def keep_saying(context: StepContext, heard: Heard) -> Saying:
    saying = Saying(
        person_id=heard.person.id,
        chat_id=heard.chat_id,
        message_id=heard.message_id,
        at=context.now,
        way=heard.way,
        words=heard.words,
        cause=context.cause,
        entered_by_id=heard.entered_by.id if heard.entered_by else None,
        read_by=dict(heard.read_by) if heard.read_by else None,
    )
    return await added(context.session, saying)


_NO_FIGURES = Figures()


@dataclass(frozen=True, slots=True)
class Understood:
    """One report as it now stands in the ledger, for the echo."""

    task: Task
    report: Report
    claimed: bool = False  # an application to close was made
    confirming: bool = False  # a liaison's "done": the head is asked first
    extension: bool = False  # an application for a later date was made
    decision: bool = False
    difficulty_solved: bool = False
    difficulty_stands: bool = False  # progress on a blocked task: is the difficulty over?
    periods: tuple[str, ...] = ()  # of which of these periods it is he is asked, the likelier first
    evidence_wanted: str = ""  # what has still to be shown before it is closed
    short_of: Promise | None = None  # whose day has come, and the figure is below it
    refused: str | None = None  # why the step was not possible; the words are kept all the same
    figures: Figures = _NO_FIGURES
    measures: tuple[Measure, ...] = ()  # of the task, where it has figures
    reached: tuple[Reached, ...] = ()  # what the figures of this report have come to


async def report(
    context: StepContext,
    saying: Saying,
    rows: Sequence[Row],
    *,
    person: Person,
    figures: Mapping[int, Figures] | None = None,
    known: Sequence[Task] = (),
) -> list[Understood]:
    """Store what was read and move each task it names; rows of tasks that are not his are ignored. `figures`: by task
    id, what the words say of its indicators; `known`: tasks at hand, which need not be looked for."""
    understood = []
    ids = await tasks.ids_of(context.session, [row.ref for row in rows if row.ref is not None], known=known)
    for row in rows:
        task_id = ids.get(row.ref) if row.ref is not None else None
        task = await tasks.locked(context.session, task_id) if task_id is not None else None
        if task is not None and may(people.roles_towards(person, task, today=context.today), Action.REPORT):
            each = await _report_one(context, saying, row, task, person)
            said = (figures or {}).get(task.id)
            understood.append(await _with_figures(context, saying, each, said) if said else each)
    await replan(context, *[each.task for each in understood])
    return understood


async def _report_one(context: StepContext, saying: Saying, row: Row, task: Task, person: Person) -> Understood:
    before = snapshot(task)
    meant = await _periods(context, task, saying)
    stored = _stored(context, saying, row, task, before, period=meant[0] if len(meant) == 1 else None)
    first_of_period = stored.period is not None and stored.period not in await _reported(context, task)
    beside = await _beside(context, task, row)  # asked before anything is written: a question writes it first
    stored = await added(context.session, stored)
    if first_of_period:
        task.asked_figure = False  # a hollow report is asked about once in every period
    stands_in = not may(people.roles_towards(person, task, today=context.today), Action.CLAIM)
    claims = row.state == Said.DONE_CLAIMED and task.mode == Mode.DEADLINE
    step = _step(task, row, claims=claims and not stands_in, stands_in=stands_in)
    try:
        after = advance(task.state, step)
    except StepNotAllowed as refused:
        _note(context, task, stored, saying, task.state, task.state)
        over = (
            f"该事项{task.state.label}，无需再报；确需重办的请与督查室联系。" if task.state not in UNFINISHED else None
        )
        return Understood(task, stored, refused=over or str(refused))
    was = task.state
    task.state = after
    _note(context, task, stored, saying, was, after)
    _carry_over(context, task, row, stored)
    short_of = _judge_promises(context, task, row, beside.promises)
    await _promises(context, task, row, stored, beside.promises)
    await _problems(context, task, row, stored, saying, person)
    if row.substance or matters.unanswered(beside.directed):
        await matters.answered(context, task, saying, beside.directed, substance=row.substance)
    asked = await _requests(context, task, row, stored, person, claims=claims, stands_in=stands_in, was=was)
    if asked.claimed and await evidencing.wanting(context, task):
        asked = replace(asked, evidence_wanted=task.evidence_wanted)
    return replace(asked, short_of=short_of, periods=meant if len(meant) > 1 else ())


async def _with_figures(context: StepContext, saying: Saying, each: Understood, figures: Figures) -> Understood:
    if each.refused is not None:
        return each
    await measuring.keep(context, each.report, saying, figures)
    rows = (await indicators.of_tasks(context.session, [each.task.id])).get(each.task.id, [])
    stood = await indicators.figures_of(context.session, [row.id for row in rows])
    named = {given.measure_id for given in figures.given}
    measures = tuple(map(indicators.measure, rows))
    come_to = tuple(reached(one, stood.get(one.id, []), context.today) for one in measures if one.id in named)
    return replace(each, figures=figures, measures=measures, reached=come_to)


def snapshot(task: Task) -> dict[str, Any]:
    """The facts a withdrawal restores, as JSON."""
    values = {name: getattr(task, name) for name in KEPT}
    return {
        "state": task.state.value,
        "round": task.round,
        **{name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()},
    }


def _stored(
    context: StepContext, saying: Saying, row: Row, task: Task, before: dict[str, Any], *, period: str | None
) -> Report:
    return Report(
        saying_id=saying.id,
        task_id=task.id,
        at=context.now,
        said=row.state,
        percent=row.percent,
        expected_date=row.expected_date,
        new_deadline=row.new_deadline,
        reason=row.reason,
        blocker=row.blocker,
        help_from=list(row.help_from),
        delegate=row.delegate,
        promised_percent=row.promise.percent if row.promise else None,
        promised_by=row.promise.by if row.promise else None,
        substance=row.substance,
        period=period,
        before=before,
    )


async def _periods(context: StepContext, task: Task, saying: Saying) -> tuple[str, ...]:
    """The period his words name, else the one that is asked for. 本月 in its first days, while the report of the last
    month is wanting, may be either: nothing is counted before he has said which."""
    if task.mode != Mode.RECURRING:
        return ()
    facts = (await facts_of(context.session, [task]))[task.id]
    first = ladder.first_period(facts, context.policy, context.calendar)
    asked = periods.asked_period(
        context.today,
        task.report_every,
        context.policy.of(facts),
        task.report_day,
        first=first,
        reported=facts.reported_periods,
    )
    named = period_names.named(saying.words, task.report_every, context.today)
    if named is not None and named != asked and period_names.says_present(saying.words, task.report_every):
        return asked, named
    return (named or asked,)


async def _reported(context: StepContext, task: Task) -> set[str]:
    return (await reports.reported_periods(context.session, [task.id])).get(task.id, set())


async def name_period(context: StepContext, report_id: int, key: str) -> Report | None:
    """Of which period a report is that was stored for none; None where it no longer stands, or has its period."""
    report = await reports.by_id(context.session, report_id)
    if report is None or report.withdrawn_at is not None or report.period is not None:
        return None
    task = await tasks.locked(context.session, report.task_id)
    assert task is not None, "a report is of a task"
    report.period = key
    context.note("period", task=task, report=report.id, period=key)
    await replan(context, task)
    return report


def _step(task: Task, row: Row, *, claims: bool, stands_in: bool) -> Step:
    """Whoever may not claim takes no claim back either: his word is kept beside it."""
    if task.state == State.CLAIMED and stands_in:
        return Step.REPORT
    if row.state == Said.DONE_CLAIMED:
        return Step.CLAIM if claims and task.state != State.CLAIMED else Step.REPORT
    if task.state == State.BLOCKED and row.difficulty_solved:
        return Step.UNBLOCK
    if task.state == State.CLAIMED and row.state is not None:
        return Step.WITHDRAW  # what is said to be going on is not done: the claim falls
    return _STEPS.get(row.state, Step.REPORT) if row.state else Step.REPORT


def _note(context: StepContext, task: Task, stored: Report, saying: Saying, was: State, after: State) -> None:
    context.note(
        "report",
        task=task,
        report=stored.id,
        saying=saying.id,
        words=hashlib.sha256(saying.words.encode()).hexdigest()[:16],
        said=stored.said.value if stored.said else None,
        way=saying.way.value,
        was=was.value,
        state=after.value,
    )


def _carry_over(context: StepContext, task: Task, row: Row, stored: Report) -> None:
    task.reported_at = context.now
    task.asked_at = None
    task.signed_at = task.signed_at or context.now  # any report signs for its task
    task.handed_out_at = task.handed_out_at or context.now  # he knows of it: nobody needs to hand it out again
    if row.substance:
        task.substance_at = context.now
        task.asked_figure = False
    if row.percent is not None:
        task.percent = row.percent
    if row.expected_date is not None:
        task.expected = row.expected_date
    if task.state != State.CLAIMED:
        task.claimed_at = None


class _Beside(NamedTuple):
    promises: Sequence[Promise]  # open ones, where the report can end one
    directed: Sequence[Matter]  # what a leader or the office waits to hear of the task


async def _beside(context: StepContext, task: Task, row: Row) -> _Beside:
    ends = row.percent is not None or _named_day(row) is not None or row.state == Said.DONE_CLAIMED
    promises = await reports.open_promises(context.session, [task.id]) if ends or task.state == State.CLAIMED else ()
    return _Beside(promises, await matters.waiting_for_word(context, task))


def _named_day(row: Row) -> date | None:
    return row.expected_date or (row.promise.by if row.promise else None)


def _judge_promises(context: StepContext, task: Task, row: Row, open_ones: Sequence[Promise]) -> Promise | None:
    """A figure ends the promises whose day has come: kept where it reaches what was promised. The one it misses."""
    if row.percent is None or task.state == State.CLAIMED:
        return None
    short_of = None
    for promise in open_ones:
        wanted = promise.percent if promise.percent is not None else 100.0
        reached = row.percent >= wanted
        if promise.by > context.today and not reached:
            continue
        if promise.percent is None and reached:
            continue  # the whole: his claim keeps it
        promise.ended_at, promise.kept = context.now, reached and promise.by >= context.today
        if not reached:
            short_of = promise
    return short_of


async def _promises(context: StepContext, task: Task, row: Row, stored: Report, open_ones: Sequence[Promise]) -> None:
    """A new promise replaces the open ones: he is asked on the day he named last; the first wording stays."""
    by = _named_day(row)
    done = task.state == State.CLAIMED
    if by is None and not done:
        return
    for promise in (each for each in open_ones if each.ended_at is None):
        promise.ended_at = context.now
        promise.kept = promise.by >= context.today if done else None
    if by is not None and not done:
        percent = row.promise.percent if row.promise and row.expected_date is None else None
        made = Promise(task_id=task.id, report_id=stored.id, by=by, percent=percent, made_at=context.now)
        await added(context.session, made)


async def _problems(context: StepContext, task: Task, row: Row, stored: Report, saying: Saying, person: Person) -> None:
    over = row.difficulty_solved or task.state == State.CLAIMED
    obstacle = row.blocker or _unnamed_obstacle(row, saying)
    if not over and not obstacle:
        return
    open_ones = await reports.open_problems(context.session, [task.id])
    if over:
        for problem in open_ones:
            problem.solved_at = context.now
        await matters.solved_with(context, open_ones)
    if obstacle and (row.blocker or not over) and all(problem.obstacle != obstacle for problem in open_ones):
        problem = Problem(
            task_id=task.id,
            report_id=stored.id,
            obstacle=obstacle,
            help_from=list(row.help_from),
            since=context.now,
        )
        problem = await added(context.session, problem)
        await matters.raised(context, MatterKind.PROBLEM, person=person, saying=saying, task=task, problem=problem)


def _unnamed_obstacle(row: Row, saying: Saying) -> str | None:
    """Blocked, or help is asked for, and the cause is not named apart: his words are the obstacle."""
    if row.state is Said.BLOCKED or row.help_from:
        return " ".join(saying.words.split())[:200]
    return None


async def _requests(
    context: StepContext,
    task: Task,
    row: Row,
    stored: Report,
    person: Person,
    *,
    claims: bool,
    stands_in: bool,
    was: State,
) -> Understood:
    if was == State.CLAIMED != task.state:
        await _end(context, task, RequestKind.CLOSURE)
    if was == State.CLAIMED == task.state and stands_in and row.state not in (None, Said.DONE_CLAIMED):
        said = OutcomePayload(RequestOutcome.CLAIM_STANDS, task.id, who=person.name)
        await tell_outcome(context, task.owner_id, said)
    claimed = claims and not stands_in and was != State.CLAIMED
    if claimed:
        task.claimed_at = context.now
        await _end(context, task, RequestKind.CONFIRM)  # the head himself says so: nobody asks him any more
        claim = await _ask(context, task, stored, person, RequestKind.CLOSURE)
        await evidencing.with_claim(context, task, claim)
        await tell_checkers(context, task, claim)
    elif claims and stands_in:
        await tell_owner_to_confirm(context, task, await _ask(context, task, stored, person, RequestKind.CONFIRM))
    extension = row.new_deadline is not None
    if extension:
        request = await _ask(context, task, stored, person, RequestKind.EXTENSION)
        request.wanted, request.reason = row.new_deadline, row.reason or ""
        await tell_deciders(context, task, request)
    decision = len(row.options) >= 2
    if decision:
        request = await _ask(context, task, stored, person, RequestKind.DECISION)
        request.options, request.recommended = list(row.options), row.recommended
        await tell_deciders(context, task, request)
    stands = was == State.BLOCKED == task.state and row.state in (Said.IN_PROGRESS, None) and not row.blocker
    return Understood(
        task,
        stored,
        claimed=claimed,
        confirming=claims and stands_in,
        extension=extension,
        decision=decision,
        difficulty_solved=row.difficulty_solved,
        difficulty_stands=stands,
    )


async def _ask(context: StepContext, task: Task, stored: Report, person: Person, kind: RequestKind) -> Request:
    await _end(context, task, kind)
    request = Request(task_id=task.id, kind=kind, report_id=stored.id, person_id=person.id, asked_at=context.now)
    request = await added(context.session, request)
    context.note("request", task=task, request=request.id, of=kind.value)
    return request


async def _end(context: StepContext, task: Task, kind: RequestKind) -> None:
    """A newer word of the head takes the place of what he asked before."""
    request = await requests.open_of_kind(context.session, task.id, kind)
    if request is not None:
        request.state, request.decided_at = RequestState.WITHDRAWN, context.now
