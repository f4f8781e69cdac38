from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from db.lifecycle import UNFINISHED, State
from schedules.ladder import (
    Planned,
    Rung,
    TaskFacts,
    alike,
    audience,
    difference,
    missed_occurrences,
    newest_per_task,
    plan,
    rank,
    read_beside,
)
from schedules.policy import Policy
from schedules.policy_rules import Rule
from schedules.rungs import DATED

POLICY = Policy()
CALENDAR = POLICY.calendar


def at(text):
    """A local moment as aware UTC: "2022-03-01" is nine in the morning."""
    return POLICY.at(date.fromisoformat(text[:10]), text[11:] or "09:00")


BASE = TaskFacts(state=State.IN_PROGRESS, mode="deadline", due=date(2022, 3, 31), began_at=at("2022-02-18 17:00"))
RUNNING = replace(BASE, handed_out_at=at("2022-02-21"), signed_at=at("2022-02-21 10:00"))
MONTHLY = replace(RUNNING, mode="recurring", report_every="month", due=None)


def planned(facts, *rungs, policy=POLICY):
    """(rung, occurrence, local moment) of the rungs asked for; of all when none is named."""
    return [
        (row.rung, row.occurrence, POLICY.local(row.at).strftime("%m-%d %H:%M"))
        for row in plan(facts, policy, CALENDAR)
        if not rungs or row.rung in rungs
    ]


LADDER = (Rung.BEFORE_15, Rung.BEFORE_7, Rung.BEFORE_3, Rung.BEFORE_1, Rung.DUE, Rung.OVERDUE)


def test_the_ladder_of_a_deadline():
    assert planned(RUNNING, *LADDER) == [
        (Rung.BEFORE_15, "", "03-10 09:00"),
        (Rung.BEFORE_7, "", "03-22 09:00"),
        (Rung.BEFORE_3, "", "03-28 09:00"),
        (Rung.BEFORE_1, "", "03-30 09:00"),
        (Rung.DUE, "", "03-31 09:00"),
        (Rung.OVERDUE, "2022-04-01", "04-01 09:00"),
    ]


def test_a_due_day_off_is_told_on_the_last_working_day_before_and_overdue_on_the_first_after():
    tomb_sweeping = replace(RUNNING, due=date(2022, 4, 4))
    assert planned(tomb_sweeping, Rung.DUE, Rung.OVERDUE) == [
        (Rung.DUE, "", "04-02 09:00"),  # a Saturday worked in exchange
        (Rung.OVERDUE, "2022-04-06", "04-06 09:00"),
    ]


def test_urgent_tasks_keep_days_off():
    urgent = replace(RUNNING, urgent=True, due=date(2022, 4, 3), overdue_on=None)
    assert planned(urgent, Rung.DUE, Rung.OVERDUE) == [
        (Rung.DUE, "", "04-03 09:00"),
        (Rung.OVERDUE, "2022-04-04", "04-04 09:00"),
    ]


def test_rungs_before_the_round_are_not_planned():
    late = replace(RUNNING, began_at=at("2022-03-28 09:01"))
    assert planned(late, *LADDER)[0] == (Rung.BEFORE_1, "", "03-30 09:00")


def test_an_office_may_climb_fewer_rungs():
    ours = replace(POLICY, deadline_before=(10, 2), period_before=(3,))
    assert planned(RUNNING, *LADDER, policy=ours)[:2] == [
        (Rung.BEFORE_3, "", "03-17 09:00"),
        (Rung.BEFORE_1, "", "03-29 09:00"),
    ]
    assert planned(MONTHLY, Rung.PERIOD_5, Rung.PERIOD_1, policy=ours) == [(Rung.PERIOD_1, "2022-02", "02-23 09:00")]


@pytest.mark.parametrize(
    ("overdue_on", "began", "coming"),
    [
        (None, "2022-02-18 17:00", "2022-04-01"),
        ("2022-04-01", "2022-02-18 17:00", "2022-04-02"),
        ("2022-04-02", "2022-02-18 17:00", "2022-04-06"),  # over Tomb-sweeping
        (None, "2022-05-10 15:00", "2022-05-11"),  # a new round does not repeat the old days
        (None, "2022-05-10 08:00", "2022-05-10"),
        (None, "2022-05-14 08:00", "2022-05-16"),
    ],
)
def test_one_overdue_day_is_coming_and_the_next_when_it_is_taken(overdue_on, began, coming):
    taken = date.fromisoformat(overdue_on) if overdue_on else None
    facts = replace(RUNNING, overdue_on=taken, began_at=at(began))
    assert planned(facts, Rung.OVERDUE) == [(Rung.OVERDUE, coming, f"{coming[5:]} 09:00")]


def test_milestones_are_told_three_days_before_and_on_the_day():
    facts = replace(RUNNING, milestones=((1, "完成立项", date(2022, 3, 6)), (2, "开工", date(2022, 3, 31))))
    assert planned(facts, Rung.MILESTONE, Rung.MILESTONE_3) == [
        (Rung.MILESTONE_3, "1", "03-02 09:00"),
        (Rung.MILESTONE, "1", "03-04 09:00"),  # the 6th is a Sunday
        (Rung.MILESTONE_3, "2", "03-28 09:00"),
        (Rung.MILESTONE, "2", "03-31 09:00"),
    ]


@pytest.mark.parametrize(
    ("change", "rows"),
    [
        ({}, [(Rung.PERIOD_5, "2022-02", "02-21"), (Rung.PERIOD_1, "2022-02", "02-25")]),
        ({"reported_periods": {"2022-02"}}, [(Rung.PERIOD_5, "2022-03", "03-24"), (Rung.PERIOD_1, "2022-03", "03-30")]),
        ({"overdue_on": date(2022, 3, 1)}, [(Rung.PERIOD_5, "2022-03", "03-24"), (Rung.PERIOD_1, "2022-03", "03-30")]),
        ({"report_every": "week"}, [(Rung.PERIOD_5, "2022W08", "02-21"), (Rung.PERIOD_1, "2022W08", "02-25")]),
        ({"report_day": 24}, [(Rung.PERIOD_5, "2022-03", "03-17"), (Rung.PERIOD_1, "2022-03", "03-23")]),
        ({"report_every": "quarter"}, [(Rung.PERIOD_5, "2022Q1", "03-24"), (Rung.PERIOD_1, "2022Q1", "03-30")]),
        ({"report_every": "half-year"}, [(Rung.PERIOD_5, "2022H1", "06-23"), (Rung.PERIOD_1, "2022H1", "06-29")]),
        ({"report_every": None}, [(Rung.PERIOD_5, "2022-02", "02-21"), (Rung.PERIOD_1, "2022-02", "02-25")]),
    ],
)
def test_a_recurring_task_is_asked_before_its_open_period_ends(change, rows):
    found = planned(replace(MONTHLY, **change), Rung.PERIOD_5, Rung.PERIOD_1)
    assert found == [(rung, key, f"{day} 09:00") for rung, key, day in rows]


def test_the_next_period_is_not_asked_for_in_the_past_once_the_last_is_reported():
    """A week's first rung stands on its Monday: reported on Tuesday for the week before, that moment is over."""
    weekly = replace(MONTHLY, report_every="week", reported_periods={"2022W08"}, reported_at=at("2022-03-01 15:00"))
    assert planned(weekly, Rung.PERIOD_5, Rung.PERIOD_1, Rung.PERIOD_MISSED) == [
        (Rung.PERIOD_1, "2022W09", "03-04 09:00"),
        (Rung.PERIOD_MISSED, "2022W09", "03-07 09:00"),
    ]


def test_a_missed_period_is_told_once_on_the_first_working_day_after():
    assert planned(MONTHLY, Rung.PERIOD_MISSED) == [(Rung.PERIOD_MISSED, "2022-02", "03-01 09:00")]


def test_the_morning_on_which_a_week_was_missed_does_not_ask_for_the_next_in_a_second_message():
    """Five working days before Sunday are Monday, on which the week before is told as missed."""
    weekly = replace(MONTHLY, report_every="week", overdue_on=date(2022, 3, 7))
    assert [
        (rung, moment) for rung, _, moment in planned(weekly, Rung.PERIOD_5, Rung.PERIOD_1, Rung.PERIOD_MISSED)
    ] == [
        (Rung.PERIOD_1, "03-11 09:00"),
        (Rung.PERIOD_MISSED, "03-14 09:00"),
    ]


def test_a_new_round_late_in_a_period_keeps_that_period():
    returned = replace(MONTHLY, state=State.RETURNED, began_at=at("2022-05-30 15:00"))
    assert planned(returned, Rung.PERIOD_1, Rung.PERIOD_MISSED) == [(Rung.PERIOD_MISSED, "2022-05", "06-01 09:00")]


def test_hand_out_and_signing_for():
    fresh = replace(BASE, state=State.HANDED_OUT)
    assert planned(fresh, Rung.HAND_OUT, Rung.SIGN) == [(Rung.HAND_OUT, "", "02-21 09:00")]
    waiting = replace(fresh, handed_out_at=at("2022-02-21 09:00"))
    assert planned(waiting, Rung.HAND_OUT, Rung.SIGN) == [(Rung.SIGN, "2022-02-21", "02-22 09:00")]
    assert planned(RUNNING, Rung.HAND_OUT, Rung.SIGN) == []


NOT_SIGNED = replace(BASE, state=State.HANDED_OUT, handed_out_at=at("2022-02-21 09:00"))


@pytest.mark.parametrize(
    ("facts", "taken", "coming"),
    [
        (NOT_SIGNED, ("sign:2022-02-21", "2022-02-22"), (Rung.SIGN, "2022-02-21/2022-02-24", "02-24 09:00")),
        (NOT_SIGNED, ("sign:2022-02-21", "2022-03-31"), (Rung.SIGN, "2022-02-21/2022-04-02", "04-02 09:00")),
        (  # 急件 every day, days off too
            replace(NOT_SIGNED, urgent=True),
            ("sign:2022-02-21", "2022-02-25"),
            (Rung.SIGN, "2022-02-21/2022-02-26", "02-26 09:00"),
        ),
        (  # what an earlier signing took counts for nothing
            NOT_SIGNED,
            ("sign:2022-02-18", "2022-02-18"),
            (Rung.SIGN, "2022-02-21", "02-22 09:00"),
        ),
        (
            replace(RUNNING, state=State.CLAIMED, claimed_at=at("2022-03-07 15:00")),
            ("claim_waits:2022-03-07", "2022-03-10"),
            (Rung.CLAIM_WAITS, "2022-03-07/2022-03-14", "03-14 09:00"),
        ),
        (
            replace(RUNNING, open_requests=((3, at("2022-03-29 15:00")),)),
            ("request_waits:3", "2022-04-01"),
            (Rung.REQUEST_WAITS, "3/2022-04-06", "04-06 09:00"),
        ),
        (
            replace(RUNNING, asked_at=at("2022-03-03 09:00")),
            ("silence_more:2022-03-03", "2022-03-08"),
            (Rung.SILENCE_MORE, "2022-03-03/2022-03-09", "03-09 09:00"),
        ),
    ],
)
def test_what_nobody_acts_on_is_asked_about_again(facts, taken, coming):
    again = replace(facts, repeated_on={taken[0]: date.fromisoformat(taken[1])})
    assert planned(again, coming[0]) == [coming]


@pytest.mark.parametrize(
    ("waits", "held"),
    [
        ({"state": State.CLAIMED, "claimed_at": at("2022-03-07 15:00")}, set(LADDER)),
        ({"extension_asked": True, "open_requests": ((3, at("2022-03-07 15:00")),)}, {Rung.OVERDUE}),
        ({"open_requests": ((3, at("2022-03-07 15:00")),)}, set()),  # 请示: about a part of the work
        ({"state": State.BLOCKED}, set()),
    ],
    ids=("claim", "extension", "decision", "difficulty"),
)
def test_what_waits_on_others_holds_only_what_it_puts_in_question(waits, held):
    assert {rung for rung, _, _ in planned(replace(RUNNING, **waits), *LADDER)} == set(LADDER) - held


def test_a_changed_date_asks_for_a_new_signing():
    redated = replace(RUNNING, signed_at=None, began_at=at("2022-03-01 15:00"), handed_out_at=at("2022-03-01 15:00"))
    assert planned(redated, Rung.SIGN) == [(Rung.SIGN, "2022-03-01", "03-02 09:00")]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        # of one date nothing is merged: three and one before it are two days apart
        (
            {"due": date(2022, 3, 31)},
            ["before_15 03-10", "before_7 03-22", "before_3 03-28", "before_1 03-30", "due 03-31"],
        ),
        # seven before the date comes a day after three before a milestone, whose own day is said
        (
            {"due": date(2022, 3, 31), "milestones": ((1, "节点", date(2022, 3, 24)),)},
            [
                "before_15 03-10",
                "milestone_3 03-21",
                "milestone 03-24",
                "before_3 03-28",
                "before_1 03-30",
                "due 03-31",
            ],
        ),
        # a promise is asked about on its day, and the early reminder after it is said too: the question names no date
        (
            {"due": date(2022, 3, 31), "promises": ((9, date(2022, 3, 21), at("2022-03-01 10:00")),)},
            ["before_15 03-10", "promise 03-21", "before_7 03-22", "before_3 03-28", "before_1 03-30", "due 03-31"],
        ),
        # what lies before the round is said by nobody, and merges nothing
        (
            {
                "due": date(2022, 3, 31),
                "milestones": ((1, "节点", date(2022, 3, 24)),),
                "began_at": at("2022-03-21 10:00"),
                "reported_at": at("2022-03-21 10:00"),
            },
            ["before_7 03-22", "milestone 03-24", "before_3 03-28", "before_1 03-30", "due 03-31"],
        ),
    ],
)
def test_early_reminders_within_three_days_of_another_are_merged_into_it(facts, said):
    dated = [rung for rung in Rung if rung in DATED]
    found = [f"{rung} {moment[:5]}" for rung, _, moment in planned(replace(RUNNING, **facts), *dated)]
    assert found == said


@pytest.mark.parametrize(
    ("change", "moment"),
    [
        ({"asked_at": at("2022-03-05 15:00")}, "03-05 18:00"),  # a Saturday
        ({"asked_at": at("2022-03-05 17:00")}, "03-06 18:00"),  # he has had no time yet
        ({"asked_at": at("2022-03-05 15:00"), "repeated_on": {"evening:": date(2022, 3, 7)}}, "03-08 18:00"),
        ({"open_requests": ((3, at("2022-03-08 10:00")),)}, "03-08 18:00"),
        ({"state": State.CLAIMED, "claimed_at": at("2022-03-08 10:00")}, "03-08 18:00"),
        ({}, None),
        ({"asked_at": at("2022-03-05 15:00"), "urgent": False}, None),
    ],
)
def test_urgent_matters_left_open_are_listed_in_the_evening(change, moment):
    found = planned(replace(RUNNING, **{"urgent": True, **change}), Rung.EVENING)
    assert [each for _, _, each in found] == ([moment] if moment else [])


@pytest.mark.parametrize(
    ("began", "handed_out", "signed"),
    [
        ("2022-02-18 17:00", "02-18 17:00", "02-18 19:00"),
        ("2022-02-18 20:00", "02-18 20:00", "02-19 08:00"),  # two hours would end at night
        ("2022-02-19 22:00", "02-20 08:00", "02-20 10:00"),  # on a Sunday
    ],
)
def test_urgent_tasks_are_handed_out_at_once_inside_their_window(began, handed_out, signed):
    fresh = replace(BASE, state=State.HANDED_OUT, urgent=True, began_at=at(began))
    assert planned(fresh, Rung.HAND_OUT) == [(Rung.HAND_OUT, "", handed_out)]
    waiting = replace(fresh, handed_out_at=plan(fresh, POLICY, CALENDAR)[0].at)
    assert planned(waiting, Rung.SIGN)[0][2] == signed


def test_silence_is_carried_to_the_office():
    asked = replace(RUNNING, asked_at=at("2022-03-03 09:00"))
    assert planned(asked, Rung.SILENCE_2, Rung.SILENCE_4, Rung.SILENCE_MORE) == [
        (Rung.SILENCE_2, "2022-03-03", "03-07 09:00"),
        (Rung.SILENCE_MORE, "2022-03-03", "03-08 09:00"),
        (Rung.SILENCE_4, "2022-03-03", "03-09 09:00"),
    ]


@pytest.mark.parametrize(
    ("change", "moment"),
    [
        ({}, "03-07 09:00"),
        ({"substance_at": at("2022-02-25 11:00")}, "03-11 09:00"),
        ({"began_at": at("2022-03-07 09:00")}, "03-21 09:00"),
        ({"state": State.BLOCKED}, None),  # it waits for help, and its difficulty has a next date of its own
        ({"state": State.BLOCKED, "extension_asked": True}, "03-07 09:00"),
        ({"state": State.HANDED_OUT, "signed_at": None}, None),
        ({"mode": "recurring", "report_every": "month"}, None),
        ({"due": date(2022, 3, 1)}, None),  # overdue days ask from the 2nd on
        ({"due": date(2022, 3, 1), "extension_asked": True}, "03-07 09:00"),
    ],
)
def test_signed_for_is_not_yet_done(change, moment):
    expected = [(Rung.IDLE, "", moment)] if moment else []
    assert planned(replace(RUNNING, **change), Rung.IDLE) == expected


def test_a_promise_is_asked_about_on_its_day():
    made = at("2022-03-01 10:00")
    promised = replace(RUNNING, promises=((7, date(2022, 3, 4), made), (8, date(2022, 3, 5), made)))
    assert planned(promised, Rung.PROMISE) == [
        (Rung.PROMISE, "7", "03-04 09:00"),
        (Rung.PROMISE, "8", "03-07 09:00"),  # promised for a Saturday
    ]


@pytest.mark.parametrize(("said", "asked"), [("2022-03-03 15:00", "03-04 09:00"), ("2022-03-04 08:00", "03-04 09:00")])
def test_a_promise_is_not_asked_about_before_its_day(said, asked):
    promised = replace(RUNNING, promises=((7, date(2022, 3, 4), at(said)),), reported_at=at(said))
    assert planned(promised, Rung.PROMISE) == [(Rung.PROMISE, "7", asked)]


def test_a_later_report_without_a_figure_does_not_ask_about_a_promise_again():
    promised = replace(RUNNING, promises=((7, date(2022, 3, 4), at("2022-03-01 10:00")),))
    assert planned(replace(promised, reported_at=at("2022-03-08 15:00")), Rung.PROMISE) == planned(
        promised, Rung.PROMISE
    )


def test_what_is_promised_for_the_same_day_is_asked_about_the_next_morning():
    promised = replace(RUNNING, promises=((7, date(2022, 3, 4), at("2022-03-04 15:00")),))
    assert planned(promised, Rung.PROMISE) == [(Rung.PROMISE, "7", "03-07 09:00")]


def test_a_waiting_claim_stops_everything_but_the_office():
    claimed = replace(RUNNING, state=State.CLAIMED, claimed_at=at("2022-03-07 15:00"), asked_at=at("2022-03-01"))
    assert planned(claimed) == [(Rung.CLAIM_WAITS, "2022-03-07", "03-10 09:00")]


def test_what_was_asked_for_beside_a_claim_still_waits_for_its_answer():
    claimed = replace(
        RUNNING, state=State.CLAIMED, claimed_at=at("2022-03-07 15:00"), open_requests=((3, at("2022-03-04 15:00")),)
    )
    found = planned(claimed, Rung.CLAIM_WAITS, Rung.REQUEST_WAITS)
    assert found == [(Rung.REQUEST_WAITS, "3", "03-09 09:00"), (Rung.CLAIM_WAITS, "2022-03-07", "03-10 09:00")]


@pytest.mark.parametrize(
    ("began", "last", "coming"),
    [
        ("2022-03-09 10:00", None, ("3/2022-03-10", "03-10 09:00")),  # the first day has gone by without being asked
        ("2022-03-09 08:00", None, ("3", "03-09 09:00")),
        ("2022-03-11 10:00", "2022-03-09", ("3/2022-03-14", "03-14 09:00")),  # the next one fell on the 11th, a Friday
    ],
)
def test_a_new_round_loses_no_day_on_which_a_request_would_be_asked_about(began, last, coming):
    taken = {"request_waits:3": date.fromisoformat(last)} if last else {}
    asked = replace(RUNNING, began_at=at(began), open_requests=((3, at("2022-03-04 15:00")),), repeated_on=taken)
    assert planned(asked, Rung.REQUEST_WAITS) == [(Rung.REQUEST_WAITS, *coming)]


def test_a_wished_extension_holds_the_overdue_days_and_waits_for_the_office():
    asked = replace(RUNNING, extension_asked=True, open_requests=((3, at("2022-03-29 15:00")),))
    found = planned(asked, Rung.DUE, Rung.OVERDUE, Rung.REQUEST_WAITS)
    assert found == [(Rung.DUE, "", "03-31 09:00"), (Rung.REQUEST_WAITS, "3", "04-01 09:00")]


@pytest.mark.parametrize("state", [State.CLOSED, State.STOPPED])
def test_a_closed_task_is_never_reminded(state):
    assert planned(replace(RUNNING, state=state, claimed_at=at("2022-03-01"))) == []


@dataclass(frozen=True)
class AgendaRow:
    task_id: int
    rung: str
    at: datetime
    occurrence: str = ""


def test_days_missed_in_an_outage_are_all_found():
    found = missed_occurrences(RUNNING, at("2022-04-08 08:59"), POLICY, CALENDAR)
    assert [each.occurrence for each in found] == ["2022-04-02", "2022-04-06", "2022-04-07"]
    urgent = replace(RUNNING, urgent=True, due=date(2022, 4, 2))
    found = missed_occurrences(urgent, at("2022-04-06 08:59"), POLICY, CALENDAR)
    assert [each.occurrence for each in found] == ["2022-04-04", "2022-04-05"]
    assert missed_occurrences(RUNNING, at("2022-04-01"), POLICY, CALENDAR) == [], "the planned row itself is known"


def test_periods_missed_in_an_outage_are_all_found():
    found = missed_occurrences(MONTHLY, at("2022-04-30 09:00"), POLICY, CALENDAR)
    assert [(each.rung, each.occurrence) for each in found] == [
        (Rung.PERIOD_5, "2022-03"),
        (Rung.PERIOD_1, "2022-03"),
        (Rung.PERIOD_MISSED, "2022-03"),
        (Rung.PERIOD_5, "2022-04"),
        (Rung.PERIOD_1, "2022-04"),
    ]


def test_the_newest_rung_of_each_task_speaks():
    rows = [
        AgendaRow(1, Rung.BEFORE_3, at("2022-03-01")),
        AgendaRow(1, Rung.BEFORE_1, at("2022-03-03")),
        AgendaRow(2, Rung.BEFORE_1, at("2022-03-03")),
        AgendaRow(2, Rung.DUE, at("2022-03-03")),
        AgendaRow(3, Rung.HAND_OUT, at("2022-03-01")),
        AgendaRow(3, Rung.OVERDUE, at("2022-03-03")),
        AgendaRow(1, Rung.SILENCE_2, at("2022-03-01")),
        AgendaRow(1, Rung.SILENCE_4, at("2022-03-03")),
        AgendaRow(1, Rung.REQUEST_WAITS, at("2022-03-03"), "5"),
        AgendaRow(1, Rung.REQUEST_WAITS, at("2022-03-03"), "6"),
    ]
    newest, older = newest_per_task(rows)
    assert newest == [rows[i] for i in (1, 3, 4, 7, 8, 9)]
    assert older == [rows[i] for i in (0, 2, 5, 6)]


def test_every_rung_has_an_audience_and_a_rank_of_its_own():
    assert {audience(rung) for rung in Rung} == {"owner", "coordinator", "leader"}
    assert len({rank(rung) for rung in Rung}) == len(Rung)
    assert rank(Rung.OVERDUE) < rank(Rung.DUE) < rank(Rung.BEFORE_1) < rank(Rung.BEFORE_15)


SPAN = int(timedelta(days=1600).total_seconds())
MOMENTS = st.integers(0, SPAN).map(lambda gone: datetime(2022, 1, 1, tzinfo=UTC) + timedelta(seconds=gone))
DATES = st.dates(date(2021, 6, 1), date(2026, 12, 31))


REPEATED = st.dictionaries(st.sampled_from(["request_waits:0", "request_waits:1", "request_waits:2"]), DATES)


@st.composite
def facts_of_any_task(draw):
    began = draw(MOMENTS)
    later = st.none() | st.timedeltas(timedelta(), timedelta(days=90)).map(lambda gone: began + gone)
    recurring = draw(st.booleans())
    return TaskFacts(
        state=draw(st.sampled_from(State)),
        mode="recurring" if recurring else "deadline",
        urgent=draw(st.booleans()),
        due=None if recurring else draw(DATES),
        milestones=tuple((n, "节点", day) for n, day in enumerate(draw(st.lists(DATES, max_size=3)))),
        report_every=draw(st.sampled_from(["week", "month", "quarter", "half-year"])) if recurring else None,
        report_day=draw(st.none() | st.integers(1, 31)),
        began_at=began,
        handed_out_at=draw(later),
        signed_at=draw(later),
        asked_at=draw(later),
        substance_at=draw(later),
        claimed_at=draw(later),
        extension_asked=draw(st.booleans()),
        overdue_on=draw(st.none() | DATES),
        promises=tuple((place, day, draw(MOMENTS)) for place, day in enumerate(draw(st.lists(DATES, max_size=2)))),
        open_requests=tuple((n, began) for n in range(draw(st.integers(0, 2)))),
        repeated_on=draw(REPEATED),
        plan_from=draw(st.none() | DATES),
    )


@given(facts_of_any_task())
def test_whatever_the_facts_the_plan_keeps_its_laws(facts):
    rows = plan(facts, POLICY, CALENDAR)
    assert rows == plan(facts, POLICY, CALENDAR)
    keys = [(row.rung, row.occurrence) for row in rows]
    assert len(keys) == len(set(keys)), "a rung of a round is taken at most once"
    assert all(facts.began_at <= row.at for row in rows)
    assert [row.at for row in rows] == sorted(row.at for row in rows)
    assert all(not POLICY.quiet(row.at, facts.urgent) for row in rows)
    assert sum(row.rung == Rung.OVERDUE for row in rows) <= 1
    if facts.state in UNFINISHED and (facts.state != State.CLAIMED or facts.claimed_at is not None):
        assert rows, "every unfinished task has a coming row"


@given(facts_of_any_task(), st.integers(0, 60))
def test_taking_the_endless_rungs_day_by_day_or_all_at_once_comes_to_the_same(facts, days):
    now = facts.began_at + timedelta(days=days)
    endless = {Rung.OVERDUE, Rung.PERIOD_5, Rung.PERIOD_1, Rung.PERIOD_MISSED}
    at_once = {row for row in plan(facts, POLICY, CALENDAR) if row.rung in endless and row.at <= now}
    at_once |= set(missed_occurrences(facts, now, POLICY, CALENDAR))

    taken: set[Planned] = set()
    for day in range(days + 1):
        clock = facts.began_at + timedelta(days=day)
        due = [row for row in plan(facts, POLICY, CALENDAR) if row.rung in endless and row.at <= clock]
        taken.update(due)
        for row in due:
            if row.rung in (Rung.OVERDUE, Rung.PERIOD_MISSED):
                facts = replace(facts, overdue_on=POLICY.today(row.at))
        taken.update(row for row in plan(facts, POLICY, CALENDAR) if row.rung in endless and row.at <= clock)
    assert at_once == taken


MOVES = {
    "handed_out_at": st.none() | MOMENTS,
    "asked_at": st.none() | MOMENTS,
    "overdue_on": st.none() | DATES,
    "repeated_on": REPEATED,
    "began_at": MOMENTS,
}


@given(facts_of_any_task(), st.fixed_dictionaries({}, optional=MOVES))
def test_the_difference_of_two_plans_is_found_without_planning_all_of_it(before, moves):
    after = replace(before, **moves)
    was, now = set(plan(before, POLICY, CALENDAR)), set(plan(after, POLICY, CALENDAR))
    gone, come = difference(before, after, POLICY, CALENDAR)
    assert come == now - was
    assert gone & was == was - now


@pytest.mark.parametrize(
    "change",
    [
        {"due": date(2022, 6, 29)},
        {"urgent": True},
        {"milestones": ((1, "封顶", date(2022, 4, 30)),)},
        {"repeated_on": {"SILENT:2022-03-01": date(2022, 3, 3)}},
        {"state": State.SIGNED},
        {"signed_at": BASE.began_at},
        {"promises": ((1, date(2022, 5, 1)),)},
        {"open_requests": ((1, BASE.began_at),)},
        {"extension_asked": True},
        {"mode": "recurring", "report_every": "week"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_tasks_are_planned_alike_only_where_nothing_tells_them_apart(change):
    assert alike(BASE, POLICY) != alike(replace(BASE, **change), POLICY)


def test_names_and_percents_change_no_plan_but_a_rule_of_the_policy_does():
    named = replace(BASE, category="民生", person="甲", percent=30.0)
    assert alike(BASE, POLICY) == alike(named, POLICY)
    ruled = replace(POLICY, rules=(Rule((("category", "民生"),), (("merge_days", 9),), "市政府办"),))
    assert alike(BASE, ruled) != alike(named, ruled)


WITHIN_A_ROUND = {name: MOVES[name] for name in ("handed_out_at", "asked_at", "overdue_on", "repeated_on")}
ALONE = {"open_requests": (), "extension_asked": False, "reported_periods": frozenset()}
UNCLAIMED = st.sampled_from(sorted(UNFINISHED - {State.CLAIMED}))


RULED = replace(
    POLICY, rules=(Rule((("category", "民生"), ("person", "甲")), (("silence_list_days", 1),), "市政府办"),)
)


@given(
    facts_of_any_task(),
    facts_of_any_task(),
    UNCLAIMED,
    st.fixed_dictionaries({}, optional=WITHIN_A_ROUND),
    st.sampled_from([POLICY, RULED]),
    st.sampled_from(["甲", "乙"]),
)
def test_the_same_follows_for_tasks_alike_in_what_is_read_beside_what_moved(one, other, state, moves, policy, person):
    one, other = replace(one, category="民生", person=person), replace(other, category="民生", person="甲")
    one = replace(one, state=state, **ALONE)
    after = replace(one, **moves)
    moved = tuple(name for name in sorted(moves) if getattr(after, name) != getattr(one, name))
    read = read_beside(moved, policy.told_apart)
    if read is None:
        assert not moved
        return
    alike = {name: getattr(one, name) for name in {*read, *moved, "repeated_on"}}
    other = replace(other, **alike, **ALONE)
    began = max(one.began_at, other.began_at)
    if "asked_at" in moved:  # nobody is asked in a round that has not begun
        assume(all(each is None or each >= began for each in (one.asked_at, after.asked_at)))
    others = replace(other, **{name: moves[name] for name in moved})
    assert difference(one, after, policy, CALENDAR) == difference(other, others, policy, CALENDAR)


def test_whoever_takes_over_late_in_a_period_owes_it_all_the_same():
    standing = replace(BASE, mode="recurring", report_every="month", due=None, plan_from=date(2022, 1, 5))
    over = replace(standing, began_at=at("2022-02-23 15:00"), state=State.HANDED_OUT)
    assert planned(over, *PERIODS)[0] == (Rung.PERIOD_1, "2022-02", "02-25 09:00")
    assert planned(replace(over, plan_from=None), *PERIODS)[0] == (Rung.PERIOD_5, "2022-03", "03-24 09:00")


PERIODS = (Rung.PERIOD_5, Rung.PERIOD_1, Rung.PERIOD_MISSED)
