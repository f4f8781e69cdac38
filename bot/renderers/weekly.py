"""The weekly report, read anew at sending: the whole for coordinators, a leader's field, a head's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.renderers.task_lines import lines_of, standings, worst_first
from bot.renderers.text_message import Rendering, message
from bot.texts import keyboards, reasons, weekly
from db import people, tasks
from db.messages import Call, NotNeeded, Nowhere
from db.models import Role, Task
from db.payloads import DigestPayload, Scope
from db.tasks import Filter
from db.week import week
from schedules.tally import tally, tally_by


async def digest(rendering: Rendering, report: DigestPayload) -> Call | NotNeeded | Nowhere:
    person = await rendering.person()
    if person is None:
        return NotNeeded(reasons.NOBODY)
    scope = report.scope
    if scope is Scope.OFFICE and not await _is_coordinator(rendering):
        return NotNeeded(reasons.NO_LONGER_COORDINATOR)
    chosen = {
        Scope.OFFICE: Filter(),
        Scope.LEADER: Filter(leader_id=person.id),
        Scope.HEAD: Filter(owner_id=person.id),
    }[scope]
    found = await tasks.matching(rendering.session, chosen)
    if not found:
        return NotNeeded(reasons.NO_TASKS)
    figures = await _figures(rendering, found, report)
    text = weekly.text(figures, scope=scope, name=person.name)
    shown = [(line.task_id, line.number) for line in figures.worst[:10]]
    return await message(
        rendering, text, rows=keyboards.of_several(shown, unsigned=False), items=[task_id for task_id, _ in shown]
    )


async def _is_coordinator(rendering: Rendering) -> bool:
    """Roles may have changed since it was queued: nobody reads a task outside his own."""
    found = await people.with_role(rendering.session, Role.COORDINATOR)
    return rendering.row.person_id in {each.id for each in found}


async def _figures(rendering: Rendering, found: Sequence[Task], report: DigestPayload) -> weekly.Figures:
    until = rendering.policy.at(report.day, rendering.policy.digest)
    standing = await standings(rendering.session, found, now=rendering.now, policy=rendering.policy)
    lines = await lines_of(rendering.session, found, now=rendering.now, policy=rendering.policy)
    counted = await week(
        rendering.session,
        since=until - timedelta(days=7),
        until=max(until, rendering.now),
        today=rendering.today,
        task_ids=[task.id for task in found],
    )
    unreachable = await people.unreachable_owners(rendering.session) if report.scope is Scope.OFFICE else []
    open_lines = [line for line in lines if not line.closed]
    return weekly.Figures(
        day=report.day,
        whole=tally(standing.values()),
        departments=tally_by((task.lead_department.name, standing[task.id]) for task in found),
        week=counted,
        worst=[line for line in worst_first(open_lines) if line.lamp in ("red", "yellow")],
        coming=[line for line in worst_first(open_lines) if line.lamp == "blue"],
        unreachable=[each.name for each in unreachable],
        limit=rendering.policy.morning_items,
    )
