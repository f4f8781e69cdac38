"""Kinds that strangers met: a rate of faults, a limit, an office that holds a paper, a plea around the difficulty."""

from datetime import date

import pytest

from bot.reading import replies
from bot.reading.asks import standpoints
from bot.reading.clauses import corrections
from db.reading_facts import AskedTask, Row
from schedules.workdays import Calendar


def read(said: str, title: str) -> Row:
    """What is stored of the only task, or proposed where it is asked about."""
    tasks = [AskedTask(7, title, date(2022, 4, 15))]
    reading = replies.read(said, tasks, today=date(2022, 3, 2), calendar=Calendar.standard())
    return next(iter([*reading.rows, *(row for query in reading.queries for row in query.proposed)]))


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("本季度不良率3.12,略超3%的控制线", "产品质量监督抽查不合格率控制在3%以内"),
        ("不合格率3.4%，比控制线高0.4个点", "产品质量监督抽查不合格率控制在3%以内"),
        ("漏损率10.6%，超出10%的红线", "供水管网漏损治理"),
        ("投诉率降到5%了", "投诉治理专项行动"),
    ],
)
def test_a_rate_of_faults_and_a_limit_are_no_progress(said, title):
    assert read(said, title).percent is None


@pytest.mark.parametrize(("said", "share"), [("改造完成率98%", 98), ("改造进度3.12%", 3.12)])
def test_a_rate_of_the_work_is(said, share):
    assert read(said, "老旧小区改造").percent == share


@pytest.mark.parametrize(
    ("said", "blocker"),
    [
        ("供地环节在自然资源局", "供地环节在自然资源局"),
        ("批复还压在发改委", "批复还压在发改委"),
        ("土地证办不下来，我级别不够推不动", "土地证办不下来"),
    ],
)
def test_what_is_stuck_and_where_is_the_difficulty(said, blocker):
    assert read(said, "城市会客厅建设项目").blocker == blocker


def test_a_formula_of_a_request_is_no_reason():
    row = read("主体封顶申请延期到5月底，当否，请示", "城市会客厅建设项目")
    assert (row.new_deadline, row.reason) == (date(2022, 5, 31), None)


@pytest.mark.parametrize("said", ["下周五之前准行", "四月底没问题"])
def test_an_everyday_assurance_is_a_promise(said):
    assert read(said, "老旧小区改造").expected_date is not None


@pytest.mark.parametrize(
    ("said", "later"),
    [
        ("周五把进度报给你", True),
        ("10号才出数，出来再报", True),
        ("明天上午给你们材料", True),
        ("周五交给督查室的材料已报送", False),
        ("已拆1200平，周五把明细报给你", False),
    ],
)
def test_who_says_when_he_will_report_reports_nothing(said, later):
    assert standpoints.reports_later(said) is later


@pytest.mark.parametrize("said", ["10号才能出数", "10号、15号两天各拆了一处"])
def test_a_day_whose_number_is_also_a_task_is_a_day(said):
    tasks = [AskedTask(10, "供水管网漏损治理"), AskedTask(15, "营商环境专项整治")]
    reading = replies.read(said, tasks, today=date(2022, 3, 2), calendar=Calendar.standard())
    assert reading.rows == ()
    assert all(query.refs == () for query in reading.queries)


@pytest.mark.parametrize(
    ("said", "shares"),
    [
        ("上次写的98写错了,应该是100", (98, 100)),
        ("昨天那个45写反了,54", (45, 54)),
        ("上周报的35个小区写错了,应为33个", None),
        ("上次写的98", None),
    ],
)
def test_a_share_written_wrong(said, shares):
    assert corrections.replaced(said) == shares
