"""Sub-items in the chat: what a reply says of them, their list, whose turn it is, a firm, what is not in order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from telegram import Update

from bot.handlers import named_tasks
from bot.handlers.context import BoundContext
from bot.handlers.indicators import field_of, refs_of, said_of
from bot.handlers.replied_tasks import replied_tasks
from bot.handlers.replying import say, step_context, today_of
from bot.renderers import subitems as shown
from bot.texts import items as texts
from bot.texts import task_answers
from db import items, tasks
from db.item_words import ItemState
from db.models.items import Item
from db.open_tasks import KnownTask, OpenTask
from db.reading_facts import Intent, Reading, Row, Said
from db.rights import Action, Reach, reach
from schedules.items import next_turns
from schedules.steps import items as steps
from schedules.steps.items import New
from schedules.steps.refusals import NotHisToDecide
from schedules.steps.reporting import Understood


async def _said(context: BoundContext, words: str, about: Sequence[KnownTask]):  # type: ignore[no-untyped-def]
    """Task id → what these words say of its sub-items, and the sub-items."""
    from bot.reading.items import said  # see bot.runtime.preload

    ids = tuple(task.id for task in about)
    if ids not in context.scope.items:  # nothing is changed of them before they are asked for again
        having = [task.id for task in about if not isinstance(task, OpenTask) or task.has_items]
        context.scope.items[ids] = await items.of_tasks(context.session, having)
    known = context.scope.items[ids]
    refs = [task.number for task in about]
    types = context.office.policy.types
    found = {}
    for task in about:
        rows = known.get(task.id, [])
        told = [
            said.Known(
                each.id, each.number, each.title, each.place, each.every is not None, each.state is not ItemState.OPEN
            )
            for each in rows
        ]
        read = said.said(said_of(words, task.number, refs), told, types)
        if read.any:
            found[task.id] = (read, {each.id: each for each in rows})
    return found


async def with_items(
    update: Update, context: BoundContext, words: str, reading: Reading, found: Sequence[KnownTask]
) -> Reading:
    """What is said of a sub-item is a report of its task, and not that the whole is done."""

    rows = {row.ref: row for row in reading.rows}
    named = named_tasks.named(context, words, found)
    replied = await replied_tasks(context, update)
    meant = named or [task for task in found if task.id in replied] or (list(found) if len(found) == 1 else [])
    about = list({task.id: task for task in [*meant, *(task for task in found if task.number in rows)]}.values())
    said = await _said(context, words, about)
    if not said:
        return reading
    for task in about:
        if task.id not in said:
            continue
        read, known = said[task.id]
        row = rows.get(task.number, Row(task.number, state=Said.IN_PROGRESS))
        left = [
            each
            for each in known.values()
            if each.state is ItemState.OPEN and each.id not in read.done and each.every is None
        ]
        of_parts = read.done or read.visited or read.new
        whole = row.state is Said.DONE_CLAIMED and not (of_parts and (left or read.visited or read.new))
        state = row.state if whole or row.state is Said.BLOCKED else Said.IN_PROGRESS
        rows[task.number] = replace(
            row, state=state, percent=None if of_parts and not whole else row.percent, substance=True
        )
    numbers = {task.number for task in about if task.id in said}
    queries = tuple(each for each in reading.queries if not set(refs_of(each)) <= numbers)
    return replace(reading, intent=Intent.UPDATE, rows=tuple(rows.values()), queries=queries)


async def store(context: BoundContext, words: str, understood: Sequence[Understood]) -> dict[int, list[str]]:
    """What the words say of sub-items is kept; task id → how they stand now."""
    about = [each.task for each in understood if each.refused is None]
    said = await _said(context, words, about)
    told: dict[int, list[str]] = {}
    for each in understood:
        if each.task.id not in said:
            continue
        read, known = said[each.task.id]
        told[each.task.id] = await _store(context, each, read, known)
        context.scope.items.clear()
        context.scope.his = context.scope.asked = None  # which of his tasks have sub-items
    return told


async def _store(context: BoundContext, each: Understood, read, known: dict[int, Item]) -> list[str]:  # type: ignore[no-untyped-def]
    step, types, task = step_context(context), context.office.policy.types, each.task
    lines = []
    for item in (known[item_id] for item_id in read.done):
        if types.kind(item.kind).turn:
            try:
                await steps.take_turn(step, item, each.report)
            except NotHisToDecide as refused:
                lines.append(str(refused))
        elif item.state is ItemState.OPEN:
            steps.settle(step, item, ItemState.DONE, report=each.report)
    for item in (known[item_id] for item_id in read.visited):
        await steps.visit(
            step, task, context.person.name, context.office.policy.today(context.now), "", item=item, report=each.report
        )
    for new in read.new:
        kind = types.kind(new.kind)
        begun = await items.last_number(context.session, task.id, kind.name)
        named = [New(title or f"{kind.name}{begun + place}") for place, title in enumerate(new.titles, 1)]
        made = await steps.enter(step, task, kind, named, report=each.report)
        lines += [shown.line_of(item, today=today_of(context)) for item in made]
    if read.total is not None and read.finished is not None and not known:
        await steps.count(step, task, each.report, read.total, read.finished)
    await steps.planned(step, task)
    return [*lines, *(await shown.sums_of(context.session, [task])).get(task.id, [])]


async def asked(update: Update, context: BoundContext, said: str) -> bool:
    """38号清单, 160号轮到谁, 华兴公司档案."""
    words = said.strip(" 。.?？")
    if (match := _LIST.fullmatch(words)) is not None:
        return await _list(update, context, int(match[1]), turns=bool(match["turn"]))
    match = _FIRM.fullmatch(words)
    return match is not None and await _firm(update, context, match["name"].strip())


_LIST = re.compile(
    r"第?(\d{1,6})号(?:的)?(?:(?P<turn>轮到谁了?|该谁了?|下一个是谁|轮次)|(?:问题|子项|分项|案件|路段|隐患)?(?:清单|子项|名单|明细|台账))"
)
_FIRM = re.compile(r"(?P<name>[^\d,，。]{2,24}?)(?:的)?(?:档案|一企一档|企业卡)")


async def _list(update: Update, context: BoundContext, number: int, *, turns: bool) -> bool:
    task = await tasks.by_number(context.session, number)
    if task is None or not step_context(context).may(Action.SEE, task):
        return False
    rows = (await items.of_tasks(context.session, [task.id])).get(task.id, [])
    types = context.office.policy.types
    if reach(context.person.roles, Action.SEE) is not Reach.ALL:
        rows = [each for each in rows if not types.kind(each.kind).office]
    named = task_answers.named(task.number, task.title)
    if turns:
        round_ = [each for each in rows if types.kind(each.kind).turn]
        if not round_:
            return False
        waiting = next_turns(round_)
        had = [each.title for each in round_ if each.state is not ItemState.OPEN]
        await say(context, update, texts.turns(named, waiting, had if len(had) < len(round_) else []), items=[task.id])
        return True
    if not rows and task.id not in await items.counts(context.session, [task.id]):
        await say(context, update, texts.NO_ITEMS.format(number=number))
        return True
    await say(
        context,
        update,
        await shown.listing(context.session, task, rows, named, today=today_of(context)),
        items=[task.id],
    )
    return True


async def _firm(update: Update, context: BoundContext, name: str) -> bool:
    found = await shown.firm(context.session, name, field_of(context), now=context.now, policy=context.office.policy)
    if found is None:
        return False
    await say(context, update, found)
    return True


async def unready(update: Update, context: BoundContext) -> None:
    rows = await shown.unready(context.session, field_of(context), context.office.policy)
    await say(context, update, texts.unready(rows))


async def stages(update: Update, context: BoundContext) -> None:
    today = today_of(context)
    since = context.office.policy.at(today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1), "00:00")
    parts = await shown.stages(context.session, field_of(context), context.office.policy, since=since)
    await say(context, update, "\n".join(parts) if parts else texts.NO_STAGES)


async def visits(update: Update, context: BoundContext) -> None:
    today = today_of(context)
    first = today.replace(day=1)
    rows = await shown.visits(context.session, context.office.policy, since=first, until=today)
    await say(context, update, texts.visit_counts(f"{today.year}年{today.month}月", rows) if rows else texts.NO_VISITS)


async def broken(update: Update, context: BoundContext) -> None:
    """For the office alone."""
    if reach(context.person.roles, Action.SEE) is not Reach.ALL:
        await say(context, update, texts.NO_BROKEN)
        return
    await steps.open_broken(step_context(context))
    await say(context, update, texts.broken(await shown.broken(context.session, context.office.policy)))
