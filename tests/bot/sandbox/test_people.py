"""The people's side: what each act does to the chat and tells the bot."""

import asyncio
import base64
from datetime import datetime

import pytest

from bot.sandbox.client import SandboxError
from tests.bot.sandbox.conftest import HEAD, NOON

GROUP = -100_001


@pytest.fixture
async def heard(bot):
    """The newest update the bot has not heard yet."""

    async def heard():
        update = (await bot.get_updates(timeout=0))[-1]
        await bot.get_updates(timeout=0, offset=update.update_id)
        return update

    return heard


async def test_text_with_a_reply(bot, people, head, heard):
    asked = await bot.send_message(head, "办结了吗？")
    await people.text(head, "已办结 #12 @office https://example.org/a", reply_to=asked.message_id)
    message = (await heard()).message
    assert message.reply_to_message.text == "办结了吗？"
    assert [entity.type for entity in message.entities] == ["hashtag", "mention", "url"]


@pytest.mark.parametrize("kind", ["photo", "document", "voice", "sticker"])
async def test_files_of_every_kind_can_be_fetched(bot, people, head, heard, kind):
    await getattr(people, kind)(head)
    attachment = (await heard()).message.effective_attachment
    attachment = attachment[-1] if kind == "photo" else attachment
    content = await (await bot.get_file(attachment.file_id)).download_as_bytearray()
    assert len(content) == attachment.file_size > 0


async def test_a_document_keeps_its_name_content_and_caption(bot, people, head, heard):
    await people.document(head, b"1,2", file_name="台账.csv", caption="请查收")
    message = (await heard()).message
    assert (message.document.file_name, message.caption) == ("台账.csv", "请查收")
    file = await bot.get_file(message.document.file_id)
    assert await file.download_as_bytearray() == b"1,2"


async def test_a_file_that_is_not_there_is_not_found(sandbox, people):
    await people.now()
    async with people._session.get(f"{sandbox.url}/file/bot{sandbox.token}/documents/none.txt") as response:
        assert response.status == 404


async def test_an_album_is_several_updates_of_one_group(bot, people, head):
    told = await people.album(head, [{"caption": "现场"}, {"kind": "photo"}, {"kind": "document", "content": b"x"}])
    updates = (await bot.get_updates(timeout=0))[-3:]
    assert [u.update_id for u in updates] == [t["update_id"] for t in told]
    assert len({u.message.media_group_id for u in updates}) == 1
    assert updates[0].message.caption == "现场"


async def test_an_edit_keeps_the_first_words(people, head, heard):
    said = await people.text(head, "完成六成")
    number = said["message"]["message_id"]
    await people.advance(60)
    await people.edit(head, number, "完成七成")
    edited = (await heard()).edited_message
    assert (edited.text, edited.edit_date.timestamp()) == ("完成七成", NOON + 60)
    entry = (await people.transcript(head))[-1]
    assert entry["edits"] == [{"time": NOON + 60, "before": {"text": "完成六成"}}]


async def test_a_caption_is_edited_as_text_is(people, head, heard):
    said = await people.photo(head, caption="一期")
    await people.edit(head, said["message"]["message_id"], "二期")
    assert (await heard()).edited_message.caption == "二期"


async def test_somebody_elses_message_cannot_be_edited(bot, people, head):
    message = await bot.send_message(head, "好")
    with pytest.raises(SandboxError, match="has no message"):
        await people.edit(head, message.message_id, "不好")


async def test_a_tap_by_data_or_by_words(bot, people, head, heard):
    rows = {"inline_keyboard": [[{"text": "准", "callback_data": "yes"}, {"text": "网站", "url": "https://a.b"}]]}
    message = await bot.send_message(head, "准否？", api_kwargs={"reply_markup": rows})
    for button in ("yes", "准"):
        await people.tap(head, message.message_id, button)
        query = (await heard()).callback_query
        assert (query.data, query.message.message_id, query.from_user.id) == ("yes", message.message_id, head)
    for button in ("不准", "网站"):
        with pytest.raises(SandboxError, match="no such button"):
            await people.tap(head, message.message_id, button)


async def test_a_reaction_is_seen_in_the_transcript_and_taken_back(bot, people, head):
    message = await bot.send_message(head, "好")
    await people.react(head, message.message_id, "👍")
    assert (await people.transcript(head))[-1]["reactions"] == [{"user_id": head, "emoji": "👍"}]
    await people.react(head, message.message_id, "")
    assert (await people.transcript(head))[-1]["reactions"] == []


async def test_blocking_and_coming_back(bot, people, head, heard):
    await people.block(head)
    assert (await heard()).my_chat_member.new_chat_member.status == "kicked"
    with pytest.raises(SandboxError, match="has blocked"):
        await people.text(head, "在吗")
    await people.start(head)
    assert (await heard()).message.text == "/start"
    assert await bot.send_message(head, "欢迎回来")


async def test_blocking_twice_is_told_once(people, head):
    assert (await people.block(head))["update_id"]
    assert (await people.block(head))["update_id"] is None


async def test_a_group_the_bot_is_added_to_and_thrown_out_of(bot, people, head, heard):
    await people.add_to_group(GROUP, head, title="督查一组")
    added = (await heard()).message
    assert added.new_chat_members[0].id == bot.id
    assert (await bot.send_message(GROUP, "大家好")).chat.title == "督查一组"
    await people.text(7005, "/status", chat_id=GROUP)
    assert (await heard()).message.chat.type == "supergroup"
    await people.standing(GROUP, head, "kicked")
    assert (await heard()).my_chat_member.new_chat_member.status == "kicked"


async def test_in_a_group_the_bot_hears_only_what_is_meant_for_it(bot, people, head):
    await people.add_to_group(GROUP, head)
    asked = await bot.send_message(GROUP, "谁来？")
    assert (await people.text(head, "天气不错", chat_id=GROUP))["update_id"] is None
    assert (await people.text(head, "我来", chat_id=GROUP, reply_to=asked.message_id))["update_id"]
    assert (await people.text(head, "@huiyin_sandbox_bot 我来", chat_id=GROUP))["update_id"]
    await people.standing(GROUP, head, "administrator")
    assert (await people.text(head, "天气真好", chat_id=GROUP))["update_id"]


async def test_a_group_that_becomes_a_supergroup(bot, people, head, heard):
    await people.add_to_group(-55, head, kind="group")
    moved = await people.migrate(-55, head)
    assert (await heard()).message.migrate_from_chat_id == -55
    assert (await bot.send_message(moved["chat_id"], "好")).chat.type == "supergroup"
    assert [e["message"].get("migrate_to_chat_id") for e in await people.transcript(-55)][-1] == moved["chat_id"]


async def test_people_who_are_gone_say_nothing(people, head):
    await people.deactivate(head)
    with pytest.raises(SandboxError, match="deactivated"):
        await people.text(head, "在吗")


@pytest.mark.parametrize(
    ("act", "given"),
    [
        ("text", {"user_id": HEAD, "words": "x", "chat_id": 1}),
        ("text", {"user_id": HEAD, "words": "x", "reply_to": 99}),
        ("text", {"user_id": HEAD}),
        ("text", {"user_id": HEAD, "words": " "}),
        ("text", {"user_id": HEAD, "words": "长" * 4097}),
        ("start", {"user_id": HEAD, "payload": "有 空格"}),
        ("start", {"user_id": HEAD, "payload": "x" * 65}),
        ("tap", {"user_id": HEAD, "message_id": 99, "button": "x"}),
        ("react", {"user_id": HEAD, "message_id": 99, "emoji": "👍"}),
        ("query", {"callback_query_id": "9"}),
        ("standing", {"chat_id": 1, "user_id": HEAD, "standing": "kicked"}),
        ("dance", {}),
    ],
)
async def test_what_a_person_cannot_do_is_said(people, head, act, given):
    with pytest.raises(SandboxError):
        await people.ask(f"people/{act}", **given)


async def test_a_tap_can_wait_for_its_answer(bot, people, head, sandbox):
    rows = {"inline_keyboard": [[{"text": "准", "callback_data": "yes"}]]}
    message = await bot.send_message(head, "准否？", api_kwargs={"reply_markup": rows})
    tap = asyncio.create_task(people.tap(head, message.message_id, "yes", wait=5))
    update = None
    while update is None or update.callback_query is None:
        update = (await bot.get_updates(timeout=5, offset=update.update_id + 1 if update else None))[-1]
    await update.callback_query.answer("已准")
    assert (await tap)["answered"]


async def test_the_clock_is_moved_by_control_only(people):
    assert await people.now() == NOON
    assert await people.advance(1.5) == NOON + 1.5
    assert await people.set_clock(datetime.fromisoformat("2026-03-02T09:00:00+08:00")) == 1772413200
    assert (await people.ask("control/clock", now="2026-03-02T10:00:00+08:00"))["now"] == 1772416800
    with pytest.raises(SandboxError, match="offset"):
        await people.ask("control/clock", now="2026-03-02T10:00:00")


async def test_the_transcript_can_be_read_from_where_one_left_off(bot, people, head):
    await bot.send_message(head, "一")
    first = await people.transcript()
    await bot.send_message(head, "二")
    assert [e["text"] for e in await people.transcript(after=first[-1]["seq"])] == ["二"]
    assert await people.transcript(1) == []


async def test_the_transcript_can_be_waited_for(bot, people, head):
    waiting = asyncio.create_task(people.transcript(head, after=1, count=1, wait=5))
    await bot.send_message(head, "一")
    assert [e["text"] for e in await waiting] == ["一"]


async def test_plain_http_is_enough(sandbox, people, head):
    content = base64.b64encode("附件".encode()).decode()
    async with people._session.post(
        f"{sandbox.url}/people/media", json={"user_id": head, "kind": "document", "content": content}
    ) as response:
        assert response.status == 200
    async with people._session.get(f"{sandbox.url}/control/transcript?chat_id={head}") as response:
        assert (await response.json())[-1]["media"]["kind"] == "document"
