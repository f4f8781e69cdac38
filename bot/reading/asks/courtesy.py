"""Messages that report nothing: acknowledgements, thanks, small talk."""

from __future__ import annotations

import re

from bot.reading.kinds import Words
from bot.reading.lexicon.loader import any_of

_ACK = any_of(Words.ACK)
_PROMISE = any_of(Words.ACK_PROMISE)
_BESIDE = any_of(Words.ACK_WORD)
_CLAIMED = any_of(Words.ACK_NOT)
_TALK = any_of(Words.TALK)
_CHAT = any_of(Words.CHAT)
_THANKS = any_of(Words.THANKS)


def is_ack(text: str) -> bool:
    """Only 收到 and the like, with or without general promises."""
    if not (_ACK.search(text) or _PROMISE.search(text)) or _CLAIMED.search(text):
        return False
    return not _BESIDE.sub("", text)


def is_thanks(text: str) -> bool:
    """Thanks and nothing else: they want no words in return."""
    return re.search("谢|辛苦|thank|thx|🙏", text) is not None and not _THANKS.sub("", text)


def is_talk(text: str) -> bool:
    return _TALK.search(text) is not None


def is_chat(text: str) -> bool:
    """A question, but not about work."""
    return _CHAT.search(text) is not None
