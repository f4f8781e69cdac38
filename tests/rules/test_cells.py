"""Deadline cells, reporting periods and milestones: what the office writes, and the day it means."""

import json
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ledger_files.deadlines.deadline_cells import DeadlineFault, deadline
from bot.ledger_files.deadlines.milestone_cells import milestones
from bot.ledger_files.deadlines.periods_of_report import is_recurring, report_day, report_every
from bot.ledger_files.deadlines.timing import Basis
from schedules.workdays import Calendar

CALENDAR = Calendar.standard()
MEETING = date(2022, 2, 18)
EXPECTED = json.loads((Path(__file__).parent / "cases/ledger_expected.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("3月上旬", "2022-03-10"),
        ("上旬前", None),
        ("３月中旬前", "2022-03-20"),
        ("3月 中旬 前", "2022-03-20"),
        ("10月下旬", "2022-10-31"),
        ("6月中下旬", "2022-06-30"),
        ("2 月底前", "2022-02-28"),
        ("9月末前", "2022-09-30"),
        ("6月末", "2022-06-30"),
        ("5月", "2022-05-31"),
        ("三月", "2022-03-31"),
        ("二〇二二年三月", "2022-03-31"),
        ("3月15日", "2022-03-15"),
        ("3月15日前", "2022-03-15"),
        ("3月15日之前", "2022-03-15"),
        ("２０２２年３月１５日", "2022-03-15"),
        ("2022-03-15", "2022-03-15"),
        ("2022/3/15", "2022-03-15"),
        ("2022.3.15", "2022-03-15"),
        ("22.3.15", "2022-03-15"),
        ("20220315", "2022-03-15"),
        ("3.15", "2022-03-15"),
        ("3/15前", "2022-03-15"),
        ("3-15", "2022-03-15"),
        ("2022.6", "2022-06-30"),
        ("2022年10月31日（星期一）", "2022-10-31"),
        ("6月30日18:00前", "2022-06-30"),
        ("一季度", "2022-03-31"),
        ("第一季度末", "2022-03-31"),
        ("1季度末", "2022-03-31"),
        ("二季度末", "2022-06-30"),
        ("3季度末", "2022-09-30"),
        ("四季度", "2022-12-31"),
        ("上半年", "2022-06-30"),
        ("2022年上半年", "2022-06-30"),
        ("下半年", "2022-12-31"),
        ("年底", "2022-12-31"),
        ("年  底前", "2022-12-31"),
        ("年末", "2022-12-31"),
        ("年内 ", "2022-12-31"),
        ("2022年内", "2022-12-31"),
        ("今年底", "2022-12-31"),
        ("明年3月底前", "2023-03-31"),
        ("明年一季度", "2023-03-31"),
        ("春节前", "2023-01-21"),
        ("五一前", "2022-04-30"),
        ("国庆节前", "2022-09-30"),
        ("元旦前", "2022-12-31"),
        ("中秋节前", "2022-09-09"),
        ("端午前", "2022-06-02"),
        ("清明节前", "2022-04-04"),
        ("汛期前（5月31日前）", "2022-05-31"),
        ("汛期前\n(５月31日前)", "2022-05-31"),
        ("供暖前【10月15日】", "2022-10-15"),
        ("5月底前（规划获批）", "2022-05-31"),
        ("8月20日前\n（开学前）", "2022-08-20"),
        ("年底前（12月20日前）", "2022-12-20"),
        ("3月1日至5月31日", "2022-05-31"),
        ("3-5月", "2022-05-31"),
        ("三至五月", "2022-05-31"),
        ("2022年3月1日-2022年5月31日", "2022-05-31"),
        ("即日起至6月底", "2022-06-30"),
        ("30日内", "2022-03-20"),
        ("10个工作日内", "2022-03-04"),
        ("5个工作日", "2022-02-25"),
        ("两周内", "2022-03-04"),
        ("1个月内", "2022-03-18"),
        ("立即办理", "2022-02-21"),
        ("马上办", "2022-02-21"),
        ("即办", "2022-02-21"),
        ("2月18日", "2022-02-18"),
    ],
)
def test_the_day_that_a_deadline_cell_names(cell, day):
    if day is None:
        with pytest.raises(DeadlineFault):
            deadline(cell, MEETING, CALENDAR)
    else:
        assert deadline(cell, MEETING, CALENDAR) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("", "due_missing"),
        (" \n", "due_missing"),
        ("——", "due_missing"),
        ("尽快", "due_vague"),
        ("适时", "due_vague"),
        ("条件成熟时", "due_vague"),
        ("汛期前", "due_vague"),
        ("供暖前（视天气）", "due_vague"),
        ("年中", "due_vague"),
        ("全年", "due_vague"),
        ("收到批复后10个工作日内", "due_vague"),
        ("1月底前", "due_past"),
        ("2月17日", "due_past"),
        ("2021年12月31日", "due_past"),
        ("2月30日", "due_impossible"),
        ("9月31日前", "due_impossible"),
        ("2022.13.1", "due_impossible"),
        ("20日前", "due_without_month"),
        ("月底前", "due_without_month"),
        ("3月底前出方案，10月底完成", "due_several"),
        ("44635个", "due_vague"),
    ],
)
def test_a_cell_that_names_no_day_is_a_fault_and_never_a_guess(cell, code):
    with pytest.raises(DeadlineFault) as fault:
        deadline(cell, MEETING, CALENDAR)
    assert fault.value.code == code
    assert fault.value.remedy


def test_a_phrase_without_a_year_needs_a_base_date():
    for cell in ("6月底前", "年底前", "春节前", "10日内", "明年3月"):
        with pytest.raises(DeadlineFault) as fault:
            deadline(cell, None, CALENDAR)
        assert fault.value.code == "due_without_base"
    assert deadline("2022年6月底前", None, CALENDAR) == date(2022, 6, 30)


@pytest.mark.parametrize(
    ("cell", "recurring", "every"),
    [
        ("限期办结", False, None),
        ("6月底前", False, None),
        ("常态推进（每月）", True, "month"),
        ("常态推进(每季)", True, "quarter"),
        ("常态推进\n（每半年报送）", True, "half-year"),
        ("常态推进，半年报", True, "half-year"),
        ("常态推进，按季度报", True, "quarter"),
        ("常态推进，按月报 ", True, "month"),
        ("常态推进/每周", True, "week"),
        ("周报", True, "week"),
        ("每月25日前报送", True, "month"),
        ("每周五报送", True, "week"),
        ("常态推进", True, None),
        ("全 年", True, None),
        ("贯穿全年", True, None),
        ("长期坚持", True, None),
        ("常年", True, None),
        ("每两周报送", True, None),
    ],
)
def test_what_recurs_and_how_often(cell, recurring, every):
    assert (is_recurring(cell), report_every(cell)) == (recurring, every)


@pytest.mark.parametrize(
    ("cell", "day"), [("每月25日前报送", 25), ("每周五报送", 5), ("每周日", 7), ("每月", None), ("每季度末月20日", 20)]
)
def test_the_day_of_the_report(cell, day):
    assert report_day(cell) == day


def read(cell):
    found, faults = milestones(cell, Basis(MEETING, CALENDAR))
    return [(item.name, item.due.isoformat()) for item in found], [fault.code for fault in faults]


@pytest.mark.parametrize(
    ("cell", "steps"),
    [
        ("3月中旬：前期手续；4月底：开工", [("前期手续", "2022-03-20"), ("开工", "2022-04-30")]),
        ("①4月底：发布公告\n②6月：笔试面试", [("发布公告", "2022-04-30"), ("笔试面试", "2022-06-30")]),
        ("1.4月底:发布公告;2.6月:笔试", [("发布公告", "2022-04-30"), ("笔试", "2022-06-30")]),
        ("3月底：印发\n方案\n6月底：办结", [("印发方案", "2022-03-31"), ("办结", "2022-06-30")]),
        ("6月底：时间任务\n双过半；年底：完成", [("时间任务双过半", "2022-06-30"), ("完成", "2022-12-31")]),
        ("3月底完成招标；8月底评审印发", [("完成招标", "2022-03-31"), ("评审印发", "2022-08-31")]),
        ("开工：4月底", [("开工", "2022-04-30")]),
        ("4月底：发布公告，6月：笔试面试", [("发布公告", "2022-04-30"), ("笔试面试", "2022-06-30")]),
        ("6月底: 销号７０%", [("销号70%", "2022-06-30")]),
        ("", []),
    ],
)
def test_the_milestones_of_a_cell(cell, steps):
    assert read(cell) == (steps, [])


def test_a_milestone_without_a_day_is_a_fault_and_the_others_stay():
    assert read("3月底：方案；适时：开工") == ([("方案", "2022-03-31")], ["milestone_vague"])


@given(st.text(max_size=120), st.sampled_from([None, MEETING]))
@settings(max_examples=150, deadline=None)
def test_no_cell_breaks_the_reader(cell, base):
    with suppress(DeadlineFault):
        deadline(cell, base, CALENDAR)
    milestones(cell, Basis(base, CALENDAR))
    is_recurring(cell), report_every(cell), report_day(cell)


@given(st.text(alphabet="0123456789一二三十年月日季度底前末上中下旬半至-.（）春节工作内；：", max_size=40))
@settings(max_examples=300, deadline=None)
def test_no_heap_of_date_words_breaks_the_reader(cell):
    with suppress(DeadlineFault):
        assert deadline(cell, MEETING, CALENDAR) >= MEETING
