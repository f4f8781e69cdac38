"""Files that go out: ordered once, made once, uploaded by one row at a time."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from db import attachments, outbox, work_beside
from db.messages import Kind
from db.models import Attachment, Drawn, Mark, OutboxRow, OutboxState

NOW = datetime(2022, 2, 18, 8, tzinfo=UTC)
KEY = "chart:2022-02-18:office"


@pytest.fixture
async def ordered(database):
    async with database.writing() as session:
        found = Attachment(key=KEY, kind=Drawn.CHART, slot="2022-02-18", name="图.png", ordered_at=NOW)
        session.add(found)
        await session.flush()
        return found.id


@pytest.fixture
async def drawn(database, ordered):
    async with database.writing() as session:
        assert await attachments.made(session, ordered, b"png", now=NOW)
    return ordered


async def rows_on_their_way(database, count):
    async with database.writing() as session:
        ids = [
            await outbox.queue(session, kind=Kind.PLAIN, facts={}, now=NOW, cause="test", chat_id=n)
            for n in range(count)
        ]
        await session.execute(update(OutboxRow).values(state=OutboxState.SENDING, claimed_at=NOW))
    return ids


async def test_a_file_is_made_once(database, drawn):
    async with database.writing() as session:
        assert not await attachments.made(session, drawn, b"other", now=NOW)
        assert await attachments.unmade(session, tries=3) == []
        assert await attachments.content(session, drawn) == b"png"


async def test_what_failed_too_often_is_given_up(database, ordered):
    for left in (1, 0):
        async with database.writing() as session:
            await attachments.not_made(session, [ordered])
            assert len(await attachments.unmade(session, tries=2)) == left


async def test_one_of_two_rows_sent_at_once_uploads(database, drawn):
    first, second = await rows_on_their_way(database, 2)
    async with database.writing() as session:
        assert await attachments.begin_upload(session, drawn, first)
        assert not await attachments.begin_upload(session, drawn, second)
        assert await attachments.begin_upload(session, drawn, first)


@pytest.mark.parametrize("state", [OutboxState.UNKNOWN, OutboxState.LATER, OutboxState.UNDELIVERABLE])
async def test_a_turn_that_came_to_nothing_passes_on(database, drawn, state):
    first, second = await rows_on_their_way(database, 2)
    async with database.writing() as session:
        await attachments.begin_upload(session, drawn, first)
        await session.execute(update(OutboxRow).where(OutboxRow.id == first).values(state=state))
        assert await attachments.begin_upload(session, drawn, second)


async def test_two_workers_never_upload_the_same_file(database, drawn):
    if database.embedded:
        return
    first, second = await rows_on_their_way(database, 2)
    async with database.writing() as one, database.writing() as two:
        assert await attachments.begin_upload(one, drawn, first)
        assert not await attachments.begin_upload(two, drawn, second)


async def test_only_the_refused_number_is_forgotten(database, drawn):
    async with database.writing() as session:
        await attachments.keep_file_id(session, KEY, "new")
        await attachments.forget_file_id(session, KEY, "old")
        assert (await attachments.by_key(session, KEY)).file_id == "new"
        await attachments.forget_file_id(session, KEY, "new")
        assert (await attachments.by_key(session, KEY)).file_id is None


async def test_the_content_is_forgotten_after_thirty_days_and_the_number_is_not(database, drawn):
    async with database.writing() as session:
        await attachments.keep_file_id(session, KEY, "known")
        assert await attachments.purge(session, now=NOW + timedelta(days=29)) == 0
        assert await attachments.purge(session, now=NOW + timedelta(days=31)) == 1
        assert await attachments.content(session, drawn) is None
        assert (await attachments.by_key(session, KEY)).file_id == "known"


async def test_a_transaction_says_whether_it_left_work_for_those_beside_the_loop(database):
    async with database.writing() as session:
        await rows_of_another_kind(session)
        assert not work_beside.left(session)
        session.add(Attachment(key=KEY, kind=Drawn.CHART, slot="2022-02-18", name="图.png", ordered_at=NOW))
        await session.flush()
        session.expunge_all()
        assert work_beside.left(session)


async def rows_of_another_kind(session):
    session.add(Mark(name="a", value="甲", at=NOW))
    await session.flush()
