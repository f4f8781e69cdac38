"""事不过夜: one list at 18:00 of the 急件 that nobody has answered or decided, to whoever can still act on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from db import outbox, people
from db.agenda import Come
from db.lifecycle import State
from db.messages import Rank
from db.payloads import DeskPayload, DeskRow
from db.task_columns import TaskColumns
from schedules.ladder import Rung
from schedules.steps.context import StepContext
from schedules.steps.leader_reports import hindrance


async def put_lists(context: StepContext, rows: Sequence[Come], tasks: Mapping[int, TaskColumns]) -> bool:
    """Whether anybody of the office was told. The leader gets the unanswered ones of his field where policy says so."""
    lists: dict[int, list[Come]] = defaultdict(list)
    for department_id in {tasks[row.task_id].lead_department_id for row in rows}:
        of_unit = [row for row in rows if tasks[row.task_id].lead_department_id == department_id]
        for person in await people.responsible(context.session, department_id):
            lists[person.id] += of_unit
    told = bool(lists)
    if context.policy.urgent_to_leader:
        for leader_id, of_field in (await _of_leaders(context, rows, tasks)).items():
            lists[leader_id] += of_field
    for person_id, listed in lists.items():
        await _put(context, person_id, listed)
    return told


async def _of_leaders(
    context: StepContext, rows: Sequence[Come], tasks: Mapping[int, TaskColumns]
) -> dict[int, list[Come]]:
    unanswered = [row for row in rows if tasks[row.task_id].asked_at and tasks[row.task_id].state is not State.CLAIMED]
    found = await people.by_ids(context.session, {tasks[row.task_id].leader_id or 0 for row in unanswered})
    lists: dict[int, list[Come]] = defaultdict(list)
    noted: list[tuple[int | None, dict[str, str]]] = []
    for row in unanswered:
        task = tasks[row.task_id]
        leader = found.get(task.leader_id or 0)
        hindered = hindrance(leader, context.policy)
        if leader is not None and hindered is None:
            lists[leader.id].append(row)
        noted.append(
            (task.id, {"what": "leader", "reason": hindered} if hindered else {"what": "tap", "reason": "policy"})
        )
    await context.note_many("stepped_over", noted)
    return lists


async def _put(context: StepContext, person_id: int, rows: Sequence[Come]) -> None:
    await outbox.queue_message(
        context.session,
        DeskPayload(tuple(DeskRow(row.task_id, Rung.EVENING) for row in rows), evening=True),
        now=context.now,
        cause=context.cause,
        rank=Rank.URGENT,
        person_id=person_id,
        key=f"evening:{context.today.isoformat()}:{person_id}:{context.cause}",
        items=[row.task_id for row in rows],
        not_before=context.policy.allowed_at_or_after(context.now, urgent=True),
    )
