from datetime import UTC, datetime

import aiohttp
import pytest
from sqlalchemy import func, select

from bot.webhook import SECRET, Webhook
from bot.wire import Wire
from db.models import InboxRow

NOW = datetime(2022, 2, 18, 9, tzinfo=UTC)
UPDATE = {"update_id": 5, "message": {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, "text": "好"}}


@pytest.fixture
async def root(database):
    async with Wire("http://127.0.0.1:9", "1:test") as wire:
        webhook = Webhook(database, wire, lambda: NOW, secret="geheim")
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
