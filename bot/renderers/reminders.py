"""Reminders carry ids and are read anew at sending: what is no longer needed falls out of the message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.documents.kinds import read_key
from bot.renderers.indicators import stages_of
from bot.renderers.matters import LIMIT, living, together
from bot.renderers.matters import lines_of as matter_lines
from bot.renderers.sharing import supported, supported_lines
from bot.renderers.subitems import parts_due
from bot.renderers.task_lines import lines_of, worst_first
from bot.renderers.text_message import Rendering, message
from bot.texts import keyboards, morning, reasons
from bot.texts import matters as matter_texts
from bot.texts.papers import names
from bot.texts.task_lines import TaskLine
from bot.texts.task_lines import brief as brief_line
from db import agenda, people, reports, tasks
from db.lifecycle import UNFINISHED, State
from db.messages import Call, NotNeeded, Nowhere
from db.models import Person, Task
from db.payloads import ListingPayload, MorningPayload, ReminderItem, UrgePayload
from schedules.ladder import Rung, rank
from schedules.rungs import FOR_OWNERS, OF_A_ROUND, superseded

SUPPORTED = 5  # tasks of others shown in a morning message of his own

STAGE_DAYS = 7  # between a milestone and the stage of an indicator that belongs to it


def needed(task: Task) -> bool:
    """A closed, stopped or claimed task is not reminded of."""
    return task.state in UNFINISHED and task.state != State.CLAIMED


async def merged(rendering: Rendering, due: MorningPayload) -> Call | NotNeeded | Nowhere:
    """The morning message, and the one of a 急件: items worst first, ten of them, then 其余N项."""
    found = await tasks.by_ids(rendering.session, [item.task_id for item in due.items])
    person = await _answering(rendering)
    open_items = [item for item in due.items if item.task_id in found and needed(found[item.task_id])]
    open_items = [item for item in open_items if _is_his(rendering, person, found[item.task_id])]
    kept = await _not_superseded(rendering, open_items, found)
    besides = await _besides(rendering, due, alone=not kept)
    if person is None or not (kept or besides):
        return NotNeeded(reasons.NOTHING_TO_REMIND)
    lines: list[TaskLine] = []
    parts: list[Part] = list(besides)
    if kept:
        asks = await _asks(rendering, kept, found)
        lines = [ask.line for ask in asks]
        local, limit = rendering.policy.local(rendering.now), rendering.policy.morning_items
        parts.insert(0, (morning.text(person.name, asks, local, limit=limit), buttons(lines)))
    text = "\n\n".join(said for said, _ in parts)
    rows = [row for _, of in parts for row in of]
    return await message(rendering, text, rows=rows, items=[line.task_id for line in lines])


Part = tuple[str, Sequence[Sequence[keyboards.Button]]]


async def _asks(rendering: Rendering, kept: Sequence[ReminderItem], found: Mapping[int, Task]) -> list[morning.Ask]:
    lines = await lines_of(
        rendering.session, [found[item.task_id] for item in kept], now=rendering.now, policy=rendering.policy
    )
    promised = await _promised(rendering, kept)
    parts = await parts_due(rendering.session, [item.occurrence for item in kept if item.rung in _OF_STAGES])
    stages = await stages_of(rendering.session, [found[item.task_id] for item in kept])
    asks = [
        _ask(rendering, line, item, found[line.task_id], promised, parts)
        for line, item in zip(lines, kept, strict=True)
    ]
    return _worst_first([replace(ask, wanted=_wanted(ask, stages.get(ask.line.task_id, ()))) for ask in asks])


def _wanted(ask: morning.Ask, stages: Sequence[tuple[date, str]]) -> str:
    """What is to be reached by the milestone that is asked about."""
    day = ask.line.milestone[1] if ask.line.milestone is not None else None
    near = [text for on, text in stages if day is not None and abs((on - day).days) <= STAGE_DAYS]
    return "，".join(near)


async def _besides(rendering: Rendering, due: MorningPayload, *, alone: bool) -> list[Part]:
    """What he holds and is asked about today, and what his department supports; `alone`: no task of his own is left."""
    parts: list[Part] = []
    held = await living(rendering.session, due.matter_ids)
    if held:
        every = await matter_lines(rendering.session, held, policy=rendering.policy, now=rendering.now)
        lines = together(held, every)
        said = matter_texts.follow_up if alone else matter_texts.besides
        parts.append((said(lines, limit=LIMIT), keyboards.of_matters([line.id for line in lines[:LIMIT]])))
    supporting = await supported_lines(rendering, due.partner_ids)
    if supporting:
        parts.append((supported(supporting, SUPPORTED), []))
    return parts


async def _answering(rendering: Rendering) -> Person | None:
    return (
        None if rendering.row.person_id is None else await people.with_posts(rendering.session, rendering.row.person_id)
    )


def _is_his(rendering: Rendering, person: Person | None, task: Task) -> bool:
    """It may have become another's while the message waited."""
    return person is not None and bool(people.roles_towards(person, task, today=rendering.today))


async def _not_superseded(
    rendering: Rendering, items: Sequence[ReminderItem], found: Mapping[int, Task]
) -> list[ReminderItem]:
    """Without what a later message says, or says no more: this one was held up, or goes again after it was lost."""
    newest = await agenda.newest_said(rendering.session, {item.task_id for item in items}, FOR_OWNERS)
    return [item for item in items if not _is_superseded(item, found[item.task_id], newest)]


def _is_superseded(item: ReminderItem, task: Task, newest: Mapping[tuple[int, int], datetime]) -> bool:
    """A later rung was said, or the round is over, by a new date or a return, and the new one says it itself."""
    if (
        item.at is None or item.round is None or item.until is None
    ):  # queued by a version that did not tell rounds apart
        return False
    over = item.until != task.round and item.rung in OF_A_ROUND
    later = newest.get((task.id, item.round))
    return over or superseded(item.at, later)


async def _promised(rendering: Rendering, items: Sequence[ReminderItem]) -> dict[str, str]:
    """By the id of each promise asked about, in his own words."""
    ids = [int(item.occurrence) for item in items if item.rung == Rung.PROMISE and item.occurrence.isdigit()]
    said = await reports.promises_said(rendering.session, ids) if ids else {}
    policy, today = rendering.policy, rendering.today
    return {
        str(promise.id): morning.promised(
            saying.words, policy.today(saying.at), by=promise.by, percent=promise.percent, today=today
        )
        for promise, saying in said.values()
    }


_OF_STAGES = (Rung.MILESTONE, Rung.MILESTONE_3)


def _ask(
    rendering: Rendering,
    line: TaskLine,
    item: ReminderItem,
    task: Task,
    promised: Mapping[str, str],
    parts: Mapping[str, tuple[str, date]],
) -> morning.Ask:
    if item.rung in _OF_STAGES:
        due = {str(each.position): (each.name, each.due) for each in task.milestones} | dict(parts)
        line = replace(line, milestone=due.get(item.occurrence))
    said = promised.get(item.occurrence, "") if item.rung == Rung.PROMISE else ""
    return morning.Ask(line, item.rung, item.occurrence, said, _soon(rendering, item, task))


def _soon(rendering: Rendering, item: ReminderItem, task: Task) -> tuple[tuple[str, date], ...]:
    """The milestones whose early reminder was merged into this one, or into one of the same morning for which this one
    speaks (`rungs.merged`)."""
    if item.rung == Rung.HAND_OUT:
        return ()  # it names all of them
    policy, today = rendering.policy, rendering.today
    last = policy.calendar.forward(today + timedelta(days=policy.merge_days), policy.milestone_before)
    return tuple(
        (each.name, each.due)
        for each in task.milestones
        if today < each.due <= last
        and not (item.rung.startswith("milestone") and str(each.position) == item.occurrence)
    )


def _worst_first(asks: Sequence[morning.Ask]) -> list[morning.Ask]:
    """What presses most comes first, and of what presses alike the worst lamp and the nearest date."""
    place = {line.task_id: n for n, line in enumerate(worst_first([ask.line for ask in asks]))}
    return sorted(asks, key=lambda ask: (rank(ask.rung), place[ask.line.task_id]))


def buttons(lines: Sequence[TaskLine]) -> list[Sequence[keyboards.Button]]:
    if len(lines) == 1:
        return keyboards.of_task(
            lines[0].task_id, signed=lines[0].signed, recurring=lines[0].recurring, red_line=lines[0].red_line
        )
    unsigned = any(not line.signed for line in lines)
    return keyboards.of_several([(line.task_id, line.number) for line in lines[:10]], unsigned=unsigned)


async def urged(rendering: Rendering, urge: UrgePayload) -> Call | NotNeeded | Nowhere:
    """催办, in the name of the supervision office."""
    found = await tasks.by_ids(rendering.session, urge.task_ids)
    person = await _answering(rendering)
    open_tasks = [task for task in found.values() if needed(task) and _is_his(rendering, person, task)]
    if not open_tasks:
        return NotNeeded(reasons.DONE)
    lines = await lines_of(rendering.session, open_tasks, now=rendering.now, policy=rendering.policy)
    return await message(rendering, morning.urge(lines), rows=buttons(lines), items=[line.task_id for line in lines])


async def listing(rendering: Rendering, listed: ListingPayload) -> Call | Nowhere:
    """The tasks are shown as they stand when it goes out."""
    found = await tasks.by_ids(rendering.session, listed.ids)
    ordered = [found[task_id] for task_id in listed.ids if task_id in found]
    lines = await lines_of(rendering.session, ordered, now=rendering.now, policy=rendering.policy)
    body = "\n".join(brief_line(line, with_owner=listed.with_owner) for line in lines)
    parts = [listed.head, body, listed.tail]
    shown = [(line.task_id, line.number) for line in lines]
    unsigned = listed.mine and any(not line.signed for line in lines)
    rows = keyboards.of_urges(shown) if listed.urge else keyboards.of_several(shown, unsigned=unsigned)
    if listed.paper:
        wanted = read_key(listed.paper)
        rows.append([names.button(wanted.kind, wanted.of)])
    return await message(
        rendering,
        "\n".join(part for part in parts if part),
        rows=rows,
        items=[task_id for task_id, _ in shown],
    )
