"""撤销: what a saying changed is put back, and nothing of it is erased."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from db import matters, reports, requests, tasks
from db.lifecycle import State
from db.matter_verbs import MatterState
from db.models import Report, RequestKind, RequestState, Saying, Task
from db.rights import Action
from schedules.steps import items
from schedules.steps import matters as raised
from schedules.steps.context import StepContext
from schedules.steps.replan import replan
from schedules.steps.reporting import KEPT

_FIGURES = ("percent", "expected", "substance_at", "reported_at")
_ACTED_ON = {
    (RequestKind.CLOSURE, RequestState.GRANTED),
    (RequestKind.CLOSURE, RequestState.REFUSED),
    (RequestKind.CONFIRM, RequestState.GRANTED),
    (RequestKind.EXTENSION, RequestState.GRANTED),
}
_MOMENTS = {"signed_at", "asked_at", "substance_at", "reported_at", "claimed_at"}


async def withdraw(context: StepContext, saying: Saying, *, only: int | None = None) -> list[Task]:
    """Withdraw every standing report of a saying (`only`: this one); the task goes back to where it was, unless
    somebody has spoken of it or decided on it since. Returns the tasks it spoke of."""
    touched = []
    for report in reversed(await reports.of_saying(context.session, saying.id)):  # the answer before what it answered
        if only not in (None, report.id):
            continue
        task = await tasks.locked(context.session, report.task_id)
        if task is None or task.state == State.CLOSED or await _decided(context, report):
            continue  # what was decided is changed by those who decide, not by taking a word back
        if not _still_his(context, task):
            continue  # what he answered for is another's meanwhile
        await _withdraw_one(context, report, task)
        touched.append(task)
    await replan(context, *touched)
    return touched


def _still_his(context: StepContext, task: Task) -> bool:
    return context.actor is None or context.may(Action.REPORT, task) or context.may(Action.ORDER, task)


async def _decided(context: StepContext, report: Report) -> bool:
    """Somebody has acted on what was asked: closed or returned the claim, confirmed it, moved the date."""
    return any(
        (request.kind, request.state) in _ACTED_ON
        for request in await requests.of_reports(context.session, [report.id])
    )


async def _withdraw_one(context: StepContext, report: Report, task: Task) -> None:
    was = task.state
    report.withdrawn_at = context.now
    await _end_what_followed(context, [report.id])
    await _take_back_matters(context, report)
    await items.take_back(context, [report.id])
    if not await reports.newer_than(context.session, report):
        _put_back(task, report)
        await _stand_again(context, report)
    context.note("withdraw", task=task, report=report.id, was=was.value, state=task.state.value)


async def _take_back_matters(context: StepContext, report: Report) -> None:
    """What the same words raised about the task is withdrawn with them."""
    for matter in await matters.of_saying(context.session, report.saying_id):
        if matter.task_id == report.task_id and matter.state is MatterState.OPEN:
            await raised.end(context, matter, "withdrawn", state=MatterState.WITHDRAWN)


async def _stand_again(context: StepContext, report: Report) -> None:
    """Promises and difficulties that this report had ended stand as before it."""
    for promise in await reports.promises_ended_at(context.session, report.task_id, report.at):
        if promise.report_id != report.id:
            promise.ended_at = promise.kept = None
    for problem in await reports.problems_solved_at(context.session, report.task_id, report.at):
        if problem.report_id != report.id:
            problem.solved_at = None
            await raised.stand_again(context, problem)


def _put_back(task: Task, report: Report) -> None:
    """All of it in the round in which it was said; in a later one the figures only, the step since stands."""
    same_round = report.before.get("round", task.round) == task.round
    if same_round:
        task.state = State(report.before["state"])
    for name in KEPT if same_round else _FIGURES:
        value = report.before.get(name)
        if value is not None and name in _MOMENTS:
            value = datetime.fromisoformat(value)
        elif value is not None and name == "expected":
            value = date.fromisoformat(value)
        setattr(task, name, value)


async def _end_what_followed(context: StepContext, report_ids: Sequence[int]) -> None:
    for request in await requests.of_reports(context.session, report_ids):
        if request.state == RequestState.OPEN:
            request.state, request.decided_at = RequestState.WITHDRAWN, context.now
    for promise in await reports.promises_of(context.session, report_ids):
        promise.ended_at = promise.ended_at or context.now
    for problem in await reports.problems_of(context.session, report_ids):
        problem.solved_at = problem.solved_at or context.now
