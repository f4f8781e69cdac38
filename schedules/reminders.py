"""What is due is taken: one merged message per person, the newest rung of each task, worst first."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from db import agenda, outbox, people, tasks
from db.lifecycle import UNFINISHED
from db.messages import Rank, Repeat
from db.models import AgendaRow, Fate, Person, Task
from db.payloads import DeskPayload, DeskRow, MorningPayload, ReminderItem, UrgentPayload
from schedules import ladder
from schedules.facts import facts_of
from schedules.ladder import Rung
from schedules.rungs import FOR_OWNERS, superseded
from schedules.steps.context import Desk
from schedules.steps.replan import begin_round, replan

_ONCE_MORE = {Rung.BEFORE_1, Rung.DUE}  # an unknown send of these goes again, marked 重发


@dataclass(frozen=True, slots=True)
class Taken:
    """What one step of time made of the agenda."""

    messages: int = 0
    rows: int = 0


async def take_due(desk: Desk) -> Taken:
    """Take every waiting row whose moment has come. Taking twice, late, or from two machines queues nothing twice."""
    rows = await agenda.due(desk.session, now=desk.now)
    if not rows:
        return Taken()
    found = await tasks.by_ids(desk.session, {row.task_id for row in rows})
    if await _add_missed(desk, rows, found):
        rows = await agenda.due(desk.session, now=desk.now)
    owners, office = await _speakers(desk, rows, found)
    recipients = await _recipients(desk, {task.owner_id for task in found.values()})
    for row in rows:
        _mark(desk, row, found[row.task_id], asked=recipients[found[row.task_id].owner_id].reachable)
    messages = await _tell_owners(desk, owners, found, recipients)
    messages += await _tell_office(desk, office)
    await replan(desk, *found.values())
    return Taken(messages, len(rows))


async def _add_missed(desk: Desk, rows: Sequence[AgendaRow], found: dict[int, Task]) -> bool:
    """A rung without end that comes late stands for every day since: each of them is put on record.

    Only the newest can speak; the others are suppressed as they are written, task by task, so that a year's worth
    neither fills the tick nor holds up the loop.
    """
    late = {row.task_id for row in rows if desk.policy.today(row.at) < desk.today}
    facts = await facts_of(desk.session, [found[task_id] for task_id in late])
    added = False
    for task_id in sorted(late):
        missed = ladder.missed_occurrences(facts[task_id], desk.now, desk.policy, desk.calendar)
        if missed and await _put_on_record(desk, found[task_id], missed):
            added = True
            await asyncio.sleep(0)  # a year of them takes some milliseconds a task
    return added


async def _put_on_record(desk: Desk, task: Task, missed: Sequence[ladder.Planned]) -> bool:
    since = min(each.at for each in missed)
    known = await agenda.keys_since(desk.session, task.id, task.round, since=since)
    missed = [each for each in missed if (each.rung.value, each.occurrence) not in known]
    if not missed:
        return False
    newest = max(missed, key=lambda each: (each.at, -ladder.rank(each.rung)))
    older = {"fate": Fate.SUPPRESSED, "reason": "newer_rung", "taken_at": desk.now}
    await agenda.add(
        desk.session,
        [
            {"task_id": task.id, "round": task.round, "rung": each.rung.value, "occurrence": each.occurrence,
             "at": each.at, **({"fate": Fate.WAITING, "reason": None, "taken_at": None} if each is newest else older)}
            for each in missed
        ],
    )  # fmt: skip
    for each in missed:
        _ended(desk, task, each.rung, each.at)
    return True


async def _speakers(
    desk: Desk, rows: Sequence[AgendaRow], found: dict[int, Task]
) -> tuple[list[AgendaRow], list[AgendaRow]]:
    """The newest rung of each task for its owner, and what concerns the office; the rest is suppressed with reason."""
    moot = [row for row in rows if found[row.task_id].state not in UNFINISHED]
    await _suppress(desk, moot, "closed")
    before = await agenda.said_before(desk.session, rows, now=desk.now)
    await _suppress(desk, [row for row in rows if row.id in before], "said_before")
    late = await _said_later(desk, rows)
    await _suppress(desk, [row for row in rows if row.id in late - before], "newer_rung")
    left_out = before.union(late, (row.id for row in moot))
    speaking, older = ladder.newest_per_task(row for row in rows if row.id not in left_out)
    await _suppress(desk, older, "newer_rung")
    owners = [row for row in speaking if ladder.audience(row.rung) == "owner"]
    return owners, [row for row in speaking if row not in owners]


async def _said_later(desk: Desk, rows: Sequence[AgendaRow]) -> set[int]:
    """A rung that stands again, after a withdrawn report, when a later one of its round has been said already."""
    asked = [row for row in rows if row.rung in FOR_OWNERS]
    newest = await agenda.newest_said(desk.session, {row.task_id for row in asked}, FOR_OWNERS)
    return {row.id for row in asked if superseded(row.at, newest.get((row.task_id, row.round)))}


async def _suppress(desk: Desk, rows: Iterable[AgendaRow], reason: str) -> None:
    await agenda.take(desk.session, [row.id for row in rows], fate=Fate.SUPPRESSED, now=desk.now, reason=reason)


async def _tell_owners(desk: Desk, rows: list[AgendaRow], found: dict[int, Task], recipients: dict[int, Person]) -> int:
    by_person: dict[tuple[int, bool], list[AgendaRow]] = defaultdict(list)
    unreachable = []
    liaisons = await people.by_ids(desk.session, {found[row.task_id].liaison_id or 0 for row in rows})
    for row in rows:
        task = found[row.task_id]
        person = recipients[task.owner_id]
        if person.reachable:
            by_person[person.id, task.urgent].append(row)
        else:
            unreachable.append(row)
        liaison = liaisons.get(task.liaison_id or 0)
        if liaison is not None and liaison.reachable and liaison.id != person.id:
            by_person[liaison.id, task.urgent].append(row)  # copied from the first
    await _suppress(desk, unreachable, "unreachable")
    for (person_id, urgent), merged in by_person.items():
        await _queue(desk, person_id, merged, found, urgent=urgent)
    return len(by_person)


async def _recipients(desk: Desk, owner_ids: set[int]) -> dict[int, Person]:
    """Owner → who answers for him today."""
    found = await people.by_ids(desk.session, owner_ids)
    for owner_id in owner_ids:
        deputy = await people.deputy_of(desk.session, owner_id, today=desk.today)
        if deputy is not None and deputy.reachable:
            found[owner_id] = deputy
    return found


def _item(row: AgendaRow, task: Task) -> ReminderItem:
    """What is read anew at sending."""
    return ReminderItem(row.task_id, row.rung, row.occurrence, at=row.at, round=row.round, until=task.round)


async def _queue(desk: Desk, person_id: int, rows: list[AgendaRow], found: dict[int, Task], *, urgent: bool) -> None:
    ordered = sorted(rows, key=lambda row: (ladder.rank(row.rung), row.at, row.task_id))
    said = tuple(_item(row, found[row.task_id]) for row in ordered)
    repeat = Repeat.AGAIN if urgent or any(row.rung in _ONCE_MORE for row in rows) else None
    queued = await outbox.queue_message(
        desk.session,
        UrgentPayload(said, repeat=repeat) if urgent else MorningPayload(said, repeat=repeat),
        now=desk.now,
        cause=desk.cause,
        rank=Rank.URGENT if urgent else Rank.BULK,
        person_id=person_id,
        items=tuple(row.task_id for row in ordered),
        not_before=desk.policy.loud_at_or_after(desk.now, urgent),
    )
    await agenda.take(desk.session, [row.id for row in rows], fate=Fate.QUEUED, now=desk.now, outbox_id=queued)


async def _tell_office(desk: Desk, rows: list[AgendaRow]) -> int:
    """The coordinators' morning list: what has stayed silent, and what has waited for a tap too long."""
    told = await people.coordinators(desk.session) if rows else []
    fate, reason = (Fate.QUEUED, None) if told else (Fate.SUPPRESSED, "no_coordinator")
    for person in told:
        await outbox.queue_message(
            desk.session,
            DeskPayload(tuple(DeskRow(row.task_id, row.rung) for row in rows)),
            now=desk.now,
            cause=desk.cause,
            rank=Rank.BULK,
            person_id=person.id,
            items=tuple(dict.fromkeys(row.task_id for row in rows)),
            not_before=desk.policy.loud_at_or_after(desk.now),
        )
    await agenda.take(desk.session, [row.id for row in rows], fate=fate, now=desk.now, reason=reason)
    return len(told)


def _mark(desk: Desk, row: AgendaRow, task: Task, *, asked: bool) -> None:
    """What the taking of a rung changes in the task: it is handed out, asked, in a new round.

    `asked`: whoever answers for it today could be reached.
    """
    rung = Rung(row.rung)
    if rung == Rung.HAND_OUT and asked:
        task.handed_out_at = task.handed_out_at or desk.now
    _ended(desk, task, rung, row.at)
    if ladder.audience(rung) == "owner" and asked:
        task.asked_at = task.asked_at or desk.now
    if rung == Rung.IDLE and task.round == row.round:
        asked_at = task.asked_at
        begin_round(task, desk)
        task.asked_at = asked_at
        desk.note("idle", task=task, round=task.round)


def _ended(desk: Desk, task: Task, rung: Rung, at: datetime) -> None:
    if rung in (Rung.OVERDUE, Rung.PERIOD_MISSED):
        task.overdue_on = max(desk.policy.today(at), task.overdue_on or date.min)
