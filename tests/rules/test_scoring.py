"""The scorer itself: what it calls harm, loss, and right after a tap."""

from __future__ import annotations

from typing import Any

import pytest

from bot.reading.cases import read_case
from schedules.workdays import Calendar
from tests.rules.scoring import load, score

HARMFUL_ON_RECORD, LOST_ON_RECORD = 64, 42  # of 960, on 2026-11-30
CASE = {"id": "x", "category": "c", "today": "2027-05-12", "tasks": [], "text": ""}
DONE = {"ref": 3, "state": "done_claimed"}
GOING = {"ref": 3, "state": "in_progress"}
BY_JUNE = {"ref": 3, "state": "in_progress", "expected_date": "2027-06-30"}


def case(*rows: dict[str, Any], intent: str = "update", ask_back: bool = False) -> dict[str, Any]:
    return {**CASE, "gold": {"intent": intent, "updates": list(rows), "ask_back": ask_back}}


def told(*rows: dict[str, Any], proposed: tuple[dict[str, Any], ...] = (), **of: Any) -> dict[str, Any]:
    return {"intent": "update", "ask_back": False, "updates": list(rows), "proposed": list(proposed), **of}


@pytest.mark.parametrize(
    ("gold", "read", "verdict"),
    [
        (case(DONE), told(DONE), "right"),
        (case(GOING), told(DONE), "harmful missed"),
        (case(GOING), told(DONE, ask_back=True), "harmful missed"),  # a question beside it undoes no harm
        (case(GOING), told(BY_JUNE), "harmful missed"),
        (case(DONE), told(GOING), "missed"),
        (case(DONE), told(ask_back=True, intent="ambiguous"), "missed"),
        (case(DONE), told(ask_back=True, intent="ambiguous", proposed=(DONE,)), "right"),
        (case(BY_JUNE), told(GOING, ask_back=True, proposed=(BY_JUNE,)), "right"),
        (case(DONE), told(intent="smalltalk"), "lost missed"),
        (case(DONE, {**GOING, "ref": 4}), told(DONE, ask_back=True), "lost missed"),
        (case(DONE, {**GOING, "ref": 4}), told(DONE, ask_back=True, proposed=({**GOING, "ref": 4},)), "right"),
        (case(intent="ambiguous", ask_back=True), told(intent="smalltalk"), "lost missed"),
    ],
)
def test_what_a_reading_is_worth(gold, read, verdict):
    found = score([gold], [read])
    lists = {"harmful": found.harmful, "lost": found.lost, "missed": found.missed}
    assert " ".join(name for name, ids in lists.items() if ids) == verdict.replace("right", "")


def test_strangers_are_read_with_no_more_harm_or_loss_than_on_record():
    """960 replies of six strangers, opened after their first look: the figures may only fall (docs/reading.md)."""
    cases = load("strangers.jsonl")
    total = score(cases, [read_case(case, Calendar.standard()) for case in cases])
    assert len(total.harmful) <= HARMFUL_ON_RECORD
    assert len(total.lost) <= LOST_ON_RECORD
