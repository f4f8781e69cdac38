from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedules.calendar_files import CalendarFault, calendar_with, read_directory, read_year
from schedules.workdays import Calendar

CALENDAR = Calendar.standard()
DAYS = st.dates(date(2003, 1, 1), date(2030, 12, 31))
NOTICE = """
year = 2031
[[holiday]]
name = "元旦"
first = 2031-01-01
last = 2031-01-03
work = [2031-01-05]
"""


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2022-01-29", True),  # Saturday worked in exchange for the Spring Festival
        ("2022-01-30", True),
        ("2022-02-07", True),
        ("2022-01-31", False),
        ("2022-04-02", True),  # Saturday before Tomb-sweeping
        ("2022-04-05", False),
        ("2022-10-08", True),
        ("2022-10-07", False),
        ("2022-03-05", False),  # a plain Saturday
        ("2003-10-01", True),  # years nobody knows are plain weekdays
        ("2027-01-01", True),
    ],
)
def test_the_state_councils_calendar_is_followed(day, worked):
    assert CALENDAR.is_workday(date.fromisoformat(day)) is worked


def test_steps_over_the_spring_festival():
    assert CALENDAR.forward(date(2022, 1, 30), 1) == date(2022, 2, 7)
    assert CALENDAR.back(date(2022, 2, 7), 1) == date(2022, 1, 30)
    assert CALENDAR.back(date(2022, 2, 7), 3) == date(2022, 1, 28)
    assert CALENDAR.at_or_before(date(2022, 2, 5)) == date(2022, 1, 30)
    assert CALENDAR.at_or_after(date(2022, 2, 5)) == date(2022, 2, 7)
    assert CALENDAR.between(date(2022, 1, 28), date(2022, 2, 8)) == 4
    assert CALENDAR.between(date(2022, 2, 8), date(2022, 1, 28)) == -4


def test_missing_years_are_told():
    assert CALENDAR.missing_years(date(2026, 11, 1), date(2028, 1, 1)) == [2027, 2028]
    assert CALENDAR.missing_years(date(2022, 1, 1), date(2022, 12, 31)) == []


def test_a_notice_adds_a_year(tmp_path):
    (tmp_path / "2031.toml").write_text(NOTICE, "utf-8")
    calendar = calendar_with(tmp_path)
    assert calendar.missing_years(date(2026, 1, 1), date(2031, 1, 1)) == [2027, 2028, 2029, 2030]
    assert not calendar.is_workday(date(2031, 1, 3))
    assert calendar.is_workday(date(2031, 1, 5))
    assert calendar.is_workday(date(2022, 1, 29)), "the library's years stay"


def test_an_absent_folder_leaves_the_standard_years(tmp_path):
    assert read_directory(tmp_path / "nowhere") == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("year = ", "不是有效的 TOML"),
        ("[[holiday]]\nfirst = 2031-01-01", "缺少年份"),
        ("year = 2031", "没有任何假日"),
        ('year = 2031\n[[holiday]]\nname = "元旦"\nfirst = "2031-01-01"', "“元旦”的 first不是日期"),
        ("year = 2031\n[[holiday]]\nfirst = 2031-01-03\nlast = 2031-01-01", "不合理"),
        ("year = 2031\n[[holiday]]\nfirst = 2031-12-31\nlast = 2032-01-02", "不在2031年内"),
        ("year = 2031\n[[holiday]]\nfirst = 2031-01-01\nwork = [2031-01-06]", "不是周末"),
        ("year = 2031\n[[holiday]]\nfirst = 2031-01-01\nwork = 3", "应为日期列表"),
        ("year = 2031\n[[holiday]]\nfirst = 2031-01-04\nwork = [2031-01-04]", "既写为放假又写为上班"),
    ],
)
def test_a_bad_notice_is_named_with_its_remedy(text, said):
    with pytest.raises(CalendarFault, match=said) as fault:
        read_year(text, name="2031.toml")
    assert str(fault.value).startswith("2031.toml：")


@pytest.mark.parametrize("day", [date.max, date.min])
def test_nonsense_days_stay_at_the_end_of_the_calendar(day):
    assert CALENDAR.forward(date.max, 3) == date.max
    assert CALENDAR.back(date.min, 3) == date.min
    assert CALENDAR.at_or_after(day)
    assert CALENDAR.at_or_before(day)


@given(day=DAYS, n=st.integers(1, 20))
def test_forward_and_back_count_the_days_between(day, n):
    later, earlier = CALENDAR.forward(day, n), CALENDAR.back(day, n)
    assert CALENDAR.is_workday(later)
    assert CALENDAR.is_workday(earlier)
    assert CALENDAR.between(day, later) == n
    assert CALENDAR.between(earlier - timedelta(days=1), day - timedelta(days=1)) == n
