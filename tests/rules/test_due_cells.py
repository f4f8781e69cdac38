"""Deadline cells as a whole: several days, days that are kept up, shares, days counted from the issue."""

from datetime import date

import pytest

from bot.ledger_files.deadlines.deadline_cells import DeadlineFault
from bot.ledger_files.deadlines.due_cell import read_due
from bot.ledger_files.deadlines.timing import Basis
from schedules.workdays import Calendar

BASIS = Basis(date(2027, 3, 1), Calendar.standard())


@pytest.mark.parametrize(
    ("cell", "due", "steps"),
    [
        ("2027年6月底前取得明显成效，12月底前完成整改", "2027-12-31", [("取得明显成效", "2027-06-30")]),
        ("3月底前出方案，10月底完成", "2027-10-31", [("出方案", "2027-03-31")]),
        ("6月30日前完成50%，12月31日前全部完成", "2027-12-31", [("完成50%", "2027-06-30")]),
        ("一期2027年6月，二期2028年12月", "2028-12-31", [("一期", "2027-06-30")]),
        ("2027年6月（第一阶段）；2027年12月（第二阶段）", "2027-12-31", [("第一阶段", "2027-06-30")]),
        ("前期工作4月底完成，12月底完工", "2027-12-31", [("前期工作完成", "2027-04-30")]),
        ("力争6月底、确保8月底", "2027-08-31", [("力争", "2027-06-30")]),
        ("启动时间：2027年3月；完成时间：2027年10月", "2027-10-31", [("启动时间", "2027-03-31")]),
        ("每半年完成50%，12月底前完成", "2027-12-31", [("累计完成50%", "2027-06-30")]),
        ("省定12月底，市定10月底", "2027-10-31", []),
        ("2027年9月\n（省级要求12月）", "2027-09-30", []),
        ("原定6月底，延期至9月底", "2027-09-30", []),
        ("立行立改", "2027-03-02", []),
        ("90日", "2027-05-30", []),
        ("2027—06—30", "2027-06-30", []),
        ("年度内", "2027-12-31", []),
        ("年中完成", "2027-06-30", []),
        ("2027年汛期结束前", "2027-09-30", []),
        ("2027-2029年每年完成三分之一", "2029-12-31", []),
        ("边整边改", "2027-03-02", []),
        ("立即整改，2027年5月31日前完成", "2027-05-31", []),
        ("文件印发后30日内", "2027-03-31", []),
        ("自交办之日起20个工作日内", "2027-03-29", []),
        ("会后10日内", "2027-03-11", []),
        ("接文后5日内", "2027-03-06", []),
        ("限期3个月", "2027-06-01", []),
        ("2027/9/30 0:00", "2027-09-30", []),
        ("2027-10-31 00:00:00", "2027-10-31", []),
        ("2027.1-12", "2027-12-31", []),
        ("2027.3—2027.12", "2027-12-31", []),
        ("2027年一、二季度", "2027-06-30", []),
        ("（2027年）9月", "2027-09-30", []),
        ("2027年“五一”前", "2027-04-30", []),
        ("2027—2029年", "2029-12-31", []),
        ("“十五五”期末", "2030-12-31", []),
        ("2027年汛期前（5月31日）", "2027-05-31", []),
        ("每月报送进展，12月底前完成", "2027-12-31", []),
    ],
)  # fmt: skip
def test_a_cell_gives_its_last_day_and_the_earlier_ones(cell, due, steps):
    timing = read_due(cell, BASIS)
    assert (timing.due.isoformat(), [(step.name, step.due.isoformat()) for step in timing.milestones]) == (due, steps)
    assert not timing.recurring


@pytest.mark.parametrize(
    ("cell", "due"),
    [
        ("2027年底前，并长期坚持", "2027-12-31"),
        ("6月底前完成，长期坚持", "2027-06-30"),
        ("9月底前完成整改，并持续巩固提升", "2027-09-30"),
        ("2027年12月底前完成，此后每年开展", "2027-12-31"),
        ("立行立改，长期坚持", "2027-03-02"),
    ],
)
def test_a_day_and_what_is_kept_up_keeps_the_day(cell, due):
    timing = read_due(cell, BASIS)
    assert (timing.due.isoformat(), timing.standing, timing.recurring) == (due, True, False)
    assert "due_kept_up" in [code for code, _ in timing.notes]


@pytest.mark.parametrize(
    "cell",
    [
        "长期坚持",
        "持续推进",
        "即日起",
        "自印发之日起施行",
        "即日起组织实施",
        "每月25日前报送",
        "每季度末报送",
        "全年",
        "每周五前",
        "每年12月底前",
    ],
)
def test_what_only_recurs_has_no_day(cell):
    assert read_due(cell, BASIS).recurring


@pytest.mark.parametrize(
    "cell",
    ["已完成", "已完成整改", "2026年12月已完成", "2027年6月30日前（已完成）", "已于2027年2月完成", "已完成，长期坚持"],
)
def test_done_where_the_day_should_be(cell):
    assert read_due(cell, BASIS).done


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("尽快", "due_vague"),
        ("按时序进度推进", "due_vague"),
        ("2027年适时启动", "due_vague"),
        ("收到批复后10个工作日内", "due_vague"),
        ("2026年12月底前", "due_past"),
        ("2026年6月底前启动，2026年12月底前完成", "due_past"),
        ("待定", "due_vague"),
    ],
)
def test_a_cell_without_a_day_is_a_fault(cell, code):
    with pytest.raises(DeadlineFault) as fault:
        read_due(cell, BASIS)
    assert fault.value.code == code


def test_the_year_of_the_title_goes_before_an_earlier_base_date():
    basis = Basis(date(2026, 12, 28), Calendar.standard(), year=2027)
    assert read_due("6月底前", basis).due == date(2027, 6, 30)


def test_without_a_base_date_the_year_of_the_title_serves_but_counts_no_days():
    basis = Basis(None, Calendar.standard(), year=2027)
    assert read_due("6月底前", basis).due == date(2027, 6, 30)
    for cell in ("立行立改", "印发后30日内"):
        with pytest.raises(DeadlineFault) as fault:
            read_due(cell, basis)
        assert fault.value.code == "due_without_base"


@pytest.mark.parametrize(
    ("cell", "due", "code"),
    [
        ("2027年汛前", "2027-05-31", "due_season"),
        ("秋季学期开学前", "2027-08-31", "due_season"),
        ("2027年6月31日", "2027-06-30", "due_impossible"),
        ("11月31日前", "2027-11-30", "due_impossible"),
        ("国庆节前", "2027-09-30", None),
    ],
)
def test_a_season_or_a_day_that_does_not_exist_is_read_by_rule_and_said(cell, due, code):
    timing = read_due(cell, BASIS)
    assert timing.due.isoformat() == due
    assert [told for told, _ in timing.notes] == ([code] if code else [])


def test_what_comes_with_every_season_still_recurs():
    assert read_due("每年汛期前", BASIS).recurring
