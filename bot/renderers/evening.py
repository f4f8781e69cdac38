"""The evening list of 急件, as things stand when it goes out."""

from __future__ import annotations

from collections import defaultdict

from bot.renderers.text_message import Rendering, message
from bot.texts import evening as texts
from bot.texts import reasons
from bot.texts.evening import OpenLine
from db import people, requests, tasks
from db.lifecycle import UNFINISHED, State
from db.messages import Call, NotNeeded, Nowhere
from db.models import Request, Task
from db.payloads import DeskPayload
from db.rights import OFFICE


async def evening(rendering: Rendering, listed: DeskPayload) -> Call | NotNeeded | Nowhere:
    found = await tasks.by_ids(rendering.session, [row.task_id for row in listed.rows])
    waits: dict[int, list[Request]] = defaultdict(list)
    for request in await requests.open_for(rendering.session, list(found)):
        waits[request.task_id].append(request)
    office = rendering.row.person_id in {each.id for each in await people.with_role(rendering.session, *OFFICE)}
    lines = [
        line
        for task in sorted(found.values(), key=lambda each: (each.asked_at or rendering.now, each.number))
        if (line := _line(rendering, task, waits[task.id], office=office)) is not None
    ]
    if not lines:
        return NotNeeded(reasons.ALL_HANDLED)
    limit = rendering.policy.morning_items
    text = texts.text(lines, limit, office=office)
    rows = texts.buttons(lines[:limit], office=office)
    return await message(rendering, text, rows=rows, items=[line.task_id for line in lines])


def _line(rendering: Rendering, task: Task, waits: list[Request], *, office: bool) -> OpenLine | None:
    if task.state not in UNFINISHED or not (office or task.leader_id == rendering.row.person_id):
        return None
    unanswered = task.asked_at is not None and task.state is not State.CLAIMED
    waiting = [(request.kind.value, request.id) for request in waits] if office else []
    if not unanswered and not waiting:
        return None
    asked = rendering.policy.local(task.asked_at) if task.asked_at and unanswered else None
    return OpenLine(
        task.id,
        task.number,
        task.title,
        task.owner_id,
        task.owner.name,
        task.due,
        rendering.today,
        unsigned=task.signed_at is None,
        asked_at=asked,
        waiting=tuple(waiting),
    )
