"""What a reply says of the open tasks, one idea per line."""

from __future__ import annotations

from datetime import date

import pytest

from bot.reading import answers, replies
from db.reading_facts import AskedTask, Doubt, Intent, Reading, Row, Said
from schedules.workdays import Calendar

CALENDAR = Calendar.standard()
TODAY = date(2026, 3, 2)


def read(text: str, *titles: str) -> Reading:
    tasks = [AskedTask(ref, title, date(2026, 6, 30)) for ref, title in enumerate(titles, start=1)]
    return replies.read(text, tasks, today=TODAY, calendar=CALENDAR)


@pytest.mark.parametrize(
    ("text", "state", "percent", "expected"),
    [
        ("已办结", Said.DONE_CLAIMED, None, None),
        ("基本完成，就差盖章", Said.IN_PROGRESS, None, None),
        ("完成六成，预计下周五前办结", Said.IN_PROGRESS, 60, date(2026, 3, 13)),
        ("还没动", Said.NOT_STARTED, None, None),
        ("进度滞后", Said.DELAYED, None, None),
        ("现场停工", Said.BLOCKED, None, None),
        ("招标已完成", Said.IN_PROGRESS, None, None),
        ("月底前到80%", Said.IN_PROGRESS, None, None),
    ],
)
def test_what_a_reply_says_of_the_only_open_task(text, state, percent, expected):
    (row,) = read(text, "老旧小区改造").rows
    assert (row.state, row.percent, row.expected_date) == (state, percent, expected)


def test_a_percent_for_a_later_day_is_a_promise():
    (row,) = read("月底前到80%", "老旧小区改造").rows
    assert (row.promise.percent, row.promise.by) == (80, date(2026, 3, 31))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("申请延期到1月10日，因评审还没有排上", date(2027, 1, 10)),
        ("恳请延到一月底", date(2027, 1, 31)),
        ("申请延期到2月15日", date(2027, 2, 15)),
        ("能不能多给几天，到1月10号", date(2027, 1, 10)),
        ("申请延期到2027年1月10日", date(2027, 1, 10)),
    ],
)
def test_more_time_is_asked_for_beyond_the_deadline_whatever_the_year(text, day):
    due_in_december = [AskedTask(1, "老旧小区改造", date(2026, 12, 31))]
    reading = replies.read(text, due_in_december, today=TODAY, calendar=CALENDAR)
    assert (reading.rows[0].new_deadline, reading.queries) == (day, ())


def test_a_day_that_is_past_and_not_beyond_the_deadline_is_asked_about():
    overdue = [AskedTask(1, "老旧小区改造", date(2026, 2, 10))]
    reading = replies.read("申请延期到2月25日", overdue, today=TODAY, calendar=CALENDAR)
    assert [query.doubt for query in reading.queries] == [Doubt.PAST_DATE]


def test_a_day_answered_to_the_question_until_when_lies_beyond_the_deadline_too():
    due_in_december = [AskedTask(1, "老旧小区改造", date(2026, 12, 31))]
    (query,) = replies.read("1号申请延期", due_in_december, today=TODAY, calendar=CALENDAR).queries
    settled = answers.answer("1月10日", query, due_in_december, today=TODAY, calendar=CALENDAR)
    assert settled is not None
    assert settled.rows[0].new_deadline == date(2027, 1, 10)


@pytest.mark.parametrize("text", ["月底差不多能完", "月底前大概能完成", "这个月底差不多能弄完"])
def test_an_estimate_keeps_its_day(text):
    (row,) = read(text, "老旧小区改造").rows
    assert row.expected_date == date(2026, 3, 31)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("卡住了，因为评审还没有排上", "评审还没有排上"),
        ("卡住了，因为厂家没联系上", "厂家没联系上"),
        ("卡住了，因为水电跟不上", "水电跟不上"),
        ("卡在资金上", "资金"),
    ],
)
def test_a_cause_is_not_cut_short(text, cause):
    (row,) = read(text, "老旧小区改造").rows
    assert row.blocker == cause


def test_every_value_carries_its_place_in_the_words_as_written():
    text = "２號任務完成７０％，預計６月底前辦結"
    (row,) = read(text, "老旧小区改造", "森林防火隔离带建设").rows
    spans = {name: text[span.start : span.end] for name, span in row.spans}
    assert (spans["percent"], spans["expected_date"]) == ("７０％", "６月底前")


@pytest.mark.parametrize(
    "text",
    [
        "1号已完成1万亩，其余10月底前完成",
        "1号已开工11个小区，其余月底前全开工",
        "1号完成四成，其余6月中旬前办完",
        "1号完成40%，剩下的6月底完成",
        "1号已完成大半，余下的本月内收尾",
        "1号建成3座，其他还在施工",
        "老旧小区改造交付了260户，剩余正在装修",
        "老旧小区改造完成6栋，其余没开始",
        "1号已签约85户，其余预计5月底签完",
        "1号铺了2公里，剩下的在铺",
    ],
)
def test_what_is_left_of_an_amount_is_of_the_same_task(text):
    assert [row.ref for row in read(text, "老旧小区改造", "森林防火隔离带建设", "农村公路养护").rows] == [1]


@pytest.mark.parametrize(
    "text",
    [
        "1号已办结，其余正常推进",
        "1号完成60%，其余未启动",
        "1号3月底完成，其余4月底完成",
        "1号已完成1万亩。其余任务10月底前完成",
    ],
)
def test_the_rest_may_be_the_other_tasks(text):
    assert [row.ref for row in read(text, "老旧小区改造", "森林防火隔离带建设", "农村公路养护").rows] == [1, 2, 3]


def test_without_a_name_and_with_several_tasks_it_asks_and_keeps_what_was_said():
    reading = read("办结了", "老旧小区改造", "森林防火隔离带建设")
    (query,) = reading.queries
    assert (reading.intent, reading.rows, query.doubt) == (Intent.AMBIGUOUS, (), Doubt.WHICH_TASK)
    assert query.kept == Row(None, Said.DONE_CLAIMED, spans=query.kept.spans)


@pytest.mark.parametrize(
    ("text", "options", "recommended"),
    [
        ("有两个方案：A.分期供地；B.整体供地。建议B", ("分期供地", "整体供地"), 1),
        ("现有两种思路，一是分期供地，二是整体供地，我们倾向第一种", ("分期供地", "整体供地"), 0),
        ("两种办法①分期供地②整体供地，倾向后者", ("分期供地", "整体供地"), 1),
        ("到底是先拆后建还是边拆边建请领导定夺", ("先拆后建", "边拆边建"), None),
    ],
)
def test_laid_out_options_with_a_recommendation_ask_for_a_decision(text, options, recommended):
    reading = replies.read(text, [AskedTask(5, "老旧小区改造")], today=date(2026, 2, 10), calendar=CALENDAR)
    assert reading.intent is Intent.DECISION_REQUEST
    assert [(row.options, row.recommended) for row in reading.rows] == [(options, recommended)]
