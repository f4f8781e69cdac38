"""How many statements a step takes does not depend on how many rows it meets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event

from db import agenda, people, tasks
from db.models import MatterKind, MatterState, Role
from db.reading_facts import Row, Said
from schedules import auditor, reminders, waiting
from schedules.steps import (
    clock_rollback,
    closing,
    importing,
    matters,
    ordering,
    reporting,
    sharing,
    supervision_orders,
    urging,
)
from schedules.steps.replan import replan
from schedules.steps.reporting import Heard
from tests.office import row
from tests.schedules.bench import POLICY
from tests.schedules.bench import bench as opened

OWNER = "市财政局局长"


@contextmanager
def counted(bench) -> Iterator[list[str]]:
    """The statements sent to the database meanwhile; one of many rows at once is one."""
    seen: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    engines = [door.sync_engine for door in (bench.database.writer, bench.database._reader)]
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield seen
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


async def office(bench, many: int) -> None:
    """So many tasks of one head, handed out the next morning."""
    await bench.person(OWNER, Role.HEAD)
    await bench.person("督查员", Role.COORDINATOR)
    await bench.ledger(*[row(f"第{n}号工程", no=n, owner=OWNER, due="2022-03-21") for n in range(1, many + 1)])


async def taken(bench, when: str) -> tuple[int, int]:
    """Statements and rows of a tick."""
    async with bench.step(when=when) as context:
        with counted(bench) as seen:
            done = await reminders.take_due(context)
    return len(seen), done.rows


FIRST, LATE, VERY_LATE = "2022-02-15 09:00", "2022-03-25 09:00", "2022-05-25 09:00"
FEW, MANY = 2, 40


@pytest.mark.parametrize("when", [FIRST, LATE, VERY_LATE])
async def test_a_tick_takes_as_many_statements_for_two_as_for_forty(when):
    statements = []
    for many in (FEW, MANY):
        async with opened() as bench:
            await office(bench, many)
            if when != FIRST:
                await taken(bench, FIRST)
            found, rows = await taken(bench, when)
        assert rows >= many, "something must have been due"
        statements.append(found)
    assert statements[0] == statements[1] <= 45


async def test_a_tick_takes_as_many_statements_for_thirty_heads_as_for_one():
    statements = []
    for many in (1, 30):
        async with opened() as bench:
            await bench.person("督查员", Role.COORDINATOR)
            for number in range(1, many + 1):
                await bench.person(f"市第{number}局局长", Role.HEAD)
            numbers = range(1, many + 1)
            await bench.ledger(*[row(f"第{n}号工程", no=n, owner=f"市第{n}局局长", due="2022-03-21") for n in numbers])
            async with bench.step(when=FIRST) as context:
                with counted(bench) as seen:
                    assert await reminders.take_due(context) == reminders.Taken(many, many)
        statements.append(len(seen))
    assert statements[0] == statements[1] <= 30


async def test_replanning_takes_as_many_statements_for_forty_tasks():
    for many in (FEW, MANY):
        async with opened() as bench:
            await office(bench, many)
            async with bench.step() as context:
                found = await tasks.matching(context.session, tasks.Filter())
                waiting = await agenda.waiting_of(context.session, [each.id for each in found])
                await agenda.forget(context.session, [each.id for each in waiting])
                with counted(bench) as seen:
                    await replan(context, *found)
        assert len(seen) == 3, seen  # promises, requests and sub-items; what waits; the insertion


async def test_a_report_takes_as_many_statements_whatever_else_its_head_has():
    statements = []
    for many in (FEW, MANY):
        async with opened() as bench:
            await office(bench, many)
            await taken(bench, FIRST)
            async with bench.step(when="2022-02-16 10:00") as context:
                person = await people.by_name(context.session, OWNER)
                saying = await reporting.keep_saying(context, Heard(person, "1号完成40%"))
                with counted(bench) as seen:
                    rows = [Row(ref=1, percent=40.0)]
                    assert await reporting.report(context, saying, rows, person=person)
        statements.append(len(seen))
    assert statements[0] == statements[1]


async def test_an_audit_asks_of_a_page_and_not_of_a_task():
    statements = []
    for many in (FEW, MANY):
        async with opened() as bench:
            await office(bench, many)
            async with bench.database.reading() as session:
                with counted(bench) as seen:
                    assert await auditor.breaches(session, now=bench.now, policy=POLICY) == []
        statements.append(len(seen))
    assert statements[0] == statements[1]


async def test_a_morning_that_tells_supporting_departments_takes_as_many_for_forty():
    statements = []
    for many in (FEW, MANY):
        async with opened() as bench:
            await bench.person(OWNER, Role.HEAD)
            await bench.person("督查员", Role.COORDINATOR)
            units = [f"市第{n}局" for n in range(1, many + 1)]
            async with bench.step() as context:
                for unit in units:
                    await importing.import_department(context, unit, aliases=[], heads=[f"{unit}局长"], liaisons=[])
            for unit in units:
                await bench.person(f"{unit}局长")
            rows = [
                replace(row(f"第{n}号工程", no=n, owner=OWNER, due="2022-03-21"), co_departments=(unit,))
                for n, unit in enumerate(units, 1)
            ]
            await bench.ledger(*rows)
            async with bench.step(when=FIRST) as context:
                with counted(bench) as seen:
                    assert await sharing.tell_partners(context) == many
        statements.append(len([each for each in seen if not _QUEUES.search(each)]))
    assert statements[0] == statements[1] <= 8


_QUEUES = re.compile(r"^INSERT INTO outbox|^SELECT outbox|^SELECT count")  # each message is queued by itself


async def test_a_morning_that_asks_about_matters_takes_as_many_for_forty():
    statements = []
    for many in (FEW, MANY):
        async with opened() as bench:
            await office(bench, many)
            async with bench.step() as context:
                person = await people.by_name(context.session, OWNER)
                for number in range(many):
                    saying = await reporting.keep_saying(context, Heard(person, f"第{number}件事请督查室协调"))
                    await matters.raised(context, MatterKind.LETTER, person=person, saying=saying)
            async with bench.step(when="2022-03-01 09:00") as context:
                with counted(bench) as seen:
                    assert await matters.follow_up(context) == 1
        statements.append(len(seen))
    assert statements[0] == statements[1] <= 14


async def test_a_clock_that_is_right_again_asks_of_a_page_and_not_of_a_task():
    statements = []
    for many in (FEW, MANY):
        async with opened() as bench:
            await office(bench, many)
            await taken(bench, FIRST)
            async with bench.step(when="2022-02-01 09:00") as context:
                with counted(bench) as seen:
                    await clock_rollback.recover(context)
        statements.append(len(seen))
    assert statements[0] == statements[1]


async def test_urging_one_head_takes_as_many_statements_for_forty_tasks():
    statements = []
    for many in (FEW, MANY):
        async with opened() as bench:
            await office(bench, many)
            await taken(bench, FIRST)
            async with bench.database.reading() as session:
                owner, coordinator = [await people.by_name(session, name) for name in (OWNER, "督查员")]
                ids = [each.id for each in await tasks.matching(session, tasks.Filter())]
            async with bench.step(by=coordinator, when="2022-02-16 10:00") as context:
                with counted(bench) as seen:
                    assert len(await urging.urge_all(context, owner.id, ids)) == many
        statements.append(len(seen))
    assert statements[0] == statements[1]


async def test_what_waits_for_the_office_and_for_a_leader_is_asked_of_all_requests_at_once():
    statements = []
    for many in (FEW, MANY):
        async with opened() as bench:
            await office(bench, many)
            await taken(bench, FIRST)
            async with bench.step(when="2022-02-16 10:00") as context:
                person = await people.by_name(context.session, OWNER)
                saying = await reporting.keep_saying(context, Heard(person, "都要延期"))
                rows = [Row(ref=n, new_deadline=date(2022, 5, 31)) for n in range(1, many + 1)]
                assert len(await reporting.report(context, saying, rows, person=person)) == many
            async with bench.step(when="2022-03-01 10:00") as context:
                with counted(bench) as seen:
                    found = await waiting.for_office(context)
                    await waiting.leaders_asked(context, [each.id for each in found.requests])
                    await waiting.silent_tasks(context, range(1, many + 1))
                assert len(found.requests) == many
        statements.append(len(seen))
    assert statements[0] == statements[1] <= 12


EACH = 4  # statements: its own row, by its version; its message, and what that is about
MORE = {ordering.relead: 2, closing.close: 1}  # the leader hears of it too; the report and the request it stands on


@pytest.mark.parametrize(
    "order",
    [
        ordering.urgent,
        ordering.resume,
        ordering.retarget,
        ordering.retitle,
        ordering.support,
        ordering.relead,
        ordering.stop,
        closing.close,
        closing.reopen,
    ],
)
async def test_an_order_about_forty_tasks_asks_nothing_of_each_and_writes_its_row_and_message(order):
    given = {
        ordering.urgent: {"on": True},
        ordering.retarget: {"target": "建成"},
        ordering.retitle: {"title": "新名"},
        ordering.support: {"department_ids": [2]},
        closing.close: {"basis": "现场核查已完工"},
    }
    first = {ordering.resume: ordering.stop, closing.reopen: closing.close}
    each = EACH + MORE.get(order, 0)
    statements = []
    for many in (FEW, MANY):
        async with opened() as bench:
            await office(bench, many)
            ids = range(1, many + 1)
            leader = await bench.person("副市长", Role.LEADER)
            given[ordering.relead] = {"leader_id": leader.id}
            async with bench.step() as context:
                coordinator = await people.by_name(context.session, "督查员")
                await importing.import_department(context, "市水利局", aliases=[], heads=[], liaisons=[])
            async with bench.step(by=coordinator, when="2022-02-16 10:00") as context:
                if order in first:
                    await first[order](context, ids, **given.get(first[order], {}))
                    await context.session.flush()
                    context.session.expunge_all()
                with counted(bench) as seen:
                    await order(context, ids, **given.get(order, {}))
                    await context.session.flush()
        statements.append(len(seen))
    assert statements[1] - statements[0] <= each * (MANY - FEW), statements


async def test_notes_of_many_tasks_are_one_statement():
    async with opened() as bench:
        await office(bench, MANY)
        async with bench.step() as context:
            with counted(bench) as seen:
                await context.note_many("urged", [(task_id, {}) for task_id in range(1, MANY + 1)])
    assert len(seen) == 1


def questions(seen: list[str]) -> int:
    return len([each for each in seen if each.startswith(("SELECT", "WITH"))])


async def test_a_supervision_order_asks_as_much_for_forty_tasks_as_for_two():
    found = []
    for many in (FEW, MANY):
        async with opened() as bench:
            await office(bench, many)
            await taken(bench, FIRST)
            async with bench.database.reading() as session:
                owner, coordinator = [await people.by_name(session, name) for name in (OWNER, "督查员")]
            async with bench.step(by=coordinator, when="2022-03-01 10:00") as context:
                with counted(bench) as seen:
                    _, order = await supervision_orders.issue(context, owner.id, drafter=coordinator)
                    await context.session.flush()
            assert len(order.tasks) == many
        found.append((questions(seen), len(seen)))
    (few, of_few), (as_few, of_many) = found
    assert few == as_few
    assert of_many - of_few <= MANY - FEW, "each matter's own row"


@pytest.mark.parametrize("kind", [MatterKind.DIRECTIVE, MatterKind.ORDER])
async def test_a_morning_that_asks_what_became_of_leaders_words_takes_as_many_for_forty(kind):
    statements = []
    for many in (FEW, MANY):
        async with opened() as bench:
            await office(bench, many)
            leader = await bench.person("副市长", Role.LEADER)
            await taken(bench, FIRST)
            async with bench.step(by=leader, when="2022-02-16 10:00") as context:
                saying = await reporting.keep_saying(context, Heard(leader, "都要抓紧，月底前报我"))
                for task in await tasks.matching(context.session, tasks.Filter()):
                    due = date(2022, 2, 28)
                    given = await matters.raised(
                        context, kind, person=leader, saying=saying, task=task, holder=task.owner, due=due, draft=True
                    )
                    given.state, given.next_on = MatterState.OPEN, due
            async with bench.step(when="2022-03-02 09:00") as context:
                with counted(bench) as seen:
                    assert await matters.follow_up(context) >= 1
                    await context.session.flush()
        statements.append(len(seen))
    assert statements[0] == statements[1] <= 16


@pytest.mark.parametrize("waits", ["claims", "extensions", "signing"])
async def test_the_office_s_morning_list_takes_as_many_statements_for_forty_tasks_as_for_two(waits):
    said = {"claims": {"state": Said.DONE_CLAIMED}, "extensions": {"new_deadline": date(2022, 5, 31)}}
    statements = []
    for many in (FEW, MANY):
        async with opened() as bench:
            await office(bench, many)
            await taken(bench, FIRST)
            if waits in said:
                async with bench.step(when="2022-02-16 10:00") as context:
                    person = await people.by_name(context.session, OWNER)
                    saying = await reporting.keep_saying(context, Heard(person, "都报一下"))
                    rows = [Row(ref=n, **said[waits]) for n in range(1, many + 1)]
                    assert len(await reporting.report(context, saying, rows, person=person)) == many
            async with bench.step(when="2022-02-21 09:00") as context:
                parts = [part for part in await reminders.slices(context) if part.office]
                with counted(bench) as seen:
                    done = [await reminders.take(context, part) for part in parts]
                assert [each.rows >= many for each in done] == [True]
        statements.append(len(seen))
    assert statements[0] == statements[1] <= 20
