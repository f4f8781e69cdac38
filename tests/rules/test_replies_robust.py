"""Nonsense is read without an exception, and fast: no pathological expression."""

from __future__ import annotations

import re
import sys
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reading import answers, replies
from bot.reading.text import normal_form
from bot.reading.text.numerals import number
from db.reading_facts import AskedTask, Doubt, Query
from schedules.workdays import Calendar
from tests.rules import scoring

CALENDAR = Calendar.standard()
TODAY = date(2026, 3, 2)
TASKS = [
    AskedTask(1, "老旧小区改造项目", date(2026, 6, 30)),
    AskedTask(2, "燃气老旧管网更新"),
    AskedTask(12, "12345热线工单办理质效提升", date(2026, 4, 1)),
]
WORDS = """
已 完成 办结 未 没 还 1号 二号 ① 3、 全部 其余 除 外 以上 完成率 60% 百分之 三成
一半 下周五 3月 2月30日 前 延期 三周 因 请 协调 财政局 由 负责 方案一 还是 更正 不是 刚才 说
吧 ？ ， 。 小区 管网 等 剩 差 基本 卡在 停工 张三 移交 🙈 ✅ 2️⃣ ％ 号
"""
PIECES = st.sampled_from([*WORDS.split(), "\n", " "])


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map("".join)))
def test_any_text_is_read(words):
    reading = replies.read(words, TASKS, today=TODAY, calendar=CALENDAR)
    for row in reading.rows:
        assert row.ref in (1, 2, 12)
        for _, span in row.spans:
            assert 0 <= span.start <= span.end <= len(words)
    assert reading.ask_back == bool(reading.queries)


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=30), st.lists(PIECES, max_size=4).map("".join)), st.sampled_from(list(Doubt)))
def test_any_answer_is_taken_or_left(words, doubt):
    answers.answer(words, Query(doubt, refs=(1, 2)), TASKS, today=TODAY, calendar=CALENDAR)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_places_lead_back_into_the_words_as_written(words):
    said = normal_form.normalize(words)
    assert len(said.origin) == len(said.text) + 1
    assert list(said.origin) == sorted(said.origin)


@pytest.mark.parametrize(
    "words",
    [
        "已",
        "剩",
        "请",
        "没3.小区",
        "1号",
        "百把改造",
        "3.外1、",
        "由张",
        "一",
        " ",
        "😀",
        "(",
        "完成60%",
        "2月30日",
        "下周五前",
        "5",
        "号",
        "完成",
        "1、2、3、",
        "除1号外",
        "将还没有",
        "定夺",
        "⑴",
    ],
)
def test_the_longest_message_of_nonsense_takes_no_time(words):
    message = (words * 4096)[:4096]
    began = time.process_time()
    replies.read(message, TASKS, today=TODAY, calendar=CALENDAR)
    assert time.process_time() - began < 0.5  # 50 ms on an idle core; the suite shares its cores


@settings(max_examples=200, deadline=None)
@given(st.integers(min_value=0, max_value=99_999_999))
def test_numerals_agree_with_cn2an(value):
    import cn2an

    assert number(cn2an.an2cn(str(value))) == value


def test_nonsense_without_end_is_read_in_part_and_the_rest_asked_for_again():
    reading = replies.read("1号完成60%，" * 400, TASKS, today=TODAY, calendar=CALENDAR)
    assert [(row.ref, row.percent) for row in reading.rows] == [(1, 60)]
    assert [query.doubt for query in reading.queries] == [Doubt.UNREADABLE]


def test_a_long_report_is_read_to_its_end():
    report = "".join(f"第{n}批沿街商户经走访座谈，经营者提出意见建议{n}条，采纳{n - 1}条。" for n in range(2, 120))
    reading = replies.read(report + "任务2预计6月20日前办结。", TASKS, today=TODAY, calendar=CALENDAR)
    assert len(report) > 3400
    assert reading.rows[-1].expected_date == date(2026, 6, 20)
    assert Doubt.UNREADABLE not in [query.doubt for query in reading.queries]


def calls_to_read(text: str, tasks: list[AskedTask]) -> int:
    """How many calls of Python functions a reading takes: the same on every machine, under any load."""
    calls = 0

    def count(frame, event, arg):
        nonlocal calls
        calls += event == "call"

    replies.read(text, tasks, today=TODAY, calendar=CALENDAR)  # expressions are compiled at their first use
    sys.setprofile(count)
    try:
        replies.read(text, tasks, today=TODAY, calendar=CALENDAR)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("frame", ["所有任务都{}，", "除1号外都{}，", "{}，", "{n}号{}，", "{title}{}；"])
def test_a_page_about_forty_tasks_takes_bounded_work(frame):
    cases = scoring.load("replies_unseen.jsonl")
    titles = list(dict.fromkeys(task["title"] for case in cases for task in case["tasks"]))[:40]
    tasks = [AskedTask(ref, title, TODAY) for ref, title in enumerate(titles, start=1)]
    said = [part for case in cases for part in re.split("[，。；]", case["text"]) if 4 <= len(part) <= 12]
    clauses = (frame.format(part, n=n % 40 + 1, title=titles[n % 40]) for n, part in enumerate(said))
    assert calls_to_read("所有任务都在推进，" + "".join(clauses)[:4080], tasks) < 300_000
