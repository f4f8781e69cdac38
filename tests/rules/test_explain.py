"""`explain` prints the stages that the reading itself went through."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from bot.reading.explain import explain
from bot.reading.replies import stages
from bot.second_reader.agreement import Trust
from bot.second_reader.explained import model
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


def of_model(written: str, answer: dict[str, object], trust: Trust = Trust.PROPOSE) -> str:
    facts: dict[str, Any] = {"today": date(2027, 5, 12), "calendar": Calendar.standard()}
    found = stages(written, TASKS, **facts)
    return model(found, written, TASKS, json.dumps(answer, ensure_ascii=False), trust=trust, **facts)


def test_a_models_part_is_told_with_what_was_not_believed():
    row = {"ref": 3, "state": "in_progress", "quote": "脚手架搭好了", "percent": {"value": 70, "quote": "完成六成"}}
    told = of_model("古桥那边脚手架搭好了，完成六成", {"intent": "update", "rows": [row]})
    assert "语言模型:意图 update" in told
    assert "3号:只采信一部分:状态:in_progress" in told
    assert "未采信:3号" in told
    assert "结论(3号):模型读出，作为建议追问" in told or "结论(3号):模型与语法不一，追问" in told


def test_a_trusted_models_row_is_said_to_be_its_own():
    row = {"ref": 6, "state": "in_progress", "quote": "塔尖那层支了架子还没量"}
    told = of_model("古塔塔尖那层支了架子还没量", {"intent": "update", "rows": [row]}, Trust.STORE)
    assert "6号:状态:in_progress" in told
    assert "照录" in told


def test_an_answer_that_quotes_what_nobody_wrote_counts_for_nothing():
    row = {"ref": 3, "state": "done_claimed", "quote": "古桥全部完工"}
    assert "不予采信" in of_model("古桥还在弄", {"intent": "update", "rows": [row]})
