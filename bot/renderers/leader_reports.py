"""专报 in a leader's morning message, as things stand when it goes out."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.renderers.text_message import Rendering
from bot.texts.leader_reports import SilentUnit
from db import journal, matters, reports, tasks
from db.matter_verbs import MatterKind
from db.models import Task
from db.payloads import DeskPayload
from schedules.ladder import Rung
from schedules.steps.context import StepContext
from schedules.waiting import silent_tasks


async def units(rendering: Rendering, listed: DeskPayload, field: Collection[int]) -> list[SilentUnit]:
    """Who has been silent longest first; what was answered meanwhile falls out."""
    put_up = {row.task_id for row in listed.rows if row.rung == Rung.TO_LEADER}
    if not put_up:
        return []
    context = StepContext(rendering.session, rendering.now, rendering.row.cause, rendering.policy)
    found = [task for task in (await tasks.by_ids(rendering.session, put_up)).values() if task.leader_id in field]
    silent = await silent_tasks(context, [task.id for task in found])
    by_owner: dict[int, list[Task]] = {}
    for task in sorted(found, key=lambda each: (each.asked_at or each.began_at, each.number)):
        if task.id not in silent:
            continue
        by_owner.setdefault(task.owner_id, []).append(task)
    return [await _unit(rendering, of) for of in by_owner.values()]


async def _unit(rendering: Rendering, of: Sequence[Task]) -> SilentUnit:
    policy = rendering.policy
    since = min(policy.today(task.asked_at or task.began_at) for task in of)
    return SilentUnit(
        of[0].owner.name,
        policy.calendar.between(since, rendering.today),
        [(task.number, task.title) for task in of],
        await journal.noted_since(rendering.session, "urge", [task.id for task in of], since=policy.at(since, "00:00")),
        await _orders(rendering, [task.id for task in of]),
    )


async def _orders(rendering: Rendering, task_ids: Sequence[int]) -> list[str]:
    held = await matters.of_tasks(rendering.session, task_ids, MatterKind.ORDER)
    said = await reports.sayings(rendering.session, {each.saying_id for each in held})
    return list(dict.fromkeys(saying.words.partition("（")[0] for saying in said.values()))
