"""The type of a task and what it brings along: fields, milestones, gates, evidence, alert; all of it data."""

from __future__ import annotations

from collections.abc import Sequence

from db import fields, indicators, people
from db.measures import Goal
from db.models import Milestone, Mode, Task
from schedules.steps import items as subitems
from schedules.steps.context import StepContext
from schedules.steps.items import New
from schedules.steps.ordering import held
from schedules.steps.refusals import NotHisToDecide
from schedules.steps.replan import replan
from schedules.task_types import CHECKLIST, GATE, TaskType, TypeField

BEFORE_ALERT = "平时周期"  # the field that remembers what the alert took the place of


async def type_as(context: StepContext, task_ids: Sequence[int], name: str) -> None:
    """Raises NotHisToDecide."""
    found = context.policy.types.named(name)
    if found is None:
        raise NotHisToDecide(
            f"没有“{name}”这一类型，可用：{'、'.join(each.name for each in context.policy.types.types)}。"
        )
    for task_id in task_ids:
        task = await held(context, task_id)
        task.type = found.name
        await _bring(context, task, found)
        context.note("type", task=task, type_of=found.name)
        await replan(context, task)


async def _bring(context: StepContext, task: Task, found: TaskType) -> None:
    types = context.policy.types
    if found.checklist:
        await subitems.enter(context, task, types.kind(CHECKLIST), [New(each) for each in found.checklist])
    if found.gates:
        await subitems.enter(context, task, types.kind(GATE), [New(each) for each in found.gates])
    task.evidence_wanted = task.evidence_wanted or found.evidence
    if found.whether and task.mode is Mode.RECURRING:
        task.red_line = True
    if found.stages and task.due is not None and not task.milestones:
        start = max(task.plan_from, context.today) if task.plan_from < task.due else task.plan_from
        task.milestones = [
            Milestone(task_id=task.id, position=place, name=name, due=day)
            for place, (name, day) in enumerate(found.milestones(start, task.due, context.policy.calendar))
        ]
    await _phases(context, task, found)


async def _phases(context: StepContext, task: Task, found: TaskType) -> None:
    """Of the first figure that can be shared out: what is to be reached by the end of each season."""
    if not found.phases or task.due is None:
        return
    rows = (await indicators.of_tasks(context.session, [task.id])).get(task.id, [])
    row = next((each for each in rows if each.unit != "%" and not each.goals), None)
    if row is not None:
        goals = [Goal(each.name, each.day(task.due.year), round(row.target * each.share, 4)) for each in found.phases]
        row.goals = [[goal.name, goal.on.isoformat(), goal.value] for goal in goals if goal.on <= task.due]


async def put_field(context: StepContext, task_ids: Sequence[int], name: str, value: str) -> None:
    """What it was before stays on record. An empty value is a vacancy. Raises NotHisToDecide."""
    of = context.policy.types.field(name)
    if of is None:
        raise NotHisToDecide(f"没有“{name}”这一项。")
    if of.values and value and value not in of.values:
        raise NotHisToDecide(f"{name}只能是：{'、'.join(of.values)}。")
    for task_id in task_ids:
        task = await held(context, task_id)
        await _bind(context, task, of, value)
        await fields.put(context.session, task.id, name, value, now=context.now)
        context.note("field", task=task, name=name)
        await replan(context, task)


async def _bind(context: StepContext, task: Task, of: TypeField, value: str) -> None:
    if not of.binds:
        return
    person = await people.by_name(context.session, value) if value else None
    if value and person is None:
        raise NotHisToDecide(f"名册中没有“{value}”。请写姓名或职务在名册中的称呼；新增人员请发“任命李四为…”。")
    if of.binds == "leader":
        if person is None:
            raise NotHisToDecide("包联领导不能空缺，请写明由谁接替。")
        task.leader_id = person.id
    else:
        task.liaison_id = person.id if person is not None else None
    await context.session.flush()


async def alert(context: StepContext, task_ids: Sequence[int], *, on: bool) -> None:
    """平战转换: daily reports until it is switched back; what was reported stays. Raises NotHisToDecide."""
    for task_id in task_ids:
        task = await held(context, task_id)
        if task.mode is not Mode.RECURRING:
            raise NotHisToDecide(f"{task.number}号是限期办结事项；平战转换只用于常态推进事项。")
        known = (await fields.of_tasks(context.session, [task.id])).get(task.id, {})
        before = known.get(BEFORE_ALERT, "")
        if on and not before:
            await fields.put(context.session, task.id, BEFORE_ALERT, task.report_every or "month", now=context.now)
            task.report_every = "day"
        elif not on and before:
            task.report_every = before
            await fields.put(context.session, task.id, BEFORE_ALERT, "", now=context.now)
        else:
            raise NotHisToDecide(f"{task.number}号已处于{'战时' if on else '平时'}状态。")
        context.note("alert", task=task, on=on)
        await replan(context, task)
