"""Rights × role × post ended, every cell: with the post each right is as the table says, without it there is none."""

from __future__ import annotations

from datetime import date

import pytest

from db import people, posts, tasks
from db.rights import OFFICE, RIGHTS, Action, Reach, Role, may
from schedules.policy import Policy
from schedules.steps import importing
from schedules.steps import posts as steps
from schedules.steps.context import StepContext
from tests.office import row

POLICY = Policy()
NOW = POLICY.at(date(2022, 2, 14), "10:00")


async def city(context: StepContext) -> None:
    await importing.import_department(context, "市财政局", aliases=[], heads=["局长"], liaisons=["联络员"])
    for name, role in (("领导", Role.LEADER), ("督查员", Role.COORDINATOR), ("督查员乙", Role.COORDINATOR)):
        await steps.appoint(context, await steps.person_named(context, name), role)
    await steps.appoint(context, await steps.person_named(context, "主任"), Role.DIRECTOR)
    leader, head = await people.by_name(context.session, "领导"), await people.by_name(context.session, "局长")
    secretary, deputy = await steps.person_named(context, "秘书"), await steps.person_named(context, "副局长")
    await steps.appoint(context, secretary, Role.SECRETARY, for_person_id=leader.id)
    await steps.appoint(context, deputy, Role.DEPUTY, for_person_id=head.id, begins=context.today, ends=context.today)
    told = row("预算", no=1, owner="局长", department="市财政局", leader="领导", due="2022-03-10")
    await importing.import_ledger(context, [told], name="台账", base_date=context.today)


BEARERS = {
    Role.HEAD: "局长",
    Role.DEPUTY: "副局长",
    Role.LIAISON: "联络员",
    Role.LEADER: "领导",
    Role.SECRETARY: "秘书",
    Role.COORDINATOR: "督查员",
    Role.DIRECTOR: "主任",
}


@pytest.mark.parametrize("role", Role)
async def test_each_right_ends_with_its_post(database, role):
    async with database.writing() as session:
        context = StepContext(session, NOW, "command:test", POLICY)
        await city(context)
        person = await people.with_posts(session, (await people.by_name(session, BEARERS[role])).id)
        (task,) = (await tasks.by_ids(session, [1])).values()
        for action in Action:
            mine = may(people.roles_towards(person, task, today=context.today), action)
            assert mine is (RIGHTS[role, action] is not Reach.NONE), action
        person_id = person.id
        for post in await posts.of(session, person_id):
            await steps.end(context, post)
    async with database.writing() as session:
        person = await people.with_posts(session, person_id)
        (task,) = (await tasks.by_ids(session, [1])).values()
        assert person.roles == frozenset()
        for action in Action:
            assert not may(people.roles_towards(person, task, today=context.today), action), action
            assert not may(person.roles, action), action
        assert person_id not in {each.id for each in await people.with_role(session, *OFFICE)}
