"""Targets become indicators, replies are set against them, and sums add up."""

from dataclasses import dataclass
from datetime import date

import pytest

from bot.reading.figures.targets import drafts
from bot.reading.figures.values import figures
from db.measures import Adding, Direction, Goal, Measure
from schedules.indicators import reached, totals

LEAST, MOST = Direction.AT_LEAST, Direction.AT_MOST


@pytest.mark.parametrize(
    ("target", "read"),
    [
        ("地区生产总值增长6.5%左右", [("地区生产总值增长", LEAST, 6.5, "%")]),
        ("开复工率100%，完成年度投资48亿元", [("开复工率", LEAST, 100, "%"), ("完成年度投资", LEAST, 48, "亿元")]),
        ("不良贷款率控制在3%以内", [("不良贷款率", MOST, 3, "%")]),
        (
            "耕地保有量不低于210万亩，新增违法占耕为零",
            [("耕地保有量", LEAST, 210, "万亩"), ("新增违法占耕", MOST, 0, "个")],
        ),
        ("农药、化肥使用量分别减少3%和2%", [("农药使用量减少", LEAST, 3, "%"), ("化肥使用量减少", LEAST, 2, "%")]),
        ("到位专项债券6亿元、上级专项8亿元", [("到位专项债券", LEAST, 6, "亿元"), ("上级专项", LEAST, 8, "亿元")]),
        ("36项反馈问题全部销号", [("反馈问题销号", LEAST, 36, "项")]),
        ("审批时限压减至40个工作日以内", [("审批时限压减至", MOST, 40, "个工作日")]),
        ("规划通过评审并印发", []),
        ("发现一户、20日内消除一户", []),
        ("每名市级领导每月现场督导2次以上", []),
    ],
)
def test_what_of_a_target_can_be_measured(target, read):
    assert [(each.name, each.direction, each.target, each.unit) for each in drafts(target)] == read


GROWTH = Measure("地区生产总值增长", "%", LEAST, 6.5, id=1)
INVESTED = Measure("完成年度投资", "亿元", LEAST, 48, id=2)
FIELDS = Measure("新建高标准农田", "万亩", LEAST, 5, id=3)
JOBS = Measure("城镇新增就业", "人", LEAST, 2800, Adding.SUM, id=4)


@pytest.mark.parametrize(
    ("said", "measure", "value"),
    [
        ("上半年GDP增长4.8%", GROWTH, 4.8),
        ("地区生产总值同比下降百分之1.2", GROWTH, -1.2),
        ("累计完成投资3000万元", INVESTED, 0.3),
        ("已完成投资12.5亿", INVESTED, 12.5),
        ("新建高标准农田1.5万亩", FIELDS, 1.5),
        ("新建高标准农田15,000亩", FIELDS, 1.5),
        ("新建农田100公顷", FIELDS, 0.15),
        ("本月城镇新增就业312人", JOBS, 312),
    ],
)
def test_a_figure_is_read_in_the_unit_of_its_measure(said, measure, value):
    assert [each.value for each in figures(said, [measure]).given] == [pytest.approx(value)]


@pytest.mark.parametrize(
    "said", ["完成60%，预计6月30日前办结", "预计年底前完成投资48亿元", "3月15日召开了2次会议", "已于2022年签订合同"]
)
def test_what_is_no_figure_of_it(said):
    assert not figures(said, [GROWTH, INVESTED, FIELDS]).any


def test_what_cannot_be_meant_is_asked_back():
    (scale,) = figures("完成投资4800亿元", [INVESTED]).doubted
    assert scale.instead == (("4800万元", 0.48), ("4800亿元", 4800.0))
    (bare,) = figures("完成年度投资3000", [INVESTED]).doubted
    assert [label for label, _ in bare.instead] == ["3000万元", "3000元"]
    (unit,) = figures("新建高标准农田300户", [FIELDS]).doubted
    assert (unit.said, unit.instead) == ("300户", ())


@dataclass(frozen=True)
class Figure:
    value: float
    period: str | None = None
    total: bool = False


def test_periods_add_up_and_a_correction_replaces_its_own():
    said = [Figure(300, "2022-01"), Figure(200, "2022-02"), Figure(250, "2022-02")]
    assert reached(JOBS, said, date(2022, 3, 1)).value == 550
    assert reached(JOBS, [*said, Figure(900, "2022-03", total=True)], date(2022, 4, 1)).value == 900
    assert (
        reached(JOBS, [*said, Figure(900, "2022-03", total=True), Figure(100, "2022-04")], date(2022, 5, 1)).value
        == 1000
    )


def test_a_stage_is_judged_once_its_day_has_come():
    starts = Measure("开工率", "%", LEAST, 100, goals=(Goal("4月底", date(2022, 4, 30), 90),))
    assert reached(starts, [Figure(85)], date(2022, 4, 1)).gap == 15
    late = reached(starts, [Figure(85)], date(2022, 5, 5))
    assert (late.gap, late.met) == (5, False)


def test_shares_are_not_added():
    found = [
        (1, reached(INVESTED, [Figure(1.2)], date(2022, 5, 1))),
        (2, reached(INVESTED, [Figure(0.3)], date(2022, 5, 1))),
    ]
    assert [(each.value, each.target, each.tasks) for each in totals(found)] == [(1.5, 96, 2)]
    assert (
        totals([(1, reached(GROWTH, [Figure(4)], date(2022, 5, 1))), (2, reached(GROWTH, [], date(2022, 5, 1)))]) == []
    )


def test_each_period_named_beside_a_figure_keeps_its_own():
    air = Measure("空气优良率", "%", LEAST, 90, Adding.AVERAGE, id=3)
    read = figures("1月优良率85%，2月优良率93%", [air])
    assert [(each.of, each.value) for each in read.given] == [("1月", 85), ("2月", 93)]
    assert [each.value for each in figures("优良率85%，优良率更正为93%", [air]).given] == [93]


def test_a_bare_number_is_asked_back_with_the_scales_it_may_have():
    plant = Measure("完成投资", "亿元", LEAST, 2, id=4)
    (doubt,) = figures("累计完成投资3000", [plant]).doubted
    assert doubt.instead == (("3000万元", 0.3), ("3000元", 3e-05))


def test_what_is_counted_gives_its_unit():
    assert [each.unit for each in drafts("森林火灾起数为零")] == ["起"]
