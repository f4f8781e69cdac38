"""A service that runs and does not do its work says so: to the coordinators once a day, and by its silence outside."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.renderers import Letters
from db import inbox
from db.messages import Call, NotNeeded
from db.models import OutboxRow
from schedules import policy
from schedules.health import Vitals
from schedules.timetable import BELLS, Bell, Timetable
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
def vitals(moments):
    return Vitals(moments)


async def told(database):
    async with database.reading() as session:
        rows = await session.scalars(select(OutboxRow).where(OutboxRow.kind == "notice"))
        return [row.facts["text"] for row in rows]


def well_after(vitals, moments, seconds):
    moments.now += seconds
    return vitals.well


def test_who_hears_and_reminds_is_well_for_some_minutes(vitals, moments):
    assert not vitals.well  # nothing was reminded of yet
    vitals.rang("agenda", NOW)
    assert vitals.well  # nothing was heard yet, which takes its time
    assert not well_after(vitals, moments, 5 * MINUTE)
    vitals.polled(None)
    assert not vitals.well
    vitals.rang("agenda", NOW)
    assert vitals.well


def test_who_is_refused_is_unwell_and_says_so_after_a_quarter_of_an_hour(vitals, moments):
    for _ in range(17):
        vitals.polled("请停用其一")
        vitals.rang("agenda", NOW)
        moments.now += MINUTE
    assert not vitals.well
    [trouble] = vitals.troubles(NOW, POLICY)
    assert trouble.text.startswith("自02月18日09:13起收不到任何消息")
    assert "请停用其一" in trouble.text
    vitals.polled(None)
    assert vitals.troubles(NOW, POLICY) == []


def test_a_refusal_of_some_minutes_is_no_news(vitals, moments):
    vitals.polled("请停用其一")
    moments.now += 15 * MINUTE
    assert vitals.troubles(NOW, POLICY) == []


def test_where_telegram_calls_us_no_poll_is_missed(vitals, moments):
    vitals.polls = False
    moments.now += 3600
    vitals.rang("agenda", NOW)
    assert vitals.well


async def failing(desk):
    raise LookupError("one rung cannot be taken")


async def test_a_bell_that_fails_three_times_is_told_of_once_a_day(ledger, vitals):
    times = Timetable(ledger, POLICY, bells=BELLS | {"agenda": Bell(20, failing)}, vitals=vitals)
    for failures in (1, 2, 3, 4):
        with pytest.raises(LookupError):
            await times.ring("agenda", NOW)
        assert await times.ring("vitals", NOW) == (failures > 2)
    assert not vitals.well
    assert await told(ledger) == ["到期提醒已连续3次未能完成（LookupError），请运维查看日志。"]
    await times.ring("vitals", NOW + timedelta(days=1))
    assert len(await told(ledger)) == 2


async def test_a_bell_that_succeeds_again_is_forgiven(ledger, vitals):
    for _ in range(3):
        vitals.failed("agenda", NOW, LookupError())
    times = Timetable(ledger, POLICY, vitals=vitals)
    await times.ring("agenda", NOW)
    assert await times.ring("vitals", NOW) == 0
    assert vitals.well


@pytest.mark.parametrize(("behind", "found"), [(timedelta(minutes=59), 0), (timedelta(days=40), 1)])
async def test_a_clock_that_is_behind_is_told_of_and_is_no_health(ledger, vitals, behind, found):
    said = {"message_id": 1, "date": int(NOW.timestamp()), "chat": {"id": 7, "type": "private"}, "text": "好"}
    async with ledger.writing() as session:
        await inbox.store(session, [{"update_id": 1, "message": said}], NOW)
    times = Timetable(ledger, POLICY, vitals=vitals)
    for _ in range(2):
        await times.ring("agenda", NOW - behind)
        assert await times.ring("vitals", NOW - behind) == found
    assert vitals.well == (not found)
    assert [text.partition("慢于")[0] for text in await told(ledger)] == ["本机时钟（2022年01月09日09:30）"] * found


async def test_a_service_in_health_writes_nothing_of_it(ledger, vitals):
    async with ledger.writing():
        assert await Timetable(ledger, POLICY, vitals=vitals).ring("vitals", NOW) == 0


def test_who_was_never_accepted_by_telegram_is_deaf(vitals, moments):
    vitals.polls = False
    vitals.polled("请核对 HUIYIN_WEBHOOK_URL")
    vitals.rang("agenda", NOW)
    assert not vitals.well
    moments.now += 16 * MINUTE
    assert "HUIYIN_WEBHOOK_URL" in vitals.troubles(NOW, POLICY)[0].text
    vitals.polled(None)
    vitals.rang("agenda", NOW)
    assert vitals.well


def test_who_sends_into_the_dark_is_unwell_after_five_minutes_and_has_forgotten_nobody(vitals, moments):
    moments.now += 3600
    for _ in range(6):
        vitals.sent(dark=True)
        vitals.rang("agenda", NOW)
        vitals.polled(None)
        moments.now += MINUTE
    assert (vitals.well, vitals.sends(600)) == (False, False)
    vitals.sent(dark=False)
    assert (vitals.well, vitals.sends(600)) == (True, False)  # what has waited goes in its turn
    moments.now += 600
    assert vitals.sends(600)


async def test_a_trouble_of_the_night_is_no_news_in_the_morning(ledger, vitals):
    for _ in range(3):
        vitals.failed("agenda", NOW, LookupError())
    times = Timetable(ledger, POLICY, vitals=vitals)
    assert await times.ring("vitals", NOW) == 1
    async with ledger.writing() as session:
        row = await session.scalar(select(OutboxRow).where(OutboxRow.kind == "notice"))
        letters = [await Letters(POLICY).write(session, row, NOW + timedelta(minutes=at)) for at in (9, 11)]
    assert [type(letter) for letter in letters] == [Call, NotNeeded]
