"""What is due is taken once, merged per person, and what is not said is suppressed with its reason."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import delete, select, update

from db.models import AgendaRow, Fate, Post, Role, Task
from schedules import auditor, planning, policy, reminders
from tests.office import row


async def taken(bench, when):
    async with bench.step(when=when) as context:
        return await reminders.take_due(context)


async def fates(bench, task):
    async with bench.database.reading() as session:
        rows = await session.scalars(
            select(AgendaRow).where(AgendaRow.task_id == task.id, AgendaRow.fate != Fate.WAITING)
        )
        return {each.rung: (each.fate.value, each.reason) for each in rows}


async def test_one_message_per_person_holds_all_his_tasks(bench):
    await bench.person("市财政局局长")
    await bench.ledger(*(row(f"第{n}项", no=n, owner="市财政局局长", due="2022-03-10") for n in (1, 2, 3)))
    found = await taken(bench, "2022-02-15 09:00")
    assert (found.messages, found.rows) == (1, 3)
    [message] = await bench.queued("morning")
    assert [each["rung"] for each in message.facts["items"]] == ["hand_out"] * 3


async def test_nothing_is_taken_twice(bench):
    await bench.person("市财政局局长")
    await bench.task(due="2022-03-10")
    await taken(bench, "2022-02-15 09:00")
    assert (await taken(bench, "2022-02-15 09:00")).rows == 0
    assert len(await bench.queued("morning")) == 1


async def test_whoever_cannot_be_reached_is_not_held_to_have_been_asked(bench):
    task = await bench.task(due="2022-03-10")
    await taken(bench, "2022-02-15 09:00")
    assert await bench.queued("morning") == []
    assert await fates(bench, task) == {"hand_out": ("suppressed", "unreachable")}
    found = await bench.found(task)
    assert (found.handed_out_at, found.asked_at) == (None, None)


async def test_an_older_rung_gives_way_to_the_newer(bench):
    await bench.person("市财政局局长")
    task = await bench.task(due="2022-03-10")
    await taken(bench, "2022-02-15 09:00")
    await taken(bench, "2022-03-10 09:00")
    found = await fates(bench, task)
    assert found["due"] == ("queued", None)
    assert found["before_7"] == found["before_3"] == found["before_1"] == ("suppressed", "newer_rung")


@pytest.mark.parametrize(("rung_day", "again"), [("2022-03-09", True), ("2022-03-10", True), ("2022-03-07", False)])
async def test_the_last_two_days_are_sent_again_when_nobody_knows(bench, rung_day, again):
    await bench.person("市财政局局长")
    await bench.task(due="2022-03-10")
    await taken(bench, "2022-02-15 09:00")
    await taken(bench, f"{rung_day} 09:00")
    assert ((await bench.queued("morning"))[-1].facts.get("repeat") == "again") is again


async def test_a_deputy_is_asked_in_the_days_named_and_the_task_counts_as_handed_out(bench):
    owner = await bench.person("市财政局局长", bound=False)
    deputy = await bench.person("王副局长")
    async with bench.step() as context:
        days = {"begins": date(2022, 2, 1), "ends": date(2022, 2, 28)}
        context.session.add(Post(person_id=deputy.id, role=Role.DEPUTY, for_person_id=owner.id, **days))
    task = await bench.task(due="2022-03-10")
    await taken(bench, "2022-02-15 09:00")
    [message] = await bench.queued("morning")
    assert message.person_id == deputy.id
    assert (await bench.found(task)).handed_out_at is not None


async def test_without_a_coordinator_the_desk_list_is_suppressed_with_its_reason(bench):
    await bench.person("市财政局局长")
    task = await bench.task(due="2022-06-30")
    await taken(bench, "2022-02-15 09:00")
    await taken(bench, "2022-02-17 09:00")
    assert (await fates(bench, task))["silence_2"] == ("suppressed", "no_coordinator")


async def test_urgent_tasks_go_apart_and_first(bench):
    await bench.person("市财政局局长")
    await bench.ledger(
        row("第一项", no=1, owner="市财政局局长", due="2022-03-10"),
        row("防汛值班", no=2, owner="市财政局局长", due="2022-03-10", urgent=True),
    )
    await taken(bench, "2022-02-15 09:00")
    assert len(await bench.queued("morning")) == len(await bench.queued("urgent")) == 1


async def keeps_silent(bench, days):
    """A morning of each calendar day: local day → (message kind, rungs) of each message queued then."""
    heard = {}
    for n in range(days):
        day = date(2022, 2, 15) + timedelta(days=n)
        before = len(await bench.queued())
        await taken(bench, f"{day} 09:00")
        for message in (await bench.queued())[before:]:
            entries = message.facts.get("items") or message.facts.get("rows") or []
            heard.setdefault(day, []).append((message.kind, {each["rung"] for each in entries}))
    return heard


async def test_who_never_signs_is_asked_every_second_working_day_for_as_long_as_it_takes(bench):
    await bench.person("市财政局局长")
    await bench.ledger(*(row(f"第{n}项", no=n, owner="市财政局局长", due="2023-12-29") for n in range(1, 21)))
    heard = await keeps_silent(bench, 222)
    asked = [day for day, messages in heard.items() if any("sign" in rungs for _, rungs in messages)]
    calendar = policy.Policy().calendar
    assert asked[0] == date(2022, 2, 16)
    assert {calendar.between(first, second) for first, second in pairwise(asked)} == {2}
    assert len(asked) == 77
    assert all(len(messages) == 1 for messages in heard.values())


async def test_the_office_has_the_silent_before_it_every_working_day_until_they_answer(bench):
    await bench.person("市财政局局长")
    await bench.person("督查员甲", Role.COORDINATOR)
    await bench.task(due="2023-12-29")
    heard = await keeps_silent(bench, 30)
    listed = [day for day, messages in heard.items() if any(kind == "desk" for kind, _ in messages)]
    calendar = policy.Policy().calendar
    first = date(2022, 2, 17)
    assert listed == [day for day in (first + timedelta(days=n) for n in range(28)) if calendar.is_workday(day)]


async def test_an_agenda_planned_by_older_rules_is_planned_anew_once(bench):
    """As a program left it that asked once for the signing and then never again."""
    await bench.person("市财政局局长")
    task = await bench.task(due="2023-12-29")
    await taken(bench, "2022-02-15 09:00")
    await taken(bench, "2022-02-16 09:00")
    async with bench.step() as context:
        forget = delete(AgendaRow).where(AgendaRow.rung.in_(["sign", "silence_more"]), AgendaRow.fate == Fate.WAITING)
        await context.session.execute(forget)
        await context.session.execute(update(Task).values(repeated_on={}))
    rules = []
    for _ in range(2):
        async with bench.step(when="2022-02-16 11:00") as context:
            found = await planning.changed(context)
            rules.append(len(found))
            for each in found:
                await planning.plan_anew(context, each)
    assert rules == [1, 0]
    async with bench.database.reading() as session:
        assert await auditor.breaches(session, now=bench.now, policy=policy.Policy()) == []
        coming = {row.rung: row.occurrence for row in await bench.coming(session) if row.task_id == task.id}
    assert coming["sign"] == "2022-02-15/2022-02-18"
    assert "silence_more" in coming
