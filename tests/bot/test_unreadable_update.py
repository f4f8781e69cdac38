"""An update that cannot be read, before, among and behind others, over real HTTP."""

import json
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import select

from bot.sandbox import people
from bot.sandbox.limits import OFF
from bot.sandbox.server import Sandbox
from bot.telegram_io import field_types
from bot.telegram_io.api_client import BotApi
from bot.telegram_io.poller import Poller
from db.models import InboxRow

NOW = datetime(2022, 2, 18, 9, tzinfo=UTC)
UNREADABLE = "深"


class Spoiling(httpx.AsyncHTTPTransport):
    """What these words stand for on the line is nested more deeply than any reader goes."""

    async def handle_async_request(self, request):
        response = await super().handle_async_request(request)
        content = await response.aread()
        spoilt = content.replace(f'"{UNREADABLE}"'.encode(), b"[" * 5000 + b"]" * 5000)
        return httpx.Response(response.status_code, content=spoilt)


@pytest.fixture
async def sandbox():
    started = Sandbox(clock=NOW, limits=OFF)
    await started.start()
    yield started
    await started.stop()


@pytest.fixture
async def started(database, sandbox):
    """A poller as after a start; it knows nothing of the one before."""
    async with BotApi(sandbox.url, sandbox.token, transport=Spoiling()) as bot_api:
        yield lambda now=NOW: Poller(database, bot_api, lambda: now, poll_seconds=0)


def say(sandbox, *texts):
    for text in texts:
        people.text(sandbox.world, 7, text)


async def stored(database):
    """The texts; None for what is on record without one."""
    async with database.reading() as session:
        raws = await session.scalars(select(InboxRow.raw).order_by(InboxRow.id))
        return [json.loads(raw)["message"].get("text") for raw in raws]


async def poll(poller, times=40):
    return [await poller.once() for _ in range(times)]


async def test_it_is_put_on_record_and_all_others_are_served(database, sandbox, started):
    say(sandbox, "一", "二", UNREADABLE, "三", UNREADABLE, UNREADABLE, "四")
    waits = await poll(started())
    assert await stored(database) == ["一", "二", None, "三", None, None, "四"]
    assert not sandbox.world.updates.waiting
    assert sum(waits) < 900
    assert waits[-1] == 0


async def test_the_number_on_record_is_its_own(database, sandbox, started):
    say(sandbox, "一", UNREADABLE, "二")
    numbers = [update.number for update in sandbox.world.updates.waiting]
    await poll(started())
    async with database.reading() as session:
        assert list(await session.scalars(select(InboxRow.update_id).order_by(InboxRow.id))) == numbers


async def test_behind_one_that_is_the_first_after_a_start_the_others_are_found(database, sandbox, started):
    say(sandbox, "一")
    await poll(started(), 2)
    say(sandbox, UNREADABLE, "二")
    await poll(started())
    assert await stored(database) == ["一", None, "二"]


async def test_where_numbers_are_left_out_nothing_that_can_be_read_is_stepped_past(database, sandbox, started):
    say(sandbox, "一")
    sandbox.world.updates.jump(sandbox.world.updates._next + 3)
    say(sandbox, UNREADABLE, "二", "三")
    await poll(started(), 60)
    assert [text for text in await stored(database) if text] == ["一", "二", "三"]


@pytest.mark.parametrize("known", [True, False])
async def test_one_whose_number_cannot_be_known_is_left_until_telegram_forgets_it(database, sandbox, started, known):
    if known:  # a week ago: numbers may have begun anew since
        say(sandbox, "一")
        await poll(started(NOW - timedelta(days=7)), 2)
    say(sandbox, UNREADABLE)
    poller = started()
    assert 0 not in await poll(poller)
    sandbox.clock.advance(23 * 3600)
    say(sandbox, "二")
    assert 0 not in await poll(poller)
    sandbox.clock.advance(2 * 3600)
    await poll(poller, 2)
    assert (await stored(database))[-1] == "二"


async def test_a_gateway_that_answers_everything_hides_nothing_for_good(database, sandbox, started):
    poller = started()
    say(sandbox, "一")
    await poll(poller, 2)
    say(sandbox, "二", "三")
    sandbox.faults.add(kind="half_json", times=80)
    await poll(poller, 40)
    sandbox.faults.clear()
    await poll(poller, 5)
    assert await stored(database) == ["一", "二", "三"]


async def test_an_idle_poll_that_a_gateway_ends_in_its_own_words_steps_past_nobody_to_come(database, sandbox, started):
    poller = started()
    say(sandbox, "一")
    await poll(poller, 1)
    sandbox.faults.add(kind="half_json", method="getUpdates", times=30)
    await poll(poller, 30)
    sandbox.faults.clear()
    say(sandbox, "二")
    await poll(poller, 3)
    assert await stored(database) == ["一", "二"]


@pytest.mark.parametrize("times", [1, 3, 7])
async def test_a_few_halves_of_answers_step_past_nothing(database, sandbox, started, times):
    poller = started()
    say(sandbox, "一", "二", "三")
    sandbox.faults.add(kind="half_json", method="getUpdates", times=times)
    await poll(poller, times + 5)
    assert await stored(database) == ["一", "二", "三"]


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("text", -1),
        ("text", {"a": 1}),
        ("message_id", 2**63),
        ("message_id", []),
        ("date", True),
        ("from", {"id": [[]]}),
    ],
)
def test_a_field_of_another_kind_is_seen_at_once_and_not_after_three_failures(place, value):
    message = {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, "text": "好"}
    assert field_types.wrong({"update_id": 1, "message": message}) is None
    assert field_types.wrong({"update_id": 1, "callback_query": {"id": "99", "data": "x", "message": message}}) is None
    assert field_types.wrong({"update_id": 1, "message": {**message, place: value}}) == (
        "id" if place == "from" else place
    )
