"""What a coordinator or a leader decides: closing, returning, granting time, choosing an option."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from db import people, requests, tasks
from db.lifecycle import Step, advance
from db.models import Request, RequestKind, RequestState, Task
from db.payloads import OutcomePayload, RequestOutcome
from db.rights import Action
from schedules.steps.context import Desk
from schedules.steps.notices import needs_leader, of_own_office, tell_checkers, tell_outcome
from schedules.steps.replan import begin_round, replan


class TakenAlready(Exception):
    """Somebody else was faster; the text says who and is fit to be shown."""

    def __init__(self, who: str, request: Request) -> None:
        super().__init__(f"该事项已由{who}处理。")
        self.request = request


class NotHisToDecide(Exception):
    """The person may not decide this; the text is fit to be shown."""


@dataclass(frozen=True, slots=True)
class Decided:
    task: Task
    request: Request


async def _open(desk: Desk, request_id: int, kind: RequestKind) -> Decided:
    request = await requests.locked(desk.session, request_id)
    if request is None or request.kind != kind:
        raise NotHisToDecide("未找到这项申请。")
    if request.state != RequestState.OPEN:
        raise TakenAlready(await _who(desk, request), request)
    task = await tasks.locked(desk.session, request.task_id)
    assert task is not None, "a request belongs to a task"
    return Decided(task, request)


async def _who(desk: Desk, request: Request) -> str:
    if request.decided_by_id is None:
        return "申请人（已撤回）"
    return (await people.by_ids(desk.session, [request.decided_by_id]))[request.decided_by_id].name


def _only_with(desk: Desk, action: Action, task: Task) -> None:
    if not desk.may(action, task):
        raise NotHisToDecide("此项由督查室办理。")


def _end(desk: Desk, request: Request, state: RequestState, note: str = "") -> None:
    request.state, request.decided_at, request.note = state, desk.now, note
    request.decided_by_id = desk.actor.id if desk.actor else None


async def accept_claim(desk: Desk, request_id: int) -> Decided:
    """销号. Raises TakenAlready, NotHisToDecide, StepNotAllowed."""
    decided = await _open(desk, request_id, RequestKind.CLOSURE)
    task = decided.task
    _may_close(desk, task)
    was, task.state = task.state, advance(task.state, Step.ACCEPT)
    task.closed_at = desk.now
    _end(desk, decided.request, RequestState.GRANTED)
    desk.note("accept", task=task, request=request_id, was=was.value, state=task.state.value)
    await replan(desk, task)
    await tell_outcome(desk, decided.request.person_id, OutcomePayload(RequestOutcome.CLOSED, task.id))
    return decided


def _may_close(desk: Desk, task: Task) -> None:
    """Tasks led by the supervision office itself are closed by their leader, not by their own people."""
    actor = desk.actor
    if actor is not None and actor.id == task.leader_id:
        return
    own = actor is not None and (
        actor.id == task.owner_id or any(post.department_id == task.lead_department_id for post in actor.posts)
    )
    if own or of_own_office(task):
        raise NotHisToDecide("本单位牵头的事项由牵头领导销号，不能自行销号。")
    _only_with(desk, Action.CHECK, task)


async def return_claim(desk: Desk, request_id: int, *, reason: str, due: date | None) -> Decided:
    """退回重办, with the reason and, where one is given, the new date. Raises as `accept_claim`."""
    decided = await _open(desk, request_id, RequestKind.CLOSURE)
    task = decided.task
    _may_close(desk, task)
    was, task.state = task.state, advance(task.state, Step.RETURN)
    if due is not None:
        task.due = due
    task.claimed_at, task.percent = None, None if task.percent == 100 else task.percent
    begin_round(task, desk)
    _end(desk, decided.request, RequestState.REFUSED, reason)
    desk.note(
        "return",
        task=task,
        request=request_id,
        was=was.value,
        state=task.state.value,
        due=due.isoformat() if due else None,
    )
    await replan(desk, task)
    outcome = OutcomePayload(RequestOutcome.RETURNED, task.id, reason=reason, due=due)
    await tell_outcome(desk, decided.request.person_id, outcome)
    return decided


async def confirm_claim(desk: Desk, request_id: int, *, confirmed: bool) -> Decided:
    """The head's one tap under a liaison's "done"."""
    decided = await _open(desk, request_id, RequestKind.CONFIRM)
    task, request = decided.task, decided.request
    if desk.actor is None or not desk.may(Action.CONFIRM, task):
        raise NotHisToDecide("此项须由责任人本人确认。")
    _end(desk, request, RequestState.GRANTED if confirmed else RequestState.REFUSED)
    if confirmed:
        was, task.state = task.state, advance(task.state, Step.CLAIM)
        task.claimed_at, task.asked_at = desk.now, None
        claim = Request(
            task_id=task.id,
            kind=RequestKind.CLOSURE,
            report_id=request.report_id,
            person_id=desk.actor.id,
            asked_at=desk.now,
        )
        desk.session.add(claim)
        await desk.session.flush()
        desk.note("claim", task=task, request=claim.id, was=was.value, state=task.state.value)
        await tell_checkers(desk, task, claim)
    await replan(desk, task)
    what = RequestOutcome.CONFIRMED if confirmed else RequestOutcome.NOT_CONFIRMED
    await tell_outcome(desk, request.person_id, OutcomePayload(what, task.id))
    return decided


async def grant_extension(desk: Desk, request_id: int, *, consent: str = "") -> Decided:
    """Move the date. A coordinator grants one of up to ten working days; more needs the leader, or his recorded
    consent (经…同意). Raises NotHisToDecide with what is missing."""
    decided = await _open(desk, request_id, RequestKind.EXTENSION)
    task, request = decided.task, decided.request
    assert request.wanted is not None, "an extension names its date"
    await _may_extend(desk, task, request, consent)
    was = task.due
    advance(task.state, Step.REDATE)  # whether it may; the state stays: he asked for this date, that is his signing for
    task.due = request.wanted
    begin_round(task, desk)
    _end(desk, request, RequestState.GRANTED, consent)
    desk.note(
        "redate",
        task=task,
        request=request_id,
        was_due=was.isoformat() if was else None,
        due=task.due.isoformat(),
        was=task.state.value,
        state=task.state.value,
    )
    await replan(desk, task)
    await tell_outcome(desk, request.person_id, OutcomePayload(RequestOutcome.EXTENDED, task.id, due=task.due))
    return decided


async def _may_extend(desk: Desk, task: Task, request: Request, consent: str) -> None:
    if desk.may(Action.EXTEND_LONG, task):
        return
    _only_with(desk, Action.EXTEND, task)
    if consent:
        return
    if await needs_leader(desk, task, request):
        raise NotHisToDecide(
            "再次延期、超过10个工作日的延期，以及领导批示、急件的延期，须经牵头领导同意：请由领导点按；领导已当面同意的，请回复该申请，例如“经常务副市长同意”。"
        )


async def refuse_extension(desk: Desk, request_id: int, *, reason: str = "") -> Decided:
    decided = await _open(desk, request_id, RequestKind.EXTENSION)
    task, request = decided.task, decided.request
    _only_with(desk, Action.EXTEND, task)
    _end(desk, request, RequestState.REFUSED, reason)
    desk.note("refuse_extension", task=task, request=request_id)
    await replan(desk, task)
    await tell_outcome(desk, request.person_id, OutcomePayload(RequestOutcome.NOT_EXTENDED, task.id, reason=reason))
    return decided


async def decide(desk: Desk, request_id: int, chosen: int) -> Decided:
    """A leader chooses one of the options (0 is the first)."""
    decided = await _open(desk, request_id, RequestKind.DECISION)
    task, request = decided.task, decided.request
    if desk.actor is None or not desk.may(Action.CHOOSE, task):
        raise NotHisToDecide("此项请示由牵头领导决定。")
    if not 0 <= chosen < len(request.options):
        raise NotHisToDecide("没有这个选项。")
    request.chosen = chosen
    _end(desk, request, RequestState.GRANTED)
    desk.note("decide", task=task, request=request_id, chosen=chosen)
    await replan(desk, task)
    option, who = request.options[chosen], desk.actor.name
    outcome = OutcomePayload(RequestOutcome.DECIDED, task.id, option=option, chosen=chosen, who=who)
    await tell_outcome(desk, request.person_id, outcome)
    return decided
