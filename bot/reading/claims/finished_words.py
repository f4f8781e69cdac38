"""Whether words quoted for a finished task say so by themselves: an end, every piece, or N of N, and nothing open."""

from __future__ import annotations

import re
from itertools import pairwise

from bot.reading.kinds import Words
from bot.reading.lexicon.expressions import any_of
from bot.reading.text import numerals
from bot.reading.text.normal_form import plain

_FINISHED = any_of(Words.FINISHED_QUOTE)
_OPEN = any_of(Words.UNFINISHED_QUOTE)
_COUNTED = re.compile(
    rf"(?P<n>{numerals.NUMERAL})(?P<unit>个|处|户|家|项|件|条|台|套|座|株|笔|人|名|口|只|辆|元|万元|份|页|本|盏)?"
)
_LONGEST = 60  # letters; a longer quote is a story, and says of more than one thing


def says_open(quote: str) -> bool:
    """Something remains, or is still to come."""
    return _OPEN.search(plain(quote)) is not None


def says_finished(quote: str) -> bool:
    words = plain(quote)
    if len(words) > _LONGEST or says_open(quote):
        return False
    return _FINISHED.search(words) is not None or _all_of_them(words)


def _all_of_them(words: str) -> bool:
    """八个口子封了八个, 应退219.6万元，已退219.6万元: the same number of things named and finished."""
    counts = [(numerals.number(found["n"]), found.start(), found.end()) for found in _COUNTED.finditer(words)]
    large = [each for each in counts if each[0] is not None and each[0] > 1]
    return any(
        first[0] == second[0] and re.search("了|已|完|好|过", words[first[2] : second[1]])
        for first, second in pairwise(large)
    )
