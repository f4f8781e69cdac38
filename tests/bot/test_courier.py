"""Telegram's errors, one row each; then the real thing over HTTP."""

import re
from unittest.mock import ANY

import pytest

from bot.sandbox.refusals import REFUSALS
from bot.sandbox.server import Sandbox
from bot.telegram_io import api_client as wire_module
from bot.telegram_io.api_client import BotApi, NotSent, Reply
from bot.telegram_io.courier import TABLE, Courier, outcome
from db.messages import Call
from schedules.sending.outcomes import Dropped, FileUnknown, Later, Moved, Sent, Undeliverable, Unknown

GONE, REFUSED, DROPPED, LATER, NOBODY = "gone", "refused", "dropped", "later", "nobody gets through"


def refused(status, description, **parameters):
    return Reply(
        status, {"ok": False, "error_code": status, "description": description, "parameters": parameters or None}
    )


def meant(found):
    match found:
        case Sent():
            return "done"
        case Dropped():
            return DROPPED
        case Undeliverable(gone=gone):
            return GONE if gone else REFUSED
        case Later(everyone=everyone):
            return NOBODY if everyone else LATER
        case _:
            return type(found).__name__


KNOWN = [
    (403, "Forbidden: bot was blocked by the user", GONE),
    (403, "Forbidden: user is deactivated", GONE),
    (403, "Forbidden: bot can't initiate conversation with a user", GONE),
    (403, "Forbidden: bot was kicked from the supergroup chat", GONE),
    (403, "Forbidden: bot is not a member of the channel chat", GONE),
    (400, "Bad Request: chat not found", GONE),
    (400, "Bad Request: user not found", GONE),
    (400, "Bad Request: PEER_ID_INVALID", GONE),
    (400, "Bad Request: USER_DEACTIVATED", GONE),
    (400, "Bad Request: chat_id is empty", GONE),
    (400, "Bad Request: group chat was deactivated", GONE),
    (400, "Bad Request: not enough rights to send text messages to the chat", GONE),
    (400, "Bad Request: have no rights to send a message", GONE),
    (400, "Bad Request: CHAT_WRITE_FORBIDDEN", GONE),
    (400, "Bad Request: TOPIC_CLOSED", GONE),
    (400, "Bad Request: message text is empty", REFUSED),
    (400, "Bad Request: message is too long", REFUSED),
    (400, "Bad Request: can't parse entities: Unsupported start tag", REFUSED),
    (400, "Bad Request: BUTTON_DATA_INVALID", REFUSED),
    (400, "Bad Request: PHOTO_INVALID_DIMENSIONS", REFUSED),
    (400, "Bad Request: wrong remote file identifier specified: Wrong string length", "FileUnknown"),
    (400, "Bad Request: wrong file identifier/HTTP URL specified", "FileUnknown"),
    (400, "Bad Request: wrong file_id or the file is temporarily unavailable", "FileUnknown"),
    (400, "Bad Request: FILE_REFERENCE_EXPIRED", "FileUnknown"),
    (400, "Bad Request: failed to get HTTP URL content", REFUSED),
    (413, "Request Entity Too Large", REFUSED),
    (400, "Bad Request: message is not modified: specified new message content", "done"),
    (400, "Bad Request: query is too old and response timeout expired or query ID is invalid", "done"),
    (400, "Bad Request: message to edit not found", DROPPED),
    (400, "Bad Request: message to react not found", DROPPED),
    (400, "Bad Request: message to delete not found", DROPPED),
    (400, "Bad Request: MESSAGE_ID_INVALID", DROPPED),
    (400, "Bad Request: message can't be edited", DROPPED),
    (400, "Bad Request: there is no text in the message to edit", DROPPED),
    (400, "Bad Request: REACTION_INVALID", DROPPED),
    (403, "Forbidden: the group chat was deleted", GONE),
    (403, "Forbidden: bots can't send messages to bots", GONE),
    (400, "Bad Request: CHAT_ID_INVALID", GONE),
    (400, "Bad Request: invalid user_id specified", GONE),
    (400, "Bad Request: INPUT_USER_DEACTIVATED", GONE),
    (400, "Bad Request: user is deactivated", GONE),
    (400, "Bad Request: USER_IS_BLOCKED", GONE),
    (400, "Bad Request: YOU_BLOCKED_USER", GONE),
    (400, "Bad Request: bot was blocked by the user", GONE),
    (400, "Bad Request: need administrator rights in the channel chat", GONE),
    (400, "Bad Request: CHAT_ADMIN_REQUIRED", GONE),
    (400, "Bad Request: CHANNEL_PRIVATE", GONE),
    (400, "Bad Request: CHAT_SEND_PLAIN_FORBIDDEN", GONE),
    (400, "Bad Request: CHAT_GUEST_SEND_FORBIDDEN", GONE),
    (400, "Bad Request: CHAT_RESTRICTED", GONE),
    (400, "Bad Request: USER_RESTRICTED", GONE),
    (400, "Bad Request: group chat was deleted", GONE),
    (400, "Bad Request: MESSAGE_TOO_LONG", REFUSED),
    (400, "Bad Request: message caption is too long", REFUSED),
    (400, "Bad Request: BUTTON_URL_INVALID", REFUSED),
    (400, "Bad Request: file is too big", REFUSED),
    (400, "Bad Request: file must be non-empty", REFUSED),
    (400, "Bad Request: IMAGE_PROCESS_FAILED", REFUSED),
    (400, "Bad Request: PHOTO_SAVE_FILE_INVALID", REFUSED),
    (400, "Bad Request: message to be replied not found", REFUSED),
    (400, "Bad Request: reply message not found", REFUSED),
    (400, "Bad Request: replied message not found", REFUSED),
    (400, "Bad Request: REPLY_MESSAGE_ID_INVALID", REFUSED),
    (400, "Bad Request: message thread not found", REFUSED),
    (400, "Bad Request: TOPIC_DELETED", REFUSED),
    (400, "Bad Request: MESSAGE_NOT_MODIFIED", "done"),
    (400, "Bad Request: QUERY_ID_INVALID", "done"),
    (400, "Bad Request: MESSAGE_EDIT_TIME_EXPIRED", DROPPED),
    (400, "Bad Request: MESSAGE_AUTHOR_REQUIRED", DROPPED),
    (400, "Bad Request: there is no caption in the message to edit", DROPPED),
    (400, "Bad Request: REACTIONS_TOO_MANY", DROPPED),
    (404, "Not Found: method not found", DROPPED),
    (400, "Bad Request: Logged out", NOBODY),
    (420, "FLOOD_WAIT_9", LATER),
    (400, "Bad Request: FLOOD_WAIT_9", LATER),
    (400, "Bad Request: SLOWMODE_WAIT_9", LATER),
    (429, "Too Many Requests: retry after 9", LATER),
    (400, "Bad Request: TIMEOUT", LATER),
    (400, "Bad Request: RPC_CALL_FAIL", LATER),
    (400, "Bad Request: MSG_WAIT_FAILED", LATER),
    (400, "Bad Request: WORKER_BUSY_TOO_LONG_RETRY", LATER),
    (409, "Conflict: can't use getUpdates method while webhook is active", LATER),
    (503, "Service Unavailable", LATER),
    (401, "Unauthorized", NOBODY),
    (404, "Not Found", NOBODY),
    (409, "Conflict: terminated by other getUpdates request", LATER),
    (500, "Internal Server Error", LATER),
    (502, "Bad Gateway", LATER),
    (504, "Gateway Timeout", LATER),
    (302, "Moved", NOBODY),
    (418, "", NOBODY),
]
MOVED = (400, "Bad Request: group chat was upgraded to a supergroup chat", GONE)


def deciding(known):
    """The place of the row that decides, and the words."""
    status, description, _ = known
    rows = enumerate(TABLE)
    fits = (
        n for n, (code, words, _) in rows if re.fullmatch(code, str(status)) and re.search(words, description, re.I)
    )
    return next(fits), description


@pytest.mark.parametrize(("status", "description", "expected"), KNOWN)
def test_what_telegrams_words_mean(status, description, expected):
    assert meant(outcome(refused(status, description))) == expected


@pytest.mark.parametrize("name", sorted(REFUSALS))
def test_every_refusal_the_sandbox_knows_has_a_meaning_that_is_not_an_accident(name):
    code, words = REFUSALS[name]
    if code < 500:
        assert meant(outcome(refused(code, words))) != "Unknown"


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        (7, 7),
        (0, 1),
        (10**9, 3600),
        (None, None),
        ("7", 7),
        ("²", None),
        (float("nan"), None),
        (True, None),
        (-1, None),
    ],
)
def test_how_long_telegram_asks_us_to_wait(asked, seconds):
    assert outcome(refused(429, "Too Many Requests", retry_after=asked)) == Later("Too Many Requests", seconds=seconds)


@pytest.mark.parametrize("words", ["Too Many Requests: retry after 7", "FLOOD_WAIT_7", "Bad Request: SLOWMODE_WAIT_7"])
def test_a_pause_asked_for_in_words_only_is_kept(words):
    assert outcome(refused(429, words)).seconds == 7
    assert outcome(refused(429, words, retry_after=None)).seconds == 7


def test_every_row_of_the_table_decides_something():
    """A row whose words an earlier row takes away would be dead."""
    rows = {place for place, _ in map(deciding, [*KNOWN, MOVED])}
    assert rows == set(range(len(TABLE)))


@pytest.mark.parametrize(
    "words",
    [
        "Bad Request: group chat was upgraded to a supergroup chat",
        "Bad Request: group chat was migrated to a supergroup chat",
        "Bad Request: the group has been migrated to a supergroup",
        "Bad Request: CHAT_MIGRATED",
    ],
)
def test_a_group_that_moved_says_where_to(words):
    assert outcome(refused(400, words, migrate_to_chat_id=-100123)) == Moved(-100123)
    assert meant(outcome(refused(400, words))) == GONE


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (Reply(200, None), "Unknown"),
        (Reply(200, refused(403, "Forbidden: bot was blocked by the user").body), GONE),
        (Reply(200, refused(429, "Too Many Requests: retry after 9").body), LATER),
        (Reply(502, None), NOBODY),  # nor would it have passed another's on
        (Reply(400, None), NOBODY),  # a gateway's page
        (Reply(403, None), NOBODY),  # a proxy's page: nobody has blocked us
        (Reply(413, None), REFUSED),
        (Reply(200, {"ok": True, "result": True}), "done"),
    ],
)
def test_answers_that_are_none(reply, expected):
    assert meant(outcome(reply)) == expected


@pytest.mark.parametrize(
    ("content", "body"),
    [
        (b'{"ok": true, "result": 1}', {"ok": True, "result": 1}),
        (b'{"ok": false, "error_code": 400, "description": "no"}', ANY),
        (b'{"ok": "yes"}', None),
        (b'{"message": "Forbidden"}', None),
        (b'{"ok": false}', None),
        (b'{"ok": false, "error_code": null, "description": "no"}', None),
        (b"[" * 100_000, None),
        (b"<html>", None),
    ],
)
def test_only_what_the_bot_api_would_say_is_taken_for_its_answer(content, body):
    assert wire_module._object(content) == body


def test_no_failure_is_without_a_reason():
    silent = [outcome(refused(code, "")) for code in (400, 403, 404, 413, 429, 500)]
    assert all(found.reason for found in silent)


def test_the_numbers_of_the_message_and_of_its_file_are_kept():
    photo = [{"file_id": "small"}, {"file_id": "large"}]
    assert outcome(Reply(200, {"ok": True, "result": {"message_id": 5, "photo": photo}})) == Sent(
        5, (("photo", "large"),)
    )


@pytest.fixture
async def sandbox():
    started = Sandbox()
    await started.start()
    started.world.person(7).started = True
    yield started
    await started.stop()


@pytest.fixture
async def courier(sandbox):
    async with BotApi(sandbox.url, sandbox.token) as bot_api:
        yield Courier(bot_api)


CALL = Call("sendMessage", {"chat_id": 7, "text": "您好"})


async def test_a_message_arrives_with_its_number(sandbox, courier):
    sent = await courier(CALL)
    assert sandbox.world.chats[7].live(sent.message_id).wire["text"] == "您好"


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ({"reply_parameters": {"message_id": 404}}, None),  # the sandbox itself refuses
        ({"reply_parameters": {"message_id": 404}}, "Bad Request: REPLY_MESSAGE_ID_INVALID"),
        ({"message_thread_id": 5}, "Bad Request: message thread not found"),
    ],
)
async def test_an_answer_to_what_is_gone_arrives_without_it(sandbox, courier, place, words):
    if words is not None:
        sandbox.faults.add(kind="error", code=400, description=words)
    sent = await courier(Call("sendMessage", {**CALL.parameters, **place}))
    assert sandbox.world.chats[7].live(sent.message_id).wire["text"] == "您好"


async def test_what_is_refused_without_a_place_too_is_refused(sandbox, courier):
    sandbox.faults.add(kind="error", code=400, description="Bad Request: message thread not found", times=3)
    assert meant(await courier(Call("sendMessage", {**CALL.parameters, "message_thread_id": 5}))) == REFUSED
    assert meant(await courier(CALL)) == REFUSED


async def test_a_file_arrives_and_gets_a_number_of_its_own(courier):
    sent = await courier(Call("sendDocument", {"chat_id": 7, "caption": "表"}, {"document": ("表.xlsx", b"PK")}))
    assert sent.message_id
    assert dict(sent.files)["document"]


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ({"kind": "error", "code": 429, "retry_after": 9}, LATER),
        ({"kind": "bad_gateway"}, NOBODY),
        ({"kind": "cut_before"}, "Unknown"),
        ({"kind": "cut_after"}, "Unknown"),
        ({"kind": "half_json"}, "Unknown"),
        ({"kind": "error", "code": 401}, NOBODY),
    ],
)
async def test_trouble_on_the_way(sandbox, courier, fault, expected):
    sandbox.faults.add(**fault)
    assert meant(await courier(CALL)) == expected


STALE = "Bad Request: wrong remote file id specified: can't unserialize it. Wrong last symbol"


async def test_a_file_refused_under_its_number_is_to_be_uploaded_whatever_the_words(sandbox, courier):
    sandbox.faults.add(kind="error", code=400, description=STALE, times=2)
    assert await courier(Call("sendDocument", {"chat_id": 7, "document": "BQACAgIAAx"})) == FileUnknown(STALE)
    uploaded = Call("sendDocument", {"chat_id": 7}, {"document": ("表.xlsx", b"PK")})
    assert await courier(uploaded) == Undeliverable(STALE)


async def test_a_sending_that_names_no_message_is_not_known_to_have_arrived(courier):
    async def call(*_):
        return Reply(200, {"ok": True, "result": True})

    courier._bot_api.call = call
    assert await courier(CALL) == Unknown("accepted without a message")
    assert await courier(Call("setMessageReaction", {"chat_id": 7, "message_id": 1})) == Sent()


async def test_without_a_connection_it_surely_was_not_sent(sandbox, courier):
    await sandbox.stop()
    assert meant(await courier(CALL)) == NOBODY


async def test_no_exception_carries_the_token():
    async with BotApi("http://127.0.0.1:9", "123456:SECRET") as bot_api:
        with pytest.raises(NotSent) as caught:
            await bot_api.call("getMe")
    assert "SECRET" not in f"{caught.value!r} {caught.value.__cause__!r} {caught.value}"


UNKEEPABLE = [
    (200, {"ok": True, "result": {"message_id": 2**63, "document": {"file_id": "x" * 301}}}, Sent()),
    (200, {"ok": True, "result": {"message_id": True, "photo": [{"file_id": "\ud800"}]}}, Sent()),
    (400, {"ok": False, "description": "half \ud800 a letter"}, Undeliverable("half ? a letter")),
    (400, {"ok": False, "description": "nul \0"}, Undeliverable("nul ?")),
    (
        400,
        {"ok": False, "description": "CHAT_MIGRATED", "parameters": {"migrate_to_chat_id": -(2**64)}},
        Undeliverable("CHAT_MIGRATED", gone=True),
    ),
]


@pytest.mark.parametrize(("status", "body", "found"), UNKEEPABLE)
def test_what_no_database_can_hold_is_left_out_of_an_outcome(status, body, found):
    """Else its fate could never be written, and nothing would be sent any more."""
    assert outcome(Reply(status, body)) == found
