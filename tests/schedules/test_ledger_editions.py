"""The same ledger again: progress stays with its task, both sides' changes are seen, nothing is deleted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from db import reports, tasks
from db.lifecycle import State
from db.models import LedgerRow, Request, RequestState, Role, Task
from db.reading_facts import Row, Said
from schedules.ledger_difference.difference import Choices
from schedules.steps import ledger_import, reporting
from schedules.steps.reporting import Heard
from tests.office import row

FINANCE, HOUSING = "市财政局局长", "市住建局局长"


def three():
    return [
        row("编制预算", no=1, owner=FINANCE, due="2022-06-30"),
        row("清理欠款", no=2, owner=FINANCE, due="2022-06-30"),
        row("改造旧城", no=3, owner=HOUSING, due="2022-06-30"),
    ]


async def says(bench, who, words, number, **facts):
    async with bench.step(who) as context:
        saying = await reporting.keep_saying(context, Heard(who, words))
        await reporting.report(context, saying, [Row(number, Said.IN_PROGRESS, **facts)], person=context.actor)


async def compared(bench, rows, *, name="台账", **how):
    async with bench.database.reading() as session:
        return await ledger_import.compare(session, rows, name=name, **how)


async def by_title(bench):
    async with bench.database.reading() as session:
        return {task.title: task for task in await tasks.matching(session, tasks.Filter())}


@pytest.fixture
async def stood(bench):
    bench.finance = await bench.person(FINANCE)
    bench.housing = await bench.person(HOUSING)
    await bench.ledger(*three())
    await says(bench, bench.finance, "2号完成60%", 2, percent=60)
    await says(bench, bench.housing, "3号完成70%", 3, percent=70)
    return bench


async def test_a_row_put_in_moves_no_progress_and_no_number_people_know(stood):
    before, after = await by_title(stood), three()
    inserted = row("新设基金", no=2, owner=HOUSING, due="2022-06-30")
    await stood.ledger(after[0], inserted, replace(after[1], no=3), replace(after[2], no=4))
    found = await by_title(stood)
    assert {title: task.percent for title, task in found.items()} == {
        "编制预算": None, "新设基金": None, "清理欠款": 60, "改造旧城": 70,
    }  # fmt: skip
    assert [(found[title].number, found[title].no) for title in before] == [(1, 1), (2, 3), (3, 4)]
    assert (found["新设基金"].number, found["新设基金"].no) == (4, 2)
    assert [found[title].round for title in before] == [1, 1, 1]


async def test_a_row_struck_out_stays_with_its_task_and_is_marked_missing_once(stood):
    rest = [three()[0], replace(three()[2], no=2)]
    for _ in range(2):
        await stood.ledger(*rest)
    found = await by_title(stood)
    assert (found["改造旧城"].no, found["清理欠款"].no, found["清理欠款"].percent) == (2, 2, 60)
    async with stood.database.reading() as session:
        missing = await session.scalars(select(LedgerRow.task_id).where(LedgerRow.missing_since.is_not(None)))
        assert list(missing) == [found["清理欠款"].id]


@pytest.mark.parametrize(
    ("name", "known"),
    [("台账（截至3月5日）", True), ("台账", True), ("另一本台账", False)],
)
async def test_an_as_of_date_makes_an_edition_and_another_name_is_asked_about(stood, name, known):
    proposal = await compared(stood, three(), name=name)
    assert (proposal.ledger is not None) is known
    assert (proposal.resembles is not None) is not known
    assert proposal.difference.empty is known
    assert (await compared(stood, three(), name=name, new_ledger=True)).resembles is None


async def test_only_a_changed_date_unit_or_target_is_signed_for_anew(stood):
    changed = three()
    changed[1] = replace(changed[1], category="民生实事", leader="副市长甲")
    changed[2] = replace(changed[2], due=date(2022, 7, 31))
    await stood.ledger(*changed)
    found = await by_title(stood)
    assert (found["清理欠款"].round, found["清理欠款"].signed_at is not None) == (1, True)
    assert (found["改造旧城"].round, found["改造旧城"].signed_at, found["改造旧城"].percent) == (2, None, 70)


async def test_a_granted_date_stays_and_a_date_changed_on_both_sides_waits_for_a_choice(stood):
    async with stood.step() as context:
        (await context.session.get(Task, 3)).due = date(2022, 8, 31)
    assert (await compared(stood, three())).difference.empty
    moved = [*three()[:2], replace(three()[2], due=date(2022, 7, 31))]
    for _ in range(2):
        found = (await compared(stood, moved)).difference
        assert [each.conflicts[0].theirs for each in found.conflicts] == [date(2022, 7, 31)]
        await stood.ledger(*moved)
    assert (await by_title(stood))["改造旧城"].due == date(2022, 8, 31)
    shifted = [row("新建泵房", no=1, owner=HOUSING, due="2022-07-31"), *moved]
    async with stood.step() as context:
        theirs = Choices(theirs=frozenset([(3, "due")]))
        one = await ledger_import.compare_one(context.session, shifted, name="台账", number=3, choices=theirs)
        assert [(each.known.number, len(each.changes)) for each in one.difference.known] == [(3, 1)]
        await ledger_import.apply(context, one, base_date=date(2022, 2, 18), whole=False)
    assert {title: task.due for title, task in (await by_title(stood)).items()} == {
        "编制预算": date(2022, 6, 30), "清理欠款": date(2022, 6, 30), "改造旧城": date(2022, 7, 31)
    }  # fmt: skip


async def test_rows_closed_on_paper_come_in_closed_and_are_handed_out_to_nobody(bench):
    await bench.ledger(
        replace(row("办完的事", no=1, owner=FINANCE, due="2022-03-10"), closed=True, due=None),
        row("在办的事", no=2, owner=FINANCE, due="2022-06-30"),
    )
    found = await by_title(bench)
    assert (found["办完的事"].state, found["在办的事"].state) == (State.CLOSED, State.HANDED_OUT)
    async with bench.database.reading() as session:
        assert {each.task_id for each in await bench.coming(session)} == {found["在办的事"].id}


async def test_a_task_closed_on_paper_is_closed_with_what_waited_for_it(stood):
    async with stood.step(stood.finance) as context:
        saying = await reporting.keep_saying(context, Heard(stood.finance, "2号已办结"))
        await reporting.report(context, saying, [Row(2, Said.DONE_CLAIMED)], person=context.actor)
    await stood.ledger(three()[0], replace(three()[1], closed=True), three()[2])
    found = (await by_title(stood))["清理欠款"]
    assert (found.state, found.closed_at is not None) == (State.CLOSED, True)
    async with stood.database.reading() as session:
        assert list(await session.scalars(select(Request.state))) == [RequestState.WITHDRAWN]
    assert (await compared(stood, three())).difference.empty  # an older paper opens nothing


async def test_old_progress_is_a_first_report_that_no_edition_writes_over(bench):
    await bench.person("督查员甲", Role.COORDINATOR)
    old = replace(row("在办的事", no=1, owner=FINANCE, due="2022-06-30"), percent=40, last_report="已完成招标")
    await bench.ledger(old)
    task = (await by_title(bench))["在办的事"]
    assert (task.percent, task.state) == (40, State.HANDED_OUT)
    await bench.ledger(replace(old, percent=90, last_report="已完工"))
    async with bench.database.reading() as session:
        told = await reports.of_task(session, task.id)
        assert [(saying.way.value, saying.words, report.percent) for report, saying in told] == [
            ("paper", "已完成招标；40%", 40)
        ]
    assert (await by_title(bench))["在办的事"].percent == 40


async def test_rows_struck_through_come_in_only_when_somebody_says_so(bench):
    rows = [replace(each, struck=place == 0) for place, each in enumerate(three())]
    await bench.ledger(*rows)
    assert sorted(await by_title(bench)) == ["改造旧城", "清理欠款"]
    found = (await compared(bench, rows, choices=Choices(with_struck=True))).difference
    assert [each.title for each in found.new] == ["编制预算"]


async def test_what_becomes_standing_work_begins_anew(bench):
    await bench.person(FINANCE)
    rows = [row("编制预算", no=1, owner=FINANCE, due="2022-06-30"), row("报送月报", no=2, owner=FINANCE, every="month")]
    await bench.ledger(*rows)
    bench.now += timedelta(days=30)
    await bench.ledger(replace(rows[1], no=1, title=rows[0].title), replace(rows[1], target="逐月报送"))
    found = await by_title(bench)
    assert found["编制预算"].plan_from == date(2022, 3, 16)
    assert found["报送月报"].plan_from == date(2022, 2, 14)
