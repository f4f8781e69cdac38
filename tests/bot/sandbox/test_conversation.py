"""A bot library talks to the sandbox as it would to Telegram, and a person answers."""

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from tests.bot.sandbox.conftest import NOON

pytestmark = pytest.mark.usefixtures("faultless")
YES = InlineKeyboardMarkup([[InlineKeyboardButton("好", callback_data="ok")]])


async def test_a_start_with_its_payload_reaches_the_bot(bot, people):
    told = await people.start(5, "code-1", name="李主任")
    (update,) = await bot.get_updates(timeout=0)
    assert (update.update_id, update.message.text) == (told["update_id"], "/start code-1")
    assert update.message.from_user.full_name == "李主任"
    assert update.message.entities[0].type == "bot_command"
    assert update.message.date.timestamp() == NOON


async def test_a_confirmed_update_does_not_come_again(bot, head):
    (update,) = await bot.get_updates(timeout=0)
    assert [u.update_id for u in await bot.get_updates(timeout=0)] == [update.update_id]
    assert await bot.get_updates(offset=update.update_id + 1, timeout=0) == ()


async def test_a_tap_is_answered_and_the_message_edited(bot, people, head):
    message = await bot.send_message(head, "办结了吗？", reply_markup=YES)
    tap = await people.tap(head, message.message_id, "好")
    assert not tap["answered"]
    query = (await bot.get_updates(timeout=0))[-1].callback_query
    assert query.data == "ok"
    await query.answer("收到")
    await query.edit_message_text("已办结")
    assert (await people.query(tap["callback_query_id"]))["text"] == "收到"
    said = (await people.transcript(head))[-1]
    assert (said["text"], said["buttons"], said["edits"][0]["before"]["text"]) == ("已办结", [], "办结了吗？")


async def test_buttons_alone_can_be_edited(bot, people, head):
    message = await bot.send_message(head, "办结了吗？")
    await message.edit_reply_markup(YES)
    assert (await people.transcript(head))[-1]["buttons"][0][0]["callback_data"] == "ok"


async def test_the_transcript_holds_both_sides_with_media_reactions_and_replies(bot, people, head):
    asked = await bot.send_document(head, b"a,b\n", filename="清单.csv", caption="请核对")
    said = await people.text(head, "收到", reply_to=asked.message_id)
    await bot.set_message_reaction(head, said["message"]["message_id"], "👍")
    entries = await people.transcript(head)
    assert [e["text"] for e in entries] == ["/start", "请核对", "收到"]
    assert entries[1]["media"]["file_name"] == "清单.csv"
    assert entries[2]["reply_to"] == asked.message_id
    assert entries[2]["reactions"] == [{"user_id": bot.id, "emoji": "👍"}]


async def test_the_call_log_counts_every_call_and_its_answer(bot, people, head):
    await bot.send_message(head, "一")
    await bot.send_message(head, "二")
    calls = await people.calls("sendMessage")
    assert [c["parameters"]["text"] for c in calls] == ["一", "二"]
    assert calls[0]["seq"] < calls[1]["seq"]
    assert calls[1]["ok"]
    assert calls[1]["answer"]["result"]["text"] == "二"
