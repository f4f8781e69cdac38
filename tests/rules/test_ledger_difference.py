"""What a ledger that comes in changes: rows recognised by title before place, fields merged three ways."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.known_rows import Known
from db.ledger_rows import MilestoneRow, TaskRow
from db.lifecycle import State
from schedules.ledger_difference.difference import Choices, Difference, difference
from schedules.ledger_difference.fields import Change, Conflict
from schedules.ledger_difference.matching import By

JUNE, JULY, AUGUST = date(2027, 6, 30), date(2027, 7, 31), date(2027, 8, 31)


def row(title: str, no: int, **facts) -> TaskRow:
    base = TaskRow(no, "", "", title, "", "市财政局", (), "", "市财政局局长", "deadline", JUNE, None)
    return replace(base, **facts)


def known(title: str, no: int, *, state: State = State.IN_PROGRESS, ours: dict | None = None, **facts) -> Known:
    """`ours`: what was changed in the ledger since the last edition."""
    imported = row(title, no, **facts)
    return Known(100 + no, no, state, replace(imported, **(ours or {})), imported)


def recognised(found: Difference) -> dict[str, str]:
    """Title as it comes → title of the task it is taken for."""
    return {each.row.title: each.known.row.title for each in found.known}


THREE = [known("编制预算", 1), known("清理欠款", 2), known("改造旧城", 3)]


def test_the_same_again_is_no_difference():
    found = difference(THREE, [each.imported for each in THREE])
    assert found.empty
    assert (found.new, found.changed, found.moved, found.missing) == ((), [], [], ())


def test_a_row_put_in_moves_numbers_and_no_progress():
    found = difference(THREE, [row("编制预算", 1), row("新设基金", 2), row("清理欠款", 3), row("改造旧城", 4)])
    assert [each.title for each in found.new] == ["新设基金"]
    assert recognised(found) == {each.row.title: each.row.title for each in THREE}
    assert [(each.known.row.no, each.row.no) for each in found.moved] == [(2, 3), (3, 4)]
    assert found.changed == []


def test_a_row_struck_out_is_missing_and_never_another_task():
    found = difference(THREE, [row("编制预算", 1), row("改造旧城", 2)])
    assert [each.row.title for each in found.missing] == ["清理欠款"]
    assert [each.known.row.title for each in found.moved] == ["改造旧城"]


def test_closed_and_stopped_tasks_are_not_missed():
    done = [known("甲事项", 1, state=State.CLOSED), known("乙事项", 2, state=State.STOPPED)]
    assert difference(done, []).missing == ()


@pytest.mark.parametrize(
    ("before", "now", "by"),
    [
        ("编制年度预算草案", "编制年度预算草案（修订）", By.PLACE),
        ("新建学校5所", "新建学校6所", By.PLACE),
        ("编制 年度预算", "编制年度预算。", By.TITLE),
        ("编制年度预算", "编制年度预算", By.TITLE),
        ("编制年度预算", "整治黑臭水体", None),
    ],
)
def test_at_the_same_place_a_similar_title_is_asked_about_and_another_is_new(before, now, by):
    found = difference([known(before, 1)], [row(now, 1)])
    assert [each.by for each in found.known] == ([by] if by else [])
    assert [each.title for each in found.new] == ([] if by else [now])
    assert bool(found.asked) == (by is By.PLACE)


@pytest.mark.parametrize(
    ("before", "now", "by"),
    [
        ("推进城区污水管网改造工程建设", "推进城区污水管网改造工程的建设", By.LIKENESS),
        ("推进老旧小区改造工程一期", "推进老旧小区改造工程二期", None),
    ],
)
def test_elsewhere_only_a_nearly_equal_title_with_equal_figures_is_asked_about(before, now, by):
    found = difference([known(before, 1)], [row(now, 7)])
    assert [each.by for each in found.known] == ([by] if by else [])


def test_what_was_asked_about_can_be_taken_as_new():
    found = difference(
        [known("编制年度预算草案", 1)], [row("编制年度预算草案（修订）", 1)], Choices(as_new=frozenset([0]))
    )
    assert ([each.no for each in found.new], [each.number for each in found.missing]) == ([1], [1])


def test_our_own_id_outdoes_title_and_place():
    found = difference(THREE, [row("完全改写的标题", 1, own_id=3), row("编制预算", 2)])
    assert recognised(found) == {"完全改写的标题": "改造旧城", "编制预算": "编制预算"}
    assert found.asked == []


def test_equal_titles_are_told_apart_by_unit_then_number():
    ours = [known("报送总结", 1, lead_department="市商务局"), known("报送总结", 2)]
    found = difference(ours, [row("报送总结", 1), row("报送总结", 2, lead_department="市商务局")])
    assert [(each.row.lead_department, each.known.row.no) for each in found.known] == [("市财政局", 2), ("市商务局", 1)]


@pytest.mark.parametrize(
    ("facts", "field", "signs"),
    [
        ({"due": JULY}, "due", True),
        ({"target": "10亿元"}, "target", True),
        ({"lead_department": "市住建局"}, "lead_department", True),
        ({"owner": "市住建局局长"}, "owner", True),
        ({"milestones": (MilestoneRow("开工", JUNE),)}, "milestones", True),
        ({"category": "民生"}, "category", False),
        ({"leader": "副市长甲"}, "leader", False),
        ({"co_departments": ("市商务局",)}, "co_departments", False),
    ],
)
def test_a_change_names_its_field_and_whether_it_is_signed_for_anew(facts, field, signs):
    (each,) = difference([known("编制预算", 1)], [row("编制预算", 1, **facts)]).changed
    (change,) = each.changes
    assert (change.field, change.now, each.signs_anew) == (field, next(iter(facts.values())), signs)


def test_white_space_width_and_the_order_of_partners_change_nothing():
    ours = known("编制预算", 1, target="完成 10 亿元", co_departments=("市商务局", "市住建局"))
    theirs = row("编制预算", 1, target="完成\n１０亿元", co_departments=("市住建局", "市商务局"))
    assert difference([ours], [theirs]).empty


def test_a_table_without_a_column_erases_nothing_and_an_emptied_cell_does():
    ours = [known("编制预算", 1, target="10亿元"), known("清理欠款", 2, target="清零")]
    assert difference(ours, [row("编制预算", 1), row("清理欠款", 2)]).empty
    (each,) = difference(ours, [row("编制预算", 1), row("清理欠款", 2, target="清零")]).changed
    assert each.changes == (Change("target", "10亿元", ""),)


def test_a_granted_extension_the_paper_does_not_know_stays():
    assert difference([known("编制预算", 1, ours={"due": JULY})], [row("编制预算", 1)]).empty


def test_a_paper_that_has_caught_up_is_no_difference():
    assert difference([known("编制预算", 1, ours={"due": JULY})], [row("编制预算", 1, due=JULY)]).empty


def test_changed_on_both_sides_is_a_conflict_with_all_values():
    found = difference([known("编制预算", 1, ours={"due": JULY})], [row("编制预算", 1, due=AUGUST)])
    (each,) = found.conflicts
    assert each.conflicts == (Conflict("due", JUNE, JULY, AUGUST),)
    assert found.changed == []


@pytest.mark.parametrize(
    ("choices", "changed"),
    [
        (Choices(theirs=frozenset([(1, "due")])), [Change("due", JULY, AUGUST)]),
        (Choices(ours=frozenset([(1, "due")])), []),
    ],
)
def test_a_conflict_ends_when_somebody_chooses(choices, changed):
    found = difference([known("编制预算", 1, ours={"due": JULY})], [row("编制预算", 1, due=AUGUST)], choices)
    assert ([change for each in found.changed for change in each.changes], found.conflicts) == (changed, [])


def test_the_digest_tells_another_difference():
    rows = [row("编制预算", 1), row("清理欠款", 2, due=JULY)]
    shown = difference(THREE, rows)
    assert difference(THREE, list(rows)).digest == shown.digest
    moved = [replace(THREE[0], state=State.CLOSED), *THREE[1:]]
    assert difference(moved, rows).digest != shown.digest


def test_a_row_struck_through_is_neither_new_nor_missing_until_somebody_says_so():
    rows = [row("编制预算", 1, struck=True), row("新设基金", 2, struck=True)]
    found = difference(THREE[:1], rows)
    assert ([each.number for each in found.struck], [each.no for each in found.struck_new]) == ([1], [2])
    assert (found.new, found.known, found.missing) == ((), (), ())
    assert [each.no for each in difference(THREE[:1], rows, Choices(with_struck=True)).new] == [2]


def test_a_row_closed_on_paper_closes_what_still_runs():
    (each,) = difference([known("编制预算", 1)], [row("编制预算", 1, closed=True)]).closing
    assert each.known.number == 1
    assert difference([known("编制预算", 1, state=State.CLOSED)], [row("编制预算", 1)]).empty


def test_the_offices_own_table_does_not_close_the_offices_own_tasks():
    own = {"lead_department": "市政府督查室"}
    assert difference([known("核查反馈", 1, **own)], [row("核查反馈", 1, closed=True, **own)]).closing == []


def test_ten_thousand_rows_of_one_title_are_paired_one_by_one():
    ours = [replace(known("报送总结", no, lead_department=f"单位{no}"), task_id=no) for no in range(1, 10_001)]
    found = difference(ours, [each.imported for each in reversed(ours)])
    assert all(each.known.row.no == each.row.no for each in found.known)


TITLES = st.text(alphabet="编制预算清理欠款改造旧城一二期", min_size=1, max_size=8)
ROWS = st.lists(st.tuples(TITLES, st.integers(1, 9), st.sampled_from(["市财政局", "市住建局"])), max_size=9)


@given(ROWS, ROWS)
def test_every_row_is_new_or_known_once_and_every_task_is_known_or_missing_once(stand, come):
    ours = [
        replace(known(title, no, lead_department=unit), task_id=n, number=n)
        for n, (title, no, unit) in enumerate(stand)
    ]
    rows = [row(title, no, lead_department=unit) for title, no, unit in come]
    found = difference(ours, rows)
    assert len(found.new) + len(found.known) == len(rows)
    assert sorted([each.known.task_id for each in found.known] + [each.task_id for each in found.missing]) == list(
        range(len(ours))
    )


@given(ROWS)
def test_any_ledger_again_is_no_difference(stand):
    ours = [
        replace(known(title, no, lead_department=unit), task_id=n, number=n)
        for n, (title, no, unit) in enumerate(stand)
    ]
    found = difference(ours, [each.imported for each in ours])
    assert (found.new, found.missing) == ((), ())
    assert found.changed == []
