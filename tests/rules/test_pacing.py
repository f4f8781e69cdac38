from bisect import bisect_right
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schedules.sending.pacing import Limits, Pacer

NOW = datetime(2022, 2, 18, 9, tzinfo=UTC)


def seconds(count):
    return timedelta(seconds=count)


def sent_moments(pacer, chats, now=NOW, late=timedelta(0)):
    """Send to each chat in turn as early as allowed, each waking a little late."""
    moments = []
    for chat in chats:
        now = pacer.free_at(chat, now)
        if now > NOW:
            now += late
        pacer.spent(chat, now)
        moments.append(now)
    return moments


def busiest_second(moments):
    return max(place - bisect_right(moments, at - seconds(1)) + 1 for place, at in enumerate(moments))


def test_nine_hundred_people_hear_within_a_breath_of_the_limit_and_never_thirty_in_a_second():
    moments = sent_moments(Pacer(), range(1, 901))
    assert busiest_second(moments) <= 30
    assert moments[-1] - NOW <= seconds(900 / 28)


def test_waking_late_costs_no_time_but_makes_no_burst():
    moments = sent_moments(Pacer(), range(1, 901), late=seconds(0.02))
    assert busiest_second(moments) <= 30
    assert moments[-1] - NOW <= seconds(900 / 28 * 1.01)


def test_a_loaded_machine_that_now_and_then_stands_still_costs_no_time():
    pacer, now, moments = Pacer(), NOW, []
    for chat in range(1, 3001):
        now = max(pacer.free_at(chat, now), now + seconds(0.2 if chat % 40 == 0 else 0))
        pacer.spent(chat, now)
        moments.append(now)
    assert busiest_second(moments) <= 30
    assert moments[-1] - NOW <= seconds(3000 / 28 * 1.005)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.floats(0, 2), min_size=5, max_size=10))
def test_however_it_is_woken_no_second_holds_more_than_thirty(waits):
    pacer, now, moments = Pacer(), NOW, []
    for chat, wait in enumerate(waits, start=1):
        for offset in range(10):
            now = max(now + seconds(wait if offset == 0 else 0), pacer.free_at(chat * 100 + offset, now))
            pacer.spent(chat * 100 + offset, now)
            moments.append(now)
    assert busiest_second(moments) <= 30


@pytest.mark.parametrize("idle", [0, 0.02, 1, 3600])
def test_the_room_it_names_is_the_room_it_gives(idle):
    pacer = Pacer()
    pacer.spent(1, NOW)
    now, room = NOW + seconds(idle), pacer.room(NOW + seconds(idle))
    for chat in range(2, 2 + room):
        assert pacer.free_at(chat, now) == now
        pacer.spent(chat, now)
    assert pacer.free_at(99, now) > now


@pytest.mark.parametrize(("chat", "gap"), [(7, 1), (-7, 3)])
def test_a_person_hears_once_a_second_a_group_once_in_three(chat, gap):
    pacer = Pacer()
    pacer.spent(chat, NOW)
    assert pacer.free_at(chat, NOW) == NOW + seconds(gap)
    assert pacer.free_at(8, NOW + seconds(0.1)) == NOW + seconds(0.1)


def test_a_reaction_does_not_make_its_chat_wait():
    pacer = Pacer()
    pacer.spent(7, NOW, message=False)
    assert pacer.free_at(7, NOW + pacer.gap) == NOW + pacer.gap


def test_a_pause_is_obeyed_in_its_chat_alone():
    pacer = Pacer()
    pacer.told_to_wait(7, 30, NOW)
    assert pacer.free_at(7, NOW) == NOW + seconds(30)
    assert pacer.free_at(8, NOW) == NOW


def test_two_chats_that_hear_it_within_a_second_make_everyone_wait():
    pacer = Pacer()
    pacer.told_to_wait(7, 30, NOW)
    pacer.told_to_wait(8, 5, NOW + seconds(1))
    assert pacer.free_at(9, NOW + seconds(1)) == NOW + seconds(6)
    assert pacer.free_at(7, NOW + seconds(1)) == NOW + seconds(30)


def test_the_same_chat_twice_or_two_chats_far_apart_are_no_storm():
    pacer = Pacer()
    for chat, at in ((7, 0), (7, 0.5), (8, 3)):
        pacer.told_to_wait(chat, 30, NOW + seconds(at))
    assert pacer.free_at(9, NOW + seconds(3)) == NOW + seconds(3)


def test_a_shorter_pause_does_not_cut_a_longer_one():
    pacer = Pacer()
    pacer.told_to_wait(7, 30, NOW)
    pacer.spent(7, NOW)
    pacer.all_wait(60, NOW)
    pacer.all_wait(1, NOW)
    assert pacer.free_at(7, NOW) == NOW + seconds(60)


@pytest.mark.parametrize("back", [1, 3600, 400 * 86400])
def test_a_clock_set_back_makes_no_pause_longer(back):
    pacer = Pacer()
    pacer.spent(7, NOW)
    pacer.told_to_wait(8, 30, NOW)
    pacer.all_wait(10, NOW)
    earlier = NOW - seconds(back)
    assert pacer.free_at(7, earlier) == earlier + seconds(10)
    assert pacer.free_at(8, earlier) == earlier + seconds(30)


@pytest.mark.parametrize("back", [seconds(5), timedelta(days=1), timedelta(days=400)])
def test_after_a_clock_was_set_back_a_pause_passes_as_that_clock_goes_on(back):
    pacer = Pacer()
    pacer.spent(1, NOW)
    pacer.all_wait(20, NOW)
    now = NOW - back
    assert pacer.free_at(1, now) == now + seconds(20)
    assert pacer.free_at(1, now + seconds(19)) == now + seconds(20)
    assert pacer.free_at(1, now + seconds(20)) == now + seconds(20)


def test_what_is_long_past_is_forgotten():
    pacer = Pacer(Limits(per_second=1e6))
    for chat in range(1, 6000):
        pacer.spent(chat, NOW + seconds(chat * 10))
    assert len(pacer._chats) < 5002
