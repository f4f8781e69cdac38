"""Which clauses belong to a question although no mark or word of their own asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.reading.clauses.segments import Clause
from bot.reading.clauses.tokens import Heard
from bot.reading.kinds import Words
from bot.reading.lexicon.expressions import any_of
from bot.reading.text.patterns import later

_OPENS = any_of(Words.OPENS_QUESTION)
_WHY = any_of(Words.ASKS_WHY)
# 按63公里,|还是按71公里: the second half of a choice.
_OR = later(" ?(?:还是|抑或|亦或|抑是|或是)(?!比较|很|没|在|老样|一样|不)")
_EITHER = later("[是系按报要交算指走用填以归](?!不是|的)")
_ENDS = later("[。;!?\n]")


def with_their_questions(heard: Heard, found: Sequence[Clause]) -> list[Clause]:
    asked = {place for place, clause in enumerate(found) if clause.asked}
    asked |= _halves(heard, found)
    if asked:
        asked |= _opened(heard, found, asked)
        asked |= _reasons(heard, found, asked)
    return [replace(c, asked=True) if place in asked and not c.asked else c for place, c in enumerate(found)]


def _halves(heard: Heard, found: Sequence[Clause]) -> set[int]:
    """是按年初的63公里,还是按调整后的71公里?: both halves of what is asked."""
    halves = set[int]()
    for place, (first, second) in enumerate(pairwise(found)):
        if not second.asked or _OR.match(heard.masked, second.start) is None:
            continue
        if _ENDS.search(heard.text, first.end, second.start) is None and _EITHER.search(
            heard.masked, first.start, first.end
        ):
            halves.add(place)
    return halves


def _opened(heard: Heard, found: Sequence[Clause], asked: set[int]) -> set[int]:
    """请问扩容的水池,要按500还是720?: from the word that opens a question to the last that asks in its sentence."""
    opened = set[int]()
    for place, clause in enumerate(found):
        if _OPENS.match(heard.text, clause.start) is None:
            continue
        end = _sentence_end(heard, found, place)
        last = max((at for at in range(place, end) if at in asked), default=place)
        opened |= set(range(place, last + 1))
    return opened


def _sentence_end(heard: Heard, found: Sequence[Clause], place: int) -> int:
    """The place behind the last clause of the sentence; what opens it alone (请教:) is no sentence."""
    end = place + 1
    while end < len(found) and _ENDS.search(heard.text, found[end - 1].end, found[end].start) is None:
        end += 1
    return end


def _reasons(heard: Heard, found: Sequence[Clause], asked: set[int]) -> set[int]:
    """两个数差老远, 表上没写: why one asks, beside what is asked."""
    why = {at for at, c in enumerate(found) if _WHY.search(heard.text, c.start, c.end)}
    near = set[int]()
    for step in (1, -1):
        for at in sorted(asked, reverse=step < 0):
            while at + step in why:
                at += step
                near.add(at)
    return near
