"""Agreement stores, disagreement asks: every line of the table."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.second_reader.agreement import Outcome, Trust, agree
from bot.second_reader.classifier import CLASSES, Guess
from bot.second_reader.opinions import Opinion
from db.reading_facts import Doubt, Intent, Query, Reading, Row, Said

GOING = Row(3, state=Said.IN_PROGRESS, percent=60.0)
DONE = Row(3, state=Said.DONE_CLAIMED)
DOUBTED = Query(Doubt.UNREADABLE, words="收了口", refs=(3,))


def reading(*rows: Row, queries: tuple[Query, ...] = (), intent: Intent = Intent.UPDATE) -> Reading:
    return Reading(intent, rows, queries)


def model(*rows: Row, doubts: tuple[int, ...] = ()) -> Opinion:
    return Opinion("model", rows, doubts)


def guess(state: Said | None, probability: float) -> Guess:
    rest = (1 - probability) / (len(CLASSES) - 1)
    name = state.value if state else "none"
    return Guess(state, probability, tuple(probability if each == name else rest for each in CLASSES))


def test_both_agree_and_it_is_stored():
    agreed = agree(reading(GOING), guesses={}, opinion=model(replace(GOING, blocker="用地")))
    assert agreed.reading.rows == (GOING,)
    assert agreed.outcomes == ((3, Outcome.BOTH),)


def test_without_a_second_word_the_grammar_stands():
    alone = agree(reading(GOING), guesses={}).reading
    assert (alone.rows, alone.queries, alone.read_by) == ((GOING,), (), ((3, "grammar"),))


@pytest.mark.parametrize("other", [Row(3, state=Said.BLOCKED), replace(GOING, percent=16.0), None])
def test_a_model_that_contradicts_makes_a_question_with_both_readings(other):
    agreed = agree(reading(GOING), guesses={}, opinion=model(*([other] if other else [])))
    assert agreed.reading.rows == ()
    (query,) = agreed.reading.queries
    assert (query.doubt, query.proposed, query.rivals) == (Doubt.DISAGREEMENT, (GOING,), (other,) if other else ())
    assert agreed.reading.intent is Intent.AMBIGUOUS


def test_done_is_stored_only_where_both_say_so():
    assert agree(reading(DONE), guesses={}, opinion=model(DONE)).reading.rows == (DONE,)
    assert agree(reading(DONE), guesses={3: guess(Said.DONE_CLAIMED, 0.7)}).reading.rows == (DONE,)
    agreed = agree(reading(DONE), guesses={3: guess(Said.IN_PROGRESS, 0.9)})
    assert agreed.reading.rows == ()
    assert agreed.reading.queries[0].rivals == (Row(3, state=Said.IN_PROGRESS),)


def test_letters_contradict_only_where_they_are_sure():
    assert agree(reading(GOING), guesses={3: guess(Said.BLOCKED, 0.7)}).reading.rows == (GOING,)
    agreed = agree(reading(GOING), guesses={3: guess(Said.BLOCKED, 0.97)})
    assert agreed.reading.queries[0].rivals == (Row(3, state=Said.BLOCKED, percent=60.0),)


def test_a_doubt_of_the_grammar_gets_the_proposal_of_the_model():
    agreed = agree(reading(queries=(DOUBTED,)), guesses={}, opinion=model(DONE))
    assert agreed.reading.rows == ()
    assert [query.proposed for query in agreed.reading.queries] == [(DONE,)]
    assert agreed.outcomes == ((3, Outcome.PROPOSED),)


def test_a_trusted_model_stores_what_the_grammar_doubts_but_never_done():
    stored = agree(reading(queries=(DOUBTED,)), guesses={}, opinion=model(GOING), trust=Trust.STORE)
    assert (stored.reading.rows, stored.reading.queries) == ((GOING,), ())
    asked = agree(reading(queries=(DOUBTED,)), guesses={}, opinion=model(DONE), trust=Trust.STORE)
    assert asked.reading.rows == ()
    doubting = agree(reading(queries=(DOUBTED,)), guesses={}, opinion=model(GOING, doubts=(3,)), trust=Trust.STORE)
    assert doubting.reading.rows == ()


def test_a_task_the_grammar_passed_over_is_asked_about_or_stored_as_the_policy_says():
    other = Row(5, state=Said.IN_PROGRESS, expected_date=date(2027, 6, 18))
    both = model(GOING, other)
    asked = agree(reading(GOING), guesses={}, opinion=both)
    assert asked.reading.rows == (GOING,)
    assert [query.proposed for query in asked.reading.queries] == [(other,)]
    assert agree(reading(GOING), guesses={}, opinion=both, trust=Trust.STORE).reading.rows == (GOING, other)


@pytest.mark.parametrize("intent", [Intent.SMALLTALK, Intent.ACK, Intent.QUESTION])
def test_what_sounds_like_a_report_is_never_small_talk(intent):
    by_model = agree(reading(intent=intent), guesses={}, opinion=model(DONE))
    by_letters = agree(reading(intent=intent), guesses={3: guess(Said.DONE_CLAIMED, 0.95)})
    for agreed in (by_model, by_letters):
        assert agreed.reading.intent is Intent.AMBIGUOUS
        assert agreed.reading.queries[0].proposed == (DONE,)


def test_letters_that_are_unsure_leave_small_talk_alone():
    agreed = agree(reading(intent=Intent.SMALLTALK), guesses={3: guess(Said.IN_PROGRESS, 0.6)})
    assert agreed.reading == reading(intent=Intent.SMALLTALK)
