"""The sandbox serves this machine; a page of another site in a browser here reaches nothing of it."""

import httpx
import pytest

from bot.sandbox.server import Sandbox


@pytest.fixture
async def sandbox():
    started = Sandbox()
    await started.start()
    yield started
    await started.stop()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "localhost:8080"}, 200),
        ({"Host": "evil.example"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
async def test_a_page_of_another_site_reaches_neither_people_nor_control(sandbox, headers, status):
    async with httpx.AsyncClient() as client:
        assert (await client.get(f"{sandbox.url}/control/clock", headers=headers)).status_code == status
