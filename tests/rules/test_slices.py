"""What is due is cut into slices: whole recipients, each row in exactly one slice."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from schedules.slices import whole_recipients


@dataclass(frozen=True)
class Row:
    task_id: int
    owner_id: int
    liaison_id: int | None = None


def cut(rows, answering=None, most=2):
    slices = whole_recipients(rows, answering or {}, weigh=lambda row: 1, most=most)
    return [[row.task_id for row in each] for each in slices]


def test_what_one_person_hears_is_never_cut():
    assert cut([Row(1, 1), Row(2, 2), Row(3, 1), Row(4, 1), Row(5, 3)]) == [[1, 3, 4], [2, 5]]


def test_a_deputy_hears_of_all_he_stands_in_for():
    assert cut([Row(1, 1), Row(2, 2), Row(3, 3)], {1: 9, 2: 9}, most=1) == [[1, 2], [3]]


def test_a_liaison_is_copied_on_all_of_hers():
    assert cut([Row(1, 1, 7), Row(2, 2), Row(3, 3, 7)], most=1) == [[1, 3], [2]]


def test_a_liaison_who_also_owns_a_task():
    assert cut([Row(1, 1, 7), Row(2, 7), Row(3, 3)], most=1) == [[1, 2], [3]]


def test_nothing_due_is_no_slice():
    assert cut([]) == []


PEOPLE = st.integers(1, 8)
ROWS = st.lists(st.tuples(PEOPLE, st.none() | PEOPLE), max_size=30).map(
    lambda pairs: [Row(n, owner, liaison) for n, (owner, liaison) in enumerate(pairs)]
)


@given(ROWS, st.dictionaries(PEOPLE, PEOPLE, max_size=3), st.integers(1, 10))
def test_every_row_is_in_one_slice_and_every_recipient_in_one(rows, answering, most):
    slices = whole_recipients(rows, answering, weigh=lambda row: 1, most=most)
    assert sorted(row.task_id for each in slices for row in each) == [row.task_id for row in rows]
    heard = [
        {person for row in each for person in (answering.get(row.owner_id, row.owner_id), row.liaison_id) if person}
        for each in slices
    ]
    assert sum(map(len, heard)) == len(set().union(*heard)), "nobody hears of two slices"
    assert all(each for each in slices)
