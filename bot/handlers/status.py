"""/status for coordinators and leaders, /mine for heads, 超期 for everybody: the same figures as in the digest."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import Update

from bot.commands.status_filter import Asked, chosen
from bot.handlers.context import BoundContext
from bot.handlers.replying import buttons_of, queue, say, today_of
from bot.handlers.report_intake import open_tasks
from bot.renderers.task_lines import lines_of, standings, worst_first
from bot.texts import keyboards, lists, sentences, weekly
from bot.texts.task_lines import TaskLine, card
from db import tasks
from db.lifecycle import UNFINISHED, State
from db.models import Mode, RequestKind, Task
from db.payloads import ListingPayload, TaskCardPayload
from db.requests import open_of_kind
from db.rights import Action, Reach, may, reach
from schedules.tally import tally

SHOWN = 10
NAMED = 20  # so many more are named by their numbers


async def on_status(update: Update, context: BoundContext) -> None:
    await status(update, context, " ".join(context.args or ()))


async def status(update: Update, context: BoundContext, words_given: str) -> None:
    """Coordinators see everything, leaders their field; a head sees his own."""
    person = context.person
    seen = reach(person.roles, Action.SEE)
    if seen < Reach.FIELD:
        await mine(update, context)
        return
    asked = await chosen(context.session, words_given)
    if asked is None:
        await say(context, update, sentences.NO_MATCH)
        return
    found = await tasks.matching(context.session, asked.filter)
    if seen < Reach.ALL:
        found = [task for task in found if task.leader_id == person.id]
    if not found:
        await say(context, update, sentences.NO_MATCH)
    elif asked.filter.number is not None:
        await show_card(update, context, found[0])
    else:
        await _overview(update, context, asked, found)


async def _overview(update: Update, context: BoundContext, asked: Asked, found: Sequence[Task]) -> None:
    policy = context.office.policy
    standing = await standings(context.session, found, now=context.now, policy=policy)
    lines = worst_first(await lines_of(context.session, found, now=context.now, policy=policy))
    if asked.overdue:
        lines = [line for line in lines if standing[line.task_id].overdue]
    if not lines:
        await say(context, update, lists.none_overdue(asked.title))
        return
    open_lines = [line for line in lines if not line.closed]
    summary = weekly.summary(tally(standing[line.task_id] for line in lines))
    head = lists.overview(asked.title, policy.local(context.now), summary)
    await show_list(update, context, head, open_lines, with_owner=True)


async def show_list(
    update: Update,
    context: BoundContext,
    head: str,
    lines: Sequence[TaskLine],
    *,
    with_owner: bool = False,
    mine: bool = False,
) -> None:
    shown, rest = lines[:SHOWN], lines[SHOWN:]
    tail = lists.rest(rest, named=NAMED) if rest else ""
    ids = tuple(line.task_id for line in shown)
    listing = ListingPayload(head, ids, tail=tail, with_owner=with_owner, mine=mine)
    await queue(context, update, listing, items=[line.task_id for line in lines])


async def on_mine(update: Update, context: BoundContext) -> None:
    await mine(update, context)


async def mine(update: Update, context: BoundContext, *, overdue: bool = False) -> None:
    found = await open_tasks(context)
    if not found:
        await say(context, update, sentences.NO_TASKS)
        return
    policy = context.office.policy
    lines = worst_first(await lines_of(context.session, found, now=context.now, policy=policy))
    if overdue:
        lines = [line for line in lines if line.due is not None and line.due < today_of(context)]
        if not lines:
            await say(context, update, lists.NONE_OVERDUE)
            return
    await show_list(update, context, lists.own(len(lines), overdue=overdue), lines, mine=True)


async def overdue(update: Update, context: BoundContext) -> None:
    person = context.person
    if reach(person.roles, Action.SEE) >= Reach.FIELD:
        await status(update, context, lists.OVERDUE)
    else:
        await mine(update, context, overdue=True)


async def show_card(update: Update, context: BoundContext, task: Task) -> None:
    """One task with what the viewer may do about it."""
    line = (await lines_of(context.session, [task], now=context.now, policy=context.office.policy))[0]
    rows = await _card_buttons(context, task, line)
    shown = TaskCardPayload(card(line), items=(task.id,), buttons=buttons_of(rows))
    await queue(context, update, shown, items=[task.id])


async def _card_buttons(context: BoundContext, task: Task, line: TaskLine) -> Sequence[Sequence[keyboards.Button]]:
    person = context.person
    if person.id in (task.owner_id, task.liaison_id) and task.state in UNFINISHED and task.state != State.CLAIMED:
        return keyboards.of_task(task.id, signed=line.signed, recurring=task.mode == Mode.RECURRING)
    if not may(person.roles, Action.URGE):
        return []
    claim = await open_of_kind(context.session, task.id, RequestKind.CLOSURE)
    if claim is not None:
        return keyboards.of_claim(claim.id)
    return keyboards.of_urging(task.id) if task.state in UNFINISHED else []
