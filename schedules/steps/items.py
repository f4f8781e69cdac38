"""Sub-items: entered by the office or by a reply, done, checked, dropped; visits to them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from db import items, tasks
from db.item_words import ItemState
from db.lifecycle import UNFINISHED
from db.models import Promise, Report, Task
from db.models.items import Item, ItemCount, Visit
from schedules.items import hinders
from schedules.steps.context import StepContext
from schedules.steps.refusals import NotHisToDecide
from schedules.steps.replan import replan
from schedules.task_types import BROKEN, ItemKind


@dataclass(frozen=True, slots=True)
class New:
    """A sub-item as somebody names it."""

    title: str
    owner: str = ""
    leader: str = ""
    place: str = ""
    due: date | None = None


async def enter(
    context: StepContext, task: Task, kind: ItemKind, named: Sequence[New], *, report: Report | None = None
) -> list[Item]:
    """What is there under the same title stays as it is. Raises NotHisToDecide of a task that is over."""
    if task.state not in UNFINISHED:
        raise NotHisToDecide(
            f"{task.number}号{task.state.label}，不能再列子项；确需办理请先发“重新打开{task.number}号”。"
        )
    known = {
        each.title
        for each in (await items.of_tasks(context.session, [task.id])).get(task.id, [])
        if each.kind == kind.name
    }
    number = await items.last_number(context.session, task.id, kind.name)
    made = []
    for each in named:
        if each.title in known:
            continue
        number += 1
        known.add(each.title)
        day = context.today + timedelta(days=kind.due_days) if kind.due_days is not None else None
        made.append(
            Item(
                task_id=task.id,
                number=number,
                kind=kind.name,
                title=each.title[:300],
                owner=each.owner[:100],
                leader=each.leader[:100],
                place=each.place[:120],
                due=each.due or day,
                every=kind.every,
                state=ItemState.OPEN,
                opened_at=context.now,
                made_by_id=report.id if report is not None else None,
            )
        )
    context.session.add_all(made)
    await context.session.flush()
    context.note("items", task=task, kind_of=kind.name, made=len(made))
    return made


def settle(context: StepContext, item: Item, state: ItemState, *, report: Report | None = None) -> None:
    item.state = state
    item.ended_at = None if state is ItemState.OPEN else context.now
    item.report_id = report.id if report is not None else item.report_id
    if state is ItemState.OPEN:
        item.report_id = None


async def take_turn(context: StepContext, item: Item, report: Report | None = None) -> None:
    """Everybody once before anybody twice: a full round begins the next. Raises NotHisToDecide."""
    round_ = [
        each for each in (await items.of_tasks(context.session, [item.task_id]))[item.task_id] if each.kind == item.kind
    ]
    waiting = [each for each in round_ if each.state is ItemState.OPEN]
    if item.state is not ItemState.OPEN:
        if waiting:
            names = "、".join(each.title for each in waiting[:10])
            raise NotHisToDecide(f"{item.title}本轮已安排过；尚未轮到的有：{names}。")
        for each in round_:
            settle(context, each, ItemState.OPEN)
    settle(context, item, ItemState.DONE, report=report)


async def count(context: StepContext, task: Task, report: Report, total: int, done: int) -> None:
    context.session.add(ItemCount(task_id=task.id, report_id=report.id, total=total, done=min(done, total)))
    await context.session.flush()


async def visit(
    context: StepContext,
    task: Task,
    visitor: str,
    on: date,
    found: str,
    *,
    item: Item | None = None,
    report: Report | None = None,
) -> None:
    context.session.add(
        Visit(
            task_id=task.id,
            item_id=item.id if item is not None else None,
            visitor=visitor[:100],
            on=on,
            found=found,
            report_id=report.id if report is not None else None,
        )
    )
    await context.session.flush()
    context.note("visit", task=task, on=on.isoformat())


async def planned(context: StepContext, task: Task) -> None:
    """Their days are rungs of the task's ladder: called once a reply has moved some."""
    await replan(context, task)


async def take_back(context: StepContext, report_ids: Collection[int]) -> None:
    """What a withdrawn report had closed stands open again; what it had brought in goes."""
    for each in await items.made_by(context.session, report_ids):
        settle(context, each, ItemState.DROPPED)
    for each in await items.of_reports(context.session, report_ids):
        if each.state is ItemState.DONE:
            settle(context, each, ItemState.OPEN)


async def may_close(context: StepContext, tasks: Sequence[Task]) -> None:
    """Closing only at zero open; the missing ones are named. Raises NotHisToDecide."""
    ids = [task.id for task in tasks]
    found, counts = await items.of_tasks(context.session, ids), await items.counts(context.session, ids)
    for task in tasks:
        _at_zero(context, task, found.get(task.id, []), counts.get(task.id))


def _at_zero(context: StepContext, task: Task, found: Sequence[Item], counted: ItemCount | None) -> None:
    missing = hinders(found, context.policy.types)
    if missing:
        names = "、".join(missing[:10]) + (f"等{len(missing)}项" if len(missing) > 10 else "")
        raise NotHisToDecide(f"{task.number}号还有{len(missing)}项未清：{names}。清零后方可销号。")
    if counted is not None and not found and counted.done < counted.total:
        left = counted.total - counted.done
        raise NotHisToDecide(
            f"{task.number}号共{counted.total}项，已办{counted.done}项，还有{left}项未清。清零后方可销号。"
        )


async def open_broken(context: StepContext, since_days: int = 60) -> int:
    """A promise whose day has passed becomes a case to clear, for the office alone."""
    since = context.now - timedelta(days=since_days)
    broken = await items.broken_promises(context.session, today=context.today, since=since)
    kind = context.policy.types.kind(BROKEN)
    found = await tasks.by_ids(context.session, {each.task_id for each in broken})
    known = await items.of_tasks(context.session, list(found))
    taken = {(task_id, one.title) for task_id, of in known.items() for one in of}
    for each in broken:
        task = found.get(each.task_id)
        if task is not None and task.state in UNFINISHED:
            title = _title(each, taken)
            for made in await enter(context, task, kind, [New(title, owner=task.owner.name)]):
                made.promise_id = each.id
    return len(broken)


def _title(promise: Promise, taken: set[tuple[int, str]]) -> str:
    """The same promise made twice for one day is two cases."""
    said, times = _promised(promise), 2
    title = said
    while (promise.task_id, title) in taken:
        title, times = f"{said}（第{times}次）", times + 1
    taken.add((promise.task_id, title))
    return title


def _promised(promise: Promise) -> str:
    goal = f"达到{promise.percent:g}%" if promise.percent is not None else "办结"
    return f"承诺{promise.by.month}月{promise.by.day}日前{goal}，未兑现"
