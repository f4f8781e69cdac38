"""Requests and answers against the Bot API's own models, and a plain bot that runs unchanged."""

import pytest
import telegram
from aiogram import Bot as AiogramBot
from aiogram import types
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.sandbox import images
from bot.sandbox.given import Given, Upload
from bot.sandbox.methods import NAMES
from tests.bot.sandbox import contract as models
from tests.bot.sandbox.conftest import HEAD
from tests.bot.sandbox.contract import contract, fits
from tests.bot.sandbox.echo_bot import build

BUTTONS = {"inline_keyboard": [[{"text": "好", "callback_data": "ok"}]]}


@pytest.fixture
async def echo(sandbox):
    app = build(sandbox.token, sandbox.url)
    async with app:
        await app.start()
        await app.updater.start_polling(timeout=5)
        yield app
        await app.updater.stop()
        await app.stop()


async def test_an_echo_bot_runs_unchanged(sandbox, people, echo):
    async def answer(method, count):
        """The bot's last message once it has called this method so many times."""
        assert len(await people.calls(method, count=count, wait=5)) == count
        return [entry for entry in await people.transcript(HEAD) if entry["outgoing"]][-1]

    await people.start(HEAD)
    hello = await answer("sendMessage", 1)
    assert (hello["text"], hello["buttons"][0][0]["text"]) == ("您好", "再来")
    said = await people.text(HEAD, "已办结")
    assert (await answer("sendMessage", 2))["text"] == "已办结"
    await people.edit(HEAD, said["message"]["message_id"], "未办结")
    assert (await answer("sendMessage", 3))["text"] == "已改：未办结"
    tap = await people.tap(HEAD, hello["message_id"], "再来", wait=5)
    assert (tap["answered"], tap["text"]) == (True, "好")
    await people.photo(HEAD, caption="现场")
    assert (await answer("sendPhoto", 1))["media"]["kind"] == "photo"
    await people.document(HEAD, b"1,2", file_name="台账.csv")
    assert (await answer("sendDocument", 1))["media"]["file_name"] == "台账.csv"
    assert (await people.transcript(HEAD))[1]["text"] == "再见"
    assert sandbox.violations == []


def test_every_method_is_one_of_the_bot_api():
    assert set(NAMES) <= set(models._models())


@pytest.mark.parametrize(
    ("method", "given", "fault"),
    [
        ("sendMessage", {"chat_id": "7", "text": "x", "colour": "red"}, "unknown field colour"),
        ("sendMessage", {"chat_id": "7"}, "text: Field required"),
        (
            "sendMessage",
            {"chat_id": "7", "text": "x", "reply_to_message_id": "4"},
            "deprecated field reply_to_message_id",
        ),
        (
            "sendMessage",
            {"chat_id": "7", "text": "x", "reply_markup": '{"inline_keyboard":[[{"text":"a","data":"b"}]]}'},
            "unknown field reply_markup.inline_keyboard.data",
        ),
        (
            "sendMessage",
            {"chat_id": "7", "text": "x", "parse_mode": "HTML", "entities": "[]"},
            "entities is ignored beside parse_mode",
        ),
        (
            "sendMediaGroup",
            {"chat_id": "7", "media": '[{"type":"photo","media":"attach://a"}]'},
            "attach://a has no part",
        ),
        ("sendMediaGroup", {"chat_id": "7", "media": '[{"type":"photo","media":"id"}]'}, "media shorter than 2"),
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "好" * 201}, "text longer than 200"),
        ("sendFax", {}, "no method sendFax"),
    ],
)
def test_the_contract_names_what_is_wrong(method, given, fault):
    assert fault in contract(method, Given(given))


def test_an_unused_part_is_a_violation():
    assert contract("sendMessage", Given({"chat_id": "7", "text": "x"}, {"b": Upload("b", "", b"x")})) == [
        "part b is not used"
    ]


async def test_violations_are_kept_with_their_call(sandbox, people, ask, head):
    assert (await ask("sendMessage", chat_id=head, text="x", colour="red"))["ok"]
    (violation,) = await people.violations()
    assert violation.startswith("sendMessage #")
    assert (await people.calls("sendMessage"))[0]["violations"] == ["unknown field colour"]


async def test_every_answer_fits_the_models(sandbox, people, ask, head):
    png, group = ("a.png", images.blank()), -100_001
    await people.add_to_group(group, head)
    await people.standing(group, head, "administrator")

    async def result(method, **given):
        answer = await ask(method, **given)
        assert answer["ok"], answer
        return answer["result"]

    sent = await result("sendMessage", chat_id=head, text="<b>好</b> /a", parse_mode="HTML", reply_markup=BUTTONS)
    photo = await result("sendPhoto", chat_id=head, photo=png, reply_parameters={"message_id": sent["message_id"]})
    document = await result("sendDocument", chat_id=group, document=("a.txt", b"x"))
    media = [{"type": "photo", "media": "attach://a"}] * 2
    album = await result("sendMediaGroup", chat_id=head, media=media, a=png)
    edited = await result("editMessageText", chat_id=head, message_id=sent["message_id"], text="改")
    for message in (sent, photo, document, edited):
        fits(types.Message, message)
    fits(list[types.Message], album)
    fits(types.User, await result("getMe"))
    fits(types.WebhookInfo, await result("getWebhookInfo"))
    fits(types.ChatFullInfo, await result("getChat", chat_id=head))
    fits(types.ChatFullInfo, await result("getChat", chat_id=group))
    fits(types.ResultChatMemberUnion, await result("getChatMember", chat_id=group, user_id=sandbox.world.bot.id))
    fits(types.ResultChatMemberUnion, await result("getChatMember", chat_id=group, user_id=head))
    fits(types.File, await result("getFile", file_id=document["document"]["file_id"]))


async def test_another_library_talks_to_it_too(sandbox, people, head):
    session = AiohttpSession(api=TelegramAPIServer.from_base(sandbox.url))
    async with AiogramBot(sandbox.token, session=session) as bot:
        message = await bot.send_document(head, types.BufferedInputFile("附件".encode(), "附件.txt"), caption="请查收")
        assert message.document.file_name == "附件.txt"
        assert (await bot.download(message.document)).read().decode() == "附件"
        assert (await bot.get_updates(timeout=0))[0].message.text == "/start"
    assert sandbox.violations == []


async def test_every_update_fits_the_models(sandbox, people, ask, head):
    await ask(
        "getUpdates",
        allowed_updates=["message", "message_reaction", "edited_message", "callback_query", "my_chat_member"],
    )
    sent = (await ask("sendMessage", chat_id=head, text="好", reply_markup=BUTTONS))["result"]
    said = await people.text(head, "好", reply_to=sent["message_id"])
    await people.edit(head, said["message"]["message_id"], "改")
    for act in (people.photo, people.document, people.voice, people.sticker, people.album):
        await act(head)
    await people.tap(head, sent["message_id"], "ok")
    await people.react(head, sent["message_id"], "👍")
    await people.add_to_group(-55, head, kind="group")
    await people.migrate(-55, head)
    await people.block(head)
    updates = (await ask("getUpdates"))["result"]
    assert len(updates) >= 14
    for update in updates:
        assert not telegram.Update.de_json(update, None).api_kwargs
        read = fits(types.Update, update)
        assert not read.model_extra
        assert read.event_type in update


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 9000) | st.text(max_size=5) | st.just(HEAD),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["type", "media", "text", "offset", "message_id", "inline_keyboard", "emoji"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=5,
)
FIELDS = st.sampled_from(
    ["text", "message_id", "reply_markup", "reply_parameters", "entities", "parse_mode", "media", "photo", "reaction",
     "commands", "scope", "message_ids", "caption", "offset", "user_id", "url", "callback_query_id", "file_id"]
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(method=st.sampled_from(sorted(NAMES)), values=st.dictionaries(FIELDS, VALUES, max_size=4))
async def test_nonsense_is_answered_in_telegrams_form(sandbox, people, head, method, values):
    url = f"{sandbox.url}/bot{sandbox.token}/{method}"
    sandbox.world.chats[HEAD].standing = "member"
    async with people._session.post(url, json={"chat_id": HEAD, **values}) as response:
        answer = await response.json()
    assert answer["ok"] or answer["error_code"] in (400, 403, 404)
    assert response.status == answer.get("error_code", 200)
