"""The date cases of public corpora, less those our rules contradict (`cases/dates_contradicted.md`)."""

import json
from datetime import date
from pathlib import Path

import pytest

from bot.reading.dates.day_finder import first_date
from schedules.workdays import Calendar

CASES = [json.loads(line) for line in (Path(__file__).parent / "cases/dates.jsonl").read_text("utf-8").splitlines()]
CALENDAR = Calendar.standard()


@pytest.mark.parametrize("case", [case for case in CASES if "contradicted" not in case], ids=lambda case: case["text"])
def test_a_corpus_date_is_read(case):
    assert first_date(case["text"], date.fromisoformat(case["ref_date"]), CALENDAR) == date.fromisoformat(case["gold"])


@pytest.mark.parametrize("case", [case for case in CASES if "contradicted" in case], ids=lambda case: case["text"])
def test_our_rule_holds_where_a_corpus_contradicts_it(case):
    assert first_date(case["text"], date.fromisoformat(case["ref_date"]), CALENDAR) != date.fromisoformat(case["gold"])
