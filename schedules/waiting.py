"""What waits, for whom and since when: read from the ledger whenever the office's or a leader's list is shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from db import matters, people, requests, task_columns, tasks
from db.models import Matter, MatterKind, MatterState, Request, RequestKind
from db.open_questions import read_stored
from db.task_columns import TaskColumns
from db.tasks import Filter
from schedules import ladder
from schedules.facts import bare
from schedules.ladder import Rung
from schedules.policy import Policy
from schedules.rungs import repeated
from schedules.steps.context import StepContext
from schedules.steps.notices import leader_grants, of_own_office
from schedules.survey import pages


@dataclass(frozen=True, slots=True)
class Silent:
    """One person's tasks that were asked about, or handed out, without a word of his; the oldest first."""

    owner_id: int
    task_ids: tuple[int, ...]
    since: date
    workdays: int
    unsigned: int  # of them not even signed for
    to_order: bool  # silent for so long that a 督办单 is due
    ripe: tuple[int, ...] = ()  # those silent for so long that their leader may be told, and who was not yet
    leaders: tuple[int | None, ...] = ()  # of those
    put_up: int = 0  # of how many he was told, or will be in the morning


@dataclass(frozen=True, slots=True)
class Waiting:
    """Oldest first."""

    silent: Sequence[Silent] = ()
    requests: Sequence[Request] = ()
    matters: Sequence[Matter] = ()


async def for_office(context: StepContext, reader_id: int | None = None) -> Waiting:
    """`reader_id`: what he himself holds, a paper to sign, stands in his list from the next day on."""
    return Waiting(await silent(context), await _requests(context), await _matters(context, reader_id))


async def for_leader(context: StepContext, leader_ids: Collection[int]) -> Waiting:
    """What only he, or the leaders he reads for, can decide, and what they were asked to help with."""
    asked = await _requests(context)
    decide = await _deciders(context, asked)
    his = [each for each in asked if not decide[each.id].isdisjoint(leader_ids)]
    held = [each for each in await matters.open_ones(context.session) if _whose(each) in leader_ids]
    return Waiting((), his, [each for each in held if context.policy.today(each.raised_at) < context.today])


async def leaders_asked(context: StepContext, request_ids: Iterable[int]) -> set[int]:
    """The leaders for whom these requests wait."""
    wanted = set(request_ids)
    waiting = [each for each in await requests.waiting(context.session) if each.id in wanted]
    return set().union(*(await _deciders(context, waiting)).values())


async def asked_of(context: StepContext, asked: Sequence[Request]) -> dict[int, set[int]]:
    """Request → who is to decide it; empty: the supervision office."""
    confirmed = {each.id: each.task_id for each in asked if each.kind is RequestKind.CONFIRM}
    known = await tasks.by_ids(context.session, set(confirmed.values())) if confirmed else {}
    others = await _deciders(context, [each for each in asked if each.id not in confirmed])
    return others | {request_id: {known[task_id].owner_id} for request_id, task_id in confirmed.items()}


async def _deciders(context: StepContext, asked: Sequence[Request]) -> dict[int, set[int]]:
    """Request → the leader for whom it waits, if it does; in two questions, however many they are."""
    ids = {request.task_id for request in asked}
    if not ids:
        return {}
    known = await tasks.by_ids(context.session, ids)
    granted = await requests.granted_often(context.session, RequestKind.EXTENSION, ids)

    def decides(request: Request) -> set[int]:
        task = known[request.task_id]
        if task.leader_id is None:
            return set()
        closes = request.kind is RequestKind.CLOSURE and of_own_office(task)
        decision = request.kind is RequestKind.DECISION
        his = closes or decision or leader_grants(context, task, request, granted.get(task.id, 0))
        return {task.leader_id} if his else set()

    return {request.id: decides(request) for request in asked}


async def silent(context: StepContext, chosen: Filter | None = None) -> list[Silent]:
    """By person: whom the office has to urge, who has been silent longest first."""
    found: dict[int, list[tuple[date, bool, TaskColumns]]] = defaultdict(list)
    async for page in pages(context.session, chosen or Filter(unfinished=True)):
        for task in page:
            since = _silent_since(task, context.policy, context.now)
            if since is not None:
                found[task.owner_id].append((since, task.signed_at is None, task))
    return sorted(
        (_of(context, owner, of) for owner, of in found.items()),
        key=lambda each: (each.since, -len(each.task_ids), each.owner_id),
    )


async def silent_tasks(context: StepContext, task_ids: Collection[int]) -> set[int]:
    """Which of these still wait for a word of their owner."""
    found = await task_columns.of_ids(context.session, task_ids)
    silent = [task for task in found if _silent_since(task, context.policy, context.now) is not None]
    return {task.id for task in silent} - await _half_answered(context, silent)


async def _half_answered(context: StepContext, silent: Sequence[TaskColumns]) -> set[int]:
    """Words came since the ask, about which we have a question of our own: he is not to be reported as silent."""
    asked: dict[int, list[tuple[datetime, tuple[int, ...]]]] = defaultdict(list)
    for each in await requests.questions_of(context.session, *{task.owner_id for task in silent}):
        asked[each.person_id].append((each.asked_at, read_stored(each.facts).refs))
    return {
        task.id
        for task in silent
        for at, refs in asked[task.owner_id]
        if task.number in refs and at >= (task.asked_at or task.began_at)
    }


def _silent_since(task: TaskColumns, policy: Policy, now: datetime) -> date | None:
    rungs = ladder.asked(bare(task), policy, policy.calendar)
    come = {rung for rung, at in rungs.items() if at <= now}
    if Rung.SILENCE_2 in come and task.asked_at is not None:
        return policy.today(task.asked_at)
    if Rung.SIGN in come and policy.today(rungs[Rung.SIGN]) < policy.today(now):
        return policy.today(max(task.handed_out_at or task.began_at, task.began_at))  # a new date is signed for anew
    return None


def _of(context: StepContext, owner_id: int, found: Sequence[tuple[date, bool, TaskColumns]]) -> Silent:
    ordered = sorted(found, key=lambda each: (each[0], each[2].number))
    since = ordered[0][0]
    workdays = context.calendar.between(since, context.today)
    ripe = [task for _, _, task in ordered if _ripe(context, task)]
    return Silent(
        owner_id,
        tuple(task.id for _, _, task in ordered),
        since,
        workdays,
        sum(unsigned for _, unsigned, _ in ordered),
        any(_to_order(context, since, task) for since, _, task in ordered),
        tuple(task.id for task in ripe),
        tuple(dict.fromkeys(task.leader_id for task in ripe)),
        sum(_put_up(context, task) for _, _, task in ordered),
    )


def _to_order(context: StepContext, since: date, task: TaskColumns) -> bool:
    return context.calendar.between(since, context.today) >= context.policy.of(bare(task)).silence_order_days


def _ripe(context: StepContext, task: TaskColumns) -> bool:
    asked = task.asked_at
    if asked is None or _put_up(context, task):
        return False
    if task.urgent:
        return context.now >= asked + timedelta(hours=context.policy.urgent_sign_hours)
    return (
        context.calendar.between(context.policy.today(asked), context.today)
        >= context.policy.of(bare(task)).silence_leader_days
    )


def _put_up(context: StepContext, task: TaskColumns) -> bool:
    asked = task.asked_at
    return asked is not None and repeated(Rung.TO_LEADER, context.policy.today(asked).isoformat()) in task.repeated_on


async def _requests(context: StepContext) -> list[Request]:
    return [each for each in await requests.waiting(context.session) if _waited_long(context, each.asked_at)]


def _waited_long(context: StepContext, since: datetime) -> bool:
    return context.calendar.between(context.policy.today(since), context.today) > context.policy.waiting_days


async def _matters(context: StepContext, reader_id: int | None) -> list[Matter]:
    """Those in the office's own hands, and those whose holder has let their day pass or cannot be reached."""
    found = await matters.open_ones(context.session)
    held = await people.by_ids(context.session, {holder for each in found if (holder := _whose(each)) is not None})
    return [
        each
        for each in found
        if each.state is MatterState.OPEN
        and (context.policy.today(each.raised_at) < context.today or each.kind is MatterKind.LOOK_BACK)
        and (
            (reader_id is not None and each.holder_id == reader_id)
            or _is_the_offices(context, each, reachable=(holder := _whose(each)) in held and held[holder].reachable)
        )
    ]


def _whose(matter: Matter) -> int | None:
    """None: the supervision office's."""
    return matter.raised_by_id if matter.with_its_leader else matter.holder_id


def _is_the_offices(context: StepContext, matter: Matter, *, reachable: bool) -> bool:
    if not reachable:
        return True
    if matter.due is not None:
        return matter.due < context.today
    waited = context.calendar.between(context.policy.today(matter.raised_at), context.today)
    return waited > 2 * context.policy.waiting_days
