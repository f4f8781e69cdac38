"""Connections to the Bot API: each call has one to itself, and there are only so many."""

import asyncio

import pytest

from bot.sandbox.server import Sandbox
from bot.wire import CONNECTIONS, NotSent, Wire


@pytest.fixture
async def sandbox():
    started = Sandbox()
    await started.start()
    yield started
    await started.stop()


async def test_who_finds_every_connection_busy_waits_for_one_but_not_for_ever(sandbox):
    sandbox.faults.add(kind="hang_before", times=CONNECTIONS, then="go")
    async with Wire(sandbox.url, sandbox.token) as wire:
        hanging = [asyncio.create_task(wire.call("getMe")) for _ in range(CONNECTIONS)]
        await sandbox.faults.wait_hanging(CONNECTIONS, 10)
        with pytest.raises(NotSent):
            await wire.call("getMe", seconds=0.01)
        waiting = asyncio.create_task(wire.call("getMe"))
        sandbox.faults.release()
        assert [reply.ok for reply in await asyncio.gather(*hanging, waiting)] == [True] * (CONNECTIONS + 1)


async def test_a_call_that_was_given_up_does_not_take_its_connection_with_it(sandbox):
    sandbox.faults.add(kind="hang_before", times=CONNECTIONS)
    async with Wire(sandbox.url, sandbox.token) as wire:
        hanging = [asyncio.create_task(wire.call("getMe")) for _ in range(CONNECTIONS)]
        await sandbox.faults.wait_hanging(CONNECTIONS, 10)
        for call in hanging:
            call.cancel()
        await asyncio.gather(*hanging, return_exceptions=True)
        sandbox.faults.release()
        assert (await wire.call("getMe")).ok
