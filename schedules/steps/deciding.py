"""What a coordinator or a leader decides: closing, returning, granting time, choosing an option."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from db import people, requests, tasks
from db.lifecycle import Step, advance
from db.models import Request, RequestKind, RequestState, Task
from db.payloads import OutcomePayload, RequestOutcome
from db.rights import Action
from schedules.steps import evidencing, items, matters, milestones
from schedules.steps.context import StepContext
from schedules.steps.notices import needs_leader, of_own_office, tell_checkers, tell_outcome
from schedules.steps.refusals import NotHisToDecide
from schedules.steps.replan import begin_round, replan


class TakenAlready(Exception):
    """Somebody else was faster; the text says who and is fit to be shown."""

    def __init__(self, who: str, request: Request) -> None:
        super().__init__(f"该事项已由{who}处理。")
        self.request = request


@dataclass(frozen=True, slots=True)
class Decided:
    task: Task
    request: Request


async def _open(context: StepContext, request_id: int, kind: RequestKind) -> Decided:
    request = await requests.locked(context.session, request_id)
    if request is None or request.kind != kind:
        raise NotHisToDecide("未找到这项申请。")
    if request.state != RequestState.OPEN:
        raise TakenAlready(await _who(context, request), request)
    task = await tasks.locked(context.session, request.task_id)
    assert task is not None, "a request belongs to a task"
    return Decided(task, request)


async def _who(context: StepContext, request: Request) -> str:
    if request.decided_by_id is None:
        return "申请人（已撤回）"
    who = (await people.by_ids(context.session, [request.decided_by_id]))[request.decided_by_id].name
    return f"{who}（{request.note}）" if request.state is RequestState.WITHDRAWN and request.note else who


def _only_with(context: StepContext, action: Action, task: Task) -> None:
    if not context.may(action, task):
        raise NotHisToDecide("此项由督查室办理。")


def _end(context: StepContext, request: Request, state: RequestState, note: str = "") -> None:
    request.state, request.decided_at, request.note = state, context.now, note
    request.decided_by_id = context.actor.id if context.actor else None


async def _end_open(context: StepContext, task: Task) -> None:
    """More time or a choice wanted for what is closed: nobody has to decide it any more."""
    for request in await requests.open_for(context.session, [task.id]):
        _end(context, request, RequestState.WITHDRAWN, "事项已销号")


async def accept_claim(context: StepContext, request_id: int) -> Decided:
    """销号. Raises TakenAlready, NotHisToDecide, StepNotAllowed."""
    decided = await _open(context, request_id, RequestKind.CLOSURE)
    task = decided.task
    may_close(context, task)
    if await evidencing.wanting(context, task):
        raise NotHisToDecide(
            f"{task.number}号办结须附{task.evidence_wanted}，尚未收到。可先催要或退回重办；"
            f"确不需要的，请发“{task.number}号办结不用附材料”。"
        )
    await items.may_close(context, [task])
    was, task.state = task.state, advance(task.state, Step.ACCEPT)
    task.closed_at = context.now
    _end(context, decided.request, RequestState.GRANTED)
    await _end_open(context, task)
    context.note("accept", task=task, request=request_id, was=was.value, state=task.state.value)
    await replan(context, task)
    await matters.carried_out(context, [task])
    await tell_outcome(context, decided.request.person_id, OutcomePayload(RequestOutcome.CLOSED, task.id))
    return decided


def may_close(context: StepContext, task: Task) -> None:
    """Tasks led by the supervision office itself are closed by their leader, not by their own people."""
    actor = context.actor
    if actor is not None and actor.id == task.leader_id:
        return
    own = actor is not None and (
        actor.id == task.owner_id or any(post.department_id == task.lead_department_id for post in actor.posts)
    )
    if own or of_own_office(task):
        leader = task.leader.name if task.leader is not None else "牵头领导"
        raise NotHisToDecide(
            f"{task.number}号由本单位牵头，由{leader}核查销号，不能自行销号：请{task.owner.name}报办结，办结申请即呈{leader}。"
        )
    _only_with(context, Action.CHECK, task)


async def return_claim(context: StepContext, request_id: int, *, reason: str, due: date | None) -> Decided:
    """退回重办, with the reason and, where one is given, the new date. Raises as `accept_claim`."""
    decided = await _open(context, request_id, RequestKind.CLOSURE)
    task = decided.task
    may_close(context, task)
    was, task.state = task.state, advance(task.state, Step.RETURN)
    if due is not None:
        task.due = due
    task.claimed_at, task.percent = None, None if task.percent == 100 else task.percent
    begin_round(task, context)
    _end(context, decided.request, RequestState.REFUSED, reason)
    context.note(
        "return",
        task=task,
        request=request_id,
        was=was.value,
        state=task.state.value,
        due=due.isoformat() if due else None,
    )
    await replan(context, task)
    outcome = OutcomePayload(RequestOutcome.RETURNED, task.id, reason=reason, due=due)
    await tell_outcome(context, decided.request.person_id, outcome)
    return decided


async def confirm_claim(context: StepContext, request_id: int, *, confirmed: bool) -> Decided:
    """The head's one tap under a liaison's "done"."""
    decided = await _open(context, request_id, RequestKind.CONFIRM)
    task, request = decided.task, decided.request
    asked_by_telephone = task.urgent and context.may(Action.ORDER, task)  # a 急件 waits for nobody's Monday
    if context.actor is None or not (context.may(Action.CONFIRM, task) or asked_by_telephone):
        raise NotHisToDecide("此项须由责任人本人确认。")
    _end(context, request, RequestState.GRANTED if confirmed else RequestState.REFUSED)
    if confirmed:
        was, task.state = task.state, advance(task.state, Step.CLAIM)
        task.claimed_at, task.asked_at = context.now, None
        claim = Request(
            task_id=task.id,
            kind=RequestKind.CLOSURE,
            report_id=request.report_id,
            person_id=context.actor.id if context.may(Action.CONFIRM, task) else task.owner_id,
            asked_at=context.now,
        )
        context.session.add(claim)
        await context.session.flush()
        context.note("claim", task=task, request=claim.id, was=was.value, state=task.state.value)
        await tell_checkers(context, task, claim)
    await replan(context, task)
    what = RequestOutcome.CONFIRMED if confirmed else RequestOutcome.NOT_CONFIRMED
    await tell_outcome(context, request.person_id, OutcomePayload(what, task.id))
    return decided


async def grant_extension(
    context: StepContext, request_id: int, *, consent: str = "", milestones_stay: bool = False
) -> Decided:
    """Move the date. A coordinator grants one of up to ten working days; more needs the leader, or his recorded
    consent (经…同意); the milestones go with it as the request shows, unless they are to stay. Raises NotHisToDecide
    with what is missing."""
    decided = await _open(context, request_id, RequestKind.EXTENSION)
    task, request = decided.task, decided.request
    assert request.wanted is not None, "an extension names its date"
    await _may_extend(context, task, request, consent)
    was = task.due
    advance(task.state, Step.REDATE)  # whether it may; the state stays: he asked for this date, that is his signing for
    if not milestones_stay:
        milestones.move(context, task, request.wanted)
    task.due = request.wanted
    begin_round(task, context)
    _end(context, request, RequestState.GRANTED, consent)
    context.note(
        "redate",
        task=task,
        request=request_id,
        was_due=was.isoformat() if was else None,
        due=task.due.isoformat(),
        was=task.state.value,
        state=task.state.value,
    )
    await replan(context, task)
    await tell_outcome(context, request.person_id, OutcomePayload(RequestOutcome.EXTENDED, task.id, due=task.due))
    return decided


async def _may_extend(context: StepContext, task: Task, request: Request, consent: str) -> None:
    if context.may(Action.EXTEND_LONG, task):
        return
    _only_with(context, Action.EXTEND, task)
    if consent:
        return
    if await needs_leader(context, task, request):
        raise NotHisToDecide(
            "再次延期、超过10个工作日的延期，以及领导批示、急件的延期，须经牵头领导同意：请由领导点按；领导已当面同意的，请回复该申请，例如“经常务副市长同意”。"
        )


async def refuse_extension(context: StepContext, request_id: int, *, reason: str = "") -> Decided:
    decided = await _open(context, request_id, RequestKind.EXTENSION)
    task, request = decided.task, decided.request
    _only_with(context, Action.EXTEND, task)
    _end(context, request, RequestState.REFUSED, reason)
    _next_asked_tomorrow(context, task)
    context.note("refuse_extension", task=task, request=request_id)
    await replan(context, task)
    await tell_outcome(context, request.person_id, OutcomePayload(RequestOutcome.NOT_EXTENDED, task.id, reason=reason))
    return decided


def _next_asked_tomorrow(context: StepContext, task: Task) -> None:
    """The days past due on which he waited for more time are not asked about afterwards."""
    over = context.now >= context.policy.at(context.today, context.policy.morning)
    last = context.today if over else context.today - timedelta(days=1)
    if task.due is not None and task.due < last:
        task.overdue_on = max(task.overdue_on or last, last)


async def decide(context: StepContext, request_id: int, chosen: int) -> Decided:
    """A leader chooses one of the options (0 is the first)."""
    decided = await _open(context, request_id, RequestKind.DECISION)
    task, request = decided.task, decided.request
    if context.actor is None or not context.may(Action.CHOOSE, task):
        raise NotHisToDecide("此项请示由牵头领导决定。")
    if not 0 <= chosen < len(request.options):
        raise NotHisToDecide("没有这个选项。")
    request.chosen = chosen
    _end(context, request, RequestState.GRANTED)
    context.note("decide", task=task, request=request_id, chosen=chosen)
    await replan(context, task)
    option, who = request.options[chosen], context.actor.name
    outcome = OutcomePayload(
        RequestOutcome.DECIDED, task.id, option=option, chosen=chosen, who=who, request_id=request_id
    )
    await tell_outcome(context, request.person_id, outcome)
    return decided


async def take_back(context: StepContext, request_id: int, *, within: timedelta) -> Decided:
    """His choice, as long as it is fresh: the request waits for him again. Raises NotHisToDecide."""
    request = await requests.locked(context.session, request_id)
    mine = request is not None and context.actor is not None and request.decided_by_id == context.actor.id
    if request is None or not mine or request.kind != RequestKind.DECISION or request.decided_at is None:
        raise NotHisToDecide("没有可以撤回的决定。")
    if context.now - request.decided_at > within:
        raise NotHisToDecide("决定已超过十分钟，不能撤回；如需改变，请直接写明批示。")
    task = await tasks.locked(context.session, request.task_id)
    assert task is not None, "a request belongs to a task"
    request.state, request.chosen, request.decided_at, request.decided_by_id = RequestState.OPEN, None, None, None
    context.note("take_back", task=task, request=request_id)
    await replan(context, task)
    return Decided(task, request)
