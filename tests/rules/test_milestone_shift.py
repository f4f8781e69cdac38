"""Milestones go with a moved date: each keeps its share of the way ahead, on a working day."""

from datetime import date

import pytest

from schedules.milestone_shift import shifted
from schedules.workdays import Calendar

CALENDAR = Calendar.standard()
TODAY = date(2022, 3, 1)


def day(text):
    return date(2022, *map(int, text.split("-")))


@pytest.mark.parametrize(
    ("stones", "was", "to", "moved"),
    [
        (["3-10", "3-31"], "3-31", "4-29", {1: "3-18", 2: "4-29"}),  # three tenths stay three tenths: Saturday → Friday
        (["2-15", "3-31"], "3-31", "4-29", {2: "4-29"}),  # what lies behind stays
        (["2-15"], "3-31", "4-29", {}),
        (["2-15", "2-25"], "2-25", "3-31", {2: "3-31"}),  # overdue: the last goes with the date
        (["3-16", "3-31"], "3-31", "3-16", {1: "3-9", 2: "3-16"}),  # an earlier date draws them together
        (["4-15"], "3-31", "4-8", {1: "4-8"}),  # none lies after the date
        (["3-1", "3-31"], "3-31", "4-29", {2: "4-29"}),  # today's is today's
    ],
)
def test_milestones_keep_their_share_of_the_way(stones, was, to, moved):
    known = [(place, f"节点{place}", day(each)) for place, each in enumerate(stones, 1)]
    found = shifted(known, day(was), day(to), today=TODAY, calendar=CALENDAR)
    assert {each.position: each.to for each in found} == {place: day(each) for place, each in moved.items()}
    assert all(CALENDAR.is_workday(each.to) or each.to == day(to) for each in found)
