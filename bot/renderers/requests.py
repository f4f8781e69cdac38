"""Requests on their way to those who decide, and the outcome on its way back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.renderers.task_lines import lines_of
from bot.renderers.text_message import Rendering, message
from bot.texts import decisions, keyboards, reasons, words
from bot.texts.task_lines import TaskLine
from db import people, reports, requests, tasks
from db.messages import Call, NotNeeded, Nowhere
from db.models import Request, RequestKind, RequestState, Role, Task
from db.payloads import OutcomePayload, RequestPayload
from db.rights import Action, may
from schedules.milestone_shift import Moved, shifted

LISTED = 20  # the rest is under 待核查 and 请示


async def put(rendering: Rendering, put: RequestPayload) -> Call | NotNeeded | Nowhere:
    """A claim, an extension, a decision or a confirmation, with its buttons; nothing once it is decided."""
    if put.more:
        return await _several(rendering, (put.request_id, *put.more))
    request = await requests.locked(rendering.session, put.request_id)
    found = await tasks.by_ids(rendering.session, [put.task_id])
    if request is None or request.state != RequestState.OPEN or not found:
        return NotNeeded(reasons.HANDLED)
    task = found[put.task_id]
    line = (await lines_of(rendering.session, [task], now=rendering.now, policy=rendering.policy))[0]
    who = (await people.by_ids(rendering.session, [request.person_id]))[request.person_id].name
    said = await _words(rendering, request)
    reader = await people.with_posts(rendering.session, rendering.row.person_id or request.person_id)
    relays = Role.SECRETARY in people.roles_towards(reader, task, today=rendering.today)
    note = f"\n{decisions.RELAYED_BY_SECRETARY}" if relays else ""
    if request.kind == RequestKind.EXTENSION and request.wanted is not None:
        stones = _stones(rendering, task, request.wanted)
        text = decisions.extension(line, who, said, request.wanted, request.reason, stones)
        buttons = keyboards.of_extension(request.id, milestones=bool(stones))
        return await message(rendering, text + note, rows=[] if relays else buttons, items=[task.id])
    if relays:
        text, rows = _shape(
            rendering, request, line, who, said, decides=reader.id, of_office=may(reader.roles, Action.SETTLE)
        )
        chooses = request.kind == RequestKind.DECISION
        return await message(rendering, text + note, rows=rows if chooses else [], items=[task.id])
    text, rows = _shape(
        rendering, request, line, who, said, decides=task.leader_id, of_office=may(reader.roles, Action.SETTLE)
    )
    return await message(rendering, text, rows=rows, items=[task.id])


def _stones(rendering: Rendering, task: Task, wanted: date) -> list[Moved]:
    stones = [(each.position, each.name, each.due) for each in task.milestones]
    return shifted(stones, task.due, wanted, today=rendering.today, calendar=rendering.policy.calendar)


async def _several(rendering: Rendering, ids: Sequence[int]) -> Call | NotNeeded | Nowhere:
    """Requests of one kind that came together: a list, each opened by its number."""
    found = [request for each in ids if (request := await requests.locked(rendering.session, each)) is not None]
    living = [request for request in found if request.state == RequestState.OPEN]
    if not living:
        return NotNeeded(reasons.HANDLED)
    known = await tasks.by_ids(rendering.session, [request.task_id for request in living])
    named = await people.by_ids(rendering.session, [request.person_id for request in living])
    rows = [
        decisions.row(
            known[request.task_id].number,
            known[request.task_id].title,
            named[request.person_id].name,
            words.day(request.wanted, today=rendering.today) if request.wanted else "",
        )
        for request in living[:LISTED]
    ]
    whole = [each.id for each in living if each.kind == RequestKind.CONFIRM]
    buttons = keyboards.rows_of([(f"{n}", f"req:{each.id}") for n, each in enumerate(living[:LISTED], 1)], 5)
    if len(whole) == len(living) > 1:
        buttons = [[(decisions.CONFIRM_ALL.format(count=len(whole)), f"confall:{whole[0]}")], *buttons]
    text = decisions.several(living[0].kind.value, rows, len(living))
    return await message(rendering, text, rows=buttons, items=[request.task_id for request in living])


async def _words(rendering: Rendering, request: Request) -> str:
    found = await reports.saying_of_report(rendering.session, request.report_id) if request.report_id else None
    return found.words if found else ""


def _shape(
    rendering: Rendering, request: Request, line: TaskLine, who: str, said: str, *, decides: int | None, of_office: bool
) -> tuple[str, list[list[keyboards.Button]]]:
    if request.kind == RequestKind.CLOSURE:
        local = rendering.policy.local(request.asked_at)
        at = f"{words.day(local.date(), today=line.today)}{local:%H:%M}"
        return decisions.claim(line, who, said, at), [list(row) for row in keyboards.of_claim(request.id)]
    if request.kind == RequestKind.CONFIRM:
        return decisions.confirmation(line, who, said, of_office=of_office and line.urgent), [
            list(row) for row in keyboards.of_confirmation(request.id)
        ]
    if line.leader is not None and rendering.row.person_id != decides:
        return decisions.decision(line, who, said, request.options, request.recommended, decides=line.leader), []
    text = decisions.decision(line, who, said, request.options, request.recommended)
    return text, [list(row) for row in keyboards.of_decision(request.id, request.options, request.recommended)]


async def outcome(rendering: Rendering, came: OutcomePayload) -> Call | NotNeeded | Nowhere:
    if came.request_id is not None:
        request = await requests.locked(rendering.session, came.request_id)
        if request is not None and request.state == RequestState.OPEN:
            return NotNeeded(reasons.TAKEN_BACK)
    task = (await tasks.by_ids(rendering.session, [came.task_id]))[came.task_id]
    text = decisions.outcome(came, task.number, task.title, today=rendering.today)
    return await message(rendering, text, items=[task.id])
