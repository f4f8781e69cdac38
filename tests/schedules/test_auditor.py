"""The auditor finds what is wrong with a live ledger, and says nothing of one that is right."""

import asyncio
import contextlib
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, select, text, update

from db import agenda, inbox, journal
from db.lifecycle import State
from db.models import (
    AgendaRow,
    Fate,
    InboxRow,
    JournalBlock,
    JournalRow,
    Mark,
    OutboxRow,
    OutboxState,
    Problem,
    Promise,
    Report,
    Request,
    Saying,
    Task,
)
from schedules import auditor, maintenance, policy
from schedules.health import Health
from schedules.steps.context import StepContext
from schedules.timetable import JOBS, PeriodicJob, Timetable
from tests.chaos import office

NOW = office.START
POLICY = policy.load()


async def broken(database, *statements, now=NOW):
    async with database.writing() as session:
        for statement in statements:
            await session.execute(statement)
    async with database.reading() as session:
        return sorted({(each.law, each.ids) for each in await auditor.breaches(session, now=now, policy=POLICY)})


def call(**facts):
    given = {"kind": "plain", "facts": {}, "rank": 0, "queued_at": NOW, "cause": "test", "attempts": 1, **facts}
    return OutboxRow.__table__.insert().values(**given)


async def test_of_a_ledger_that_is_right_it_says_nothing(ledger):
    assert await broken(ledger) == []


async def test_a_task_without_a_next_date(ledger):
    assert await broken(ledger, delete(AgendaRow).where(AgendaRow.task_id == 3)) == [(1, (3,)), (3, (3,)), (9, (3,))]


async def test_a_task_nobody_signed_for_or_spoke_of_whose_only_date_is_far_away(ledger):
    """A coming date of another kind is no ask: twenty tasks once waited so for 222 days."""
    rungs = {2: ("hand_out", "sign"), 3: ("silence_more",)}
    async with ledger.writing() as session:
        await session.execute(update(Task).where(Task.id == 3).values(asked_at=NOW, signed_at=NOW))
        await session.execute(update(Task).where(Task.id == 3).values(state=State.IN_PROGRESS))
    forgotten = [delete(AgendaRow).where(AgendaRow.task_id == n, AgendaRow.rung.in_(of)) for n, of in rungs.items()]
    found = await broken(ledger, *forgotten)
    assert [each for each in found if each[0] == 9] == [(9, (2,)), (9, (3,))]


async def test_a_difficulty_that_is_in_nobodys_hands(ledger):
    person = select(Task.owner_id).where(Task.id == 3).scalar_subquery()
    said = insert(Saying).values(id=1, person_id=person, at=NOW, way="chat", words="卡在用地", cause="test")
    facts = {"id": 1, "saying_id": 1, "task_id": 3, "at": NOW, "substance": True, "before": {}, "help_from": []}
    problem = insert(Problem).values(id=5, task_id=3, report_id=1, obstacle="用地", help_from=[], since=NOW)
    found = await broken(ledger, said, insert(Report).values(**facts), problem)
    assert [each for each in found if each[0] == 9] == [(9, (5,))]


async def test_a_request_and_a_promise_that_nobody_will_ask_about(ledger):
    person = select(Task.owner_id).where(Task.id == 3).scalar_subquery()
    said = insert(Saying).values(id=1, person_id=person, at=NOW, way="chat", words="月底前完成30%", cause="test")
    facts = {"id": 1, "saying_id": 1, "task_id": 3, "at": NOW, "substance": True, "before": {}, "help_from": []}
    report = insert(Report).values(**facts)
    asked = insert(Request).values(
        id=8, task_id=3, kind="extension", person_id=person, asked_at=NOW, state="open", reason="", options=[], note=""
    )
    promise = insert(Promise).values(id=9, task_id=3, report_id=1, by=(NOW + timedelta(days=9)).date(), made_at=NOW)
    found = await broken(ledger, said, report, asked, promise)
    assert [each for each in found if each[0] == 9] == [(9, (8,)), (9, (9,))]


async def test_a_step_that_forgot_to_replan(ledger):
    moved = update(AgendaRow).where(AgendaRow.task_id == 3).values(at=NOW + timedelta(days=99))
    assert await broken(ledger, moved) == [(3, (3,))]


async def test_a_closed_task_that_would_be_reminded(ledger):
    closed = update(Task).where(Task.id == 3).values(state=State.CLOSED)
    assert await broken(ledger, closed) == [(3, (3,)), (7, (3,))]


async def test_an_update_nobody_serves_and_one_without_an_answer(ledger):
    old = NOW - timedelta(minutes=11)
    stored = {"chat_id": 7, "received_at": old, "raw": "{}", "attempts": 0}
    waiting = InboxRow.__table__.insert().values(id=1, update_id=1, state="waiting", **stored)
    done = InboxRow.__table__.insert().values(id=2, update_id=2, state="done", handled_at=NOW, **stored)
    owed = InboxRow.__table__.insert().values(id=3, update_id=3, state="done", handled_at=NOW, error="群聊", **stored)
    answered = InboxRow.__table__.insert().values(id=4, update_id=4, state="done", handled_at=NOW, **stored)
    answer = call(cause="update:4", state=OutboxState.QUEUED)
    assert await broken(ledger, waiting, done, owed, answered, answer) == [(2, (1,)), (2, (2,))]


async def test_calls_without_a_proper_end(ledger):
    stuck = call(id=1, state=OutboxState.SENDING, claimed_at=NOW - timedelta(minutes=11))
    numberless = call(id=2, state=OutboxState.SENT, ended_at=NOW)
    mute = call(id=3, state=OutboxState.DROPPED)
    unknown = call(id=4, state=OutboxState.UNKNOWN, reason="lost")
    sent = call(id=5, state=OutboxState.SENT, ended_at=NOW, message_id=1, chat_id=7)
    double = call(id=6, state=OutboxState.QUEUED, again_of_id=5)
    found = await broken(ledger, stuck, numberless, mute, unknown, sent, double)
    assert found == [(4, (1,)), (4, (2, 3)), (4, (4,)), (4, (6,))]


async def test_an_earlier_rung_that_arrives_after_a_later_one(ledger):
    async with ledger.reading() as session:
        rows = (await session.scalars(select(AgendaRow.id).where(AgendaRow.task_id == 3).order_by(AgendaRow.at))).all()
    sends = [
        call(id=n, state=OutboxState.SENT, ended_at=NOW + timedelta(minutes=n), message_id=n, chat_id=7, kind="morning")
        for n in (1, 2)
    ]
    takes = [
        update(AgendaRow).where(AgendaRow.id == row).values(fate=Fate.QUEUED, outbox_id=sent)
        for row, sent in ((rows[1], 1), (rows[0], 2))
    ]
    assert (5, (2,)) in await broken(ledger, *sends, *takes)


async def test_a_journal_that_was_written_in(ledger):
    async with ledger.writing() as session:
        await journal.seal(session, now=NOW)
    forged = update(JournalRow).where(JournalRow.id == 5).values(cause="nobody")
    assert [law for law, _ in await broken(ledger, forged)] == [7]


async def test_a_breach_is_told_to_the_coordinators_once_a_day(ledger):
    async with ledger.writing() as session:
        await session.execute(text("DELETE FROM agenda WHERE task_id = 3"))
    times = Timetable(ledger, POLICY)
    assert [await times.run_job("audit", NOW) for _ in range(2)] == [3, 3]
    async with ledger.reading() as session:
        told = (await session.scalars(select(OutboxRow))).all()
    assert [row.facts["what"] for row in told] == ["breach"] * 3
    assert "没有下一次提醒" in told[0].facts["text"]


async def audited(database, *statements, now=NOW, lives=timedelta(hours=1), jobs=()):
    """What a service that has lived for so long finds; `jobs`: those that have rung just before."""
    moments = Moments()
    times = Timetable(database, POLICY, jobs=JOBS | {"agenda": PeriodicJob(20, failing)}, health=Health(moments))
    moments.now += lives.total_seconds()
    async with database.writing() as session:
        for statement in statements:
            await session.execute(statement)
    for name in jobs:
        with contextlib.suppress(LookupError):
            await times.run_job(name, now)
    await times.run_job("audit", now)
    async with database.reading() as session:
        rows = await session.scalars(select(OutboxRow).where(OutboxRow.kind == "notice"))
        return [row.facts.get("text", row.facts["what"]).partition("：")[0] for row in rows]


@dataclass
class Moments:
    """Seconds of a clock nobody sets."""

    now: float = 1000.0

    def __call__(self):
        return self.now


async def failing(context):
    raise LookupError("one rung cannot be taken")


@pytest.mark.parametrize(
    ("late", "jobs", "told"),
    [
        (timedelta(minutes=9), ["agenda"], []),
        (timedelta(minutes=11), ["agenda"], ["到期超过十分钟的提醒没有处理"]),
        (timedelta(days=3), [], []),  # the service has only just started: it is about to ring
    ],
)
async def test_a_reminder_that_is_long_due_and_not_taken(ledger, late, jobs, told):
    async with ledger.reading() as session:
        due = await agenda.next_moment(session)
    assert await audited(ledger, now=due + late, jobs=jobs) == told


@pytest.mark.parametrize(
    ("facts", "lives", "told"),
    [
        ({}, 10, 1),
        ({}, 9, 0),  # minutes: what was queued before the start has only begun to go
        ({"queued_at": NOW - timedelta(minutes=29)}, 60, 0),
        ({"not_before": NOW - timedelta(minutes=29)}, 60, 0),  # till then it was quiet, or a retry was awaited
        ({"not_before": NOW + timedelta(days=1)}, 60, 0),
        ({"state": OutboxState.LATER, "not_before": NOW - timedelta(minutes=31)}, 60, 1),
    ],
)
async def test_a_call_that_may_go_and_does_not(ledger, facts, lives, told):
    waiting = call(
        **{"id": 1, "chat_id": 7, "state": OutboxState.QUEUED, "queued_at": NOW - timedelta(days=1), **facts}
    )
    found = await audited(ledger, waiting, lives=timedelta(minutes=lives))
    assert found == ["可以发送的消息超过三十分钟没有发出"] * told


async def test_an_update_set_aside_while_there_was_nobody_to_tell(ledger):
    async with ledger.writing() as session:
        await inbox.store(session, [{"update_id": 1, "message": "garbage"}], NOW)
        await inbox.poison(session, 1, error="Unreadable", now=NOW)
    times = Timetable(ledger, POLICY)
    assert [await times.run_job("audit", NOW) for _ in range(2)] == [1, 0]
    async with ledger.reading() as session:
        [told] = await session.scalars(select(OutboxRow))
    assert told.facts["what"] == "poison"


async def test_the_audit_keeps_nobody_from_writing(ledger):
    async with ledger.writing():
        assert await asyncio.wait_for(Timetable(ledger, POLICY).run_job("audit", NOW), 30) == 0


async def sealed(database, *, blocks):
    for number in range(blocks):
        async with database.writing() as session:
            journal.write(session, kind="test", now=NOW, cause=f"test:{number}")
            await session.flush()
            await journal.seal(session, now=NOW)


async def forge(database, block):
    async with database.writing() as session:
        first = select(JournalBlock.first_id).where(JournalBlock.id == block).scalar_subquery()
        await session.execute(update(JournalRow).where(JournalRow.id == first).values(cause="nobody"))


async def test_the_chain_is_looked_at_from_the_newest_block_known_and_as_a_whole_once_a_day(ledger):
    times = Timetable(ledger, POLICY)
    await sealed(ledger, blocks=3)
    assert await times.run_job("audit", NOW) == 0
    await forge(ledger, 1)
    assert await times.run_job("audit", NOW + timedelta(minutes=10)) == 0
    assert await times.run_job("audit", NOW + timedelta(days=1)) > 0


@pytest.mark.parametrize("block", [3, 4])  # the newest known, and the one sealed since
async def test_a_new_block_that_was_written_in_is_found_at_once(ledger, block):
    known = journal.Checked()
    await sealed(ledger, blocks=3)
    async with ledger.reading() as session:
        assert await journal.broken_blocks(session, known) == []
    await sealed(ledger, blocks=1)
    await forge(ledger, block)
    for _ in range(2):
        async with ledger.reading() as session:
            assert await journal.broken_blocks(session, known) == [block]
            assert await journal.broken_blocks(session) == [block]


async def test_a_long_journal_holds_up_nobody(ledger):
    """Between two pages of it the loop goes on."""
    async with ledger.writing() as session:
        rows = [{"at": NOW, "kind": "test", "cause": f"test:{n}", "facts": {}} for n in range(2000)]
        await session.execute(insert(JournalRow), rows)
        while await journal.seal(session, now=NOW):
            await session.flush()
    turns = 0

    async def others():
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    beside = asyncio.create_task(others())
    async with ledger.reading() as session:
        assert await journal.broken_blocks(session) == []
    beside.cancel()
    assert turns >= 8


@pytest.mark.parametrize(("minutes", "told"), [(14, 0), (16, 1)])
async def test_after_a_silence_the_coordinators_hear_that_the_service_is_back(ledger, minutes, told):
    async with ledger.writing() as session:
        for moment in (NOW, NOW + timedelta(minutes=minutes)):
            await maintenance.pulse(StepContext(session, moment, "tick:x", POLICY))
        notices = (await session.scalars(select(OutboxRow))).all()
        assert (await session.get(Mark, maintenance.ALIVE)).at == NOW + timedelta(minutes=minutes)
    assert [row.facts["what"] for row in notices] == ["outage"] * told
    assert not told or "2月18日09:30至2月18日09:46中断" in notices[0].facts["text"]


def said_on(moment):
    body = {"message_id": 1, "date": int(moment.timestamp()), "chat": {"id": 7, "type": "private"}, "text": "好"}
    return {"update_id": 1, "message": body}


@pytest.mark.parametrize(
    ("back", "heard", "told"),
    [
        (timedelta(hours=23), None, []),  # said some hours early, which does no harm
        (timedelta(days=300), None, ["clock"]),
        (timedelta(days=300), timedelta(days=-301), ["clock"]),
        (timedelta(days=300), timedelta(days=-2), []),  # Telegram dated a message later than that: it is behind now
    ],
)
async def test_a_clock_that_is_set_back_was_ahead_unless_telegram_knows_better(ledger, back, heard, told):
    async with ledger.writing() as session:
        if heard is not None:
            await inbox.store(session, [said_on(NOW + heard)], NOW)
        for moment in (NOW, NOW - back, NOW - back):
            await maintenance.pulse(StepContext(session, moment, "tick:x", POLICY))
        notices = (await session.scalars(select(OutboxRow))).all()
    assert [row.facts["what"] for row in notices] == told


@pytest.mark.parametrize("first", [True, False])  # of all: nothing had noted a right moment before
async def test_one_step_by_a_wrong_clock_is_found_out_by_the_next_pulse(ledger, first):
    times = Timetable(ledger, POLICY)
    if not first:
        await times.run_job("pulse", NOW)
    await times.run_job("agenda", NOW + timedelta(days=40))
    for _ in range(2):
        await times.run_job("pulse", NOW + timedelta(minutes=20))
    async with ledger.reading() as session:
        notices = (await session.scalars(select(OutboxRow).where(OutboxRow.kind == "notice"))).all()
    assert [row.facts["what"] for row in notices] == (["clock"] if first else ["clock", "outage"])


async def test_a_service_that_takes_nothing_writes_nothing(ledger):
    times = Timetable(ledger, POLICY)
    for name in ("agenda", "digest", "pulse"):
        await times.run_job(name, NOW)
    for name in ("agenda", "digest"):
        await times.run_job(name, NOW + timedelta(seconds=20))
    async with ledger.reading() as session:
        marks = (await session.scalars(select(Mark))).all()
    assert {(mark.at, mark.value) for mark in marks} == {(NOW, "")}
