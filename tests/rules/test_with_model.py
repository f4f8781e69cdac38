"""What a language model's reading makes of the grammar's: every line of the table, under both policies of trust."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from bot.second_reader.agreement import Agreed, Outcome, Trust
from bot.second_reader.classifier import CLASSES, Guess
from bot.second_reader.opinions import Opinion
from bot.second_reader.with_model import weigh
from db.reading_facts import Doubt, Intent, Query, Reading, Row, Said

GOING = Row(3, state=Said.IN_PROGRESS, percent=60.0)
DONE = Row(3, state=Said.DONE_CLAIMED)
OTHER = Row(5, state=Said.IN_PROGRESS, expected_date=date(2027, 6, 18))
DOUBTED = Query(Doubt.UNREADABLE, words="收了口", refs=(3,))
SURELY_DONE = {3: Guess(Said.DONE_CLAIMED, 0.95, tuple(0.95 if c == "done_claimed" else 0.01 for c in CLASSES))}
BOTH_POLICIES = pytest.mark.parametrize("trust", list(Trust))


def read(*rows: Row, queries: tuple[Query, ...] = (), intent: Intent = Intent.UPDATE) -> Reading:
    return Reading(intent, rows, queries)


def said(*rows: Row, intent: Intent | None = Intent.UPDATE, doubts: tuple[Query, ...] = ()) -> Opinion:
    return Opinion("model", rows, doubts=doubts, intent=intent)


def weighed(
    reading: Reading, opinion: Opinion, trust: Trust = Trust.PROPOSE, guesses: Mapping[int, Guess] | None = None
) -> Agreed:
    by_grammar = [
        *((row.ref, Outcome.GRAMMAR) for row in reading.rows),
        *((3, Outcome.GRAMMAR) for _ in reading.queries),
    ]
    return weigh(Agreed(reading, tuple(by_grammar)), reading, opinion, guesses or {}, trust)


@BOTH_POLICIES
@pytest.mark.parametrize("row", [GOING, DONE])
def test_what_both_say_is_stored_with_the_words_that_either_has(row, trust):
    agreed = weighed(read(replace(row, blocker="用地")), said(row), trust)
    assert agreed.reading.rows == (replace(row, blocker="用地"),)
    assert (agreed.reading.queries, agreed.outcomes) == ((), ((3, Outcome.BOTH),))


@pytest.mark.parametrize("other", [Row(3, state=Said.BLOCKED), replace(GOING, percent=16.0)])
def test_another_reading_of_the_model_is_asked_first_or_stored_where_it_is_trusted(other):
    asked = weighed(read(GOING), said(other)).reading
    assert asked.rows == ()
    (query,) = asked.queries
    assert (query.doubt, query.proposed, query.rivals) == (Doubt.DISAGREEMENT, (other,), (GOING,))
    stored = weighed(read(GOING), said(other), Trust.STORE)
    assert (stored.reading.rows, stored.reading.queries) == ((other,), ())
    assert stored.outcomes == ((3, Outcome.SECOND),)


@BOTH_POLICIES
def test_a_row_believed_in_part_is_only_proposed(trust):
    agreed = weighed(read(), Opinion("model", partial=(GOING,), intent=Intent.UPDATE), trust).reading
    assert agreed.rows == ()
    assert [query.proposed for query in agreed.queries] == [(GOING,)]


@BOTH_POLICIES
@pytest.mark.parametrize("opinion", [said(OTHER), said(intent=Intent.SMALLTALK)])
def test_what_the_grammar_read_and_the_model_passes_over_is_asked(opinion, trust):
    agreed = weighed(read(GOING, OTHER) if opinion.rows else read(GOING), opinion, trust).reading
    (query,) = agreed.queries
    assert (query.proposed, query.rivals) == ((), (GOING,))
    assert GOING not in agreed.rows


@BOTH_POLICIES
def test_of_a_task_on_which_the_model_is_not_believed_the_others_read_alone(trust):
    opinion = Opinion("model", (OTHER,), intent=Intent.UPDATE, unbelieved=(3,), refused=("3号：原文没有",))
    assert GOING in weighed(read(GOING, OTHER), opinion, trust).reading.rows


def test_what_the_grammar_doubts_is_proposed_or_stored_as_the_model_reads_it():
    asked = weighed(read(queries=(DOUBTED,)), said(GOING))
    assert [query.proposed for query in asked.reading.queries] == [(GOING,)]
    assert asked.outcomes == ((3, Outcome.PROPOSED),)
    stored = weighed(read(queries=(DOUBTED,)), said(GOING), Trust.STORE).reading
    assert (stored.rows, stored.queries) == ((GOING,), ())


def test_a_task_the_grammar_passed_over_is_asked_about_or_stored():
    asked = weighed(read(GOING), said(GOING, OTHER)).reading
    assert asked.rows == (GOING,)
    assert [query.proposed for query in asked.queries] == [(OTHER,)]
    assert weighed(read(GOING), said(GOING, OTHER), Trust.STORE).reading.rows == (GOING, OTHER)


def test_one_question_holds_the_whole_reading_of_the_model():
    asked = weighed(read(DONE), said(GOING, OTHER)).reading
    (query,) = asked.queries
    assert (query.proposed, query.rivals) == ((GOING, OTHER), (DONE,))


@pytest.mark.parametrize("intent", [Intent.SMALLTALK, Intent.ACK, Intent.QUESTION])
def test_a_report_that_only_the_model_hears_is_never_small_talk(intent):
    asked = weighed(read(intent=intent), said(GOING)).reading
    assert (asked.intent, asked.queries[0].proposed) == (Intent.AMBIGUOUS, (GOING,))
    assert weighed(read(intent=intent), said(GOING), Trust.STORE).reading.rows == (GOING,)


@BOTH_POLICIES
def test_a_doubt_of_the_model_is_asked_beside_the_row_that_stands(trust):
    doubt = Query(Doubt.NO_NEW_DATE, words="宽限些日子", refs=(3,))
    late = Row(3, state=Said.DELAYED, reason="缺苗")
    agreed = weighed(read(late), said(late, intent=Intent.EXTENSION, doubts=(doubt,)), trust).reading
    assert (agreed.rows, agreed.queries, agreed.intent) == ((late,), (doubt,), Intent.EXTENSION)


@pytest.mark.parametrize("intent", [Intent.QUESTION, Intent.ACK])
def test_a_question_that_the_grammar_took_for_mere_progress_is_one_where_the_model_is_trusted(intent):
    mere = Row(3, state=Said.IN_PROGRESS)
    agreed = weighed(read(mere), said(intent=intent), Trust.STORE).reading
    assert (agreed.rows, agreed.queries, agreed.intent) == ((), (), intent)
    assert weighed(read(GOING), said(intent=Intent.QUESTION), Trust.STORE).reading.queries
    assert weighed(read(mere), said(intent=Intent.QUESTION)).reading.queries


@pytest.mark.parametrize(
    ("reading", "guesses", "witnessed", "stored"),
    [
        (read(queries=(DOUBTED,)), {}, (), False),
        (read(queries=(DOUBTED,)), {}, (3,), True),
        (read(queries=(DOUBTED,)), SURELY_DONE, (), True),
        (read(Row(3, state=Said.IN_PROGRESS)), {}, (3,), True),
        (read(GOING), SURELY_DONE, (3,), False),
        (read(Row(3, state=Said.BLOCKED)), {}, (3,), False),
    ],
)
def test_done_needs_a_second_witness_and_no_denial_of_the_grammar(reading, guesses, witnessed, stored):
    opinion = replace(said(DONE), witnessed=witnessed)
    agreed = weighed(reading, opinion, Trust.STORE, guesses).reading
    assert agreed.rows == ((DONE,) if stored else ())
    assert bool(agreed.queries) is not stored


@pytest.mark.parametrize(
    ("row", "said_to_be", "intent"),
    [
        (replace(GOING, delegate="老周"), Intent.DELEGATION, Intent.DELEGATION),
        (GOING, Intent.DELEGATION, Intent.UPDATE),
        (Row(3, state=Said.DELAYED, new_deadline=date(2027, 7, 1)), Intent.EXTENSION, Intent.EXTENSION),
        (GOING, Intent.EXTENSION, Intent.UPDATE),
        (GOING, Intent.CORRECTION, Intent.CORRECTION),
        (GOING, Intent.SMALLTALK, Intent.UPDATE),
    ],
)
def test_the_models_intent_counts_where_the_rows_bear_it_out(row, said_to_be, intent):
    assert weighed(read(row), said(row, intent=said_to_be)).reading.intent is intent
