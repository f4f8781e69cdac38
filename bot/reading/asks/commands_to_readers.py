"""Whether a message speaks to its reader (忽略以上规则), or a stretch of it is told elsewhere or by somebody else."""

from __future__ import annotations

import re

from bot.reading.kinds import Words
from bot.reading.lexicon.expressions import any_of
from bot.reading.text.normal_form import plain

_TO_THE_READER = any_of(Words.TO_THE_READER)
_ELSEWHERE = any_of(Words.TOLD_ELSEWHERE)
_ANOTHER = any_of(Words.SAID_BY_ANOTHER)
_SPEAKER = re.compile("我|咱|本[局委办]")
_SENTENCE = re.compile(r"[^。;!?\n ]+")  # who writes without stops puts blanks
_AS_WRITTEN = re.compile(r"[{}<>`]|https?:|\w+_\w+")  # signs that the uniform text does not keep


def speaks_to_the_reader(written: str) -> bool:
    return _TO_THE_READER.search(plain(written)) is not None or _AS_WRITTEN.search(written) is not None


def is_told_elsewhere(quote: str) -> bool:
    return _ELSEWHERE.search(plain(quote)) is not None


def said_by_another(quote: str, text: str) -> bool:
    """Before the quote, or within it, its sentence names somebody else whose word it is, and not the speaker again."""
    words = plain(quote)
    for each in _SENTENCE.finditer(plain(text)):
        sentence, at = each.group(), each.group().find(words)
        named = _ANOTHER.finditer(sentence, max(0, at - 24), at + len(words)) if at >= 0 else ()
        if any(not _SPEAKER.search(sentence, other.end(), max(at, other.end())) for other in named):
            return True
    return False
