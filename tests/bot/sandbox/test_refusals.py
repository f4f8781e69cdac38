"""Every refusal of the table, in Telegram's words: what is asked, and what is answered."""

import pytest

from bot.sandbox import images
from bot.sandbox.refusals import REFUSALS
from bot.sandbox.uploads import LARGEST_PHOTO, LARGEST_UPLOAD
from tests.bot.sandbox.conftest import HEAD

DAY = 24 * 3600
STRANGER, BLOCKER, GONE = 7002, 7003, 7004
GROUP, LEFT, KICKED, OLD, HUGE = -100_001, -100_002, -100_003, -55, -100_004
TEXT, HIS, PHOTO, ALBUM = "{text}", "{his}", "{photo}", "{album}"
PNG = images.blank()


def buttons(*given, rows=1):
    return {"inline_keyboard": [list(given)] * rows}


def button(**given):
    return {"text": "好", **given}


def media(*kinds, **more):
    return [{"type": kind, "media": "attach://a", **more} for kind in kinds]


SEND = {"chat_id": HEAD, "text": "好"}
PAIR = media("photo", "photo")
FILE = {"a": ("a.png", PNG)}

ROWS = [
    # the way in
    ("method", "sendFax", {}, {}),
    ("method", "", {}, {}),
    ("number", "editMessageText", {"chat_id": HEAD, "message_id": "first", "text": "x"}, {"name": "message_id"}),
    ("object", "sendMessage", {**SEND, "reply_markup": "{"}, {"name": "reply markup"}),
    ("malformed", "sendMessage", {**SEND, "reply_parameters": {"message_id": "first"}}, {}),
    ("malformed", "sendMessage", {**SEND, "entities": [{"type": "bold"}]}, {}),
    # who is written to
    ("chat_empty", "sendMessage", {"text": "x"}, {}),
    ("chat_unknown", "sendMessage", {"chat_id": 1, "text": "x"}, {}),
    ("chat_unknown", "sendMessage", {"chat_id": "@nobody", "text": "x"}, {}),
    ("chat_unknown", "setMyCommands", {"commands": [], "scope": {"type": "chat", "chat_id": 1}}, {}),
    ("not_started", "sendMessage", {"chat_id": STRANGER, "text": "x"}, {}),
    ("blocked", "sendMessage", {"chat_id": BLOCKER, "text": "x"}, {}),
    ("blocked", "sendChatAction", {"chat_id": BLOCKER, "action": "typing"}, {}),
    ("deactivated", "sendMessage", {"chat_id": GONE, "text": "x"}, {}),
    ("kicked", "sendMessage", {"chat_id": KICKED, "text": "x"}, {"kind": "supergroup"}),
    ("not_member", "sendMessage", {"chat_id": LEFT, "text": "x"}, {"kind": "supergroup"}),
    ("migrated", "sendMessage", {"chat_id": OLD, "text": "x"}, {}),
    ("user_unknown", "getChatMember", {"chat_id": GROUP, "user_id": 1}, {}),
    ("leave_private", "leaveChat", {"chat_id": HEAD}, {}),
    # what is written
    ("text_empty", "sendMessage", {"chat_id": HEAD, "text": " \n"}, {}),
    ("text_empty", "sendMessage", {"chat_id": HEAD, "text": "<b></b>", "parse_mode": "HTML"}, {}),
    ("text_empty", "editMessageText", {"chat_id": HEAD, "message_id": TEXT, "text": ""}, {}),
    ("text_long", "sendMessage", {"chat_id": HEAD, "text": "督" * 4097}, {}),
    ("text_long", "sendMessage", {"chat_id": HEAD, "text": "😀" * 2049}, {}),
    ("text_long", "editMessageText", {"chat_id": HEAD, "message_id": TEXT, "text": "x" * 4097}, {}),
    ("caption_long", "sendPhoto", {"chat_id": HEAD, "photo": ("a.png", PNG), "caption": "x" * 1025}, {}),
    ("caption_long", "editMessageCaption", {"chat_id": HEAD, "message_id": PHOTO, "caption": "x" * 1025}, {}),
    (
        "caption_long",
        "sendMediaGroup",
        {"chat_id": HEAD, "media": media("photo", "photo", caption="x" * 1025), **FILE},
        {},
    ),
    (
        "entities",
        "sendMessage",
        {"chat_id": HEAD, "text": "<b>x", "parse_mode": "HTML"},
        {"why": 'Can\'t find end tag corresponding to start tag "b"'},
    ),
    ("parse_mode", "sendMessage", {**SEND, "parse_mode": "rtf"}, {}),
    ("reply_gone", "sendMessage", {**SEND, "reply_parameters": {"message_id": 999}}, {}),
    (
        "reply_gone",
        "sendDocument",
        {"chat_id": HEAD, "document": ("a", b"x"), "reply_parameters": {"message_id": 999}},
        {},
    ),
    # buttons
    ("markup", "sendMessage", {**SEND, "reply_markup": []}, {}),
    (
        "markup_rows",
        "sendMessage",
        {**SEND, "reply_markup": {"inline_keyboard": [button()]}},
        {"kind": "inline_keyboard"},
    ),
    ("button_object", "sendMessage", {**SEND, "reply_markup": buttons("好")}, {}),
    ("button_text", "sendMessage", {**SEND, "reply_markup": buttons({"callback_data": "a"})}, {}),
    ("button_kind", "sendMessage", {**SEND, "reply_markup": buttons(button())}, {}),
    ("button_kind", "sendMessage", {**SEND, "reply_markup": buttons(button(callback_data=""))}, {}),
    ("button_data", "sendMessage", {**SEND, "reply_markup": buttons(button(callback_data="督" * 22))}, {}),
    ("button_url", "sendMessage", {**SEND, "reply_markup": buttons(button(url="nowhere"))}, {"url": "nowhere"}),
    ("markup_long", "sendMessage", {**SEND, "reply_markup": buttons(button(callback_data="a"), rows=101)}, {}),
    ("markup_long", "sendMessage", {**SEND, "reply_markup": buttons(button(callback_data="a" * 64), rows=99)}, {}),
    # a message once sent
    ("message_id", "editMessageText", {"chat_id": HEAD, "text": "x"}, {}),
    ("message_id", "deleteMessage", {"chat_id": HEAD}, {}),
    ("edit_gone", "editMessageText", {"chat_id": HEAD, "message_id": 999, "text": "x"}, {}),
    ("edit_gone", "editMessageReplyMarkup", {"chat_id": HEAD, "message_id": 999}, {}),
    ("edit_foreign", "editMessageText", {"chat_id": HEAD, "message_id": HIS, "text": "x"}, {}),
    ("edit_same", "editMessageText", {"chat_id": HEAD, "message_id": TEXT, "text": "在办"}, {}),
    ("edit_same", "editMessageReplyMarkup", {"chat_id": HEAD, "message_id": TEXT}, {}),
    ("edit_same", "editMessageCaption", {"chat_id": HEAD, "message_id": PHOTO, "caption": "图"}, {}),
    ("edit_no_text", "editMessageText", {"chat_id": HEAD, "message_id": PHOTO, "text": "x"}, {}),
    ("edit_no_caption", "editMessageCaption", {"chat_id": HEAD, "message_id": TEXT, "caption": "x"}, {}),
    ("edit_inline", "editMessageText", {"inline_message_id": "a", "text": "x"}, {}),
    ("media_none", "editMessageMedia", {"chat_id": HEAD, "message_id": PHOTO}, {}),
    ("media_object", "editMessageMedia", {"chat_id": HEAD, "message_id": PHOTO, "media": "[]"}, {}),
    (
        "media_change",
        "editMessageMedia",
        {"chat_id": HEAD, "message_id": ALBUM, "media": media("document")[0], **FILE},
        {},
    ),
    ("delete_gone", "deleteMessage", {"chat_id": HEAD, "message_id": 999}, {}),
    ("delete_none", "deleteMessages", {"chat_id": HEAD}, {}),
    ("delete_list", "deleteMessages", {"chat_id": HEAD, "message_ids": 5}, {}),
    ("delete_many", "deleteMessages", {"chat_id": HEAD, "message_ids": list(range(101))}, {}),
    ("pin_gone", "pinChatMessage", {"chat_id": HEAD, "message_id": 999}, {}),
    ("unpin_gone", "unpinChatMessage", {"chat_id": HEAD}, {}),
    ("pin_rights", "pinChatMessage", {"chat_id": GROUP, "message_id": 1}, {}),
    ("reaction_gone", "setMessageReaction", {"chat_id": HEAD, "message_id": 999}, {}),
    (
        "reaction",
        "setMessageReaction",
        {"chat_id": HEAD, "message_id": HIS, "reaction": [{"type": "emoji", "emoji": "✅"}]},
        {},
    ),
    (
        "reaction_many",
        "setMessageReaction",
        {"chat_id": HEAD, "message_id": HIS, "reaction": [{"type": "emoji", "emoji": e} for e in "👍🔥"]},
        {},
    ),
    # taps
    ("query_old", "answerCallbackQuery", {"callback_query_id": "1"}, {}),
    ("action", "sendChatAction", {"chat_id": HEAD, "action": "dancing"}, {}),
    # files
    ("file_none", "sendPhoto", {"chat_id": HEAD}, {"kind": "photo"}),
    ("file_none", "sendDocument", {"chat_id": HEAD, "document": "attach://a"}, {"kind": "document"}),
    ("file_empty", "sendDocument", {"chat_id": HEAD, "document": ("a.txt", b"")}, {}),
    ("file_id", "sendDocument", {"chat_id": HEAD, "document": "nonsense"}, {}),
    (
        "file_kind",
        "sendDocument",
        {"chat_id": HEAD, "document": "{photo_file}"},
        {"found": "Photo", "kind": "Document"},
    ),
    ("file_url", "sendPhoto", {"chat_id": HEAD, "photo": "https://example.org/a.png"}, {}),
    ("file_unknown", "getFile", {"file_id": "nonsense"}, {}),
    ("entity_too_large", "sendDocument", {"chat_id": HEAD, "document": ("a", bytes(LARGEST_UPLOAD + 1))}, {}),
    (
        "photo_big",
        "sendPhoto",
        {"chat_id": HEAD, "photo": ("a.png", bytes(LARGEST_PHOTO + 1))},
        {"size": LARGEST_PHOTO + 1, "limit": LARGEST_PHOTO},
    ),
    ("photo_broken", "sendPhoto", {"chat_id": HEAD, "photo": ("a.png", b"text")}, {}),
    ("photo_shape", "sendPhoto", {"chat_id": HEAD, "photo": ("a.png", images.blank(2100, 100))}, {}),
    ("media_none", "sendMediaGroup", {"chat_id": HEAD}, {}),
    ("media_list", "sendMediaGroup", {"chat_id": HEAD, "media": {"type": "photo"}}, {}),
    ("media_kind", "sendMediaGroup", {"chat_id": HEAD, "media": media("hologram"), **FILE}, {"kind": "hologram"}),
    ("media_gone", "sendMediaGroup", {"chat_id": HEAD, "media": PAIR}, {}),
    ("album_none", "sendMediaGroup", {"chat_id": HEAD, "media": []}, {}),
    ("album_many", "sendMediaGroup", {"chat_id": HEAD, "media": media(*["photo"] * 11), **FILE}, {}),
    (
        "album_mixed",
        "sendMediaGroup",
        {"chat_id": HEAD, "media": media("photo", "document"), **FILE},
        {"kind": "document"},
    ),
    (
        "album_item",
        "sendMediaGroup",
        {"chat_id": HEAD, "media": PAIR, "a": ("a.png", b"text")},
        {"place": 1, "why": "IMAGE_PROCESS_FAILED"},
    ),
    # commands
    ("commands", "setMyCommands", {"commands": "{}"}, {}),
    ("commands_many", "setMyCommands", {"commands": [{"command": "a", "description": "b"}] * 101}, {}),
    ("command_name", "setMyCommands", {"commands": [{"command": "状态", "description": "b"}]}, {}),
    ("command_words", "setMyCommands", {"commands": [{"command": "a", "description": ""}]}, {}),
    ("command_words", "setMyCommands", {"commands": [{"command": "a", "description": "b" * 257}]}, {}),
    ("scope", "getMyCommands", {"scope": {"type": "planet"}}, {"kind": "planet"}),
    # webhook
    ("webhook_https", "setWebhook", {"url": "http://example.org/hook"}, {}),
    ("webhook_secret", "setWebhook", {"url": "https://example.org/hook", "secret_token": "密"}, {}),
]
ELSEWHERE = {
    "token": "test_a_wrong_token_is_unauthorized",
    "path": "test_another_address_is_not_found",
    "bad_json": "test_broken_json_is_refused",
    "retry": "test_limits.py",
    "other_poller": "test_updates.py",
    "webhook_active": "test_webhook.py",
    "webhook_set": "test_webhook.py",
    "delete_old": "test_messages_older_than_two_days_stay",
    "query_text": "test_an_answer_to_a_tap_is_short",
    "file_big": "test_a_large_file_cannot_be_fetched",
}


@pytest.fixture
async def town(sandbox, people, head, ask):
    """People and groups of every standing; what was said before, by the names the rows use."""
    await people.add_to_group(GROUP, head)
    await people.text(STRANGER, "我不找机器人", chat_id=GROUP)
    for user in (BLOCKER, GONE):
        await people.start(user)
    await people.block(BLOCKER)
    await people.deactivate(GONE)
    for group, standing in ((LEFT, "left"), (KICKED, "kicked")):
        await people.add_to_group(group, head)
        await people.standing(group, head, standing)
    await people.add_to_group(OLD, head, kind="group")
    await people.migrate(OLD, head)
    text = (await ask("sendMessage", chat_id=HEAD, text="在办"))["result"]
    photo = (await ask("sendPhoto", chat_id=HEAD, photo=("a.png", PNG), caption="图"))["result"]
    album = (await ask("sendMediaGroup", chat_id=HEAD, media=PAIR, a=("a.png", PNG)))["result"]
    his = await people.text(HEAD, "收到")
    return {
        TEXT: text["message_id"],
        HIS: his["message"]["message_id"],
        PHOTO: photo["message_id"],
        ALBUM: album[0]["message_id"],
        "{photo_file}": photo["photo"][-1]["file_id"],
    }


@pytest.mark.parametrize(
    ("name", "method", "given", "facts"), ROWS, ids=[f"{row[0]}-{row[1]}-{n}" for n, row in enumerate(ROWS)]
)
async def test_refusal(name, method, given, facts, town, ask, sandbox):
    filled = {key: town.get(value, value) if isinstance(value, str) else value for key, value in given.items()}
    before = len(sandbox.world.posts)
    answer = await ask(method, **filled)
    code, words = REFUSALS[name]
    assert (answer["error_code"], answer["description"]) == (code, words.format(**facts))
    assert answer["ok"] is False
    assert len(sandbox.world.posts) == before


def test_every_refusal_has_a_row_or_a_test_of_its_own():
    assert set(REFUSALS) == {row[0] for row in ROWS} | set(ELSEWHERE)


async def test_a_migrated_group_names_its_successor(town, ask):
    answer = await ask("sendMessage", chat_id=OLD, text="x")
    assert answer["parameters"]["migrate_to_chat_id"] == -1_000_000_000_055


async def test_what_stands_at_the_limit_is_accepted(town, ask):
    hundred = buttons(button(callback_data="督" * 21 + "a"), rows=50)
    for given in ({"text": "督" * 4096}, {"text": "😀" * 2048}, {"text": "好", "reply_markup": hundred}):
        assert (await ask("sendMessage", chat_id=HEAD, **given))["ok"]


async def test_a_reply_to_nothing_is_sent_if_that_is_allowed(town, ask):
    answer = await ask("sendMessage", **SEND, reply_parameters={"message_id": 999, "allow_sending_without_reply": True})
    assert "reply_to_message" not in answer["result"]


async def test_a_wrong_token_is_unauthorized(ask):
    answer = await ask("getMe", token="123456:OTHER")
    assert (answer["error_code"], answer["description"]) == REFUSALS["token"]


async def test_another_address_is_not_found(people):
    with pytest.raises(Exception, match=REFUSALS["path"][1]):
        await people.ask("nowhere")


async def test_broken_json_is_refused(sandbox, people):
    await people.now()
    session = people._session
    url = f"{sandbox.url}/bot{sandbox.token}/sendMessage"
    for body in ("{", "[]"):
        async with session.post(url, data=body, headers={"Content-Type": "application/json"}) as response:
            answer = await response.json()
        assert (answer["error_code"], answer["description"]) == REFUSALS["bad_json"]


async def test_json_with_an_empty_markup_is_refused(sandbox, people, head):
    url = f"{sandbox.url}/bot{sandbox.token}/sendMessage"
    async with people._session.post(url, json={"chat_id": head, "text": "x", "reply_markup": None}) as response:
        assert (await response.json())["description"] == REFUSALS["markup"][1]


async def test_messages_older_than_two_days_stay(people, town, ask):
    await people.advance(2 * DAY - 1)
    assert (await ask("deleteMessage", chat_id=HEAD, message_id=town[PHOTO]))["ok"]
    await people.advance(1)
    answer = await ask("deleteMessage", chat_id=HEAD, message_id=town[TEXT])
    assert (answer["error_code"], answer["description"]) == REFUSALS["delete_old"]
    assert (await ask("deleteMessages", chat_id=HEAD, message_ids=[town[TEXT], 999]))["ok"]
    assert [e["deleted"] for e in await people.transcript(HEAD) if e["message_id"] in (town[TEXT], town[PHOTO])] == [
        False,
        True,
    ]


async def tapped(people, ask):
    sent = await ask("sendMessage", **SEND, reply_markup=buttons(button(callback_data="ok")))
    return (await people.tap(HEAD, sent["result"]["message_id"], "ok"))["callback_query_id"]


async def test_an_answer_to_a_tap_is_short(people, head, ask):
    answer = await ask("answerCallbackQuery", callback_query_id=await tapped(people, ask), text="好" * 201)
    assert (answer["error_code"], answer["description"]) == REFUSALS["query_text"]


async def test_a_tap_is_answered_once_and_in_time(people, head, ask):
    first, second = await tapped(people, ask), await tapped(people, ask)
    assert (await ask("answerCallbackQuery", callback_query_id=first))["ok"]
    assert (await ask("answerCallbackQuery", callback_query_id=first))["description"] == REFUSALS["query_old"][1]
    await people.advance(15 * 60 + 1)
    assert (await ask("answerCallbackQuery", callback_query_id=second))["description"] == REFUSALS["query_old"][1]


async def test_a_large_file_cannot_be_fetched(people, head, ask):
    sent = await people.document(head, size=20 * 2**20 + 1)
    answer = await ask("getFile", file_id=sent["message"]["document"]["file_id"])
    assert (answer["error_code"], answer["description"]) == REFUSALS["file_big"]
