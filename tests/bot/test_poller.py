"""From the sandbox's getUpdates into the inbox, over real HTTP."""

import asyncio
import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import event, select

from bot.sandbox import people, presence
from bot.sandbox.limits import OFF
from bot.sandbox.server import Sandbox
from bot.sandbox.updates import Waiting
from bot.telegram_io.api_client import CONNECTIONS, BotApi
from bot.telegram_io.poller import Poller
from db.models import InboxRow

NOW = datetime(2022, 2, 18, 9, tzinfo=UTC)


@pytest.fixture
async def sandbox():
    started = Sandbox(limits=OFF)
    await started.start()
    yield started
    await started.stop()


@pytest.fixture
async def bot_api(sandbox):
    async with BotApi(sandbox.url, sandbox.token) as opened:
        yield opened


@pytest.fixture
def poller(database, bot_api):
    return Poller(database, bot_api, lambda: NOW, poll_seconds=0)


async def stored(database):
    async with database.reading() as session:
        rows = await session.execute(select(InboxRow.raw).order_by(InboxRow.id))
        said = [json.loads(raw).get("message") for (raw,) in rows]
    return [message.get("text") if isinstance(message, dict) else None for message in said]


def say(sandbox, *texts):
    for text in texts:
        people.text(sandbox.world, 7, text)


async def test_what_people_say_is_stored_and_then_confirmed(database, sandbox, poller):
    say(sandbox, "一", "二")
    assert await poller.once() == 0
    assert await stored(database) == ["一", "二"]
    assert len(sandbox.world.updates.waiting) == 2
    await poller.once()
    assert len(sandbox.world.updates.waiting) == 0


async def test_what_could_not_be_committed_is_not_confirmed_and_comes_again(database, sandbox, poller):
    say(sandbox, "一")

    def fail(connection):
        event.remove(database.writer.sync_engine, "commit", fail)
        raise OSError("disk full")

    event.listen(database.writer.sync_engine, "commit", fail)
    assert await poller.once() > 0
    assert await stored(database) == []
    assert await poller.once() == 0
    assert await stored(database) == ["一"]


async def test_numbers_may_start_anew_below_the_last_one(database, sandbox, poller):
    say(sandbox, "旧")
    for _ in range(3):
        await poller.once()
    sandbox.world.updates.jump(5)
    say(sandbox, "新")
    await poller.once()
    assert await stored(database) == ["旧", "新"]


async def test_numbers_may_start_anew_where_they_have_been(database, sandbox, poller):
    """Another bot on the same ledger, or a server of one's own that was set up again."""
    say(sandbox, "甲", "乙", "丙")
    first = sandbox.world.updates.waiting[0].number
    for _ in range(2):
        await poller.once()
    sandbox.world.updates.jump(first)
    say(sandbox, "丁", "戊", "己", "庚")
    for _ in range(2):
        await poller.once()
    assert await stored(database) == ["甲", "乙", "丙", "丁", "戊", "己", "庚"]
    assert not sandbox.world.updates.waiting


async def test_a_second_copy_and_another_order_change_nothing(database, sandbox, poller):
    sandbox.faults.add(kind="repeat_updates")
    sandbox.faults.add(kind="shuffle_updates")
    say(sandbox, "一", "二", "三")
    for _ in range(4):
        await poller.once()
    assert sorted(await stored(database)) == ["一", "三", "二"]


@pytest.mark.parametrize("code", [401, 404, 409, 429, 500, 502])
async def test_no_refusal_ends_the_polling(database, sandbox, poller, code):
    sandbox.faults.add(kind="error", code=code, times=3)
    say(sandbox, "一")
    waits = [await poller.once() for _ in range(4)]
    assert waits == [2, 4, 8, 0]
    assert await stored(database) == ["一"]


@pytest.mark.parametrize("kind", ["bad_gateway", "half_json", "cut_before", "cut_after"])
async def test_no_garbage_ends_the_polling(database, sandbox, poller, kind):
    sandbox.faults.add(kind=kind)
    say(sandbox, "一")
    assert await poller.once() > 0
    assert await poller.once() == 0
    assert await stored(database) == ["一"]


async def test_an_odd_update_is_kept_and_stops_none_of_its_neighbours(database, sandbox, poller):
    say(sandbox, "一")
    sandbox.faults.add(kind="bad_update")
    say(sandbox, "二")
    await poller.once()
    await poller.once()
    found = await stored(database)
    assert {"一", "二"} <= set(found)
    assert len(sandbox.world.updates.waiting) == 0


def odd(sandbox, number, **body):
    """An update with a number Telegram never gives."""
    raw = {"update_id": number, "message": {}, **body}
    sandbox.world.updates.put(Waiting(number, sandbox.world.updates.clock.now(), "message", raw))


@pytest.mark.parametrize("number", [2**70, 2**40, 2**31, 0, -5])
async def test_what_no_number_confirms_is_not_asked_for_without_a_pause(database, sandbox, poller, number):
    odd(sandbox, number)
    waits = [await poller.once() for _ in range(5)]
    assert waits in ([0, 0, 2, 4, 8], [0, 2, 4, 8, 16])


async def test_one_repeated_answer_costs_no_pause(database, sandbox, poller):
    say(sandbox, "一")
    await poller.once()
    sandbox.faults.add(kind="repeat_updates")
    assert [await poller.once() for _ in range(3)] == [0, 0, 0]


async def test_messages_among_odd_numbers_are_neither_lost_nor_kept_waiting(database, sandbox, poller):
    for number in (2**70, 2**40, -5):
        odd(sandbox, number)
        say(sandbox, *map(str, range(60)))
        for _ in range(4):
            await poller.once()
    texts = [text for text in await stored(database) if text is not None]
    assert texts == [*map(str, range(60))] * 3
    say(sandbox, "后来")
    assert await poller.once() == 0
    assert (await stored(database))[-1] == "后来"


async def test_a_number_below_zero_does_not_confirm_what_is_not_stored(database, sandbox, poller):
    odd(sandbox, -5)
    await poller.once()
    say(sandbox, *map(str, range(20)))
    for _ in range(3):
        await poller.once()
    assert [text for text in await stored(database) if text] == [*map(str, range(20))]


async def test_a_tap_that_comes_again_is_not_acknowledged_again(database, sandbox, poller):
    odd(sandbox, 2**40, callback_query={"id": "77", "from": {"id": 7}})
    for _ in range(4):
        await poller.once()
    await poller._taps.finish()
    assert [call.method for call in sandbox.calls.entries].count("answerCallbackQuery") == 1


async def test_the_spinner_stops_only_after_the_tap_is_stored(database, sandbox, bot_api, poller):
    presence.start(sandbox.world, 7)
    keyboard = {"inline_keyboard": [[{"text": "签收", "callback_data": "s:1"}]]}
    sent = await bot_api.call("sendMessage", {"chat_id": 7, "text": "请签收", "reply_markup": keyboard})
    people.tap(sandbox.world, 7, sent.result["message_id"], "签收")
    await poller.once()
    async with database.reading() as session:
        assert len((await session.scalars(select(InboxRow))).all()) == 2
    assert await sandbox.until(
        lambda: any(call.method == "answerCallbackQuery" for call in sandbox.calls.entries), seconds=5
    )


async def test_the_loop_ends_at_once_though_its_poll_is_long(database, sandbox, bot_api):
    arrived, stop = asyncio.Event(), asyncio.Event()
    waiting = Poller(database, bot_api, lambda: NOW, poll_seconds=50, on_stored=arrived.set)
    loop = asyncio.create_task(waiting.run(stop))
    say(sandbox, "一")
    async with asyncio.timeout(5):
        await arrived.wait()
        stop.set()
        await loop
    assert await stored(database) == ["一"]


async def test_a_loop_that_is_cut_off_takes_its_poll_with_it(database, sandbox, bot_api):
    """As the watchdog does with one that stands still: each poll left behind would hold a connection for good."""
    sandbox.faults.add(kind="hang_before", method="getUpdates", times=CONNECTIONS)
    waiting = Poller(database, bot_api, lambda: NOW, poll_seconds=0)
    for count in range(1, CONNECTIONS + 1):
        loop = asyncio.create_task(waiting.run(asyncio.Event()))
        await sandbox.faults.wait_hanging(count, 10)
        loop.cancel()
        await asyncio.wait([loop])
    assert (await bot_api.call("getMe", seconds=2)).ok
    sandbox.faults.release()


async def test_a_poll_whose_answer_is_swallowed_ends_in_time_and_the_next_one_receives(
    database, sandbox, bot_api, monkeypatch
):
    """The socket is half open, or a gateway keeps the answer: nothing more is ever read."""
    monkeypatch.setattr("bot.telegram_io.poller.SLACK_SECONDS", 0.2)
    monkeypatch.setattr("bot.telegram_io.poller.ENDING_SECONDS", 0.1)
    heard = []
    poller = Poller(database, bot_api, lambda: NOW, poll_seconds=0, on_polled=lambda *said: heard.append(said))
    sandbox.faults.add(kind="hang_after", method="getUpdates", times=1)
    say(sandbox, "一")
    assert await poller.once() == 2.0
    assert heard == [("ReadTimeout", True)]
    assert await poller.once() == 0
    assert (await stored(database), heard[-1]) == (["一"], (None, True))
