import asyncio
from datetime import UTC, datetime

import aiohttp
import pytest
from sqlalchemy import func, select

from bot import app, settings
from bot.sandbox.limits import OFF
from bot.sandbox.server import Sandbox
from bot.telegram_io.api_client import BotApi
from bot.telegram_io.webhook import SECRET, Webhook
from db.models import InboxRow

NOW = datetime(2022, 2, 18, 9, tzinfo=UTC)
UPDATE = {"update_id": 5, "message": {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, "text": "好"}}


@pytest.fixture
async def root(database):
    async with BotApi("http://127.0.0.1:9", "1:test") as bot_api:
        webhook = Webhook(database, bot_api, lambda: NOW, secret="geheim")
        port = await webhook.start(port=0)
        yield f"http://127.0.0.1:{port}/telegram"
        await webhook.stop()


async def post(root, secret="geheim", **body):
    async with aiohttp.ClientSession() as session, session.post(root, headers={SECRET: secret}, **body) as response:
        return response.status


async def count(database):
    async with database.reading() as session:
        return await session.scalar(select(func.count()).select_from(InboxRow))


async def test_an_update_is_stored_before_it_is_answered_and_a_second_copy_is_answered_too(root, database):
    assert [await post(root, json=UPDATE) for _ in range(2)] == [200, 200]
    assert await count(database) == 1


async def test_nobody_without_the_secret_is_heard(root, database):
    assert [await post(root, secret, json=UPDATE) for secret in ("", "falsch", "geheim2")] == [403, 403, 403]
    assert await count(database) == 0


async def test_nonsense_is_refused_politely(root, database):
    assert await post(root, data=b"{") == 400
    assert await post(root, json=[1]) == 200
    assert await count(database) == 0


DEEP, LONG = b"[" * 20000 + b"]" * 20000, b"9" * 5000


@pytest.mark.parametrize("odd", [DEEP, LONG])
async def test_what_can_never_be_read_is_put_on_record_and_not_brought_again(root, database, odd):
    body = b'{"update_id":6,\n"message":{"chat":{"id":7},"odd":' + odd + b"}}"
    assert [await post(root, data=body) for _ in range(2)] == [200, 200]
    assert await count(database) == 1
    assert await post(root, data=b'{"update_id":' + odd + b"}") == 200
    assert await count(database) == 1


async def test_what_can_be_read_and_not_written_is_put_on_record(root, database):
    deep = b"[" * 700 + b'"\\u0000"' + b"]" * 700
    assert await post(root, data=b'{"update_id":6,"message":{"chat":{"id":7},"odd":' + deep + b"}}") == 200
    assert await count(database) == 1


async def test_a_stranger_whose_secret_is_not_even_text_is_a_stranger(root, database):
    assert await post(root, "\udcff", json=UPDATE) == 403


@pytest.fixture
async def sandbox():
    started = Sandbox(limits=OFF)
    await started.start()
    yield started
    await started.stop()


def calls(sandbox):
    return [call.method for call in sandbox.calls.entries].count("setWebhook")


@pytest.mark.parametrize("kind", ["error", "cut_before", "bad_gateway"])
async def test_a_service_that_could_not_ask_to_be_called_asks_again(database, sandbox, kind):
    """A refusal left it deaf, a network fault ended it."""
    here = settings.load(
        token=sandbox.token,
        api_url=sandbox.url,
        webhook_url="http://127.0.0.1:9/telegram",
        webhook_secret="geheim",
        webhook_listen="127.0.0.1:0",
    )
    stop = asyncio.Event()
    sandbox.faults.add(kind=kind, method="setWebhook", code=400)
    async with BotApi(sandbox.url, sandbox.token) as bot_api:
        service = app.build(here, database, me={"id": 1, "username": "huiyin_bot"}, bot_api=bot_api)
        running = asyncio.create_task(app._receive(service, here, stop, webhook=True))
        assert await sandbox.until(lambda: bool(sandbox.world.webhook.url), seconds=20)
        stop.set()
        await running
    assert (sandbox.world.webhook.secret, calls(sandbox)) == ("geheim", 2)


async def test_a_service_that_is_refused_for_good_can_be_stopped(sandbox):
    stop, told = asyncio.Event(), []
    sandbox.faults.add(kind="error", method="setWebhook", code=400, times=-1)
    async with BotApi(sandbox.url, sandbox.token) as bot_api:
        asking = asyncio.create_task(app.ask_to_be_called(bot_api, {"url": "https://x.example"}, stop, told.append))
        assert await sandbox.until(lambda: calls(sandbox) > 1, seconds=20)
        stop.set()
        async with asyncio.timeout(5):
            await asking
    assert not sandbox.world.webhook.url
    assert set(told) == {"请核对 HUIYIN_WEBHOOK_URL（须为 https 地址）与令牌"}
