"""A service that runs and does not do its work says so: to the coordinators once a day, and by its silence outside."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.renderers import Renderer
from db import inbox
from db.messages import Call, NotNeeded
from db.models import OutboxRow
from schedules import policy
from schedules.health import Health
from schedules.timetable import JOBS, PeriodicJob, Timetable
from tests.chaos import office

NOW = office.START
POLICY = policy.load()
MINUTE = 60


@dataclass
class Moments:
    """Seconds of a clock nobody sets."""

    now: float = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def moments():
    return Moments()


@pytest.fixture
def health(moments):
    return Health(moments)


async def told(database):
    async with database.reading() as session:
        rows = await session.scalars(select(OutboxRow).where(OutboxRow.kind == "notice"))
        return [row.facts["text"] for row in rows]


def well_after(health, moments, seconds):
    moments.now += seconds
    return health.well


def test_who_hears_and_reminds_is_well_for_some_minutes(health, moments):
    assert not health.well  # nothing was reminded of yet
    health.succeeded("agenda", NOW)
    assert health.well  # nothing was heard yet, which takes its time
    assert not well_after(health, moments, 5 * MINUTE)
    health.polled(None)
    assert not health.well
    health.succeeded("agenda", NOW)
    assert health.well


def test_who_is_refused_is_unwell_and_says_so_within_two_minutes(health, moments):
    health.polled("请停用其一")
    moments.now += 90
    assert health.troubles(NOW, POLICY) == []
    moments.now += 20 - MINUTE  # looked at every twenty seconds
    for _ in range(16):
        health.polled("请停用其一")
        health.succeeded("agenda", NOW)
        moments.now += MINUTE
    assert not health.well
    [trouble] = health.troubles(NOW, POLICY)
    assert trouble.text.startswith("自2月18日09:13起收不到任何消息")
    assert "请停用其一" in trouble.text
    health.polled(None)
    assert health.troubles(NOW, POLICY) == []


def test_a_line_that_is_down_for_some_minutes_is_no_news(health, moments):
    health.polled("ConnectError", reached=False)
    moments.now += 15 * MINUTE
    assert health.troubles(NOW, POLICY) == []
    moments.now += MINUTE
    assert health.troubles(NOW, POLICY) != []


def test_one_poll_without_an_answer_is_no_news_and_a_second_one_is(health, moments):
    """A connection half open, or an answer that was swallowed: the poll ends after 53 seconds."""
    moments.now += 53
    health.polled("ReadTimeout")
    assert health.troubles(NOW, POLICY) == []
    health.polled(None)
    moments.now += 53
    health.polled("ReadTimeout")
    moments.now += 54
    health.polled("ReadTimeout")
    assert "收不到任何消息" in health.troubles(NOW, POLICY)[0].text


def test_where_telegram_calls_us_no_poll_is_missed(health, moments):
    health.polls = False
    moments.now += 3600
    health.succeeded("agenda", NOW)
    assert health.well


async def failing(context):
    raise LookupError("one rung cannot be taken")


async def test_a_bell_that_fails_three_times_is_told_of_once_a_day(ledger, health):
    times = Timetable(ledger, POLICY, jobs=JOBS | {"agenda": PeriodicJob(20, failing)}, health=health)
    for failures in (1, 2, 3, 4):
        with pytest.raises(LookupError):
            await times.run_job("agenda", NOW)
        assert await times.run_job("vitals", NOW) == (failures > 2)
    assert not health.well
    assert await told(ledger) == ["到期提醒已连续3次未能完成（LookupError），请运维查看日志。"]
    await times.run_job("vitals", NOW + timedelta(days=1))
    assert len(await told(ledger)) == 2


async def test_a_bell_that_succeeds_again_is_forgiven(ledger, health):
    for _ in range(3):
        health.failed("agenda", NOW, LookupError())
    times = Timetable(ledger, POLICY, health=health)
    await times.run_job("agenda", NOW)
    assert await times.run_job("vitals", NOW) == 0
    assert health.well


@pytest.mark.parametrize(("behind", "found"), [(timedelta(minutes=59), 0), (timedelta(days=40), 1)])
async def test_a_clock_that_is_behind_is_told_of_and_is_no_health(ledger, health, behind, found):
    said = {"message_id": 1, "date": int(NOW.timestamp()), "chat": {"id": 7, "type": "private"}, "text": "好"}
    async with ledger.writing() as session:
        await inbox.store(session, [{"update_id": 1, "message": said}], NOW)
    times = Timetable(ledger, POLICY, health=health)
    for _ in range(2):
        await times.run_job("agenda", NOW - behind)
        assert await times.run_job("vitals", NOW - behind) == found
    assert health.well == (not found)
    assert [text.partition("慢于")[0] for text in await told(ledger)] == ["本机时钟（2022年1月9日09:30）"] * found


async def test_a_service_in_health_writes_nothing_of_it(ledger, health):
    async with ledger.writing():
        assert await Timetable(ledger, POLICY, health=health).run_job("vitals", NOW) == 0


def test_who_was_never_accepted_by_telegram_is_deaf(health, moments):
    health.polls = False
    health.polled("请核对 HUIYIN_WEBHOOK_URL")
    health.succeeded("agenda", NOW)
    assert not health.well
    moments.now += 16 * MINUTE
    assert "HUIYIN_WEBHOOK_URL" in health.troubles(NOW, POLICY)[0].text
    health.polled(None)
    health.succeeded("agenda", NOW)
    assert health.well


def test_who_sends_into_the_dark_is_unwell_after_five_minutes_and_has_forgotten_nobody(health, moments):
    moments.now += 3600
    for _ in range(6):
        health.sent(outage=True)
        health.succeeded("agenda", NOW)
        health.polled(None)
        moments.now += MINUTE
    assert (health.well, health.sends(600)) == (False, False)
    health.sent(outage=False)
    assert (health.well, health.sends(600)) == (True, False)  # what has waited goes in its turn
    moments.now += 600
    assert health.sends(600)


async def test_a_trouble_of_the_night_is_no_news_in_the_morning(ledger, health):
    for _ in range(3):
        health.failed("agenda", NOW, LookupError())
    times = Timetable(ledger, POLICY, health=health)
    assert await times.run_job("vitals", NOW) == 1
    async with ledger.writing() as session:
        row = await session.scalar(select(OutboxRow).where(OutboxRow.kind == "notice"))
        letters = [await Renderer(POLICY).render(session, row, NOW + timedelta(minutes=at)) for at in (9, 11)]
    assert [type(letter) for letter in letters] == [Call, NotNeeded]
