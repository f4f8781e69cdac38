"""/status for coordinators and leaders, /mine for heads, 超期 for everybody: the same figures as in the digest."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import Update

from bot.commands.status_filter import Asked, chosen
from bot.handlers.context import OfficeContext
from bot.handlers.replying import queue, say, today_of
from bot.handlers.report_intake import open_tasks
from bot.renderers.showing import lines_of, standings, worst_first
from bot.texts import keyboards, sentences, weekly, words
from bot.texts.lines import TaskLine, card
from db import tasks
from db.lifecycle import UNFINISHED, State
from db.messages import Kind
from db.models import Mode, RequestKind, Task
from db.requests import open_of_kind
from db.rights import Action, Reach, may, reach
from schedules.tally import tally

SHOWN = 10
NAMED = 20  # so many more are named by their numbers


async def on_status(update: Update, context: OfficeContext) -> None:
    await status(update, context, " ".join(context.args or ()))


async def status(update: Update, context: OfficeContext, words_given: str) -> None:
    """Coordinators see everything, leaders their field; a head sees his own."""
    person = context.person
    assert person is not None, "strangers are answered before"
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


async def _overview(update: Update, context: OfficeContext, asked: Asked, found: Sequence[Task]) -> None:
    policy = context.office.policy
    standing = await standings(context.session, found, now=context.now, policy=policy)
    lines = worst_first(await lines_of(context.session, found, now=context.now, policy=policy))
    if asked.overdue:
        lines = [line for line in lines if standing[line.task_id].overdue]
    if not lines:
        await say(context, update, f"【{asked.title}】没有超期事项。")
        return
    open_lines = [line for line in lines if not line.closed]
    local = policy.local(context.now)
    head = "\n".join(
        [
            words.SLOGAN,
            f"【{asked.title}】{words.day(local.date())}{local:%H:%M}",
            weekly.summary(tally(standing[line.task_id] for line in lines)),
        ]
    )
    await show_list(update, context, head, open_lines, with_owner=True)


async def show_list(
    update: Update,
    context: OfficeContext,
    head: str,
    lines: Sequence[TaskLine],
    *,
    with_owner: bool = False,
    mine: bool = False,
) -> None:
    shown, rest = lines[:SHOWN], lines[SHOWN:]
    tail = _rest(rest) if rest else ""
    facts = {
        "head": head,
        "ids": [line.task_id for line in shown],
        "tail": tail,
        "with_owner": with_owner,
        "mine": mine,
    }
    await queue(context, update, Kind.LISTING, facts, items=[line.task_id for line in lines])


def _rest(lines: Sequence[TaskLine]) -> str:
    if len(lines) <= NAMED:
        return f"其余{len(lines)}项：{words.numbers(line.number for line in lines)}"
    return f"其余{len(lines)}项未列出，可加单位、领导、类别或编号查询，例如“/status {lines[0].department}”。"


async def on_mine(update: Update, context: OfficeContext) -> None:
    await mine(update, context)


async def mine(update: Update, context: OfficeContext, *, overdue: bool = False) -> None:
    found = await open_tasks(context)
    if not found:
        await say(context, update, sentences.NO_TASKS)
        return
    policy = context.office.policy
    lines = worst_first(await lines_of(context.session, found, now=context.now, policy=policy))
    if overdue:
        lines = [line for line in lines if line.due is not None and line.due < today_of(context)]
        if not lines:
            await say(context, update, "您名下没有超期事项。")
            return
    head = f"{words.SLOGAN}\n您名下{'超期' if overdue else '在办'}事项{len(lines)}项："
    await show_list(update, context, head, lines, mine=True)


async def overdue(update: Update, context: OfficeContext) -> None:
    person = context.person
    assert person is not None, "strangers are answered before"
    if reach(person.roles, Action.SEE) >= Reach.FIELD:
        await status(update, context, "超期")
    else:
        await mine(update, context, overdue=True)


async def show_card(update: Update, context: OfficeContext, task: Task) -> None:
    """One task with what the viewer may do about it."""
    line = (await lines_of(context.session, [task], now=context.now, policy=context.office.policy))[0]
    rows = await _card_buttons(context, task, line)
    facts = {"text": card(line), "items": [task.id], "buttons": [[list(button) for button in row] for row in rows]}
    await queue(context, update, Kind.TASK_CARD, facts, items=[task.id])


async def _card_buttons(context: OfficeContext, task: Task, line: TaskLine) -> Sequence[Sequence[keyboards.Button]]:
    person = context.person
    assert person is not None, "strangers are answered before"
    if person.id in (task.owner_id, task.liaison_id) and task.state in UNFINISHED and task.state != State.CLAIMED:
        return keyboards.of_task(task.id, signed=line.signed, recurring=task.mode == Mode.RECURRING)
    if not may(person.roles, Action.URGE):
        return []
    claim = await open_of_kind(context.session, task.id, RequestKind.CLOSURE)
    if claim is not None:
        return keyboards.of_claim(claim.id)
    return [[("催办", f"urge:{task.id}")]] if task.state in UNFINISHED else []
