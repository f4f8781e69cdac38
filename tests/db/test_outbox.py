from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, update

from db import outbox, sending
from db.messages import Kind, Rank, Repeat, repeat_of
from db.models import OutboxRow, OutboxState, Person, Post, Role
from db.payloads import Notice, NoticePayload
from db.sending import Ended

NOW = datetime(2022, 2, 18, 9, tzinfo=UTC)


@pytest.fixture
async def queue(database):
    async def queued(**facts):
        given = {"kind": Kind.PLAIN, "facts": {}, "now": NOW, "cause": "test:1", "chat_id": 7, **facts}
        async with database.writing() as session:
            return await outbox.queue(session, **given)

    return queued


async def ready(database, now=NOW):
    async with database.reading() as session:
        return [row.id for row in await sending.ready(session, now=now)]


async def claim(database, *ids, now=NOW):
    async with database.writing() as session:
        return [row.id for row in await sending.claim(session, ids, now=now)]


async def end(database, row_id, state, at=NOW, **facts):
    async with database.writing() as session:
        await sending.end(session, [Ended(row_id, state, at, **facts)])


async def person(database, name, chat_id, role=Role.HEAD):
    async with database.writing() as session:
        added = Person(name=name, chat_id=chat_id, posts=[Post(role=role)])
        session.add(added)
        await session.flush()
        return added.id


async def test_a_key_queues_once(database, queue):
    assert await queue(key="a") is not None
    assert await queue(key="a") is None
    assert len(await ready(database)) == 1


async def test_intake_sees_what_was_queued_in_its_transaction(database):
    async with database.writing() as session:
        row_id = await outbox.queue(session, kind=Kind.ECHO, facts={}, now=NOW, cause="c", chat_id=7)
        assert outbox.queued_here(session) == [outbox.Queued("echo", None, 7, row_id)]
    async with database.writing() as session:
        assert outbox.queued_here(session) == []


async def test_answers_go_first_and_one_per_chat(database, queue):
    bulk = await queue(rank=Rank.BULK, chat_id=1)
    first = await queue(chat_id=2)
    await queue(chat_id=2)
    assert await ready(database) == [first, bulk]


async def test_what_is_being_sent_holds_back_its_chat_however_it_is_named(database, queue):
    head = await person(database, "甲", 7)
    first, other = await queue(person_id=head, chat_id=None), await queue(chat_id=8)
    await queue(chat_id=7)
    assert await claim(database, first) == [first]
    assert await claim(database, first) == []
    assert await ready(database) == [other]


async def test_a_row_that_waits_for_a_retry_holds_back_later_rows_only(database, queue):
    first, second, third = [await queue(rank=Rank.BULK) for _ in range(3)]
    await claim(database, second)
    await end(database, second, OutboxState.LATER, not_before=NOW + timedelta(minutes=1))
    assert await ready(database) == [first]
    await claim(database, first)
    await end(database, first, OutboxState.SENT, chat_id=7, message_id=1, sent={})
    assert await ready(database) == []
    async with database.reading() as session:
        assert await sending.next_moment(session, now=NOW) == NOW + timedelta(minutes=1)
    assert await ready(database, NOW + timedelta(minutes=1)) == [second]
    assert third not in await ready(database, NOW + timedelta(minutes=1))


async def test_one_chat_with_a_long_queue_hides_nobody_behind_it(database, queue):
    flood = [await queue(chat_id=7) for _ in range(80)]
    others = [await queue(chat_id=chat) for chat in (8, 9)]
    assert await ready(database) == [flood[0], *others]
    await claim(database, flood[0])
    assert await ready(database) == others


async def test_of_a_long_queue_as_many_chats_are_named_as_were_asked_for(database, queue):
    rows = [await queue(chat_id=chat) for chat in range(1, 101)]
    async with database.reading() as session:
        for limit in (1, 16, 64, 80, 200):
            found = await sending.ready(session, now=NOW, limit=limit)
            assert [row.id for row in found] == rows[:limit]


async def test_what_was_sent_long_ago_is_not_read_to_find_what_goes_next(database, queue):
    """SQLite uses a partial index only where the question repeats its words."""
    if not database.embedded:
        return
    asked = []
    event.listen(database._reader.sync_engine, "before_cursor_execute", lambda _c, _d, *asking: asked.append(asking))
    async with database.reading() as session:
        await sending.ready(session, now=NOW)
        await sending.next_moment(session, now=NOW)
        plans = [
            row.detail
            for statement, given, *_ in [one for one in asked if "outbox" in one[0]]
            for row in await (await session.connection()).exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
        ]
    assert len(plans) > 3
    assert [plan for plan in plans if plan.endswith(" outbox")] == []


async def test_a_row_of_a_clock_that_was_set_back_is_not_lost(database, queue):
    wrong = NOW + timedelta(days=400)
    row = await queue(now=wrong)
    await claim(database, row, now=wrong)
    await end(database, row, OutboxState.LATER, at=wrong, not_before=wrong + timedelta(minutes=1))
    assert await ready(database, NOW) == [row]


async def test_nor_is_one_that_was_only_postponed_by_it(database, queue):
    wrong = NOW + timedelta(days=400)
    row = await queue()
    await claim(database, row)
    await end(database, row, OutboxState.LATER, at=wrong, not_before=wrong + timedelta(minutes=1))
    assert await ready(database, NOW) == [row]


async def test_what_it_queued_waits_where_it_was_put_off_since(database, queue):
    row = await queue(now=NOW + timedelta(days=400))
    await claim(database, row)
    await end(database, row, OutboxState.QUEUED, not_before=NOW + timedelta(hours=9))
    assert await ready(database, NOW + timedelta(hours=1)) == []
    assert await ready(database, NOW + timedelta(hours=9)) == [row]


async def test_what_was_sent_is_found_by_a_reply_to_it(database, queue):
    row = await queue()
    await claim(database, row)
    await end(database, row, OutboxState.SENT, chat_id=7, message_id=55, sent={"text": "好"})
    async with database.reading() as session:
        found = await outbox.message(session, 7, 55)
        assert await outbox.message(session, 8, 55) is None
        assert (found.row.id, found.row.sent, found.task_ids) == (row, {"text": "好"}, ())


async def test_a_fate_is_final(database, queue):
    row = await queue()
    await claim(database, row)
    await end(database, row, OutboxState.UNKNOWN, reason="x" * 900)
    await end(database, row, OutboxState.SENT, chat_id=7, message_id=1, sent={})
    async with database.reading() as session:
        assert (await outbox.backlog(session, now=NOW)).counts == {OutboxState.UNKNOWN: 1}


async def test_only_interrupted_rows_are_found_after_a_crash(database, queue):
    row, _ = await queue(), await queue(chat_id=8)
    await claim(database, row)
    async with database.writing() as session:
        assert [found.id for found in await sending.interrupted(session, now=NOW, spared=None)] == [row]
        assert not await sending.interrupted(session, now=NOW, spared=timedelta(minutes=5))
        for now in (NOW + timedelta(minutes=6), NOW - timedelta(minutes=6)):  # or claimed by a clock that was ahead
            assert await sending.interrupted(session, now=now, spared=timedelta(minutes=5))


async def test_every_reachable_coordinator_is_told_once(database):
    one = await person(database, "督一", 1, Role.COORDINATOR)
    await person(database, "督二", None, Role.COORDINATOR)
    await person(database, "头", 3)
    async with database.writing() as session:
        notice = NoticePayload(Notice.BREACH, text="…")
        told = [await outbox.tell_coordinators(session, notice, now=NOW, cause="c", key="k") for _ in range(2)]
        rows = await session.execute(update(OutboxRow).values(reason="x").returning(OutboxRow.person_id))
        assert (told, list(rows.scalars())) == ([1, 0], [one])


@pytest.mark.parametrize(
    ("kind", "facts", "expected"),
    [
        (Kind.ECHO, {}, Repeat.AGAIN),
        (Kind.DIGEST, {}, Repeat.AGAIN),
        (Kind.MORNING, {}, Repeat.SILENT),
        (Kind.MORNING, {"repeat": "again"}, Repeat.AGAIN),
        (Kind.MORNING, {"repeat": "nonsense"}, Repeat.SILENT),
        (Kind.REACTION, {}, Repeat.CALL),
        (Kind.EDIT_ECHO, {}, Repeat.CALL),
    ],
)
def test_what_is_done_when_nobody_knows_whether_it_arrived(kind, facts, expected):
    assert repeat_of(kind.value, facts) is expected
