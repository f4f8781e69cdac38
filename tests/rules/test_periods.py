from datetime import date

import pytest

from schedules import period_names, periods
from schedules.policy import Policy

POLICY = Policy()


@pytest.mark.parametrize(
    ("kind", "day", "key", "label", "last"),
    [
        ("month", "2022-03-02", "2022-03", "2022年3月", "2022-03-31"),
        ("month", "2024-02-29", "2024-02", "2024年2月", "2024-02-29"),
        ("quarter", "2022-02-18", "2022Q1", "2022年第一季度", "2022-03-31"),
        ("quarter", "2022-12-31", "2022Q4", "2022年第四季度", "2022-12-31"),
        ("half-year", "2022-06-30", "2022H1", "2022年上半年", "2022-06-30"),
        ("half-year", "2022-07-01", "2022H2", "2022年下半年", "2022-12-31"),
        ("year", "2022-07-01", "2022", "2022年度", "2022-12-31"),
        ("week", "2022-03-09", "2022W10", "3月7日—13日这一周", "2022-03-13"),
        ("week", "2022-03-01", "2022W09", "2月28日—3月6日这一周", "2022-03-06"),
        ("week", "2022-01-01", "2021W52", "12月27日—1月2日这一周", "2022-01-02"),
        (None, "2022-03-02", "2022-03", "2022年3月", "2022-03-31"),
    ],
)
def test_a_day_lies_in_its_period(kind, day, key, label, last):
    period = periods.of(kind, date.fromisoformat(day))
    assert (period.key, period.label, period.last.isoformat()) == (key, label, last)
    assert periods.parse(key) == period
    assert period.next().first.toordinal() == period.last.toordinal() + 1


@pytest.mark.parametrize("key", ["", "2022-13", "2022Q5", "2022W60", "三月", "2022-03-32"])
def test_what_is_no_period_is_refused(key):
    with pytest.raises(ValueError):
        periods.parse(key)


@pytest.mark.parametrize(
    ("kind", "report_day", "deadline"),
    [
        ("month", None, "2022-02-28"),
        ("month", 25, "2022-02-25"),
        ("month", 31, "2022-02-28"),
        ("week", 5, "2022-02-18"),
        ("week", 9, "2022-02-20"),
        ("quarter", 20, "2022-03-20"),
    ],
)
def test_the_report_is_due_on_its_day_or_at_the_end(kind, report_day, deadline):
    assert periods.of(kind, date(2022, 2, 18)).deadline(report_day) == date.fromisoformat(deadline)


@pytest.mark.parametrize(
    ("day", "kind", "report_day", "key"),
    [
        ("2022-02-25", "month", None, "2022-02"),
        ("2022-03-01", "month", None, "2022-02"),  # the late report of February, not an early one of March
        ("2022-03-07", "month", None, "2022-02"),
        ("2022-03-08", "month", None, "2022-03"),
        ("2022-03-07", "week", None, "2022W09"),
        ("2022-03-08", "week", None, "2022W10"),
        ("2022-03-26", "month", 25, "2022-03"),
        ("2022-04-07", "month", 25, "2022-04"),
        ("2022-04-08", "quarter", None, "2022Q1"),
        ("2022-04-11", "quarter", None, "2022Q2"),
    ],
)
def test_a_report_counts_for_the_period_that_was_asked_for(day, kind, report_day, key):
    assert periods.asked_period(date.fromisoformat(day), kind, POLICY, report_day) == key


@pytest.mark.parametrize(
    ("words", "kind", "day", "key"),
    [
        ("4月份已完成", "month", "2022-04-01", "2022-04"),
        ("三月份任务已全部完成", "month", "2022-04-01", "2022-03"),
        ("2022年3月完成3次检查", "month", "2022-04-11", "2022-03"),
        ("12月已完成", "month", "2023-01-04", "2022-12"),
        ("去年12月份已完成", "month", "2023-01-04", "2022-12"),
        ("上月开展检查3次", "month", "2022-04-01", "2022-03"),
        ("本月开展检查3次", "month", "2022-04-20", "2022-04"),
        ("一季度已完成", "quarter", "2022-04-06", "2022Q1"),
        ("第4季度已完成", "quarter", "2023-01-06", "2022Q4"),
        ("上半年任务完成", "half-year", "2022-07-04", "2022H1"),
        ("2022年度工作完成", "year", "2023-01-04", "2022"),
        ("上周开展巡查5次", "week", "2022-03-08", "2022W09"),
        ("本周开展巡查5次", "week", "2022-03-08", "2022W10"),
        ("预计5月完成", "month", "2022-04-20", None),
        ("4月15日开展检查", "month", "2022-04-20", None),
        ("4月底前完成", "month", "2022-04-20", None),
        ("十一月二十日开会", "month", "2022-11-25", None),
        ("3月和4月都已完成", "month", "2022-04-20", None),
        ("上周五开展巡查", "week", "2022-03-08", None),
        ("开展检查3次", "month", "2022-04-20", None),
        ("4月份已完成", "quarter", "2022-04-20", None),
        ("5月份已完成", "month", "2022-04-20", None),
    ],
)
def test_words_name_their_period(words, kind, day, key):
    assert period_names.named(words, kind, date.fromisoformat(day)) == key


def test_a_period_that_was_reported_or_was_over_before_the_hand_out_is_not_asked_for():
    day, march = date(2022, 4, 1), periods.of("month", date(2022, 3, 1))
    assert periods.asked_period(day, "month", POLICY, first=march) == "2022-03"
    assert periods.asked_period(day, "month", POLICY, first=march, reported={"2022-03"}) == "2022-04"
    assert periods.asked_period(day, "month", POLICY, first=march.next()) == "2022-04"
