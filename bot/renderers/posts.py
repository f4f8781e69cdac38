"""News of people and their posts, with the names as they are when it goes out."""

from __future__ import annotations

from datetime import timedelta

from bot.renderers.text_message import Rendering, message
from bot.texts import posts as texts
from bot.texts import reasons, task_answers
from db import departments_named, instructions, people, tasks
from db.messages import Call, NotNeeded, Nowhere
from db.models import InstructionState
from db.payloads import PostNews, PostPayload


async def news(rendering: Rendering, said: PostPayload) -> Call | NotNeeded | Nowhere:
    if said.instruction_id is not None and not await _waits(rendering, said.instruction_id):
        return NotNeeded(reasons.HANDLED)
    named = await people.by_ids(rendering.session, [said.person_id, said.other_id or 0, said.by_id or 0])
    found = await tasks.by_ids(rendering.session, said.items)
    his = [found[each] for each in said.items if each in found]
    if said.what in (PostNews.TAKES_OVER, PostNews.BACK):
        his = [task for task in his if task.owner_id == said.person_id]
        if not his:
            return NotNeeded(reasons.NO_LONGER_HIS)
    units = await departments_named.full_names(rendering.session) if said.department_id else {}
    line = texts.PostLine(
        said.what,
        named[said.person_id].name,
        rendering.today,
        other=named[said.other_id].name if said.other_id in named else "",
        by=named[said.by_id].name if said.by_id in named else "",
        role=said.role or "",
        department=units.get(said.department_id or 0, ""),
        tasks=[task_answers.named(task.number, task.title) for task in his],
        begins=said.begins,
        ends=said.ends,
        last=said.last,
        mine=said.mine,
    )
    if said.what is PostNews.BOUND:
        names = await _bound_on(rendering, said)
        if not names:
            return NotNeeded(reasons.OVER_MEANWHILE)
        return await message(rendering, texts.bound(names, said.ends or rendering.today, today=rendering.today))
    rows = texts.rebinding(said.instruction_id) if said.instruction_id is not None else ()
    return await message(rendering, texts.text(line), rows=rows, items=[task.id for task in his])


async def _bound_on(rendering: Rendering, said: PostPayload) -> list[str]:
    """Who has bound an account from the evening before to that of its day, without the reader."""
    assert said.ends is not None, "its day"
    until = rendering.policy.at(said.ends, "17:30")
    since = until - timedelta(days=1)
    everyone = await people.everyone(rendering.session)
    return [
        each.name
        for each in everyone
        if each.id != rendering.row.person_id and each.bound_at is not None and since <= each.bound_at < until
    ]


async def _waits(rendering: Rendering, instruction_id: int) -> bool:
    found = await instructions.by_id(rendering.session, instruction_id)
    return found is not None and found.state is InstructionState.DRAFT
