"""销号 and 重新打开 by the office's own word: many tasks at once, in a fixed number of questions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from db import matters as raised
from db import requests
from db.lifecycle import State, Step, advance
from db.models import MatterKind, Report, Request, RequestKind, RequestState, Task, Way
from db.payloads import RequestOutcome
from db.reading_facts import Said
from schedules.steps import items, matters, reopening
from schedules.steps.context import StepContext
from schedules.steps.deciding import may_close
from schedules.steps.ordering import end_what_waits, held_all, tell_owners
from schedules.steps.refusals import NotHisToDecide
from schedules.steps.replan import replan
from schedules.steps.reporting import Heard, keep_saying, snapshot


async def reopen(context: StepContext, task_ids: Iterable[int], *, why: str = "") -> None:
    """Raises NotHisToDecide, StepNotAllowed."""
    found = await held_all(context, task_ids)
    await reopening.reopen(context, *found)
    for matter in await raised.of_tasks(context.session, [task.id for task in found], MatterKind.LOOK_BACK):
        await matters.end(context, matter, "reopened")
    await tell_owners(context, found, RequestOutcome.REOPENED, reason=why)


async def close(context: StepContext, task_ids: Iterable[int], *, basis: str) -> None:
    """销号 without a claim, on a basis that stands on record in its place. Raises NotHisToDecide, StepNotAllowed."""
    if not basis:
        raise NotHisToDecide("销号要有依据：请写明，例如“3号销号，依据：现场核查已完工”。")
    found = await held_all(context, task_ids)
    for task in found:
        may_close(context, task)
    await items.may_close(context, found)
    await _on_record(context, [task for task in found if task.state is not State.CLAIMED], basis)
    await _grant(context, found, basis)
    for task in found:
        was = task.state
        claimed = was if was is State.CLAIMED else advance(was, Step.CLAIM)
        task.state = advance(claimed, Step.ACCEPT)
        task.closed_at, task.claimed_at = context.now, task.claimed_at or context.now
        context.note("accept", task=task, was=was.value, state=task.state.value)
    await end_what_waits(context, found, "事项已销号")
    await replan(context, *found)
    await matters.carried_out(context, found)
    await tell_owners(context, found, RequestOutcome.CLOSED_BY_OFFICE, reason=basis)


async def _on_record(context: StepContext, found: Sequence[Task], basis: str) -> None:
    """现场核查, 电话代录: what the office has seen or heard stands as the report on which each is closed."""
    assert context.actor is not None, "the office closes by somebody's word"
    if not found:
        return
    saying = await keep_saying(context, Heard(context.actor, basis, way=Way.PAPER_NOTE, entered_by=context.actor))
    reports = [
        Report(
            saying_id=saying.id,
            task_id=task.id,
            at=context.now,
            said=Said.DONE_CLAIMED,
            help_from=[],
            substance=True,
            before=snapshot(task),
        )
        for task in found
    ]
    context.session.add_all(reports)


async def _grant(context: StepContext, found: Sequence[Task], basis: str) -> None:
    """What its head has applied for; of one he has not, the office's own application."""
    assert context.actor is not None, "the office closes by somebody's word"
    open_ones = await requests.open_for(context.session, [task.id for task in found])
    asked = {each.task_id: each for each in open_ones if each.kind == RequestKind.CLOSURE}
    for task in found:
        request = asked.get(task.id)
        if request is None:
            request = Request(
                task_id=task.id, kind=RequestKind.CLOSURE, person_id=context.actor.id, asked_at=context.now
            )
            context.session.add(request)
        request.state, request.decided_at, request.note = RequestState.GRANTED, context.now, basis
        request.decided_by_id = context.actor.id
