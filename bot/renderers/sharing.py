"""What departments beside the lead are told, and what of it stands on a task's card."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.renderers.task_lines import lines_of, worst_first
from bot.renderers.text_message import Rendering, message
from bot.texts import keyboards, reasons
from bot.texts import sharing as texts
from bot.texts.sharing import Share, Shared
from bot.texts.task_lines import TaskLine, brief
from db import departments_named, matters, people, reports, tasks
from db.lifecycle import UNFINISHED
from db.matter_verbs import MatterKind
from db.messages import Call, NotNeeded, Nowhere
from db.models import Task
from db.payloads import PartnerPayload
from db.shared_tasks import partners as shared_tasks
from schedules import periods
from schedules.policy import Policy


async def partners(rendering: Rendering, told: PartnerPayload) -> Call | NotNeeded | Nowhere:
    if rendering.row.person_id is None:
        return NotNeeded(reasons.NOBODY)
    lines = await supported_lines(rendering, told.task_ids)
    if not lines:
        return NotNeeded(reasons.NO_LONGER_HIS)
    limit = rendering.policy.morning_items
    shown = [(line.task_id, line.number) for line in lines[:limit]]
    rows = keyboards.of_several(shown, unsigned=False)
    return await message(rendering, supported(lines, limit), rows=rows, items=[line.task_id for line in lines])


async def supported_lines(rendering: Rendering, task_ids: Sequence[int]) -> list[TaskLine]:
    """Only what his department still supports when it goes out, worst first."""
    if rendering.row.person_id is None or not task_ids:
        return []
    person = await people.with_posts(rendering.session, rendering.row.person_id)
    units = await shared_tasks.departments_of(rendering.session, person, today=rendering.today)
    his = set(await shared_tasks.supported(rendering.session, units))
    found = await tasks.by_ids(rendering.session, [each for each in task_ids if each in his])
    running = [task for task in found.values() if task.state in UNFINISHED]
    return worst_first(await lines_of(rendering.session, running, now=rendering.now, policy=rendering.policy))


def supported(lines: Sequence[TaskLine], limit: int) -> str:
    rows = [texts.TOLD.format(count=len(lines)), *(brief(line, with_owner=True) for line in lines[:limit])]
    rows += [f"其余{len(lines) - limit}项请发“配合事项”查看。"] if len(lines) > limit else []
    return "\n".join(rows)


async def shared_of(session: AsyncSession, task: Task, policy: Policy | None = None, *, now: datetime) -> Shared:
    """`policy`: for the days of the answers, where they are shown."""
    named = (await tasks.supporting(session, [task.id])).get(task.id, [])
    notes = await matters.every_of_kind(session, task.id, MatterKind.NOTE)
    asked = await matters.every_of_kind(session, task.id, MatterKind.SHARE)
    units = await departments_named.full_names(session) if asked else {}
    said = await reports.sayings(session, {each.answer_id for each in asked if each.answer_id is not None})
    by_period: dict[str, list[Share]] = {}
    for each in asked:
        if each.raised_at > now:
            continue  # of a period that nobody is asked for yet
        answer = said.get(each.answer_id or 0)
        on = answer.at.date() if answer is not None else None
        if answer is not None and policy is not None:
            on = policy.today(answer.at)
        share = Share(units.get(each.department_id or 0, ""), answer.words if answer else "", on)
        by_period.setdefault(each.period or "", []).append(share)
    *before, last = sorted(by_period) or [""]
    earlier = [(period_label(each), by_period[each]) for each in reversed(before)]
    return Shared(named, len(notes), by_period.get(last, []), period_label(last), earlier)


def period_label(key: str | None) -> str:
    return periods.parse(key).label if key else ""
