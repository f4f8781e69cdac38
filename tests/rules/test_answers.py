"""Short answers to an open question."""

from __future__ import annotations

from datetime import date

import pytest

from bot.reading import answers, replies
from db.reading_facts import AskedTask, Said
from schedules.workdays import Calendar

CALENDAR = Calendar.standard()
TODAY = date(2026, 3, 2)
TASKS = [
    AskedTask(3, "老旧小区改造项目", date(2026, 6, 30)),
    AskedTask(7, "森林防火隔离带建设", date(2026, 6, 30)),
]


def after(text: str, answer: str, tasks=TASKS):
    (query,) = replies.read(text, tasks, today=TODAY, calendar=CALENDAR).queries
    return answers.answer(answer, query, tasks, today=TODAY, calendar=CALENDAR)


@pytest.mark.parametrize(
    ("answer", "refs"), [("第二个", {7}), ("3号", {3}), ("7", {7}), ("小区那个", {3}), ("都是", {3, 7})]
)
def test_which_task_is_answered_by_place_number_words_or_all(answer, refs):
    reading = after("完成60%", answer)
    assert {(row.ref, row.percent) for row in reading.rows} == {(ref, 60) for ref in refs}
    assert not reading.queries


def test_an_unclear_answer_leaves_the_question_open():
    reading = after("完成60%", "第五个")
    assert reading.rows == ()
    assert len(reading.queries) == 1


def test_a_new_message_is_no_answer():
    assert after("完成60%", "谢谢提醒，辛苦了") is None


@pytest.mark.parametrize(
    ("answer", "state"), [("对", Said.DONE_CLAIMED), ("不是", Said.IN_PROGRESS), ("还没有", Said.IN_PROGRESS)]
)
def test_yes_and_no_settle_a_hedge(answer, state):
    (row,) = after("应该是办完了吧", answer, TASKS[:1]).rows
    assert (row.ref, row.state) == (3, state)


@pytest.mark.parametrize(
    ("answer", "day"), [("第一个", date(2026, 3, 6)), ("后者", date(2026, 3, 9)), ("3月10日", date(2026, 3, 10))]
)
def test_either_or_is_settled_by_place_or_by_a_day(answer, day):
    (row,) = after("周五或者下周一完成", answer, TASKS[:1]).rows
    assert (row.state, row.expected_date) == (Said.IN_PROGRESS, day)


@pytest.mark.parametrize(
    ("answer", "day"), [("7月15日", date(2026, 7, 15)), ("两周", date(2026, 7, 14)), ("延到8月底", date(2026, 8, 31))]
)
def test_an_extension_gets_its_day(answer, day):
    (row,) = after("资金没到位，申请延期", answer, TASKS[:1]).rows
    assert (row.state, row.new_deadline, row.reason) == (Said.DELAYED, day, "资金没到位")


def test_a_day_not_later_than_the_deadline_leaves_an_extension_open():
    assert after("申请延期", "6月1日", TASKS[:1]).queries


def test_a_contradiction_is_settled_by_a_bare_figure():
    (row,) = after("已办结，目前完成75%", "75", TASKS[:1]).rows
    assert (row.state, row.percent) == (Said.IN_PROGRESS, 75)


def test_a_name_settles_a_delegation():
    (row,) = after("这个不归我管了，换人负责", "李志强", TASKS[:1]).rows
    assert (row.ref, row.delegate) == (3, "李志强")


@pytest.mark.parametrize("words", ["3号完成70%", "3号完成70%，预计下周五前办结", "7号完成120%", "完成80%"])
def test_a_report_under_an_open_question_keeps_its_own_figures(words):
    assert after("完成60%", words) is None


@pytest.mark.parametrize(
    ("answer", "row"),
    [
        ("3号已办结", (3, Said.DONE_CLAIMED, None, None)),
        ("3号完成八成", (3, Said.IN_PROGRESS, 80, None)),
        ("80", (3, Said.IN_PROGRESS, 80, None)),
    ],
)
def test_whoever_names_the_task_again_is_not_taken_to_name_a_day(answer, row):
    (read,) = after("3号完成120%", answer).rows
    assert (read.ref, read.state, read.percent, read.expected_date) == row


def test_what_is_said_of_another_task_does_not_answer_for_this_one():
    assert after("3号完成120%", "7号完成30%") is None


@pytest.mark.parametrize("words", ["就是那个", "上次说的那个", "刚才说的"])
def test_pointing_at_what_only_he_sees_is_a_failed_answer(words):
    reading = after("完成60%", words)
    assert (reading.rows, len(reading.queries)) == ((), 1)


@pytest.mark.parametrize("words", ["3号", "7号前完成", "3号完成"])
def test_a_day_answers_the_question_for_a_day(words):
    (row,) = after("2月30日完成", words, TASKS[:1]).rows
    assert row.expected_date is not None
