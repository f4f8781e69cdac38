"""What is due is taken: one merged message per person, the newest rung of each task, worst first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from db import agenda, matters, metadata, outbox, people, requests, task_columns
from db.agenda import Come, Due, Ending
from db.lifecycle import UNFINISHED
from db.messages import Rank, Repeat
from db.models import Fate, RequestKind
from db.outbox import NewCall
from db.payloads import DeskPayload, DeskRow, MorningPayload, ReminderItem, RequestPayload, UrgentPayload
from db.people import Contact
from db.task_columns import TaskColumns
from schedules import ladder, waiting
from schedules.evening import put_lists as put_evening_lists
from schedules.facts import beside
from schedules.ladder import Rung
from schedules.missed import add_missed
from schedules.rungs import FOR_COORDINATORS, FOR_LEADERS, FOR_OFFICE, FOR_OWNERS, REPEATED, repeated, since, superseded
from schedules.slices import whole_recipients
from schedules.steps.context import StepContext
from schedules.steps.leader_reports import hindrance
from schedules.steps.matters import desk_key, follow_up_key, is_morning
from schedules.steps.replan import begin_round, follow
from schedules.steps.sharing import take_along

SLICE = 620  # rungs taken in one transaction: some forty milliseconds of the write lock

_AFTER = timedelta(microseconds=1)
_ONCE_MORE = {Rung.BEFORE_1, Rung.DUE}  # an unknown send of these goes again, marked 重发


@dataclass(frozen=True, slots=True)
class Taken:
    """What one step of time made of the agenda."""

    messages: int = 0
    rows: int = 0

    def __add__(self, other: Taken) -> Taken:
        return Taken(self.messages + other.messages, self.rows + other.rows)


@dataclass(frozen=True, slots=True)
class Slice:
    """Rows that are taken in one transaction: for their owners, or for the office's one list."""

    row_ids: tuple[int, ...]
    task_ids: frozenset[int]
    said_until: datetime  # what stood after it has not been said: rungs were taken up to that moment before
    office: bool = False


async def slices(context: StepContext) -> list[Slice]:
    """All that is due now, the office's list first: it changes no task, and a round that begins would hide it."""
    due = await agenda.all_due(context.session, now=context.now)
    if not due:
        return []
    office = [row for row in due if row.rung in FOR_OFFICE]
    owners = [row for row in due if row.rung in FOR_OWNERS]
    deputies = await people.deputy_contacts(context.session, {row.owner_id for row in owners}, today=context.today)
    answering = {owner: deputy.id for owner, deputy in deputies.items()}
    weights = {at: _weight(context, at) for at in {row.at for row in owners}}
    parts = whole_recipients(owners, answering, weigh=lambda row: weights[row.at], most=SLICE)
    until = await metadata.at(context.session, metadata.TAKEN) or context.now
    return [*([_slice(office, until, office=True)] if office else []), *[_slice(part, until) for part in parts]]


def _weight(context: StepContext, at: datetime) -> int:
    """A late rung may stand for every day since."""
    return 1 + (context.today - context.policy.today(at)).days


def _slice(rows: Sequence[Due], until: datetime, *, office: bool = False) -> Slice:
    return Slice(tuple(row.id for row in rows), frozenset(row.task_id for row in rows), until, office)


async def take_due(context: StepContext) -> Taken:
    """Take every waiting row whose moment has come, in one transaction."""
    taken = Taken()
    for part in await slices(context):
        taken += await take(context, part)
    return taken


async def take(context: StepContext, part: Slice) -> Taken:
    """Take these rows. Taking twice, late, or from two machines queues nothing twice."""
    tasks = await task_columns.held(context.session, part.task_ids, named=bool(context.policy.rules))
    rows = [row for row in await agenda.due(context.session, part.row_ids, now=context.now) if row.task_id in tasks]
    if not rows:
        return Taken()
    take_rows = _take_office if part.office else _take_owners
    taken = await take_rows(context, rows, tasks, part.said_until)
    await metadata.advance(context.session, metadata.TAKEN, context.now)
    return taken


@dataclass(slots=True)
class _Fates:
    """What becomes of the rows of a slice; written at once."""

    endings: dict[int, Ending] = field(default_factory=dict)

    def suppress(self, rows: Iterable[Come], reason: str) -> None:
        ending = Ending(Fate.SUPPRESSED, reason)
        self.endings.update((row.id, ending) for row in rows)

    def queue(self, rows: Iterable[Come], outbox_id: int | None = None) -> None:
        ending = Ending(Fate.QUEUED, None, outbox_id)
        self.endings.update((row.id, ending) for row in rows)


async def _take_owners(
    context: StepContext, rows: Sequence[Come], tasks: Mapping[int, TaskColumns], said_until: datetime
) -> Taken:
    known = await beside(context.session, tasks.values())
    was = {task.id: task.moves for task in tasks.values()}
    if await add_missed(context, rows, tasks, known):
        due = await agenda.due_of(context.session, tasks.keys(), now=context.now)
        rows = [row for row in due if row.rung in FOR_OWNERS]
    recipients = await _recipients(context, tasks.values())
    there = {owner_id for owner_id, person in recipients.answering.items() if person.reachable}
    for row in rows:
        task = tasks[row.task_id]
        _mark(context, row, task, asked=task.owner_id in there)
    fates = _Fates()
    speaking = await _speakers(context, rows, tasks, fates, said_until)
    messages = await _tell_owners(context, speaking, tasks, recipients, fates)
    await agenda.take(context.session, fates.endings, now=context.now)
    changes = task_columns.moved(tasks.values(), was)
    await task_columns.write(context.session, changes)
    await follow(context, known, changes)
    return Taken(messages, len(rows))


async def _speakers(
    context: StepContext,
    rows: Sequence[Come],
    tasks: Mapping[int, TaskColumns],
    fates: _Fates,
    said_until: datetime,
) -> Sequence[Come]:
    """The newest rung of each matter; the rest is suppressed with reason."""
    moot = [row for row in rows if tasks[row.task_id].state not in UNFINISHED]
    fates.suppress(moot, "closed")
    before = await agenda.said_before(context.session, rows, now=context.now)
    fates.suppress([row for row in rows if row.id in before], "said_before")
    late = await _said_later(context, [row for row in rows if row.at <= said_until]) - before
    fates.suppress([row for row in rows if row.id in late], "newer_rung")
    left_out = before.union(late, (row.id for row in moot))
    speaking, older = ladder.newest_per_task(row for row in rows if row.id not in left_out)
    fates.suppress(older, "newer_rung")
    return speaking


async def _said_later(context: StepContext, rows: Sequence[Come]) -> set[int]:
    """A rung that stands again, after a withdrawn report, when a later one of its round has been said already."""
    asked = [row for row in rows if row.rung in FOR_OWNERS]
    if not asked:
        return set()
    since = min(row.at for row in asked)
    newest = await agenda.newest_said(context.session, {row.task_id for row in asked}, FOR_OWNERS, since=since)
    return {row.id for row in asked if superseded(row.at, newest.get((row.task_id, row.round)))}


async def _tell_owners(
    context: StepContext,
    rows: Sequence[Come],
    tasks: Mapping[int, TaskColumns],
    recipients: _Recipients,
    fates: _Fates,
) -> int:
    by_person: dict[tuple[int, bool], list[Come]] = defaultdict(list)
    answering, copied = recipients.answering, recipients.copied
    for row in rows:
        task = tasks[row.task_id]
        person_id, reachable = answering[task.owner_id]
        if reachable:
            by_person[person_id, task.urgent].append(row)
        else:
            fates.suppress([row], "unreachable")
        liaison_id = task.liaison_id
        if liaison_id is not None and liaison_id in copied and liaison_id != person_id:
            by_person[liaison_id, task.urgent].append(row)  # copied from the first
    plain = {person_id for person_id, urgent in by_person if not urgent}
    held = await _held(context, plain)
    supported = await take_along(context, plain) if is_morning(context) else {}
    calls = [
        _merged(
            context,
            person_id,
            merged,
            tasks,
            held=() if urgent else held.get(person_id, ()),
            supported=() if urgent else supported.get(person_id, ()),
            urgent=urgent,
        )
        for (person_id, urgent), merged in by_person.items()
    ]
    queued = await outbox.queue_all(context.session, calls, now=context.now, cause=context.cause)
    for outbox_id, merged in zip(queued, by_person.values(), strict=True):
        fates.queue([row for row in merged if row.id not in fates.endings], outbox_id)
    return len(calls)


@dataclass(frozen=True, slots=True)
class _Recipients:
    answering: Mapping[int, Contact]  # owner → who answers for him today
    copied: Collection[int]  # liaisons who can be reached


async def _recipients(context: StepContext, tasks: Collection[TaskColumns]) -> _Recipients:
    owners, liaisons = {task.owner_id for task in tasks}, {task.liaison_id for task in tasks if task.liaison_id}
    known = await people.contacts(context.session, owners | liaisons)
    deputies = await people.deputy_contacts(context.session, owners, today=context.today)
    return _Recipients(
        {owner_id: deputies.get(owner_id, known[owner_id]) for owner_id in owners},
        {person_id for person_id in liaisons if known[person_id].reachable},
    )


def _item(row: Come, task: TaskColumns) -> ReminderItem:
    """What is read anew at sending."""
    return ReminderItem(row.task_id, row.rung, row.occurrence, at=row.at, round=row.round, until=task.round)


async def _held(context: StepContext, person_ids: Collection[int]) -> dict[int, Sequence[int]]:
    """What they are asked about this morning beside their tasks goes into the same message, and is asked there only;
    what an absent holder would be asked about, his deputy is."""
    if not is_morning(context) or not person_ids:
        return {}
    absent = await people.absent_for(context.session, person_ids, today=context.today)
    of_holders = await matters.held_and_due(context.session, absent.union(person_ids), today=context.today)
    if not of_holders:
        return {}
    asked_for = await people.answering(context.session, of_holders, today=context.today)
    found: dict[int, list[int]] = defaultdict(list)
    for holder_id, ids in of_holders.items():
        if asked_for[holder_id].id in person_ids:
            found[asked_for[holder_id].id] += ids
    keys = {person_id: follow_up_key(context, person_id) for person_id in found}
    asked = await outbox.queued_keys(context.session, list(keys.values())) if keys else set()
    return {person_id: ids for person_id, ids in found.items() if keys[person_id] not in asked}


def _merged(
    context: StepContext,
    person_id: int,
    rows: Sequence[Come],
    tasks: Mapping[int, TaskColumns],
    *,
    held: Sequence[int] = (),
    supported: Sequence[int] = (),
    urgent: bool,
) -> NewCall:
    ordered = sorted(rows, key=ladder.worst_first)
    said = tuple(_item(row, tasks[row.task_id]) for row in ordered)
    repeat = Repeat.AGAIN if urgent or any(row.rung in _ONCE_MORE for row in rows) else None
    return NewCall(
        payload=UrgentPayload(said, repeat=repeat)
        if urgent
        else MorningPayload(said, matter_ids=tuple(held), partner_ids=tuple(supported), repeat=repeat),
        rank=Rank.URGENT if urgent else Rank.BULK,
        person_id=person_id,
        items=[row.task_id for row in ordered],
        not_before=context.policy.allowed_at_or_after(context.now, urgent),
        key=follow_up_key(context, person_id) if held else None,
    )


async def _take_office(
    context: StepContext, rows: Sequence[Come], tasks: Mapping[int, TaskColumns], said_until: datetime
) -> Taken:
    """The coordinators' morning list: what has stayed silent, and what has waited for a tap too long."""
    known = await beside(context.session, tasks.values())
    was = {task.id: task.moves for task in tasks.values()}
    fates = _Fates()
    listed = await _speakers(context, rows, tasks, fates, said_until)
    late = [row for row in listed if row.rung == Rung.EVENING]
    if await put_evening_lists(context, late, tasks):
        fates.queue(late)
    else:
        fates.suppress(late, "no_coordinator")
    of_office = [row for row in listed if row.rung in FOR_COORDINATORS and row not in late]
    told = await people.coordinators(context.session) if of_office else []
    for_leaders = await _for_leaders(context, listed, tasks, fates)
    for person_id, rows_of in [*[(each.id, of_office) for each in told], *for_leaders.items()]:
        urgent = any(row.rung == Rung.TO_LEADER and tasks[row.task_id].urgent for row in rows_of)
        await _put_on_desk(context, person_id, rows_of, urgent=urgent)
    await _ask_to_confirm(context, of_office, tasks)
    if told:
        fates.queue(of_office)
    else:
        fates.suppress(of_office, "no_coordinator")
    await agenda.take(context.session, fates.endings, now=context.now)
    for row in rows:
        _repeat(context, row, tasks[row.task_id])
    changes = task_columns.moved(tasks.values(), was)
    await task_columns.write(context.session, changes)
    await follow(context, known, changes)
    return Taken(len(told), len(rows))


async def _leaders(context: StepContext, rows: Sequence[Come]) -> Sequence[int]:
    """Those for whom one of these requests or claims waits, or who reads for one who cannot be reached. A claim that
    rings is not what he was asked beside it, which has days of its own."""
    ringing = {int(since(row.occurrence)) for row in rows if row.rung == Rung.REQUEST_WAITS}
    claimed = {row.task_id for row in rows if row.rung == Rung.CLAIM_WAITS}
    waits = claimed.union(row.task_id for row in rows if row.rung == Rung.REQUEST_WAITS)
    found = await requests.open_for(context.session, waits) if waits else ()
    asked = [
        each.id
        for each in found
        if each.id in ringing or (each.kind is RequestKind.CLOSURE and each.task_id in claimed)
    ]
    told: dict[int, None] = {}
    for leader_id in await waiting.leaders_asked(context, asked) if asked else ():
        told |= {each.id: None for each in (await people.readers_for(context.session, leader_id))[:1]}
    return list(told)


async def _for_leaders(
    context: StepContext, rows: Sequence[Come], tasks: Mapping[int, TaskColumns], fates: _Fates
) -> dict[int, list[Come]]:
    """Who alone may decide something that waits, and who is told of a silence; what is not put before anybody is on
    record with the reason."""
    waits = [row for row in rows if row.rung in FOR_COORDINATORS and row.rung != Rung.EVENING]
    told: dict[int, list[Come]] = {leader_id: list(waits) for leader_id in await _leaders(context, waits)}
    silences = [row for row in rows if row.rung in FOR_LEADERS]
    leaders = await people.by_ids(context.session, {tasks[row.task_id].leader_id or 0 for row in silences})
    noted: list[tuple[int | None, dict[str, str]]] = []
    for row in silences:
        task = tasks[row.task_id]
        leader = leaders.get(task.leader_id or 0)
        hindered = hindrance(leader, context.policy)
        if leader is None or hindered is not None:
            fates.suppress([row], hindered or "no_leader")
            noted.append((task.id, {"what": "leader", "reason": hindered or "no_leader"}))
            continue
        if repeated(row.rung, row.occurrence) not in task.repeated_on:
            noted.append((task.id, {"what": "tap", "reason": "policy"}))
        told.setdefault(leader.id, []).append(row)
        fates.queue([row])
    await context.note_many("stepped_over", noted)
    return told


async def _put_on_desk(context: StepContext, person_id: int, rows: Sequence[Come], *, urgent: bool = False) -> None:
    """One list a morning; what comes later in the day goes in one of its own. `urgent`: it rings like a 急件."""
    payload = DeskPayload(tuple(DeskRow(row.task_id, row.rung) for row in rows))
    for key in (desk_key(context, person_id), f"{desk_key(context, person_id)}:{context.cause}"):
        queued = await outbox.queue_message(
            context.session,
            payload,
            now=context.now,
            cause=context.cause,
            rank=Rank.URGENT if urgent else Rank.BULK,
            person_id=person_id,
            key=key,
            not_before=context.policy.allowed_at_or_after(context.now, urgent),
        )
        if queued is not None:
            return


async def _ask_to_confirm(context: StepContext, rows: Sequence[Come], tasks: Mapping[int, TaskColumns]) -> None:
    """A liaison's "done" waits for its head: he is asked once more, and not only the office told."""
    waits = {int(since(row.occurrence)) for row in rows if row.rung == Rung.REQUEST_WAITS}
    owners = await people.by_ids(context.session, {tasks[row.task_id].owner_id for row in rows}) if waits else {}
    for request in await requests.open_for(context.session, tasks.keys()) if waits else ():
        owner = owners.get(tasks[request.task_id].owner_id)
        if request.kind is RequestKind.CONFIRM and request.id in waits and owner is not None and owner.reachable:
            key = f"request:{request.id}:{owner.id}:{context.today.isoformat()}"
            await context.tell(owner, RequestPayload(request.id, request.task_id), key=key, items=(request.task_id,))


def _repeat(context: StepContext, row: Come, task: TaskColumns) -> None:
    """What is asked again has its next day from now on, not from the day it was planned for."""
    if row.rung in REPEATED and row.round == task.round:
        of_others = {key: day for key, day in task.repeated_on.items() if not _over(key, row)}
        task.repeated_on = {**of_others, repeated(row.rung, row.occurrence): context.today.isoformat()}


def _over(key: str, row: Come) -> bool:
    """A task waits for one signing, one claim, one answer at a time; requests may be several."""
    return key.startswith(f"{row.rung}:") and row.rung != Rung.REQUEST_WAITS


def _mark(context: StepContext, row: Come, task: TaskColumns, *, asked: bool) -> None:
    """What the taking of a rung changes in the task: it is handed out, asked, in a new round.

    `asked`: whoever answers for it today could be reached.
    """
    rung = row.rung
    if rung in REPEATED:
        _repeat(context, row, task)
    if rung == Rung.HAND_OUT and asked:
        task.handed_out_at = task.handed_out_at or context.now
    if rung in (Rung.OVERDUE, Rung.PERIOD_MISSED):
        task.overdue_on = max(context.policy.today(row.at), task.overdue_on or date.min)
    if asked:
        task.asked_at = task.asked_at or context.now
    if rung == Rung.IDLE and task.round == row.round:
        asked_at, asked_again = task.asked_at, task.repeated_on
        begin_round(task, context)
        task.began_at += _AFTER  # of this very morning one rung has spoken: what fell on it is not said once more
        task.asked_at, task.repeated_on = asked_at, asked_again  # no answer: a silence goes on, its 专报 stays put up
        context.note("idle", task=task, round=task.round)
