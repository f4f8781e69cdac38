"""The port for the office's own monitoring: the figures of `doctor`, and whether the service is well."""

from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from bot.runtime.status_port import StatusPort
from bot.settings import SettingsFault, load
from db import inbox
from db.models import OutboxRow, OutboxState, Person, Question
from schedules.health import RECENT, Health

NOW = datetime(2027, 3, 1, 1, 30, tzinfo=UTC)


class Clock:
    moment = 1000.0

    def __call__(self) -> float:
        return self.moment


@pytest.fixture
async def door(database):
    clock = Clock()
    health = Health(clock)
    port = StatusPort(database, health, lambda: NOW, steps=lambda: {"poller": 3}, ticks=lambda: 5)
    number = await port.start("127.0.0.1", 0)
    yield f"http://127.0.0.1:{number}", health, clock
    await port.stop()


async def get(address, path):
    async with aiohttp.ClientSession() as session, session.get(address + path) as response:
        return response.status, (await response.json() if path == "/healthz" else await response.text())


def samples(told):
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(told)
        for sample in family.samples
    }


async def test_it_is_well_while_it_hears_reminds_and_sends(door):
    address, health, clock = door
    assert await get(address, "/healthz") == (503, {"well": False, "ailments": ["reminding"]})
    health.succeeded("agenda", NOW)
    assert await get(address, "/healthz") == (200, {"well": True, "ailments": []})
    health.sent(outage=True)
    clock.moment += RECENT
    health.succeeded("agenda", NOW)
    assert (await get(address, "/healthz"))[1]["ailments"] == ["hearing", "sending"]


async def test_the_figures_are_those_of_the_ledger(door, database):
    address, health, _ = door
    health.succeeded("agenda", NOW)
    async with database.writing() as session:
        await inbox.store(session, [{"update_id": 7, "message": {"date": 1}}], NOW - timedelta(seconds=90))
        session.add(Person(name="甲"))
        await session.flush()
        session.add(Question(person_id=1, kind="doubt", facts={}, asked_at=NOW - timedelta(hours=1)))
        same = {"kind": "plain", "facts": {}, "rank": 0, "queued_at": NOW - timedelta(seconds=30), "cause": "test"}
        session.add_all(OutboxRow(**same, state=state) for state in (OutboxState.QUEUED, OutboxState.UNKNOWN))
        session.add(OutboxRow(**same, state=OutboxState.QUEUED, not_before=NOW + timedelta(hours=1)))
    status, told = await get(address, "/metrics")
    found = samples(told)
    assert status == 200
    assert [found["huiyin_waiting", name] for name in ("inbox", "agenda", "outbox", "questions")] == [1, 0, 1, 1]
    assert [found["huiyin_oldest_seconds", name] for name in ("inbox", "outbox", "questions")] == [90, 30, 3600]
    assert (found["huiyin_calls", "unknown"], found["huiyin_calls", "queued"]) == (1, 2)
    assert (found["huiyin_ticks_total",], found["huiyin_steps_total", "poller"], found["huiyin_well",]) == (5, 3, 1)
    assert found["huiyin_job_age_seconds", "agenda"] == 0


async def test_a_database_that_cannot_be_read_is_an_ailment_and_no_figure(door, database):
    address, health, _ = door
    health.succeeded("agenda", NOW)
    await database.close()
    async with database.writing() as session:
        await session.execute(text("DROP TABLE question"))
    assert await get(address, "/healthz") == (503, {"well": False, "ailments": ["database"]})
    assert (await get(address, "/metrics"))[0] == 503


@pytest.mark.parametrize("place", ["0.0.0.0:9464", "192.168.1.5:9464", "9464", "example.org:9464"])
def test_it_listens_on_this_machine_only(place):
    with pytest.raises(SettingsFault, match="HUIYIN_STATUS_LISTEN"):
        load(status_listen=place)
    assert load(status_listen="[::1]:9464").status_listen == "[::1]:9464"


def test_every_secret_of_the_settings_is_hidden_in_logs():
    found = load(
        token="1:abcdefgh", database_url="postgresql://amt:geheim@db/huiyin", webhook_secret="wort", model_key="key"
    )
    assert found.secrets() == ["1:abcdefgh", "wort", "key", "geheim"]
