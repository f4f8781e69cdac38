"""Sub-items, fields and visits as people see them, from the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.renderers.task_lines import lines_of
from bot.texts import items as texts
from bot.texts.task_lines import brief
from db import fields, items, people, tasks
from db.item_words import ItemState
from db.lifecycle import UNFINISHED
from db.models import Role, Task, TaskField
from db.models.items import Item
from db.tasks import Filter
from schedules.items import missed, overdue, tallies
from schedules.policy import Policy
from schedules.task_types import CHECKLIST


def line_of(item: Item, *, today: date, visited: Sequence[date] = ()) -> str:
    return texts.item(_line(item, today=today, visited=visited), today)


def _line(item: Item, *, today: date, visited: Sequence[date]) -> texts.ItemLine:
    wanting = missed(item.every, item.opened_at.date(), visited, today) if item.every else None
    return texts.ItemLine(
        item.number,
        item.title,
        item.state,
        item.owner,
        item.leader,
        item.due,
        late=bool(overdue([item], today)),
        missed=wanting or "",
        visits=len(visited),
    )


async def listing(session: AsyncSession, task: Task, rows: Sequence[Item], named: str, *, today: date) -> str:
    been: dict[int, list[date]] = {}
    for visit in await items.visits(session, task_ids=[task.id]):
        been.setdefault(visit.item_id or 0, []).append(visit.on)
    groups: dict[str, list[texts.ItemLine]] = {}
    for each in rows:
        groups.setdefault(each.kind, []).append(_line(each, today=today, visited=been.get(each.id, [])))
    leaders = Counter(each.leader for each in rows if each.leader)
    sums = (await sums_of(session, [task])).get(task.id, [])
    return texts.listing(named, groups, sums, leaders, today)


async def sums_of(session: AsyncSession, found: Sequence[Task]) -> dict[int, list[str]]:
    """Task id → open, done and checked of each kind, or the last count."""
    ids = [task.id for task in found]
    known, counted = await items.of_tasks(session, ids), await items.counts(session, ids)
    sums = {task_id: [texts.tally(each) for each in tallies(rows)] for task_id, rows in known.items()}
    for task_id, count in counted.items():
        if task_id not in known:
            sums[task_id] = [texts.counted(count.total, count.done)]
    return sums


async def parts_due(session: AsyncSession, occurrences: Sequence[str]) -> dict[str, tuple[str, date]]:
    """Of the rungs of sub-items: title and day of each that still stands."""
    ids = {int(each[1:]) for each in occurrences if each[:1] == "i" and each[1:].isdigit()}
    found = await items.by_ids(session, ids)
    return {f"i{each.id}": (each.title, each.due) for each in found.values() if each.due is not None}


async def card_lines(session: AsyncSession, task: Task, *, today: date) -> list[str]:
    """What its card says besides: type and fields, sub-items, stretches nobody visited, visits."""
    known = (await fields.of_tasks(session, [task.id])).get(task.id, {})
    rows = (await items.of_tasks(session, [task.id])).get(task.id, [])
    lines = [f"类型：{task.type}"] if task.type else []
    lines += [f"{name}：{value}" for name, value in known.items()]
    lines += (await sums_of(session, [task])).get(task.id, [])
    late = overdue(rows, today)
    lines += [f"子项逾期：{'、'.join(each.title for each in late[:5])}"] if late else []
    been = await items.visits(session, task_ids=[task.id])
    stretches = [each for each in rows if each.every]
    gone = {each.id: [visit.on for visit in been if visit.item_id == each.id] for each in stretches}
    wanting = [
        (each.title, gap)
        for each in stretches
        if (gap := missed(each.every or "", each.opened_at.date(), gone[each.id], today))
    ]
    if stretches:
        named = "；".join(f"{title}（{period}未巡查）" for title, period in wanting[:5])
        lines.append(f"责任段{len(stretches)}个，漏巡{len(wanting)}个" + (f"：{named}" if wanting else ""))
    if been:
        last = been[-1]
        lines.append(
            f"现场督导{len(been)}次，最近{last.on.month}月{last.on.day}日{last.visitor}"
            + (f"：{last.found[:60]}" if last.found else "")
        )
    return lines


async def firm(session: AsyncSession, name: str, chosen: Filter, *, now: datetime, policy: Policy) -> str | None:
    """All tasks and dates of a firm or a place; None where nothing bears its name."""
    whole = await fields.with_value(session, name)
    parts = await items.at_place(session, name)
    ids = {task.id for task in whole} | {task.id for task, _ in parts}
    if not ids:
        return None
    seen = await tasks.matching(session, chosen)
    mine = [task for task in seen if task.id in {each.id for each in whole}]
    lines = await lines_of(session, mine, now=now, policy=policy)
    today = policy.today(now)
    visible = {task.id for task in seen}
    items_shown = [f"{task.number}号 {line_of(item, today=today)}" for task, item in parts if task.id in visible]
    return texts.firm(name, [brief(line) for line in lines], items_shown)


async def unready(session: AsyncSession, chosen: Filter, policy: Policy) -> list[tuple[int, str, list[str]]]:
    """What is not in order: a needed field, a vacant contact, an open item of the checklist."""
    found = [task for task in await fields.typed(session, chosen) if task.state in UNFINISHED]
    with_lists = await items.in_field(session, chosen, CHECKLIST)
    whole = {task.id: task for task in [*found, *(task for task, _ in with_lists if task.state in UNFINISHED)]}
    known = await fields.of_tasks(session, list(whole))
    rows = []
    for task in sorted(whole.values(), key=lambda each: each.number):
        of = policy.types.named(task.type) if task.type else None
        has = known.get(task.id, {})
        bound = {"leader": task.leader_id, "liaison": task.liaison_id}
        why = [
            f"无{each.name}"
            for each in (of.fields if of else ())
            if each.needed and not has.get(each.name) and not bound.get(each.binds)
        ]
        open_ones = [item.title for one, item in with_lists if one.id == task.id and item.state is ItemState.OPEN]
        why += [f"清单未齐：{'、'.join(open_ones)}"] if open_ones else []
        if why:
            rows.append((task.number, task.title, why))
    return rows


async def stages(session: AsyncSession, chosen: Filter, policy: Policy, *, since: datetime) -> list[str]:
    """Every field with set values: how many tasks stand at each, and what has moved since."""
    parts = []
    for name, values, rows in await _staged(session, chosen, policy):
        numbers = await tasks.numbers_of(session, {row.task_id for row in rows})
        before: dict[int, str] = {}
        moves = []
        for row in rows:
            if row.since >= since and before.get(row.task_id):
                moves.append((numbers[row.task_id], before[row.task_id], row.value))
            before[row.task_id] = row.value
        parts.append(texts.stages(name, _at_each(values, rows), moves))
    return parts


async def stage_counts(session: AsyncSession, chosen: Filter, policy: Policy) -> list[str]:
    """The same counts in a line each, for the head of a chart."""
    return [
        texts.stage_counts(name, _at_each(values, rows))
        for name, values, rows in await _staged(session, chosen, policy)
    ]


async def _staged(
    session: AsyncSession, chosen: Filter, policy: Policy
) -> list[tuple[str, Sequence[str], list[TaskField]]]:
    """Of each field with set values that any task has: its name, the values in their order, its history."""
    found: list[tuple[str, Sequence[str], list[TaskField]]] = []
    for name in policy.types.field_names:
        of = policy.types.field(name)
        if of is not None and of.values and (rows := await fields.history(session, name, chosen)):
            found.append((name, of.values, rows))
    return found


def _at_each(values: Sequence[str], rows: Sequence[TaskField]) -> dict[str, int]:
    counts = Counter(row.value for row in rows if row.ended_at is None and row.value)
    return {value: counts[value] for value in values}


async def visits(session: AsyncSession, policy: Policy, *, since: date, until: date) -> list[tuple[str, int, int]]:
    been = Counter(visit.visitor for visit in await items.visits(session, since=since, until=until))
    wanted = max((each.visits for each in policy.types.types), default=0)
    leaders = [person.name for person in await people.with_role(session, Role.LEADER)]
    names = dict.fromkeys([*leaders, *been])
    return [(name, been[name], wanted if name in leaders else 0) for name in names]


async def broken(session: AsyncSession, policy: Policy) -> list[tuple[int, str, str, str]]:
    kinds = [each.name for each in policy.types.kinds if each.office]
    found = await items.in_field(session, Filter(), *kinds) if kinds else []
    return [(task.number, task.title, item.owner, item.title) for task, item in found if item.state is ItemState.OPEN]
