"""Updates pushed to an address: in order, with the secret, again until they are taken."""

import asyncio
import json

import pytest
from aiohttp import web
from telegram.error import Conflict

from bot.sandbox.refusals import REFUSALS
from tests.bot.sandbox.conftest import HEAD


class Receiver:
    """A bot that listens; its next answers are scripted, 200 otherwise."""

    def __init__(self):
        self.pushes = []
        self.secrets = []
        self.answers = []
        self.url = ""
        self._arrived = asyncio.Condition()

    async def handle(self, request):
        async with self._arrived:
            self.pushes.append((await request.json())["update_id"])
            self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
            self._arrived.notify_all()
        return self.answers.pop(0) if self.answers else web.Response()

    async def got(self, count):
        async with asyncio.timeout(5), self._arrived:
            await self._arrived.wait_for(lambda: len(self.pushes) >= count)
        return self.pushes


@pytest.fixture
async def receiver():
    receiver = Receiver()
    runner = web.ServerRunner(web.Server(receiver.handle))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    receiver.url = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}/hook"
    yield receiver
    await runner.cleanup()


async def test_updates_are_pushed_in_order_with_the_secret(bot, people, receiver):
    await bot.set_webhook(receiver.url, secret_token="s3cret")
    told = [(await people.text(HEAD, f"第{n}条"))["update_id"] for n in range(3)]
    assert await receiver.got(3) == told
    assert set(receiver.secrets) == {"s3cret"}


async def test_what_waited_before_is_pushed_too(bot, people, receiver):
    told = await people.text(HEAD, "早到")
    await bot.set_webhook(receiver.url)
    assert await receiver.got(1) == [told["update_id"]]


async def test_a_failed_push_is_repeated_after_a_pause_of_the_clock(bot, sandbox, people, receiver):
    receiver.answers = [web.Response(status=500), web.Response(status=502)]
    await bot.set_webhook(receiver.url)
    first, second = [(await people.text(HEAD, words))["update_id"] for words in ("一", "二")]
    assert await receiver.got(1) == [first]
    for seconds, count in ((1, 2), (2, 3)):
        assert await sandbox.clock.armed(seconds=5)
        assert (await bot.get_webhook_info()).pending_update_count == 2
        await people.advance(seconds)
        await receiver.got(count)
    assert await receiver.got(4) == [first, first, first, second]


async def test_the_last_failure_is_told(bot, sandbox, people, receiver):
    receiver.answers = [web.Response(status=500)]
    await bot.set_webhook(receiver.url)
    await people.text(HEAD, "一")
    assert await sandbox.clock.armed(seconds=5)
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"
    assert info.url == receiver.url


async def test_an_answer_to_a_push_may_call_a_method(bot, people, receiver):
    call = {"method": "sendMessage", "chat_id": HEAD, "text": "收到"}
    receiver.answers = [web.Response(text=json.dumps(call), content_type="application/json")]
    await bot.set_webhook(receiver.url)
    await people.text(HEAD, "一")
    (done,) = await people.calls("sendMessage", count=1, wait=5)
    assert done["ok"]
    assert (await people.transcript(HEAD))[-1]["text"] == "收到"


async def test_a_webhook_takes_over_from_polling_and_gives_back(bot, sandbox, people, receiver):
    poll = asyncio.create_task(bot.get_updates(timeout=20))
    assert await sandbox.polled(seconds=5)
    await bot.set_webhook(receiver.url)
    with pytest.raises(Conflict) as ended:
        await poll
    assert ended.value.message == REFUSALS["webhook_set"][1]
    with pytest.raises(Conflict) as refused:
        await bot.get_updates(timeout=0)
    assert refused.value.message == REFUSALS["webhook_active"][1]
    await bot.delete_webhook()
    told = await people.text(HEAD, "轮询")
    assert [update.update_id for update in await bot.get_updates(timeout=0)] == [told["update_id"]]


async def test_waiting_updates_can_be_dropped_with_the_change(bot, people, receiver):
    await people.text(HEAD, "旧")
    await bot.set_webhook(receiver.url, drop_pending_updates=True, allowed_updates=["message"], max_connections=3)
    info = await bot.get_webhook_info()
    assert (info.pending_update_count, info.allowed_updates, info.max_connections) == (0, ("message",), 3)
    await bot.delete_webhook(drop_pending_updates=True)
    assert (await bot.get_webhook_info()).url == ""
