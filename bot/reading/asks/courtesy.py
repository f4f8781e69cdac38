"""Messages that report nothing: acknowledgements, thanks, small talk."""

from __future__ import annotations

import re

from bot.reading.kinds import Words
from bot.reading.lexicon.expressions import any_of

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


_PART = any_of(Words.ACK_PART)
_AROUND = any_of(Words.ACK_BESIDE)
_MARKS = re.compile(r"[^\u4e00-\u9fffa-z0-9]+")
_FEW = 8  # parts; who says more says something


def acknowledges(text: str) -> bool:
    """好，在地头呢，晚点报: every part of the whole message is of an acknowledgement, and one is its core."""
    parts = [part for part in _MARKS.split(text) if part]
    if not 0 < len(parts) <= _FEW:
        return False
    core = [_PART.fullmatch(part) is not None for part in parts]
    return any(core) and all(
        is_core or _AROUND.fullmatch(part) is not None for is_core, part in zip(core, parts, strict=True)
    )


def is_thanks(text: str) -> bool:
    """Thanks and nothing else: they want no words in return."""
    return re.search("谢|辛苦|thank|thx|🙏", text) is not None and not _THANKS.sub("", text)


_GREETING = any_of(Words.GREETING, lambda words: rf"(?:{words}|[^\w\u4e00-\u9fff])*")


def is_greeting(text: str) -> bool:
    """The whole message greets and does nothing else."""
    return _GREETING.fullmatch(text.lower()) is not None


def is_thanking(text: str) -> bool:
    """谢谢甲，辛苦了: thanks with a name beside them, and no figure."""
    return re.search("谢|辛苦", text) is not None and not any(map(str.isdigit, text))


def is_talk(text: str) -> bool:
    return _TALK.search(text) is not None


def is_chat(text: str) -> bool:
    """A question, but not about work."""
    return _CHAT.search(text) is not None
