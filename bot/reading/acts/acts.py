"""Ordered tables of acts: each is told by the words of its rule in lexicon/lists, and not by those of its rule `-not`.

The first act of the table whose words stand in the message is tried first; whoever handles it may leave it to the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import lru_cache

from bot.reading.kinds import Words
from bot.reading.lexicon.expressions import by_rule
from bot.reading.text.normal_form import plain


class LeaderAct(StrEnum):
    """In the order in which they are tried."""

    CHATS = "chats"  # weather, traffic: nothing is wanted
    OWN_REMINDER = "own-reminder"  # a message to himself on that day
    ASKS_RECEIPT = "asks-receipt"  # whether an earlier 批示 was seen or answered
    LETS_GO = "lets-go"  # an earlier 批示 needs no answer any more
    SENDS_BACK = "sends-back"  # the answer to it will not do
    ACCEPTS = "accepts"  # the answer to it will do
    PRAISES = "praises"
    ADDS_TASK = "adds-task"
    FOR_OFFICE = "for-office"  # a list, a meeting, an absence: the supervision office sees to it
    TO_SEVERAL = "to-several"  # departments or people are to come, or to report all they have


class HeadAct(StrEnum):
    """Of a head or liaison, beside a report; several may be told at once."""

    POST = "post"  # who is away, stands in, comes back
    ASKS_POST = "asks-post"
    POSES = "poses"  # in the name of a leader or of the office, or as an order to the program
    RELAYS = "relays"  # what a leader or the office is said to have said, and nothing of his own
    AMENDS = "amends"  # what he said last was wrong
    NO_DIFFICULTY = "no-difficulty"  # 有困难 was tapped by mistake
    DIFFICULTY = "difficulty"  # plainly something stands in the way


@lru_cache(maxsize=3)
def _rules(words: Words) -> dict[str, re.Pattern[str]]:
    return by_rule(words)


def told(written: str, words: Words, acts: Sequence[StrEnum]) -> Iterator[StrEnum]:
    """The acts whose words stand in the message, in the order of the table."""
    text = plain(written).strip()
    rules = _rules(words)
    for act in acts:
        against = rules.get(f"{act}-not")
        if rules[act.value].search(text) and not (against and against.search(text)):
            yield act


def of_leader(written: str) -> list[LeaderAct]:
    return [LeaderAct(each) for each in told(written, Words.LEADER_ACT, tuple(LeaderAct))]


def of_head(written: str) -> list[HeadAct]:
    return [HeadAct(each) for each in told(written, Words.HEAD_ACT, tuple(HeadAct))]
