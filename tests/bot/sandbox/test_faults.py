"""Trouble by script and by seed; nothing here waits on a real clock."""

import asyncio

import aiohttp
import pytest

from bot.sandbox.client import SandboxError
from bot.sandbox.server import Sandbox
from tests.bot.sandbox.conftest import HEAD, NOON

LOST = (aiohttp.ClientError, ConnectionError)


@pytest.fixture
async def said(people):
    """What the bot has said so far, by the transcript."""

    async def said():
        return [entry["text"] for entry in await people.transcript() if entry["outgoing"]]

    return said


def send(ask, text="好", chat_id=HEAD):
    return ask("sendMessage", chat_id=chat_id, text=text)


async def test_an_error_is_answered_instead(people, head, ask, said):
    await people.faults(kind="error", code=500)
    assert (await send(ask))["description"] == "Internal Server Error"
    assert (await send(ask))["ok"]
    assert await said() == ["好"]


async def test_a_scripted_429_names_its_seconds(people, head, ask):
    await people.faults(kind="error", code=429, retry_after=7)
    answer = await send(ask)
    assert (answer["description"], answer["parameters"]) == ("Too Many Requests: retry after 7", {"retry_after": 7})


async def test_an_error_of_ones_own_words(people, head, ask):
    await people.faults(kind="error", code=400, description="Bad Request: PEER_ID_INVALID")
    assert (await send(ask))["description"] == "Bad Request: PEER_ID_INVALID"


@pytest.mark.parametrize("criterion", [{"method": "sendMessage"}, {"chat_id": HEAD}, {"text": "第二"}])
async def test_faults_are_picked_by_method_chat_and_text(people, head, ask, criterion):
    await people.start(7009)
    await people.faults(kind="error", times=2, **criterion)
    assert (await ask("getMe"))["ok"]
    assert (await ask("sendChatAction", chat_id=7009, action="typing"))["ok"]
    assert not (await send(ask, "第二条"))["ok"]


async def test_the_next_so_many_fail(people, head, ask):
    await people.faults(kind="error", times=3)
    assert [(await send(ask))["ok"] for _ in range(4)] == [False, False, False, True]


async def test_a_fault_without_end_lasts_until_it_is_cleared(people, head, ask):
    await people.faults(kind="error", times=-1)
    assert not any([(await send(ask))["ok"] for _ in range(5)])
    await people.clear_faults()
    assert (await send(ask))["ok"]


async def test_an_error_after_applying_leaves_the_message(people, head, ask, said):
    await people.faults(kind="error_after", code=502)
    assert (await send(ask))["error_code"] == 502
    assert await said() == ["好"]


async def test_latency_passes_on_the_clock(people, head, ask, said):
    await people.faults(kind="latency", seconds=5)
    call = asyncio.create_task(send(ask))
    assert await people.hanging(1, wait=5) == 1
    assert await said() == []
    await people.advance(5)
    assert (await call)["ok"]


async def test_the_connection_is_cut_before_applying(people, head, ask, said):
    await people.faults(kind="cut_before")
    with pytest.raises(LOST):
        await send(ask)
    assert await said() == []


async def test_the_connection_is_cut_after_applying(people, head, ask, said):
    await people.faults(kind="cut_after")
    with pytest.raises(LOST):
        await send(ask)
    assert await said() == ["好"]
    (call,) = await people.calls("sendMessage")
    assert (call["applied"], call["done"], call["answer"], call["fault"]) == (True, True, None, "cut_after")


async def test_half_a_json(people, head, ask, said):
    await people.faults(kind="half_json")
    with pytest.raises(ValueError):
        await send(ask)
    assert await said() == ["好"]


async def test_a_proxys_page(people, head, ask, said):
    await people.faults(kind="bad_gateway")
    with pytest.raises(aiohttp.ContentTypeError):
        await send(ask)
    assert await said() == []


async def test_a_hang_before_applying_ends_in_a_cut(people, head, ask, said):
    await people.faults(kind="hang_before")
    call = asyncio.create_task(send(ask))
    assert await people.hanging(1, wait=5) == 1
    assert await said() == []
    assert await people.release() == 1
    with pytest.raises(LOST):
        await call
    assert await said() == []


async def test_a_hang_before_applying_may_go_on(people, head, ask, said):
    await people.faults(kind="hang_before", then="go")
    call = asyncio.create_task(send(ask))
    assert await people.hanging(1, wait=5) == 1
    await people.release()
    assert (await call)["ok"]
    assert await said() == ["好"]


async def test_a_hang_after_applying_leaves_the_message_before_the_answer(people, head, ask, said):
    await people.faults(kind="hang_after")
    call = asyncio.create_task(send(ask))
    assert await people.hanging(1, wait=5) == 1
    assert await said() == ["好"]
    assert not call.done()
    await people.release()
    assert (await call)["ok"]


async def test_a_caller_who_gives_up_does_not_undo_what_was_applied(people, head, ask, said):
    await people.faults(kind="hang_after")
    call = asyncio.create_task(send(ask))
    await people.hanging(1, wait=5)
    call.cancel()
    await asyncio.gather(call, return_exceptions=True)
    await people.release()
    assert await said() == ["好"]


async def test_stopping_lets_go_of_what_hangs():
    sandbox = Sandbox(clock=NOON)
    root = await sandbox.start()
    sandbox.faults.add(kind="hang_before")
    async with aiohttp.ClientSession() as session:
        call = asyncio.create_task(session.get(f"{root}/bot{sandbox.token}/getMe"))
        assert await sandbox.faults.wait_hanging(1, 5) == 1
        await sandbox.stop()
        with pytest.raises(LOST):
            await call


async def outcomes(people, ask, seed):
    await people.seed_faults(
        seed, 0.5, kinds=["error", "error_after", "bad_gateway", "cut_after"], methods=["sendMessage"]
    )
    for _ in range(20):
        try:
            await send(ask)
        except LOST:
            continue
    await people.clear_faults()
    return [call["fault"] for call in (await people.calls("sendMessage"))[-20:]]


async def test_the_same_seed_brings_the_same_faults(people, head, ask):
    first, again, other = [await outcomes(people, ask, seed) for seed in (7, 7, 8)]
    assert first == again != other
    assert 3 <= sum(map(bool, first)) <= 17


async def test_seeded_faults_leave_other_methods_alone(people, head, ask):
    await people.seed_faults(1, 1.0, methods=["sendMessage"])
    assert all([(await ask("getMe"))["ok"] for _ in range(10)])


async def test_the_script_goes_before_the_seed(people, head, ask):
    await people.seed_faults(1, 1.0, kinds=["bad_gateway"])
    await people.faults(kind="error", code=403)
    assert (await send(ask))["error_code"] == 403


@pytest.mark.parametrize("row", [{"kind": "earthquake"}, {"kind": "error", "colour": "red"}, {}])
async def test_a_fault_nobody_knows_is_refused(people, row):
    with pytest.raises(SandboxError):
        await people.faults(row)
