"""One call → Telegram → how it ended. The only file that knows Telegram's errors, in one table."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from bot.telegram_io.api_client import AnswerLost, BotApi, NotSent, Reply
from db.inbox import usable
from db.messages import Call
from schedules.sending.outcomes import Dropped, FileUnknown, Later, Moved, Outcome, Sent, Undeliverable, Unknown

SHORTEST_PAUSE, LONGEST_PAUSE = 1.0, 3600.0  # an answer that asks for less or more is not believed

_FILE_ID = re.compile(r"[!-~]{1,300}")  # what the ledger has room for; any other is uploaded again

_PLACE = frozenset({"reply_parameters", "message_thread_id"})

Verdict = Callable[[Reply], Outcome]


def _why(reply: Reply) -> str:
    return reply.description or f"HTTP {reply.status}"


def _gone(reply: Reply) -> Outcome:
    return Undeliverable(_why(reply), gone=True)


def _refused(reply: Reply) -> Outcome:
    return Undeliverable(_why(reply))


def _done(reply: Reply) -> Outcome:
    return Sent()


def _dropped(reply: Reply) -> Outcome:
    return Dropped(_why(reply))


def _file_unknown(reply: Reply) -> Outcome:
    return FileUnknown(reply.description)


def _later(reply: Reply) -> Outcome:
    return Later(_why(reply))


def _nobody_gets_through(reply: Reply) -> Outcome:
    return Later(_why(reply), everyone=True)


def _too_many(reply: Reply) -> Outcome:
    asked = _seconds(reply.parameters.get("retry_after"))
    return Later(_why(reply), seconds=_seconds(_asked_in_words(reply.description)) if asked is None else asked)


@dataclass(frozen=True, slots=True)
class _Misplaced(Undeliverable):
    """What it answers, or the topic it belongs to, is gone; without that it may go."""


def _misplaced(reply: Reply) -> Outcome:
    return _Misplaced(reply.description)


def _moved(reply: Reply) -> Outcome:
    chat = usable(reply.parameters.get("migrate_to_chat_id"))
    return _gone(reply) if chat is None else Moved(chat)


# Read from the top; the first row that fits decides. Status, what the description says, how the call ended.
TABLE: tuple[tuple[str, str, Verdict], ...] = (
    ("429", "", _too_many),
    ("401", "", _nobody_gets_through),  # the token was withdrawn: the operator must act, nothing is lost meanwhile
    ("404", "method not found", _dropped),  # an older server of one's own: reactions, not messages
    ("404", "", _nobody_gets_through),  # a wrong token or root is answered so, whatever the method
    ("409", "", _later),
    ("420", "", _too_many),
    ("400", "FLOOD|too many requests|retry after|SLOWMODE_WAIT", _too_many),
    ("400", "logged out", _nobody_gets_through),  # the bot was moved to another server
    ("400", ": TIMEOUT$|RPC_[A-Z]+_FAIL|MSG_WAIT_FAILED|WORKER_BUSY|INTERDC_|internal server error", _later),
    ("400|403", "(upgraded|migrated) to a supergroup|group (chat )?(was|has been) migrated|CHAT_MIGRATED", _moved),
    ("400", "(to be replied|reply message|replied message) not found|REPLY_MESSAGE_ID_INVALID", _misplaced),
    ("400", "message thread not found|MESSAGE_THREAD_|TOPIC_DELETED|TOPIC_ID_INVALID", _misplaced),
    ("400", "message is not modified|MESSAGE_NOT_MODIFIED", _done),
    ("400", "message to (edit|react|delete) not found|MESSAGE_ID_INVALID", _dropped),
    ("400", "message can't be (edited|deleted)|MESSAGE_EDIT_TIME_EXPIRED|MESSAGE_AUTHOR_REQUIRED", _dropped),
    ("400", "there is no (text|caption) in the message to edit", _dropped),
    ("400", "query is too old|query ID is invalid|QUERY_ID_INVALID", _done),
    ("400", "REACTION_INVALID|REACTIONS_TOO_MANY", _dropped),
    ("403", "", _gone),  # blocked, deactivated, never started, kicked, not a member
    ("400", "chat not found|user not found|PEER_ID_INVALID|CHAT_ID_INVALID|chat_id is empty|invalid user_id", _gone),
    ("400", "USER_DEACTIVATED|user is deactivated|USER_IS_BLOCKED|blocked by the user|YOU_BLOCKED_USER", _gone),
    ("400", "not enough rights|have no rights|need administrator rights|CHAT_ADMIN_REQUIRED|CHANNEL_PRIVATE", _gone),
    ("400", "CHAT_[A-Z_]*FORBIDDEN|(CHAT|USER)_RESTRICTED|TOPIC_CLOSED|chat was (deactivated|deleted)", _gone),
    ("400", "(wrong|invalid) (file_id|(remote )?file identifier)|FILE_REFERENCE_", _file_unknown),
    ("400", "failed to get HTTP URL content", _refused),
    ("400|413", "", _refused),  # what we wrote is at fault: too long, bad entities, bad buttons, too large
    ("5..", "", _later),
    ("...", "", _nobody_gets_through),  # a proxy's page, a redirect: whoever answered was not Telegram
)


def outcome(reply: Reply) -> Outcome:
    """What an answer of the Bot API means for the call."""
    if reply.ok:
        return Sent(_message_id(reply.result), _files(reply.result))
    if reply.body is None:
        return _not_telegrams(reply)
    code = str(reply.body.get("error_code", reply.status))
    said = (verdict for status, words, verdict in TABLE if re.fullmatch(status, code) and _says(reply, words))
    return next(said, _nobody_gets_through)(reply)


def _not_telegrams(reply: Reply) -> Outcome:
    """A gateway's page: it forbids or refuses on its own account, and nobody has blocked us."""
    if reply.status == 200:
        return Unknown("200 without a readable answer")
    if reply.status == 413:  # Telegram's own front answers so, without a word
        return _refused(reply)
    return _nobody_gets_through(reply)


class Courier:
    """Carries a call to Telegram. Never raises for what Telegram or the way there does."""

    def __init__(self, bot_api: BotApi) -> None:
        self._bot_api = bot_api

    async def __call__(self, call: Call) -> Outcome:
        found = await self._once(call)
        elsewhere = _without_place(call)
        if isinstance(found, _Misplaced) and elsewhere != call:
            found = await self._once(elsewhere)
        if isinstance(found, Undeliverable) and not found.gone and _by_number(call):
            return FileUnknown(found.reason)  # whatever the words: uploaded anew it shows whether it was the number
        return found

    async def _once(self, call: Call) -> Outcome:
        try:
            found = outcome(await self._bot_api.call(call.method, call.parameters, call.files))
        except NotSent as error:
            return Later(str(error), everyone=True, offline=True)
        except AnswerLost as error:
            return Unknown(str(error))
        if isinstance(found, Sent) and found.message_id is None and call.method.startswith("send"):
            return Unknown("accepted without a message")
        return found


def _by_number(call: Call) -> bool:
    """A file sent by the number under which it is known."""
    return any(isinstance(call.parameters.get(kind), str) for kind in ("photo", "document"))


def _without_place(call: Call) -> Call:
    given = {name: value for name, value in call.parameters.items() if name not in _PLACE}
    return replace(call, parameters=given)


def _asked_in_words(description: str) -> int | None:
    """Of "retry after 7", FLOOD_WAIT_7, SLOWMODE_WAIT_7."""
    found = re.search(r"(?:retry after |WAIT_)(\d{1,9})", description)
    return int(found[1]) if found else None


def _says(reply: Reply, words: str) -> bool:
    return re.search(words, reply.description, re.IGNORECASE) is not None


def _seconds(asked: Any) -> float | None:
    if isinstance(asked, str) and re.fullmatch(r"\d{1,9}", asked, re.ASCII):
        asked = int(asked)
    sensible = isinstance(asked, int | float) and not isinstance(asked, bool) and math.isfinite(asked) and asked >= 0
    return min(LONGEST_PAUSE, max(SHORTEST_PAUSE, float(asked))) if sensible else None


def _message_id(result: Any) -> int | None:
    """Of a message, or of the first of an album."""
    first = result[0] if isinstance(result, list) and result else result
    return usable(first.get("message_id")) if isinstance(first, dict) else None


def _files(result: Any) -> tuple[tuple[str, str], ...]:
    """The numbers under which uploaded files are known from now on, by the parameter that carried them."""
    if not isinstance(result, dict):
        return ()
    kinds = [kind for kind in ("photo", "document") if result.get(kind)]
    shown = [(kind, result[kind][-1] if isinstance(result[kind], list) else result[kind]) for kind in kinds]
    known = ((kind, file.get("file_id")) for kind, file in shown if isinstance(file, dict))
    return tuple((kind, number) for kind, number in known if isinstance(number, str) and _FILE_ID.fullmatch(number))
