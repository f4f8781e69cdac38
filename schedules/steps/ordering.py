"""What the supervision office does with a task of its own accord: 转办, 改期, 调整目标, 中止, 恢复, 新增."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from db import matters as raised
from db import people, reports, requests, tasks
from db.lifecycle import State, Step, advance
from db.models import (
    Ledger,
    MatterKind,
    MatterState,
    Mode,
    RequestKind,
    RequestState,
    SupportingDepartment,
    Task,
)
from db.payloads import OutcomePayload, RequestOutcome
from db.rights import Action
from schedules.facts import bare
from schedules.steps import matters, milestones
from schedules.steps.context import StepContext
from schedules.steps.handing_over import close_questions, give_matters, hand_over, tell_both
from schedules.steps.notices import is_for_leader, tell_outcomes
from schedules.steps.refusals import NotHisToDecide
from schedules.steps.replan import begin_round, replan

OWN_LEDGER = "督查室交办事项"


async def held(context: StepContext, task_id: int) -> Task:
    """The task, if the actor may order something of it. Raises NotHisToDecide."""
    task = await tasks.locked(context.session, task_id)
    if task is None or not context.may(Action.ORDER, task):
        raise NotHisToDecide("此项由督查室办理。")
    return task


async def held_all(context: StepContext, task_ids: Iterable[int]) -> list[Task]:
    """These tasks in the order given, in a fixed number of statements. Raises NotHisToDecide as `held`."""
    ids = list(dict.fromkeys(task_ids))
    known = {task.id: task for task in await tasks.locked_all(context.session, ids)}
    if any(each not in known or not context.may(Action.ORDER, known[each]) for each in ids):
        raise NotHisToDecide("此项由督查室办理。")
    return [known[each] for each in ids]


async def turn_over(
    context: StepContext, task_ids: Iterable[int], department_id: int, owner_id: int, *, stays: bool = False
) -> None:
    """转办: another department leads from now on, and its head answers for it. `stays`: the former one supports it."""
    to = (await people.by_ids(context.session, [owner_id]))[owner_id]
    liaison = await people.liaison_of(context.session, department_id)
    by_former: dict[int, list[Task]] = {}
    for task in await held_all(context, task_ids):
        if task.state is State.CLOSED:
            raise NotHisToDecide(f"{task.number}号已销号，不能转办；确需重办请先发“重新打开{task.number}号”。")
        by_former.setdefault(task.owner_id, []).append(task)
    for former_id, moved in by_former.items():
        former = (await people.by_ids(context.session, [former_id]))[former_id]
        led = [(task.id, task.lead_department_id) for task in moved]
        for task in moved:
            task.lead_department_id, task.liaison_id = department_id, liaison
        await close_questions(context, former, [task.number for task in moved])
        await give_matters(context, former, to if to.reachable else None, moved)
        await hand_over(context, moved, to)
        await tell_both(context, moved, former, to)
        for task_id, formerly in led if stays else ():  # it leads no more, and may support
            await support(context, [task_id], [formerly])


async def redate(context: StepContext, task_ids: Iterable[int], day: date, *, why: str = "") -> None:
    """改期, with the limits of an extension, and the milestones with it: a long or a second one needs somebody's
    recorded consent."""
    found = await held_all(context, task_ids)
    for task in found:
        await may_redate(context, task, day, why)
        was, was_due, task.state = task.state, task.due, advance(task.state, Step.REDATE)
        milestones.move(context, task, day)
        task.due, task.signed_at = day, None
        begin_round(task, context)
        context.note(
            "redate",
            task=task,
            was_due=was_due.isoformat() if was_due else None,
            due=day.isoformat(),
            was=was.value,
            state=task.state.value,
        )
    await replan(context, *found)
    await tell_owners(context, found, RequestOutcome.REDATED, reason=why)


async def may_redate(context: StepContext, task: Task, day: date, why: str) -> None:
    """Raises NotHisToDecide with what is missing."""
    if task.mode is Mode.RECURRING:
        raise NotHisToDecide(f"{task.number}号是常态推进事项，按期反馈，没有可改的办结时限。")
    if day <= context.today:
        raise NotHisToDecide("新的时限须晚于今天。")
    if task.due is not None and day <= task.due:
        return
    earlier = await requests.granted(context.session, task.id, RequestKind.EXTENSION)
    if is_for_leader(context, task, day, len(earlier)) and not names_consent(why):
        policy = context.policy.of(bare(task))
        raise ConsentMissing(
            f"{task.number}号再次延期、延期超过{policy.extension_days}个工作日，或属领导批示、急件的，须经牵头领导同意："
            f"请写明，例如“{task.number}号改期到{day.month}月{day.day}日，经常务副市长同意”。"
        )


class ConsentMissing(NotHisToDecide):
    """A later date that only a leader may grant: whose consent it was is to be said."""


_CONSENT = re.compile(
    r"(?:经|由|请示)?(?P<who>[^,，。;；:：\d]{0,14}?)(?:已经|已|也|都|口头|书面|电话)*(?:同意|批准|批示同意|点头)"
)
_NOBODY = re.compile(
    r"^(?:是|经|由)?(?:上级|上面|有关|市|县|各|主要)?(?:领导|同志|他们?|她|局里|单位|部门)?(?:们)?(?:那边|那里)?(?:研究|商量|开会)?$"
)


def names_consent(why: str) -> bool:
    """Whose consent it was: 领导同意 names nobody."""
    return any(not _NOBODY.match(found["who"].strip()) for found in _CONSENT.finditer(why))


async def retarget(context: StepContext, task_ids: Iterable[int], target: str) -> None:
    """A changed target needs a new signing for."""
    found = await held_all(context, task_ids)
    for task in found:
        was, task.state = task.state, advance(task.state, Step.HAND_OUT)
        task.target, task.signed_at, task.handed_out_at = target, None, None
        begin_round(task, context)
        context.note("retarget", task=task, was=was.value, state=task.state.value)
    await replan(context, *found)
    await tell_owners(context, found, RequestOutcome.RETARGETED, reason=target)


async def support(context: StepContext, task_ids: Iterable[int], department_ids: Iterable[int]) -> None:
    """Departments that support from now on; the morning tells them once, they sign for nothing."""
    wanted = list(dict.fromkeys(department_ids))
    names = {each.id: each.name for each in await people.departments(context.session)}
    found = await held_all(context, task_ids)
    places = await tasks.supporting_places(context.session, [task.id for task in found])
    told = []
    for task in found:
        known = places.get(task.id, {})
        new = [each for each in wanted if each not in known and each != task.lead_department_id]
        for place, each in enumerate(new, max(known.values(), default=0) + 1):
            context.session.add(SupportingDepartment(task_id=task.id, position=place, department_id=each))
        context.note("support", task=task, departments=new)
        if new:
            reason = "、".join(names[each] for each in new)
            told.append((task.owner_id, OutcomePayload(RequestOutcome.SUPPORTED, task.id, reason=reason)))
    await tell_outcomes(context, told)


async def urgent(context: StepContext, task_ids: Iterable[int], *, on: bool) -> None:
    """急件 from now on, or no longer; its owner hears of it."""
    found = await held_all(context, task_ids)
    for task in found:
        task.urgent = on
        context.note("urgent", task=task, on=on)
    await replan(context, *found)
    await tell_owners(context, found, RequestOutcome.URGENT if on else RequestOutcome.NOT_URGENT)


async def relead(context: StepContext, task_ids: Iterable[int], leader_id: int) -> None:
    """Another leader leads; what the head has to do stays as it is."""
    leader = (await people.by_ids(context.session, [leader_id]))[leader_id]
    told = []
    for task in await held_all(context, task_ids):
        was, task.leader_id = task.leader_id, leader_id
        context.note("relead", task=task, was_leader=was, leader=leader_id)
        outcome = OutcomePayload(RequestOutcome.RELED, task.id, who=leader.name)
        concerned = dict.fromkeys(each for each in (task.owner_id, leader_id, was) if each is not None)
        told += [(person_id, outcome) for person_id in concerned]
    await tell_outcomes(context, told)


async def retitle(context: StepContext, task_ids: Iterable[int], title: str) -> None:
    found = await held_all(context, task_ids)
    for task in found:
        task.title = title
        context.note("retitle", task=task)
    await tell_owners(context, found, RequestOutcome.RETITLED, reason=title)


async def want_evidence(context: StepContext, task_ids: Iterable[int], what: str) -> None:
    """What has to be shown before these are closed; nothing ends the demand."""
    found = await held_all(context, task_ids)
    for task in found:
        task.evidence_wanted = what[:200]
        context.note("evidence_wanted", task=task, wanted=bool(what))
    await tell_owners(context, found, RequestOutcome.EVIDENCE_WANTED, reason=what)


async def stop(context: StepContext, task_ids: Iterable[int], *, why: str = "") -> None:
    found = await held_all(context, task_ids)
    ended = await end_what_waits(context, found, "事项已中止")
    told = []
    for task in found:
        was, task.state = task.state, advance(task.state, Step.STOP)
        context.note("stop", task=task, was=was.value, state=task.state.value)
        fell = f"原{'、'.join(ended[task.id])}随之失效，恢复后仍需要的请重新提出" if task.id in ended else ""
        reason = "；".join(part for part in (why, fell) if part)
        told.append((task.owner_id, OutcomePayload(RequestOutcome.STOPPED, task.id, reason=reason)))
    await replan(context, *found)
    await tell_outcomes(context, told)


async def end_what_waits(context: StepContext, found: Sequence[Task], why: str) -> dict[int, dict[str, None]]:
    """What had been asked for of each task, in words; whoever taps on it later hears `why`."""
    ids = [task.id for task in found]
    ended: dict[int, dict[str, None]] = {}
    for share in await raised.of_tasks(context.session, ids, MatterKind.SHARE):
        await matters.end(context, share, "withdrawn", state=MatterState.WITHDRAWN)
    for request in await requests.open_for(context.session, ids):
        request.state, request.decided_at, request.note = RequestState.WITHDRAWN, context.now, why
        request.decided_by_id = context.actor.id if context.actor else None
        ended.setdefault(request.task_id, {})[_ASKED[request.kind]] = None
    for problem in await reports.open_problems(context.session, ids):
        problem.solved_at = context.now
    for promise in await reports.open_promises(context.session, ids):
        promise.ended_at = context.now
    return ended


_ASKED = {
    RequestKind.CLOSURE: "办结申请",
    RequestKind.CONFIRM: "办结报告",
    RequestKind.EXTENSION: "延期申请",
    RequestKind.DECISION: "请示",
}


async def resume(context: StepContext, task_ids: Iterable[int], *, why: str = "") -> None:
    """恢复: signed for anew, by whoever answers for it today."""
    found = await held_all(context, task_ids)
    for task in found:
        was, task.state = task.state, advance(task.state, Step.RESUME)
        task.signed_at = task.handed_out_at = None
        begin_round(task, context)
        context.note("resume", task=task, was=was.value, state=task.state.value)
    await replan(context, *found)
    await tell_owners(context, found, RequestOutcome.RESUMED, reason=why)


async def add(
    context: StepContext,
    *,
    title: str,
    target: str,
    department_id: int,
    owner_id: int,
    leader_id: int | None,
    due: date,
    urgent: bool,
    supporting: Iterable[int] = (),
    remark: str = "",
    of: str = OWN_LEDGER,
) -> Task:
    """新增任务, in the office's own ledger, so that no edition of another one misses it; `of`: in that of a meeting."""
    ledger = await tasks.ledger_named(context.session, of)
    if ledger is None:
        ledger = Ledger(name=of, base_date=context.today, imported_at=context.now)
        context.session.add(ledger)
        await context.session.flush()
    number = await tasks.last_number(context.session) + 1
    task = Task(
        ledger_id=ledger.id,
        no=number,
        number=number,
        category="督查室交办",
        source="重点工作",
        title=title,
        target=target,
        lead_department_id=department_id,
        leader_id=leader_id,
        owner_id=owner_id,
        liaison_id=await people.liaison_of(context.session, department_id),
        urgent=urgent,
        mode=Mode.DEADLINE,
        original_due=due,
        due=due,
        imported_digest="",
        state=State.HANDED_OUT,
        plan_from=context.today,
        began_at=context.now,
    )
    context.session.add(task)
    await context.session.flush()
    task.source = "议定事项" if remark or of != OWN_LEDGER else task.source
    for place, each in enumerate(dict.fromkeys(supporting), 1):
        context.session.add(SupportingDepartment(task_id=task.id, position=place, department_id=each))
    context.note("hand_out", task=task, state=task.state.value, due=due.isoformat())
    made = (await tasks.by_ids(context.session, [task.id]))[task.id]
    await replan(context, made)
    return made


async def tell_owner(context: StepContext, task: Task, what: RequestOutcome, *, reason: str = "") -> None:
    await tell_owners(context, [task], what, reason=reason)


async def tell_owners(context: StepContext, found: Iterable[Task], what: RequestOutcome, *, reason: str = "") -> None:
    dated = what in (RequestOutcome.REDATED, RequestOutcome.RESUMED)
    told = [
        (task.owner_id, OutcomePayload(what, task.id, reason=reason, due=task.due if dated else None)) for task in found
    ]
    await tell_outcomes(context, told)
