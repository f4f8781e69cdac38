from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.lifecycle import State
from schedules.facts import dated
from schedules.policy import Policy
from schedules.standing import Closing, Lamp, Pace, alike, planned_percent, standing, worst_first
from schedules.tally import tally, tally_by
from schedules.task_facts import TaskFacts

POLICY = Policy()
CALENDAR = POLICY.calendar


def at(text):
    """A local moment: "2022-03-01" is nine in the morning."""
    return POLICY.at(date.fromisoformat(text[:10]), text[11:] or "09:00")


# A plan of a hundred days: one point a day.
TASK = TaskFacts(
    state=State.IN_PROGRESS,
    mode="deadline",
    began_at=at("2022-03-01"),
    handed_out_at=at("2022-03-01"),
    signed_at=at("2022-03-01 15:00"),
    due=date(2022, 6, 9),
)
MONTHLY = replace(TASK, mode="recurring", report_every="month", due=None)


def stands(facts, moment):
    return standing(facts, at(moment), POLICY, CALENDAR)


@pytest.mark.parametrize(
    ("percent", "lamp", "pace"),
    [
        (None, Lamp.GREY, Pace.UNREPORTED),
        (0, Lamp.RED, Pace.BEHIND),
        (9, Lamp.RED, Pace.BEHIND),
        (10, Lamp.YELLOW, Pace.BEHIND),  # thirty points behind
        (29, Lamp.YELLOW, Pace.BEHIND),
        (30, Lamp.GREEN, Pace.ON_PLAN),  # ten points behind
        (50, Lamp.GREEN, Pace.ON_PLAN),
        (51, Lamp.GREEN, Pace.AHEAD),
        (100, Lamp.GREEN, Pace.AHEAD),
    ],
)
def test_the_percent_is_held_against_the_plans_line(percent, lamp, pace):
    found = stands(replace(TASK, percent=percent), "2022-04-10")
    assert found.planned_percent == 40
    assert (found.lamp, found.pace) == (lamp, pace)


@pytest.mark.parametrize(
    ("moment", "lamp", "days_left", "overdue"),
    [
        ("2022-05-29", Lamp.GREY, 11, False),  # eight working days
        ("2022-05-30", Lamp.BLUE, 10, False),  # seven: the Dragon Boat Festival lies between
        ("2022-06-09 23:59", Lamp.BLUE, 0, False),  # due lasts to 24:00
        ("2022-06-10 00:00", Lamp.RED, -1, True),
    ],
)
def test_near_and_past_the_date(moment, lamp, days_left, overdue):
    found = stands(TASK, moment)
    assert (found.lamp, found.days_left, found.overdue) == (lamp, days_left, overdue)


def test_hollow_words_are_yellow_until_something_of_substance_comes():
    hollow = replace(TASK, percent=40, reported_at=at("2022-04-08"), substance_at=at("2022-04-01"))
    assert stands(hollow, "2022-04-10").lamp is Lamp.YELLOW
    assert stands(hollow, "2022-04-10").hollow
    assert stands(replace(hollow, substance_at=at("2022-04-08")), "2022-04-10").lamp is Lamp.GREEN


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2022-02-20", 0),
        ("2022-03-01", 0),
        ("2022-03-06", 12.5),
        ("2022-03-11", 25),
        ("2022-03-21", 37.5),
        ("2022-04-10", 62.5),
        ("2022-06-09", 100),
        ("2022-07-01", 100),
    ],
)
def test_the_plan_runs_through_i_of_n_at_milestone_i(day, expected):
    stones = ((1, "甲", date(2022, 3, 11)), (2, "乙", date(2022, 3, 31)), (3, "丙", date(2022, 4, 20)))
    facts = replace(TASK, milestones=(*stones, (4, "丁", date(2022, 6, 9))))
    assert planned_percent(facts, date.fromisoformat(day), POLICY) == pytest.approx(expected)


def test_an_extension_does_not_begin_the_plan_anew():
    moved = replace(TASK, handed_out_at=at("2022-04-10"), plan_from=date(2022, 3, 1), percent=40)
    assert stands(moved, "2022-04-10").planned_percent == 40


@pytest.mark.parametrize(
    ("moment", "reported", "lamp", "pace", "period"),
    [
        ("2022-03-02", set(), Lamp.GREY, Pace.UNREPORTED, "2022-03"),
        ("2022-03-24", set(), Lamp.BLUE, Pace.UNREPORTED, "2022-03"),
        ("2022-03-31 23:59", set(), Lamp.BLUE, Pace.UNREPORTED, "2022-03"),
        ("2022-04-01", set(), Lamp.YELLOW, Pace.BEHIND, "2022-04"),
        ("2022-04-01", {"2022-03"}, Lamp.GREEN, Pace.ON_PLAN, "2022-04"),
        ("2022-03-24", {"2022-03"}, Lamp.GREEN, Pace.ON_PLAN, "2022-04"),
        ("2022-05-05", {"2022-03"}, Lamp.YELLOW, Pace.BEHIND, "2022-05"),
        ("2022-05-05", {"2022-03", "2022-05"}, Lamp.GREEN, Pace.ON_PLAN, "2022-06"),
    ],
)
def test_a_recurring_task_is_on_plan_when_the_periods_report_is_in(moment, reported, lamp, pace, period):
    found = stands(replace(MONTHLY, reported_periods=frozenset(reported)), moment)
    assert (found.lamp, found.pace, found.period) == (lamp, pace, period)
    assert found.report_late is (pace is Pace.BEHIND)
    before_this = {"2022-04": date(2022, 3, 31), "2022-05": date(2022, 4, 30)}
    assert found.missed_on == (before_this[period] if pace is Pace.BEHIND else None)
    assert not found.overdue


@pytest.mark.parametrize(
    ("claimed", "closing"),
    [("2022-06-08", Closing.EARLY), ("2022-06-09 23:00", Closing.IN_TIME), ("2022-06-10", Closing.LATE)],
)
def test_a_closed_task_is_judged_by_when_its_claim_was_made(claimed, closing):
    closed = stands(replace(TASK, state=State.CLOSED, claimed_at=at(claimed)), "2022-07-01")
    assert (closed.pace, closed.lamp, closed.closing, closed.overdue) == (Pace.DONE, Lamp.GREEN, closing, False)
    assert closed.percent == 100


def test_a_claim_in_time_is_not_overdue_while_the_office_looks_at_it():
    claim = replace(TASK, state=State.CLAIMED, claimed_at=at("2022-06-09 17:00"))
    assert (stands(claim, "2022-06-20").lamp, stands(claim, "2022-06-20").pace) == (Lamp.GREEN, Pace.ON_PLAN)
    late = replace(claim, claimed_at=at("2022-06-10"))
    assert (stands(late, "2022-06-20").lamp, stands(late, "2022-06-20").overdue) == (Lamp.RED, True)


def test_a_stopped_task_is_counted_apart():
    stopped = stands(replace(TASK, state=State.STOPPED), "2022-07-01")
    assert (stopped.lamp, stopped.pace, stopped.overdue, stopped.days_left) == (Lamp.GREY, Pace.OTHER, False, None)


@pytest.mark.parametrize(
    ("urgent", "moment", "late"),
    [
        (False, "2022-03-02 23:59", False),
        (False, "2022-03-03 00:00", True),
        (True, "2022-03-01 11:00", False),
        (True, "2022-03-01 11:01", True),
    ],
)
def test_signing_for_is_late_after_a_working_day_or_two_hours(urgent, moment, late):
    fresh = replace(TASK, state=State.HANDED_OUT, signed_at=None, urgent=urgent)
    assert stands(fresh, moment).sign_late is late
    assert not stands(TASK, moment).sign_late


def test_an_ask_unanswered_for_two_working_days_is_a_late_report():
    asked = replace(TASK, asked_at=at("2022-03-03"))
    assert not stands(asked, "2022-03-06").report_late
    assert stands(asked, "2022-03-07").report_late


@given(
    st.sampled_from(State),
    st.none() | st.floats(0, 100),
    st.booleans(),
    st.none() | st.dates(date(2021, 1, 1), date(2023, 12, 31)),
    st.lists(st.dates(date(2021, 1, 1), date(2023, 12, 31)), max_size=4),
    st.integers(-30, 500),
)
def test_every_task_stands_somewhere_at_any_moment(state, percent, recurring, due, stones, days):
    facts = replace(MONTHLY if recurring else TASK, state=state, percent=percent, due=due)
    facts = replace(facts, milestones=tuple((n, "节点", day) for n, day in enumerate(stones)))
    found = standing(facts, facts.began_at + timedelta(days=days), POLICY, CALENDAR)
    assert (found.pace is Pace.DONE) is (state is State.CLOSED)
    assert found.planned_percent is None or 0 <= found.planned_percent <= 100
    assert not found.overdue or found.lamp is Lamp.RED
    assert worst_first(found)


def test_a_tally_counts_every_lamp_and_puts_the_worst_department_first():
    red = stands(TASK, "2022-06-10")
    green = stands(replace(TASK, percent=45), "2022-04-10")
    closed = stands(replace(TASK, state=State.CLOSED, claimed_at=at("2022-06-08")), "2022-06-10")
    stopped = stands(replace(TASK, state=State.STOPPED), "2022-06-10")
    whole = tally([red, green, closed, stopped])
    assert (whole.total, whole.overdue, whole.closed, whole.unfinished, whole.closed_share) == (4, 1, 1, 2, 33.3)
    assert whole.lamps == {Lamp.RED: 1, Lamp.YELLOW: 0, Lamp.BLUE: 0, Lamp.GREY: 1, Lamp.GREEN: 2}
    assert sum(whole.paces.values()) == sum(whole.states.values()) == whole.total
    by_department = tally_by([("市住建局", green), ("市财政局", red), ("市水利局", green), ("市水利局", stopped)])
    assert list(by_department) == ["市财政局", "市住建局", "市水利局"]
    assert tally([]).closed_share is None


def test_what_is_alike_stands_alike():
    """Whatever else differs between two tasks of one key tells nothing of how they stand."""
    now, moments = at("2022-04-01"), (None, at("2022-03-02"), at("2022-03-30 18:00"), at("2022-04-01 08:00"))
    known, keyed = {}, 0
    varied = product(
        (State.SIGNED, State.IN_PROGRESS, State.BLOCKED, State.CLAIMED, State.HANDED_OUT, State.CLOSED),
        (date(2022, 3, 31), date(2022, 4, 4), date(2022, 12, 30), None),
        (None, 0.0, 30.0, 100.0),
        moments, moments, (None, at("2022-03-30 18:00")), moments[:2], (False, True), ("deadline", "recurring"),
    )  # fmt: skip
    for state, due, percent, reported, substance, claimed, asked, urgent, mode in varied:
        facts = replace(
            TASK, state=state, due=due, percent=percent, reported_at=reported, substance_at=substance,
            claimed_at=claimed, asked_at=asked, urgent=urgent, mode=mode, plan_from=date(2022, 3, 1),
            report_every="month" if mode == "recurring" else None, began_at=reported or TASK.began_at,
        )  # fmt: skip
        key = alike(facts, POLICY)
        if key is not None:
            keyed += 1
            stood = standing(facts, now, POLICY, CALENDAR)
            assert known.setdefault(key, stood) == stood
            assert standing(dated(facts), now, POLICY, CALENDAR) == stood
    assert keyed > 5 * len(known)
