"""Whether a clause begins with a subject that is not of the task told of before, and which task it may be of."""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.reading.clauses.facts import PARTS
from bot.reading.clauses.pieces import Piece
from bot.reading.clauses.subjects import FILL
from bot.reading.clauses.tokens import Heard
from bot.reading.kinds import STANDING, Kind, Words
from bot.reading.lexicon.expressions import any_of
from bot.reading.text.normal_form import plain
from bot.reading.text.spans import within

_STATED = frozenset({*STANDING, Kind.DONE, Kind.LATE_DONE, Kind.NOT_DONE, Kind.EXT})
_COMMON = any_of(Words.COMMON_PAIR)
_HAN = re.compile("[\u4e00-\u9fff]")
# Where the subject ends: adverbs, and the verbs with which what is told begins.
_ENDS = re.compile(
    "[在已正还没未也就都才能可要将被把让使由因受从向给按对以经不只仅共需请有无是为到做干弄搞办建完开占]|完成|达到|累计|同比|较|约|近"
)
_POINTER = re.compile("[那这][个边块头里项件摊]")
# Circumstances of any task, and those who do or hinder the work; they are no subject that another task could have.
_CIRCUMSTANCE = any_of(Words.CIRCUMSTANCE)


def subject_of(heard: Heard, piece: Piece) -> str:
    """The noun before everything that the clause states, without what says nothing."""
    place = (piece.start, piece.end)
    stated = [mark.start for mark in within(heard.marks, *place)[:1]]
    stated += [share.start for share in within(heard.percents, *place)[:1]]
    stated += [day.start for day in within(heard.days, *place)[:1]]
    words = heard.masked[piece.start : min([*stated, piece.end])]
    noun = _ENDS.split(FILL.sub("", _POINTER.sub("", words)).strip())[0]
    return noun if len(_HAN.findall(noun)) >= 2 else ""


def is_foreign(subject: str, titles: Collection[str]) -> bool:
    """No part, no circumstance, and no letter of these titles."""
    if not subject or _CIRCUMSTANCE.search(subject) or PARTS.search(subject):
        return False
    return not any(letter in plain(title) for title in titles for letter in subject)


def bears_a_claim(heard: Heard, piece: Piece) -> bool:
    """A state, a share or a day: what would be a wrong value where the task is another."""
    if bool(within(heard.percents, piece.start, piece.end)) or bool(within(heard.days, piece.start, piece.end)):
        return True
    return any(mark.kind in _STATED for mark in within(heard.marks, piece.start, piece.end))


def likely(heard: Heard, subject: str, besides: Collection[int]) -> tuple[int, ...]:
    """The one other task that alone has a telling letter of this subject in its title (礁体 of 人工鱼礁投放)."""
    telling = {task.ref: set(_COMMON.sub("", plain(task.title))) for task in heard.tasks}
    hits = {ref for ref, letters in telling.items() if ref not in besides and letters & set(subject)}
    return tuple(hits) if len(hits) == 1 else ()
