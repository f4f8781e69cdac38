"""In a chat a later rung is never followed by an earlier one, however late a message goes out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.renderers import Renderer
from db.messages import Call, NotNeeded
from db.models import AgendaRow, Fate, OutboxRow
from schedules import reminders
from schedules.steps.replan import begin_round
from tests.schedules.bench import POLICY


@pytest.fixture
async def task(bench):
    await bench.person("市财政局局长")
    task = await bench.task(due="2022-03-10")
    await taken(bench, "2022-02-15 09:00")
    return task


async def taken(bench, when):
    async with bench.step(when=when) as context:
        await reminders.take_due(context)


async def written(bench, place, when):
    """What becomes of the n-th morning message if it goes out only then."""
    row = (await bench.queued("morning"))[place]
    async with bench.step(when=when) as context:
        return await Renderer(POLICY).render(context.session, row, context.now)


async def test_what_was_held_up_gives_way_to_what_was_queued_after_it(bench, task):
    await taken(bench, "2022-03-09 09:00")
    assert isinstance(await written(bench, 1, "2022-03-09 09:05"), Call)
    await taken(bench, "2022-03-10 09:00")
    assert isinstance(await written(bench, 1, "2022-03-10 09:05"), NotNeeded)
    assert isinstance(await written(bench, 2, "2022-03-10 09:05"), Call)


async def test_what_belongs_to_a_round_that_is_over_is_not_said(bench, task):
    await taken(bench, "2022-03-10 09:00")
    async with bench.step(when="2022-03-10 09:02") as context:  # as when his application for a later date is granted
        begin_round(await context.session.get(type(task), task.id), context)
    assert isinstance(await written(bench, 1, "2022-03-10 09:05"), NotNeeded)


async def test_a_hand_out_that_was_lost_is_not_repeated_after_a_later_rung_which_asks_for_the_signing(bench, task):
    await taken(bench, "2022-03-10 09:00")
    assert isinstance(await written(bench, 0, "2022-03-10 09:05"), NotNeeded)
    later = await written(bench, 1, "2022-03-10 09:05")
    assert "签收" in str(later.parameters["reply_markup"])


async def test_a_rung_that_stands_again_is_not_said_after_a_later_one(bench, task):
    """After a report is withdrawn the task is unsigned again, and its signing was due before."""
    await taken(bench, "2022-03-07 09:00")
    async with bench.step(when="2022-03-07 10:00") as context:
        said = await context.session.scalar(
            select(AgendaRow).where(AgendaRow.rung == "before_3", AgendaRow.fate == Fate.QUEUED)
        )
        earlier = said.at - timedelta(days=10)
        again = AgendaRow(task_id=task.id, round=said.round, rung="sign", occurrence="x", at=earlier)
        context.session.add(again)
        await context.session.flush()
        await reminders.take_due(context)
        await context.session.refresh(again)
        assert (again.fate, again.reason) == (Fate.SUPPRESSED, "newer_rung")


@pytest.mark.parametrize(("rung", "kind"), [("milestone", Call), ("promise", Call), ("due", NotNeeded)])
async def test_what_the_new_round_never_says_is_said_by_the_old_one(bench, task, rung, kind):
    """His extension is granted while the message waits for the end of the noon's rest."""
    await taken(bench, "2022-03-10 09:00")
    async with bench.step(when="2022-03-10 12:10") as context:
        found = await context.session.get(type(task), task.id)
        item = {"task_id": task.id, "rung": rung, "occurrence": "1", "round": 1, "until": found.round}
        row = OutboxRow(
            kind="morning", person_id=found.owner_id, cause="test", rank=2, queued_at=context.now, attempts=0,
            facts={"items": [{**item, "at": "2022-03-10T01:00:00+00:00"}]}, state="queued",
        )  # fmt: skip
        context.session.add(row)
        begin_round(found, context)
        await context.session.flush()
        assert isinstance(await Renderer(POLICY).render(context.session, row, context.now), kind)
