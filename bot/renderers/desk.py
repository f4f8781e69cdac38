"""The morning list of the office and of a leader, as things stand when it goes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.renderers import leader_reports
from bot.renderers.evening import evening
from bot.renderers.matters import lines_of as matter_lines
from bot.renderers.matters import together
from bot.renderers.text_message import Rendering, message
from bot.texts import desk as texts
from bot.texts import keyboards, matters, reasons, task_answers
from bot.texts import leader_reports as leader_report_texts
from bot.texts.desk import Desk, SilentLine, WaitingLine
from db import people, tasks
from db.matter_verbs import Verb
from db.messages import Call, NotNeeded, Nowhere
from db.models import Person
from db.payloads import DeskPayload
from db.rights import OFFICE
from schedules import waiting
from schedules.ladder import Rung
from schedules.policy import Policy
from schedules.steps import supervision_orders
from schedules.steps.context import StepContext
from schedules.steps.leader_reports import hindrance
from schedules.waiting import Silent, Waiting


async def desk(rendering: Rendering, listed: DeskPayload) -> Call | NotNeeded | Nowhere:
    if listed.evening:
        return await evening(rendering, listed)
    person_id = rendering.row.person_id
    context = StepContext(rendering.session, rendering.now, rendering.row.cause, rendering.policy)
    office = person_id in {each.id for each in await people.with_role(rendering.session, *OFFICE)}
    if person_id is None:
        return NotNeeded(reasons.NOBODY)
    field = (await people.with_posts(rendering.session, person_id)).field_ids
    found = await (waiting.for_office(context, person_id) if office else waiting.for_leader(context, field))
    shown = await lines_of(rendering, found)
    units = [] if office else await leader_reports.units(rendering, listed, field)
    if not shown.waiting and not shown.silent and not units:
        return NotNeeded(reasons.ALL_HANDLED)
    if office:
        unreachable = await people.unreachable_owners(rendering.session)
        shown = Desk(shown.waiting, shown.silent, [each.name for each in unreachable])
    limit = rendering.policy.morning_items
    text = texts.text(
        shown,
        title=texts.OFFICE if office else texts.LEADER,
        limit=limit,
        report=leader_report_texts.section(units, limit),
    )
    items = [request.task_id for request in found.requests]
    items += [row.task_id for row in listed.rows if units and row.rung == Rung.TO_LEADER]
    items += [task_id for each in found.silent[:limit] for task_id in each.task_ids[:5]]
    return await message(rendering, text, rows=texts.buttons(shown, limit), items=list(dict.fromkeys(items)))


def _context(rendering: Rendering) -> StepContext:
    return StepContext(rendering.session, rendering.now, rendering.row.cause, rendering.policy)


async def lines_of(rendering: Rendering, found: Waiting) -> Desk:
    return Desk(await _waiting(rendering, found), await silent_lines(_context(rendering), found.silent))


async def silent_lines(context: StepContext, silent: Sequence[Silent]) -> list[SilentLine]:
    named = await people.by_ids(context.session, {each.owner_id for each in silent})
    numbers = await tasks.numbers_of(context.session, [task_id for each in silent for task_id in each.task_ids])
    ordered = await supervision_orders.tasks_ordered(context) if silent else set()
    leaders = await people.by_ids(context.session, {each or 0 for of in silent for each in of.leaders})
    return [
        SilentLine(
            each.owner_id,
            named[each.owner_id].name,
            tuple(numbers[task_id] for task_id in each.task_ids),
            each.workdays,
            each.unsigned,
            each.to_order,
            len(ordered.intersection(each.task_ids)),
            *_up(each, leaders, context.policy),
        )
        for each in silent
    ]


def _up(each: Silent, leaders: Mapping[int, Person], policy: Policy) -> tuple[bool, str, int]:
    """Whether somebody can be told by a tap, else whom the office tells in person; of how many he was told."""
    found = [leaders.get(leader_id or 0) for leader_id in each.leaders]
    if any(hindrance(leader, policy) is None for leader in found):
        return True, "", each.put_up
    return False, "、".join(leader.name if leader else "领导" for leader in found), each.put_up


async def _waiting(rendering: Rendering, found: Waiting) -> list[WaitingLine]:
    """Requests and matters in one list, who has waited longest first."""
    about = await tasks.by_ids(rendering.session, {request.task_id for request in found.requests})
    named = await people.by_ids(rendering.session, {request.person_id for request in found.requests})
    policy, today = rendering.policy, rendering.today
    rows = []
    for request in found.requests:
        task = about[request.task_id]
        what = texts.request(
            request.kind.value, task_answers.named(task.number, task.title), named[request.person_id].name
        )
        rows.append((request.asked_at, what, f"req:{request.id}"))
    lines = await matter_lines(rendering.session, found.matters, policy=policy, now=rendering.now)
    since = {matter.id: matter.raised_at for matter in found.matters}
    for line in together(found.matters, lines):
        rows.append((since[line.id], matters.headline(line), keyboards.of_matter(line.id, Verb.SHOW)))
    return [
        WaitingLine(what, policy.calendar.between(policy.today(since), today), data)
        for since, what, data in sorted(rows, key=lambda each: each[0])
    ]
