"""The cases as a whole: what share is read exactly, and that nothing harmful is stored."""

from __future__ import annotations

import pytest

from bot.reading.cases import read_case
from bot.reading.text import numerals
from bot.reading.text.normal_form import plain
from schedules.workdays import Calendar
from tests.rules import scoring

CALENDAR = Calendar.standard()


def scored(*names: str) -> scoring.Score:
    cases = scoring.load(*names)
    return scoring.score(cases, [read_case(case, CALENDAR) for case in cases])


def test_the_sample_is_read_exactly_and_without_harm():
    score = scored("replies_sample.jsonl")
    assert score.exact_share >= 0.97, score.wrong
    assert (score.harmful, score.false_done) == ([], 0)


@pytest.mark.parametrize("name", ["replies_own.jsonl"])
def test_our_own_cases_are_read_exactly_and_without_harm(name):
    score = scored(name)
    assert score.exact_share >= 0.97, score.wrong
    assert score.harmful_share <= 0.01, score.harmful
    assert score.ask_recall >= 0.9
    assert score.ask_precision >= 0.85
    assert min(score.by_category().values()) >= 0.8, score.by_category()


def test_what_other_writers_wrote_stays_mended():
    score = scored("replies_unseen.jsonl")
    assert score.count.total() >= 1640
    assert (score.wrong, score.harmful, score.false_done) == ([], [], 0)


def test_the_percents_of_public_corpora():
    cases = scoring.load("percents_sample.jsonl")
    right = [abs((numerals.percent_value(plain(case["text"])) or 0) - case["gold"]) < 0.01 for case in cases]
    assert sum(right) / len(right) >= 0.97
