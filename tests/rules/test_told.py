"""Which sentences of a message are said in vain where nothing is stored of them, and what stands beside a report."""

from dataclasses import replace
from datetime import date

import pytest

from bot.reading import replies
from bot.reading.asks.asides import asides
from bot.reading.rows import told
from db.reading_facts import AskedTask
from schedules.workdays import Calendar

TASKS = [AskedTask(1, "老旧小区改造"), AskedTask(2, "违法建设治理"), AskedTask(3, "路灯更换")]


def left_out(said: str, *refs: int) -> list[str]:
    tasks = [task for task in TASKS if task.ref in refs]
    stages = replies.stages(said, tasks, today=date(2022, 3, 2), calendar=Calendar.standard())
    reading = replace(stages.reading, told=told.told(stages.found))
    rows = tuple(row for row in reading.rows if row.ref in refs)
    return [said[each.start : each.end] for each in told.left_out(replace(reading, rows=rows))]


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("小区改造完成60%。热线投诉已回复12件", ["热线投诉已回复12件"]),
        ("小区改造完成60%，热线投诉已回复12件", []),  # one sentence is one report
        ("小区改造完成60%。楼道粉刷了18栋", []),  # of the only task
        ("小区改造完成60%。谢谢", []),
        ("我局高度重视，成立工作专班。小区改造完成60%。特此报告", []),
    ],
)
def test_of_one_task(said, left):
    assert left_out(said, 1) == left


def test_of_a_task_whose_row_was_not_stored():
    said = "违法建设拆除1200平方米。路灯装了40盏"
    tasks = TASKS[1:]
    stages = replies.stages(said, tasks, today=date(2022, 3, 2), calendar=Calendar.standard())
    assert {row.ref for row in stages.reading.rows} == {2, 3}
    stored = tuple(row for row in stages.reading.rows if row.ref == 2)
    reading = replace(stages.reading, rows=stored, queries=(), told=told.told(stages.found))
    assert [said[each.start : each.end] for each in told.left_out(reading)] == ["路灯装了40盏"]


@pytest.mark.parametrize(
    ("said", "refusing", "asking", "report"),
    [
        ("拆了800平。广告牌那部分建议剔出来", ["广告牌那部分建议剔出来"], [], "拆了800平。"),
        ("国省道不归我们，城区的已规范12处", ["国省道不归我们"], [], "城区的已规范12处"),
        ("完成六成。这个月我们不用报吧？", [], ["这个月我们不用报吧?"], "完成六成。"),
        ("剔除不合格的3家，完成60%", [], [], "剔除不合格的3家，完成60%"),
        ("完成60%，能不能延到5月底", [], [], "完成60%，能不能延到5月底"),
        ("这块不该再算我们的了", ["这块不该再算我们的了"], [], "这块不该再算我们的了"),
    ],
)
def test_what_stands_beside_a_report(said, refusing, asking, report):
    found = asides(said)
    assert [list(found.refusing), [each.replace("？", "?") for each in found.asking]] == [
        refusing,
        [each.rstrip("?") for each in asking],
    ]
    assert found.report == report
