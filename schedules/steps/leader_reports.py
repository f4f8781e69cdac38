"""专报: what has stayed silent is put before its leader, on a coordinator's tap, in the leader's next morning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from db import journal, matters, reports, tasks
from db.models import MatterKind, Person, Task
from db.rights import Action, may
from db.tasks import Filter
from schedules import waiting
from schedules.ladder import Rung
from schedules.policy import Policy
from schedules.rungs import repeated
from schedules.steps.context import StepContext
from schedules.steps.refusals import NotHisToDecide
from schedules.steps.replan import replan
from schedules.steps.supervision_orders import row_of

NO_LEADER, NEVER, UNREACHABLE = "no_leader", "never_to", "unreachable"


def hindrance(leader: Person | None, policy: Policy) -> str | None:
    """Why nothing is put before him."""
    if leader is None:
        return NO_LEADER
    if leader.name in policy.silence_never_to:
        return NEVER
    return None if leader.reachable else UNREACHABLE


@dataclass(frozen=True, slots=True)
class Draft:
    """What a tap would put before whom, by day; `told_in_person`: of which tasks nobody may be told in writing."""

    owner: Person
    by_day: Mapping[date, Mapping[str, Sequence[Task]]]
    told_in_person: Sequence[Task]

    @property
    def tasks(self) -> list[Task]:
        return [task for by_leader in self.by_day.values() for of in by_leader.values() for task in of]


async def record(context: StepContext, drawn: Draft) -> dict[str, Any]:
    """What its paper says, as JSON: to each leader his tasks, and what the office had done before."""
    chosen = drawn.tasks
    ids, policy = [task.id for task in chosen], context.policy
    asked = [policy.today(task.asked_at) for task in chosen if task.asked_at is not None]
    since = min(asked, default=context.today)
    held = await matters.of_tasks(context.session, ids, MatterKind.ORDER)
    said = await reports.sayings(context.session, {each.saying_id for each in held})
    by_leader: dict[str, list[list[Any]]] = {}
    for task in chosen:
        by_leader.setdefault(str(task.leader_id), []).append(row_of(task, policy))
    return {
        "owner": drawn.owner.name,
        "owner_id": drawn.owner.id,
        "on": min(drawn.by_day, default=context.today).isoformat(),
        "workdays": policy.calendar.between(since, context.today),
        "urged": await journal.noted_since(context.session, "urge", ids, since=policy.at(since, "00:00")),
        "orders": list(dict.fromkeys(saying.words.partition("（")[0] for saying in said.values())),
        "leaders": by_leader,
    }


async def draft(context: StepContext, owner_id: int) -> Draft:
    """Raises NotHisToDecide with the reason where nothing can be put before anybody."""
    if context.actor is None or not may(context.actor.roles, Action.URGE):
        raise NotHisToDecide("专报由督查室报送。")
    return await drawn(context, owner_id)


async def drawn(context: StepContext, owner_id: int) -> Draft:
    """Whoever asks. Raises NotHisToDecide where nothing can be put before anybody."""
    silent = await waiting.silent(context, Filter(unfinished=True, owner_id=owner_id))
    found = await tasks.by_ids(context.session, [task_id for each in silent for task_id in each.ripe])
    if not found:
        raise NotHisToDecide("这些事项均已反馈、办结或已报领导，无需再报。")
    by_day: dict[date, dict[str, list[Task]]] = {}
    in_person = []
    for task in found.values():
        if hindrance(task.leader, context.policy) is None:
            assert task.leader is not None, "a hindrance is named where there is none"
            by_day.setdefault(_day(context, task), {}).setdefault(task.leader.name, []).append(task)
        else:
            in_person.append(task)
    return Draft(next(iter(found.values())).owner, dict(sorted(by_day.items())), in_person)


def _day(context: StepContext, task: Task) -> date:
    """The next morning; of a 急件 the same day, while the window of 急件 is open."""
    if task.urgent:
        return context.policy.today(context.policy.urgent_at_or_after(context.now))
    return context.policy.today(context.policy.morning_at_or_after(context.now))


async def put_up(context: StepContext, put: Draft) -> None:
    """From now on it stands for that morning; answered before it falls out. Raises NotHisToDecide."""
    if not put.tasks:
        raise NotHisToDecide("这些事项没有可报送的牵头领导，请当面报告。")
    ordered = {each.task_id for each in await matters.open_ones(context.session, MatterKind.ORDER)}
    for task in put.tasks:
        assert task.asked_at is not None, "silence begins with an ask"
        since, on = context.policy.today(task.asked_at).isoformat(), _day(context, task).isoformat()
        task.repeated_on = {**task.repeated_on, repeated(Rung.TO_LEADER, since): on}
        context.note("to_leader", task=task, leader=task.leader_id, on=on)
        if task.id not in ordered:
            context.note("stepped_over", task=task, what="order", reason="no_order")
    await replan(context, *put.tasks)


__all__ = ["Draft", "draft", "drawn", "hindrance", "put_up", "record"]
