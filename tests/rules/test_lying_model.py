"""A model that lies in every answer costs questions, and no more harm than the grammar does alone."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from bot.reading.cases import read_case as by_grammar
from bot.sandbox.language_model import LanguageModel, Mood
from bot.second_reader.agreement import Trust
from bot.second_reader.cases import read_case
from schedules.workdays import Calendar
from tests.rules.scoring import load, score

CALENDAR = Calendar.standard()
CASES = load("strangers.jsonl")[::16]
LIES = [Mood.INVENTS, Mood.MISCOUNTS, Mood.FLATTERS, Mood.CONFUSES]
MOST_ASKED = 0.6


@cache
def harm_of_the_grammar() -> int:
    return len(score(CASES, [by_grammar(case, CALENDAR) for case in CASES]).harmful)


@pytest.mark.parametrize("trust", list(Trust))
@pytest.mark.parametrize("mood", LIES)
def test_a_lie_in_every_answer_harms_nobody(mood, trust):
    lies = [json.dumps(lie(mood, case), ensure_ascii=False) for case in CASES]
    read = [read_case(case, CALENDAR, answered=told, trust=trust) for case, told in zip(CASES, lies, strict=True)]
    assert len(score(CASES, read).harmful) <= harm_of_the_grammar()
    assert sum(each["ask_back"] for each in read) <= MOST_ASKED * len(CASES)


def lie(mood: Mood, case: dict[str, Any]) -> Any:
    return LanguageModel(mood=mood).answer({"reply": case["text"], "tasks": case["tasks"], "today": case["today"]})
