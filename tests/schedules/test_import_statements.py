"""An import asks the database a fixed number of times, however many rows it has."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import event

from db.ledger_rows import MilestoneRow
from schedules.steps import ledger_import
from tests.office import row

BASE = date(2022, 2, 14)


def rows(many: int, **facts):
    stone = (MilestoneRow("初稿", date(2022, 4, 1)),)
    return [
        replace(
            row(f"第{no}号事项{no % 7}", no=no, owner=f"单位{no % 5}局长", due="2022-06-30", **facts),
            milestones=stone,
            co_departments=("市财政局", f"单位{no % 3}"),
            percent=no % 90,
            last_report="已开工",
        )
        for no in range(1, many + 1)
    ]


@contextmanager
def counted(database):
    said = []
    engine = database.writer.sync_engine
    note = lambda connection, cursor, statement, parameters, context, many: said.append(statement)  # noqa: E731
    event.listen(engine, "before_cursor_execute", note)
    yield said
    event.remove(engine, "before_cursor_execute", note)


async def statements(bench, came, name):
    with counted(bench.database) as said:
        async with bench.step() as context:
            proposal = await ledger_import.compare(context.session, came, name=name, new_ledger=True)
            done = await ledger_import.apply(context, proposal, base_date=BASE)
    return done, said


@pytest.mark.parametrize("change", ["new", "changed", "moved"])
async def test_forty_rows_and_four_hundred_cost_the_same(bench, change):
    await statements(bench, rows(20, leader="副市长甲"), "前一本台账")  # people and departments are known from it
    await bench.person("市审计局局长")
    found = {}
    for many in (40, 400):
        came = rows(many)
        if change != "new":
            await statements(bench, came, f"台账{many}")
        if change == "changed":
            came = [replace(each, due=date(2022, 7, 31), target="10亿元", owner="市审计局局长") for each in came]
        elif change == "moved":
            came = [replace(each, no=each.no + 1) for each in came]
        done, said = await statements(bench, came, f"台账{many}")
        assert (done.new, done.changed) == ({"new": many}.get(change, 0), {"changed": many}.get(change, 0))
        found[many] = said
    assert len(found[400]) == len(found[40]), "\n".join(sorted(set(found[400]) - set(found[40])))
    assert len(found[400]) <= 45
