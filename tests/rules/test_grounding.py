"""What a model says is believed only as far as the message and the grammar bear it out."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest

from bot.reading.cases import read_case
from bot.second_reader import answer, grounding, outgoing
from bot.second_reader.classifier import built_in
from bot.second_reader.parts import parts
from db.reading_facts import AskedTask, Row, Said
from schedules.workdays import Calendar

CALENDAR = Calendar.standard()
TODAY = date(2027, 5, 12)
EARLIER = {"value": "2027-06-10", "quote": "6月20日前"}
TASKS = [AskedTask(2, "茶园低改", date(2027, 6, 30)), AskedTask(5, "果蔬冷库", date(2027, 7, 31))]
SAID = "果蔬冷库昨天验收合格交付了。茶园低改干到六成多，缺苗，6月20日前补齐"


def message(text: str = SAID, tasks: list[AskedTask] = TASKS) -> grounding.Message:
    return grounding.Message(text, tasks, TODAY, CALENDAR, parts(text, tasks, today=TODAY, calendar=CALENDAR))


def believed(*rows: dict[str, Any], text: str = SAID, tasks: list[AskedTask] = TASKS) -> grounding.Opinion:
    given = answer.answer(json.dumps({"rows": rows, "ask": []}))
    return grounding.opinion(given, message(text, tasks), guess=built_in().guess)


def row(ref: int, state: str, quote: str, **more: Any) -> dict[str, Any]:
    return {"ref": ref, "state": state, "quote": quote, **more}


def test_values_that_the_grammar_computes_again_from_their_quotes_are_believed():
    found = believed(
        row(5, "done_claimed", "果蔬冷库昨天验收合格交付了"),
        row(
            2,
            "in_progress",
            "茶园低改干到六成多",
            percent={"value": 60, "quote": "六成多"},
            expected_date={"value": "2027-06-20", "quote": "6月20日前"},
            blocker="缺苗",
        ),
    )
    assert found.rows == (
        Row(5, state=Said.DONE_CLAIMED),
        Row(2, state=Said.IN_PROGRESS, percent=60.0, expected_date=date(2027, 6, 20), blocker="缺苗"),
    )
    assert found.refused == ()


@pytest.mark.parametrize(
    ("lie", "why"),
    [
        (row(9, "done_claimed", "交付了"), "没有这个编号"),
        (row(2, "in_progress", "已完成八成"), "原文没有"),
        (row(2, "in_progress", "茶园低改", percent={"value": 80, "quote": "六成多"}), "不是80%"),
        (
            row(2, "in_progress", "茶园低改", expected_date={"value": "2027-06-10", "quote": "6月20日前"}),
            "不是2027-06-10",
        ),
        (row(2, "done_claimed", "果蔬冷库昨天验收合格交付了"), "说的是5号"),
        (row(2, "in_progress", "缺苗", blocker="资金没有到位"), "原文没有"),
        (row(2, "delayed", "缺苗", new_deadline={"value": "2027-06-20", "quote": "6月20日前"}), "得不出"),
    ],
)
def test_a_lie_is_refused_with_its_reason(lie, why):
    found = believed(lie)
    assert found.rows == ()
    assert re.search(why, found.refused[0])


def test_a_quote_that_surely_says_something_else_proves_no_state():
    found = believed(row(2, "done_claimed", "还没开工"), text="茶园低改还没开工", tasks=TASKS[:1])
    assert found.rows == ()


def test_time_asked_for_counts_from_the_due_date():
    text = "苗木还没到，恳请延期三周"
    asked = row(2, "delayed", "恳请延期三周", new_deadline={"value": "2027-07-21", "quote": "延期三周"})
    assert believed(asked, text=text, tasks=TASKS[:1]).rows[0].new_deadline == date(2027, 7, 21)


@pytest.mark.parametrize(
    "written", ["", "好的", "[]", '{"rows": [{"ref": 1}]}', '{"rows": [], "note": "x"}', "x" * 30_000]
)
def test_what_is_no_answer_in_the_form_asked_for_is_a_fault(written):
    with pytest.raises(answer.AnswerFault):
        answer.answer(written)


def test_a_code_fence_around_the_answer_is_taken_off():
    assert answer.answer('```json\n{"rows": [], "ask": [2]}\n```').ask == (2,)


def test_numbers_of_telephones_and_cards_leave_masked_and_keep_their_places():
    said = "有事打13812345678或0571-88886666，进度60%"
    assert outgoing.masked(said) == "有事打***********或*************，进度60%"


def test_marks_of_secrecy_never_leave():
    assert not outgoing.may_leave("【机密】方案已报市委")
    assert outgoing.may_leave("机密性测试已完成")


def test_the_examples_of_the_prompt_are_true_to_their_own_rules():
    """Each example's answer is believed whole, and the grammar harms none of them."""
    turns = re.findall(r'^(\{"today".*)\n(\{"rows".*)$', outgoing.prompt(), re.M)
    assert len(turns) == 6
    for shown, answered in turns:
        asked = json.loads(shown)
        today = date.fromisoformat(asked["today"][:10])
        tasks = [AskedTask(t["ref"], t["title"], date.fromisoformat(t["due"])) for t in asked["tasks"]]
        spoken = grounding.Message(
            asked["reply"], tasks, today, CALENDAR, parts(asked["reply"], tasks, today=today, calendar=CALENDAR)
        )
        given = answer.answer(answered)
        found = grounding.opinion(given, spoken, guess=built_in().guess)
        assert (len(found.rows), found.refused) == (len(given.rows), ()), asked["reply"]
        read_case({"id": "", "text": asked["reply"], "today": today.isoformat(), "tasks": asked["tasks"]}, CALENDAR)
