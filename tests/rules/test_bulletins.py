"""When a bulletin is drafted by itself."""

from datetime import date

import pytest

from schedules.bulletins import due, next_moment
from schedules.policy import Policy

WEEKLY = Policy(bulletin_every="week", bulletin_weekday=5)
MONTHLY = Policy(bulletin_every="month", bulletin_day=1)


@pytest.mark.parametrize(
    ("policy", "now", "day", "since"),
    [
        (WEEKLY, "2022-03-11 09:00", date(2022, 3, 11), date(2022, 3, 5)),
        (WEEKLY, "2022-03-13 12:00", date(2022, 3, 11), date(2022, 3, 5)),  # caught up
        (WEEKLY, "2022-03-11 08:59", None, None),
        (WEEKLY, "2022-03-15 09:00", None, None),  # too late
        (WEEKLY, "2022-06-03 09:00", date(2022, 6, 2), date(2022, 5, 27)),  # 端午: the last working day of the week
        (MONTHLY, "2022-03-01 09:00", date(2022, 3, 1), date(2022, 2, 1)),
        (MONTHLY, "2022-05-05 09:30", date(2022, 5, 5), date(2022, 4, 1)),  # after 劳动节
        (MONTHLY, "2022-01-04 09:30", date(2022, 1, 4), date(2021, 12, 1)),
        (Policy(), "2022-03-11 09:00", None, None),
    ],
)
def test_the_day_of_a_bulletin_and_what_it_reports_on(policy, now, day, since):
    on, clock = now.split()
    found = due(policy.at(date.fromisoformat(on), clock), policy)
    assert (found and found.day, found and found.since) == (day, since)


def test_the_next_one_is_known():
    after = WEEKLY.at(date(2022, 3, 11), "09:01")
    assert next_moment(after, WEEKLY) == WEEKLY.at(date(2022, 3, 18), "09:00")
    assert next_moment(after, MONTHLY) == MONTHLY.at(date(2022, 4, 1), "09:00")
    assert next_moment(after, Policy()) is None
