"""The queue of updates: offsets, limits, the long poll, one poller, a day's keeping."""

import asyncio

import pytest
from telegram.error import Conflict, InvalidToken, NetworkError

from bot.sandbox.refusals import REFUSALS
from bot.sandbox.server import Sandbox
from tests.bot.sandbox.conftest import HEAD, NOON


async def ids(bot, **given):
    return [update.update_id for update in await bot.get_updates(timeout=0, **given)]


@pytest.fixture
async def five(people):
    """The numbers of five waiting updates."""
    return [(await people.text(HEAD, f"第{n}条"))["update_id"] for n in range(5)]


async def test_updates_come_in_order_and_are_numbered_without_gaps(bot, five):
    assert await ids(bot) == five == list(range(five[0], five[0] + 5))


async def test_limit(bot, five):
    assert await ids(bot, limit=2) == five[:2]


async def test_an_offset_confirms_what_lies_before_it(bot, five):
    assert await ids(bot, offset=five[2]) == five[2:]
    assert await ids(bot) == five[2:]


async def test_a_negative_offset_keeps_only_the_last(bot, five):
    assert await ids(bot, offset=-2) == five[-2:]
    assert await ids(bot) == five[-2:]


async def test_an_offset_far_ahead_confirms_nothing(bot, five):
    assert await ids(bot, offset=five[-1] + 1000) == five


async def test_only_allowed_kinds_are_queued_and_the_choice_stays(bot, people, head):
    await ids(bot, offset=-1, allowed_updates=["edited_message"])
    said = await people.text(head, "一")
    assert said["update_id"] is None
    edited = await people.edit(head, said["message"]["message_id"], "二")
    assert (await ids(bot))[-1] == edited["update_id"]
    await ids(bot, allowed_updates=[])
    assert (await people.text(head, "三"))["update_id"]


async def test_reactions_come_only_when_asked_for(bot, people, head):
    message = await bot.send_message(head, "好")
    assert (await people.react(head, message.message_id, "👍"))["update_id"] is None
    await ids(bot, allowed_updates=["message", "message_reaction"])
    told = await people.react(head, message.message_id, "🔥")
    update = (await bot.get_updates(timeout=0))[-1]
    assert update.update_id == told["update_id"]
    assert update.message_reaction.new_reaction[0].emoji == "🔥"
    assert update.message_reaction.old_reaction[0].emoji == "👍"


async def test_updates_expire_after_a_day(bot, people, five):
    await people.advance(24 * 3600)
    assert await ids(bot) == five
    late = (await people.text(HEAD, "迟"))["update_id"]
    await people.advance(1)
    assert await ids(bot) == [late]


async def waiting_poll(sandbox, bot, **given):
    poll = asyncio.create_task(bot.get_updates(timeout=20, **given))
    assert await sandbox.polled(seconds=5)
    return poll


async def test_a_long_poll_ends_with_the_first_update(sandbox, bot, people):
    poll = await waiting_poll(sandbox, bot)
    told = await people.text(HEAD, "在吗")
    assert [update.update_id for update in await poll] == [told["update_id"]]


async def test_a_long_poll_ends_when_the_clock_has_passed_it(sandbox, bot, people):
    poll = await waiting_poll(sandbox, bot)
    await people.advance(20)
    assert await poll == ()


async def test_a_second_poller_ends_the_first(sandbox, bot, ask):
    poll = await waiting_poll(sandbox, bot)
    assert (await ask("getUpdates"))["ok"]
    with pytest.raises(Conflict) as fault:
        await poll
    assert fault.value.message == REFUSALS["other_poller"][1]


async def test_numbers_keep_growing_over_a_reset(bot, people, five):
    assert await people.reset_updates() == 5
    assert await ids(bot) == []
    assert (await people.text(HEAD, "又来"))["update_id"] == five[-1] + 1


async def test_numbers_jump_on_demand(bot, people, five):
    jumped = await people.jump_update_ids()
    assert jumped not in range(five[0], five[-1] + 1000)
    assert (await people.text(HEAD, "跳"))["update_id"] == jumped
    await people.jump_update_ids(500)
    assert (await people.text(HEAD, "回"))["update_id"] == 500
    assert (await ids(bot))[-2:] == [jumped, 500]


async def test_the_same_seed_jumps_to_the_same_numbers(sandbox):
    again = Sandbox(clock=NOON)
    assert [sandbox.world.updates.jump() for _ in range(3)] == [again.world.updates.jump() for _ in range(3)]


@pytest.mark.parametrize(
    ("code", "error"), [(401, InvalidToken), (404, InvalidToken), (409, Conflict), (502, NetworkError)]
)
async def test_polling_meets_an_error(bot, people, five, code, error):
    await people.faults(kind="error", method="getUpdates", code=code)
    with pytest.raises(error):
        await bot.get_updates(timeout=0)
    assert await ids(bot) == five


async def test_polling_meets_a_proxys_page(bot, people, five):
    await people.faults(kind="bad_gateway", method="getUpdates")
    with pytest.raises(NetworkError):
        await bot.get_updates(timeout=0)
    assert await ids(bot) == five


async def test_an_unreadable_update_is_served_until_confirmed(people, ask, head):
    number = await people.bad_update()
    served = (await ask("getUpdates"))["result"]
    assert served[-1] == {"update_id": number, "message": "garbage"}
    assert (await ask("getUpdates", offset=number + 1))["result"] == []


async def test_a_fault_puts_an_unreadable_update_among_the_others(people, ask, five):
    await people.faults(kind="bad_update")
    assert (await ask("getUpdates"))["result"][-1]["message"] == "garbage"


async def test_confirmed_updates_come_again(bot, people, five):
    await ids(bot, offset=five[3])
    await people.faults(kind="repeat_updates")
    assert await ids(bot) == [*five[:3], *five[3:]]
    assert await ids(bot) == five[3:]


async def test_updates_come_out_of_order(bot, people, five):
    await people.faults(kind="shuffle_updates")
    assert await ids(bot) == five[::-1]


async def test_waiting_updates_can_be_looked_at(people, five):
    assert [update["update_id"] for update in await people.waiting()] == five
