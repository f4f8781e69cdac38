"""Agreement stores, disagreement asks: every line of the table of grammar and letters."""

from __future__ import annotations

import pytest

from bot.second_reader.agreement import agree
from bot.second_reader.classifier import CLASSES, Guess
from db.reading_facts import Intent, Query, Reading, Row, Said

GOING = Row(3, state=Said.IN_PROGRESS, percent=60.0)
DONE = Row(3, state=Said.DONE_CLAIMED)


def reading(*rows: Row, queries: tuple[Query, ...] = (), intent: Intent = Intent.UPDATE) -> Reading:
    return Reading(intent, rows, queries)


def guess(state: Said | None, probability: float) -> Guess:
    rest = (1 - probability) / (len(CLASSES) - 1)
    name = state.value if state else "none"
    return Guess(state, probability, tuple(probability if each == name else rest for each in CLASSES))


def test_without_a_second_word_the_grammar_stands():
    alone = agree(reading(GOING), guesses={}).reading
    assert (alone.rows, alone.queries, alone.read_by) == ((GOING,), (), ((3, "grammar"),))


def test_letters_contradict_only_where_they_are_sure():
    assert agree(reading(GOING), guesses={3: guess(Said.BLOCKED, 0.7)}).reading.rows == (GOING,)
    agreed = agree(reading(GOING), guesses={3: guess(Said.BLOCKED, 0.97)})
    assert agreed.reading.queries[0].rivals == (Row(3, state=Said.BLOCKED, percent=60.0),)


def test_done_is_stored_only_where_the_letters_say_so_too():
    assert agree(reading(DONE), guesses={3: guess(Said.DONE_CLAIMED, 0.7)}).reading.rows == (DONE,)
    agreed = agree(reading(DONE), guesses={3: guess(Said.IN_PROGRESS, 0.9)})
    assert agreed.reading.rows == ()
    assert agreed.reading.queries[0].rivals == (Row(3, state=Said.IN_PROGRESS),)


@pytest.mark.parametrize("intent", [Intent.SMALLTALK, Intent.ACK, Intent.QUESTION])
def test_what_sounds_like_a_report_is_never_small_talk(intent):
    agreed = agree(reading(intent=intent), guesses={3: guess(Said.DONE_CLAIMED, 0.95)})
    assert agreed.reading.intent is Intent.AMBIGUOUS
    assert agreed.reading.queries[0].proposed == (DONE,)


def test_letters_that_are_unsure_leave_small_talk_alone():
    agreed = agree(reading(intent=Intent.SMALLTALK), guesses={3: guess(Said.IN_PROGRESS, 0.6)})
    assert agreed.reading == reading(intent=Intent.SMALLTALK)
