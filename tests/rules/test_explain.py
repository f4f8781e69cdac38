"""`explain` prints the stages that the reading itself went through."""

from __future__ import annotations

from datetime import date

from bot.reading.explain import explain
from db.reading_facts import AskedTask
from schedules.workdays import Calendar

TASKS = [AskedTask(3, "古桥修缮", date(2027, 6, 30)), AskedTask(6, "古塔测绘", date(2027, 7, 31))]


def explained(written: str, replied_to: tuple[int, ...] = ()) -> str:
    return explain(written, TASKS, today=date(2027, 5, 12), calendar=Calendar.standard(), replied_to=replied_to)


def test_the_message_replied_to_names_the_task_here_too():
    assert "6号 (only-task)" in explained("完成六成，下周五前办结", replied_to=(6,))
    assert "未指明事项" in explained("完成六成，下周五前办结")


def test_every_fact_stands_with_its_words_and_rule():
    told = explained("3号已办结，可昨天又退回来两条要重检")
    assert "事实(3号)" in told
    assert "(taken-back)" in told


def test_a_number_that_counts_options_is_no_task_here_either():
    told = explained("古桥有两个方案：①整体顶升②原地加固，请领导定夺")
    assert "①" in told
    assert "number-mark" not in told
