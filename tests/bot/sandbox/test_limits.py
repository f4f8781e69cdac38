"""What Telegram bears, on a clock that only the test moves."""

import pytest

from bot.sandbox import images
from tests.bot.sandbox.conftest import HEAD

GROUP = -100_001


@pytest.fixture
def send(ask, people):
    """Send to these chats in turn; the answers."""

    async def send(*chats):
        return [await ask("sendMessage", chat_id=chat, text="好") for chat in chats]

    return send


@pytest.fixture
async def crowd(people):
    chats = list(range(8001, 8041))
    for chat in chats:
        await people.start(chat)
    return chats


def accepted(answers):
    return sum(answer["ok"] for answer in answers)


async def test_without_limits_everything_is_sent(send, head):
    assert accepted(await send(*[head] * 50)) == 50


async def test_thirty_a_second_over_all_chats(send, people, crowd):
    await people.limits(mode="soft")
    answers = await send(*crowd)
    assert accepted(answers) == 30
    assert answers[-1]["error_code"] == 429
    assert answers[-1]["description"] == "Too Many Requests: retry after 1"
    assert answers[-1]["parameters"] == {"retry_after": 1}
    await people.advance(1)
    assert accepted(await send(*crowd[30:])) == 10


async def test_the_burst_may_be_larger_than_the_rate(send, people, crowd):
    await people.limits(mode="soft", burst=35)
    assert accepted(await send(*crowd)) == 35


async def test_one_a_second_per_chat(send, people, head):
    await people.limits(mode="soft")
    assert accepted(await send(head, head)) == 1
    await people.advance(0.5)
    assert accepted(await send(head)) == 0
    await people.advance(0.5)
    assert accepted(await send(head, head)) == 1


async def test_edits_count_as_messages(send, people, ask, head):
    (sent,) = await send(head)
    await people.limits(mode="soft")
    number = sent["result"]["message_id"]
    assert (await ask("editMessageText", chat_id=head, message_id=number, text="一"))["ok"]
    assert (await ask("editMessageText", chat_id=head, message_id=number, text="二"))["error_code"] == 429


async def test_an_answer_to_a_tap_does_not_count(people, ask, head):
    await people.limits(mode="soft")
    for _ in range(40):
        assert (await ask("answerCallbackQuery", callback_query_id="1"))["error_code"] == 400


async def test_an_album_counts_every_item(send, people, ask, head):
    await people.limits(mode="soft")
    media = [{"type": "photo", "media": "attach://a"}] * 3
    assert (await ask("sendMediaGroup", chat_id=head, media=media, a=("a.png", images.blank())))["ok"]
    await people.advance(2)
    assert (await send(head))[0]["parameters"]["retry_after"] == 1
    await people.advance(1)
    assert accepted(await send(head)) == 1


async def test_twenty_a_minute_per_group(send, people, head):
    await people.add_to_group(GROUP, head)
    await people.limits(mode="soft")
    sent = 0
    for _ in range(25):
        sent += accepted(await send(GROUP))
        await people.advance(1)
    assert sent == 20
    (answer,) = await send(GROUP)
    assert answer["parameters"]["retry_after"] == 35
    assert accepted(await send(head)) == 1
    await people.advance(35)
    assert accepted(await send(GROUP)) == 1


async def test_uploads_of_one_size_in_a_row_are_damped(people, ask, crowd):
    await people.limits(mode="soft", same_size_uploads=2)
    same, other = bytes(200_000), bytes(200_001)

    async def upload(chat, content):
        return (await ask("sendDocument", chat_id=chat, document=("a.bin", content)))["ok"]

    assert [await upload(chat, same) for chat in crowd[:3]] == [True, True, False]
    assert await upload(crowd[4], other)
    await people.advance(10)
    assert await upload(crowd[5], same)


async def test_small_uploads_of_one_size_are_not_damped(people, ask, crowd):
    await people.limits(mode="soft", same_size_uploads=2)
    answers = [await ask("sendDocument", chat_id=chat, document=("a.txt", b"same")) for chat in crowd[:5]]
    assert accepted(answers) == 5


async def test_a_hard_overshoot_locks_everything_out(send, people, ask, head, crowd):
    await people.limits(mode="hard", lock_seconds=30)
    first, second = await send(head, head)
    assert (first["ok"], second["parameters"]) == (True, {"retry_after": 30})
    await people.advance(10)
    assert accepted(await send(crowd[0])) == 0
    locked = await ask("setMessageReaction", chat_id=head, message_id=first["result"]["message_id"])
    assert locked["parameters"] == {"retry_after": 20}
    assert (await ask("getUpdates"))["ok"]
    await people.advance(20)
    assert accepted(await send(crowd[0])) == 1


async def test_a_refused_message_does_not_count(send, people):
    await people.limits(mode="soft")
    await send(HEAD, HEAD)
    await people.start(HEAD)
    assert accepted(await send(HEAD)) == 1
