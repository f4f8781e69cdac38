"""Chats, menus, pins, reactions, albums and media: what a bot may do when nothing is wrong."""

import pytest
from telegram import (
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    ReplyKeyboardMarkup,
)

from bot.sandbox import images
from tests.bot.sandbox.conftest import HEAD

pytestmark = pytest.mark.usefixtures("faultless")
GROUP = -100_001
PNG = images.blank(640, 480)


async def test_the_menu_is_kept_by_scope_and_language(bot, head):
    scope = BotCommandScopeChat(head)
    await bot.set_my_commands([("mine", "我的任务")])
    await bot.set_my_commands([("status", "状态")], scope=scope, language_code="zh")
    assert await bot.get_my_commands() == (BotCommand("mine", "我的任务"),)
    assert await bot.get_my_commands(scope=scope) == ()
    assert await bot.get_my_commands(scope=scope, language_code="zh") == (BotCommand("status", "状态"),)
    await bot.delete_my_commands()
    assert await bot.get_my_commands() == ()


async def test_a_private_chat_shows_its_person(bot, people, head):
    chat = await bot.get_chat(head)
    assert (chat.type, chat.first_name) == ("private", "张局长")
    assert (await bot.get_chat_member(head, head)).status == "member"


async def test_a_group_shows_its_members(bot, people, head):
    await people.add_to_group(GROUP, head, title="督查组")
    await people.start(7005)
    assert (await bot.get_chat(GROUP)).title == "督查组"
    assert (await bot.get_chat_member(GROUP, head)).status == "member"
    assert (await bot.get_chat_member(GROUP, 7005)).status == "left"
    await people.standing(GROUP, head, "administrator")
    assert (await bot.get_chat_member(GROUP, bot.id)).can_pin_messages


async def test_a_bot_that_left_is_no_member(bot, people, head):
    await people.add_to_group(GROUP, head)
    assert await bot.leave_chat(GROUP)
    assert (await bot.get_chat_member(GROUP, bot.id)).status == "left"


async def test_pinning(bot, people, head):
    first, second = [await bot.send_message(head, words) for words in ("一", "二")]
    for message in (first, second):
        assert await message.pin()
    assert (await bot.get_chat(head)).pinned_message.message_id == second.message_id
    assert await bot.unpin_chat_message(head)
    assert (await bot.get_chat(head)).pinned_message.message_id == first.message_id
    assert await bot.unpin_all_chat_messages(head)
    assert (await bot.get_chat(head)).pinned_message is None


async def test_an_administrator_pins_and_deletes_in_a_supergroup(bot, people, head):
    await people.add_to_group(GROUP, head)
    await people.standing(GROUP, head, "administrator")
    message = await bot.send_message(GROUP, "周报")
    assert await message.pin()
    said = await people.text(head, "收到", chat_id=GROUP)
    assert await bot.delete_message(GROUP, said["message"]["message_id"])


async def test_a_photo_an_edit_of_its_caption_and_of_itself(bot, people, head):
    sent = await bot.send_photo(head, PNG, caption="<b>挂图</b>", parse_mode="HTML")
    assert (sent.photo[-1].width, sent.photo[-1].height) == (640, 480)
    assert sent.caption_entities[0].type == "bold"
    assert (await sent.edit_caption("新挂图")).caption == "新挂图"
    media = await sent.edit_media(InputMediaDocument(b"x", filename="图.txt", caption="附件"))
    assert (media.document.file_name, media.photo) == ("图.txt", ())
    again = await bot.send_document(head, media.document.file_id)
    assert again.document.file_id == media.document.file_id


async def test_a_video_goes_again_by_its_number(bot, people, head):
    sent = await bot.send_video(head, b"mp4", filename="现场.mp4", caption="<i>现场</i>", parse_mode="HTML")
    assert sent.caption_entities[0].type == "italic"
    again = await bot.send_video(head, sent.video.file_id)
    assert again.video.file_id == sent.video.file_id


async def test_an_album_shares_one_group(bot, people, head):
    sent = await bot.send_media_group(head, [InputMediaPhoto(PNG, caption="一"), InputMediaPhoto(PNG)])
    assert len({message.media_group_id for message in sent}) == 1
    assert [message.caption for message in sent] == ["一", None]
    assert [e["media"]["kind"] for e in await people.transcript(head) if e["outgoing"]] == ["photo", "photo"]


async def test_an_inline_keyboard_is_in_the_message_another_one_is_not(bot, people, head):
    inline = InlineKeyboardMarkup([[InlineKeyboardButton("好", callback_data="ok")]])
    assert (await bot.send_message(head, "一", reply_markup=inline)).reply_markup == inline
    plain = await bot.send_message(head, "二", reply_markup=ReplyKeyboardMarkup([["状态"]]))
    assert plain.reply_markup is None
    assert (await people.transcript(head))[-1]["keyboard"]["keyboard"] == [[{"text": "状态"}]]


async def test_a_deleted_message_is_gone_for_replies(bot, people, ask, head):
    message = await bot.send_message(head, "一")
    assert await message.delete()
    answer = await ask("sendMessage", chat_id=head, text="二", reply_parameters={"message_id": message.message_id})
    assert not answer["ok"]
    assert (await people.transcript(head))[-1]["deleted"]


async def test_several_messages_are_deleted_at_once(bot, people, head):
    sent = [await bot.send_message(head, words) for words in "一二三"]
    assert await bot.delete_messages(head, [message.message_id for message in sent[:2]])
    assert [e["deleted"] for e in await people.transcript(head)][1:] == [True, True, False]


async def test_message_numbers_run_over_all_private_chats(bot, people, head):
    await people.start(7005)
    first, second = await bot.send_message(head, "一"), await bot.send_message(7005, "二")
    assert second.message_id == first.message_id + 1
    await people.add_to_group(GROUP, head)
    assert (await bot.send_message(GROUP, "三")).message_id == 2


async def test_get_with_a_query_string_is_as_good_as_post(sandbox, people, head):
    url = f"{sandbox.url}/bot{sandbox.token}/sendmessage"
    async with people._session.get(url, params={"chat_id": str(HEAD), "text": "好"}) as response:
        assert (await response.json())["result"]["text"] == "好"


async def test_json_is_as_good_as_a_form(sandbox, people, head):
    url = f"{sandbox.url}/bot{sandbox.token}/sendMessage"
    keyboard = {"inline_keyboard": [[{"text": "好", "callback_data": "ok"}]]}
    async with people._session.post(url, json={"chat_id": head, "text": "好", "reply_markup": keyboard}) as response:
        assert (await response.json())["result"]["reply_markup"] == keyboard


async def test_typing_and_protection(bot, head):
    assert await bot.send_chat_action(head, "typing")
    assert (await bot.send_message(head, "一", protect_content=True)).has_protected_content
