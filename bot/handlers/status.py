"""/status for coordinators and leaders, /mine for heads, 超期 for everybody: the same figures as in the digest."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from telegram import Update

from bot.commands.status_filter import Asked, chosen, kept
from bot.documents.kinds import Kind, Wanted
from bot.handlers.context import BoundContext
from bot.handlers.replying import buttons_of, queue, say, today_of
from bot.handlers.report_intake import open_tasks
from bot.handlers.sight import sight
from bot.reading.office.inquiries import Facet
from bot.renderers import exports
from bot.renderers.cards import card_of
from bot.renderers.task_lines import lines_of, worst_first
from bot.texts import cards, keyboards, lists, sentences, weekly
from bot.texts.task_lines import TaskLine
from db import tasks
from db.lifecycle import UNFINISHED, State
from db.models import Mode, RequestKind, Task
from db.payloads import ListingPayload, TaskCardPayload
from db.requests import open_of_kind
from db.rights import Action, Reach, may, reach
from db.tasks import Filter
from schedules import survey
from schedules.survey import figures
from schedules.tally import tally

SHOWN = 10
NAMED = 20  # so many more are named by their numbers
# Who is on such a list owes a word, and may be urged from it.
_OWED = {Facet.UNSIGNED, Facet.SILENT, Facet.SIGN_LATE, Facet.REPORT_LATE, Facet.HOLLOW}


async def on_status(update: Update, context: BoundContext) -> None:
    await status(update, context, " ".join(context.args or ()))


async def status(update: Update, context: BoundContext, words_given: str) -> None:
    """Coordinators see everything, leaders their field; a head sees his own."""
    if reach(context.person.roles, Action.SEE) < Reach.FIELD:
        await mine(update, context)
        return
    asked = await chosen(context.session, words_given, today=today_of(context), asker=context.person)
    if asked is None:
        await say(context, update, sentences.NO_MATCH)
        return
    await answer(update, context, asked)


async def answer(update: Update, context: BoundContext, asked: Asked) -> None:
    """What he may see of the tasks asked for."""
    person, chosen_here = context.person, asked.filter
    if sight(context) < Reach.ALL:
        one = chosen_here.leader_id
        asked_of = frozenset({one}) if one is not None else chosen_here.field or person.field_ids
        if not asked_of <= person.field_ids:
            await say(context, update, sentences.NO_MATCH)
            return
        chosen_here = replace(chosen_here, field=asked_of)
    if chosen_here.number is None and not asked.by_line:
        await _overview(update, context, asked, chosen_here)
        return
    if chosen_here.number is not None and not asked.narrowed:
        task = await tasks.first(context.session, chosen_here)
        await (say(context, update, sentences.NO_MATCH) if task is None else show_card(update, context, task))
    elif await tasks.first(context.session, asked.within(replace(chosen_here, unfinished=False))) is None:
        await say(context, update, sentences.NO_MATCH)
    else:
        await _narrowed(update, context, asked, chosen_here)


async def _overview(update: Update, context: BoundContext, asked: Asked, chosen_here: Filter) -> None:
    policy = context.office.policy
    counted = await figures(context.session, chosen_here, now=context.now, policy=policy)
    unfinished, whole = counted.unfinished, counted.whole()
    if not whole.total:
        await say(context, update, sentences.NO_MATCH)
        return
    if asked.overdue:
        unfinished = [each for each in unfinished if each[1].overdue]
        whole = tally(standing for _, standing in unfinished)
    if not whole.total:
        await say(context, update, lists.none_of(asked.title, overdue=True))
        return
    head = lists.overview(asked.title, policy.local(context.now), weekly.summary(whole))
    listed = [(task.id, task.number) for task, _ in survey.worst_first(unfinished)]
    department = await _department_of(context, listed[SHOWN][0]) if len(listed) > SHOWN + NAMED else ""
    paper = _field_paper(context, chosen_here)
    await _list(update, context, head, listed, department, with_owner=True, paper=paper)


def _field_paper(context: BoundContext, chosen_here: Filter) -> str:
    """The sheet of a leader's whole field, or of a department, where nothing but it was asked for."""
    if chosen_here == Filter(field=context.person.field_ids):
        return Wanted(Kind.FIELD).key
    if chosen_here.leader_id is not None and replace(chosen_here, leader_id=None, field=None) == Filter():
        return Wanted(Kind.FIELD, chosen_here.leader_id).key
    if chosen_here.department_id is not None and replace(chosen_here, department_id=None, field=None) == Filter():
        return Wanted(Kind.FACT_SHEET, chosen_here.department_id).key
    return ""


async def _department_of(context: BoundContext, task_id: int) -> str:
    return (await tasks.by_ids(context.session, [task_id]))[task_id].lead_department.name


async def answer_of(
    update: Update, context: BoundContext, asked: Asked, task_ids: Collection[int], *, paper: str = ""
) -> None:
    """Of these tasks; `paper`: the one that shows the same in Word."""
    await _narrowed(update, context, replace(asked, only=frozenset(task_ids)), Filter(), paper=paper)


async def _narrowed(
    update: Update, context: BoundContext, asked: Asked, chosen_here: Filter, *, paper: str = ""
) -> None:
    """The figures and the list of those that the question keeps; with 催办 where somebody owes a word."""
    policy = context.office.policy
    found = await kept(context.session, asked, chosen_here, now=context.now, policy=policy)
    if not found:
        await say(context, update, lists.none_of(asked.title, overdue=asked.overdue))
        return
    summary = weekly.summary(tally(standing for _, standing in found))
    head = lists.overview(asked.title, policy.local(context.now), summary)
    listed = [(task.id, task.number) for task, _ in found if asked.narrowed or task.state in UNFINISHED]
    department = await _department_of(context, listed[SHOWN][0]) if len(listed) > SHOWN else ""
    owed = may(context.person.roles, Action.URGE) and bool(_OWED & set(asked.inquiry.facets))
    await _list(update, context, head, listed, department, with_owner=True, urge=owed, paper=paper)


async def show_list(
    update: Update,
    context: BoundContext,
    head: str,
    lines: Sequence[TaskLine],
    *,
    with_owner: bool = False,
    mine: bool = False,
    urge: bool = False,
) -> None:
    listed = [(line.task_id, line.number) for line in lines]
    department = lines[SHOWN].department if len(lines) > SHOWN else ""
    await _list(update, context, head, listed, department, with_owner=with_owner, mine=mine, urge=urge)


async def _list(
    update: Update,
    context: BoundContext,
    head: str,
    listed: Sequence[tuple[int, int]],
    department: str,
    *,
    with_owner: bool = False,
    mine: bool = False,
    urge: bool = False,
    paper: str = "",
) -> None:
    """`listed`: ids and numbers in order; `department`: for which the rest may be asked. The message speaks of what it
    shows or names."""
    shown, rest = listed[:SHOWN], listed[SHOWN:]
    tail = lists.rest([number for _, number in rest], named=NAMED, department=department) if rest else ""
    ids = tuple(each for each, _ in shown)
    listing = ListingPayload(head, ids, tail=tail, with_owner=with_owner, mine=mine, urge=urge, paper=paper)
    spoken_of = listed if len(rest) <= NAMED else shown
    await queue(context, update, listing, items=[task_id for task_id, _ in spoken_of])


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


async def show_departments(update: Update, context: BoundContext) -> None:
    """The figures of each lead department, worst first; a leader's within his field."""
    person = context.person
    chosen_here = Filter() if sight(context) is Reach.ALL else Filter(field=person.field_ids)
    rows = await exports.departments(context.session, now=context.now, policy=context.office.policy, chosen=chosen_here)
    named = [(row.name, row.tally) for row in rows]
    await say(context, update, weekly.by_department(named, context.office.policy.local(context.now), limit=SHOWN))


async def show_card(update: Update, context: BoundContext, task: Task) -> None:
    """One task with what the viewer may do about it."""
    found = await card_of(context.session, task, now=context.now, policy=context.office.policy)
    rows = [*await _card_buttons(context, task, found.line), keyboards.of_looking(task.id, files=found.files)]
    shown = TaskCardPayload(cards.text(found), items=(task.id,), buttons=buttons_of(rows))
    await queue(context, update, shown, items=[task.id])


async def _card_buttons(context: BoundContext, task: Task, line: TaskLine) -> Sequence[Sequence[keyboards.Button]]:
    person = context.person
    if person.id in (task.owner_id, task.liaison_id) and task.state in UNFINISHED and task.state != State.CLAIMED:
        return keyboards.of_task(
            task.id, signed=line.signed, recurring=task.mode == Mode.RECURRING, red_line=task.red_line
        )
    if not may(person.roles, Action.URGE):
        return []
    claim = await open_of_kind(context.session, task.id, RequestKind.CLOSURE)
    if claim is not None:
        return keyboards.of_claim(claim.id)
    return keyboards.of_urging(task.id) if task.state in UNFINISHED else []
