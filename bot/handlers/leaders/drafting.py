"""A leader's words become drafts of a 批示, about tasks, people or for the office, read back before they count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from telegram import Update

from bot.handlers import matters as taps
from bot.handlers import named_tasks
from bot.handlers.context import BoundContext
from bot.handlers.replied_tasks import replied_tasks
from bot.handlers.replying import buttons_of, queue, say, step_context, today_of
from bot.texts import keyboards, questions
from bot.texts import matters as texts
from bot.texts import orders as order_texts
from db import departments_named, people, requests, tasks
from db.lifecycle import UNFINISHED
from db.matter_verbs import MatterKind, Verb
from db.models import Matter, Person, Saying, Task
from db.payloads import PlainPayload
from db.tasks import Filter, Named
from schedules.steps import matters as steps

OFFERED = 8
SMALL_FIELD = 8  # tasks; of a larger one only those are offered whose words he uses
ALIKE = 0.5  # words in common with title and target of a task that is offered for want of a better one
OTHERS = 3  # tasks of other leaders that are offered


async def drafted(update: Update, context: BoundContext, saying: Saying, leader: Person, field: Sequence[Task]) -> None:
    from bot.reading.dates.no_such_day import no_such_day  # see bot.runtime.preload
    from bot.reading.office import directives

    if wrong := no_such_day(saying.words, today=today_of(context)):
        await say(context, update, order_texts.NO_SUCH_DAY.format(day=wrong))
        return
    due = named_tasks.due(context, saying.words, field)
    named = _named(context, saying.words, field)
    replied = await replied_tasks(context, update)
    by_id = {task.id: task for task in field}
    about = named or [by_id[each] for each in replied if each in by_id]
    if len(about) > 3 and not named:
        about = []  # a list was replied to, not a task
    if doubtful := await _otherwise_titled(context, saying.words, about):
        await _ask_which(update, context, saying, doubtful, due)
    elif directives.for_the_office(saying.words) and not named:
        await without_task(update, context, saying, leader, [])
    elif about:
        others = await _of_others(context, saying.words, field) if named else []
        await of_tasks(update, context, saying, leader, [*about, *others], due)
    elif others := await _of_others(context, saying.words, field):
        await of_tasks(update, context, saying, leader, others, due)
    elif named_tasks.foreign(context, saying.words, field):
        await without_task(update, context, saying, leader, [])
    else:
        await _ask_which(update, context, saying, await _offered(context, saying.words, field), due)


async def _otherwise_titled(context: BoundContext, said: str, about: Sequence[Task]) -> list[Task | Named]:
    """82号老字号报上去没有: the number is of one task, the words are of another; he is asked which."""
    if len(about) != 1 or str(about[0].number) not in said or named_tasks.sharing(said, about):
        return []
    every = await tasks.named(context.session, Filter())
    others = named_tasks.sharing(said, every, least=2)[:OTHERS]
    return [*others, about[0]] if others else []


def _named(context: BoundContext, said: str, field: Sequence[Task]) -> list[Task]:
    """Those of the whole, and of each sentence on its own: 图纸没毛病。另外厕所那六百户… speaks of two."""
    from bot.reading.office import directives  # see bot.runtime.preload

    whole = _with_joined(context, said, field, named_tasks.named(context, said, field))
    parts = directives.sentences(said)
    if len(parts) < 2 or len(whole) > 1:
        return whole
    found = {task.id: task for part in parts for task in named_tasks.named(context, part, field)}
    return list(found.values()) if len(found) <= len(parts) else whole


def _with_joined(context: BoundContext, said: str, field: Sequence[Task], whole: list[Task]) -> list[Task]:
    """垃圾转运站和农房整治要抓紧: of two joined in one clause the second counts as well as the first."""
    pieces = [each for each in _JOINT.split(said) if len(each) >= PIECE]
    if len(whole) != 1 or len(pieces) < 2 or _JOINT.search(whole[0].title):
        return whole
    each = [named_tasks.named(context, piece, field) for piece in pieces]
    others = {found[0].id: found[0] for found in each if len(found) == 1 and found[0].id != whole[0].id}
    return [*whole, *others.values()]


_JOINT = re.compile("、|以及|和|与|及|跟")
PIECE = 3  # letters


async def _of_others(context: BoundContext, said: str, field: Sequence[Task]) -> list[Task]:
    """Tasks that other leaders lead, by their number only: 42号也得快着点."""
    from bot.reading.mentions import called_numbers  # see bot.runtime.preload

    numbers = called_numbers.unknown(said, {task.number for task in field})
    found = await tasks.numbered(context.session, numbers) if numbers else []
    return [task for task in found if task.state in UNFINISHED]


async def of_tasks(
    update: Update,
    context: BoundContext,
    saying: Saying,
    leader: Person,
    about: Sequence[Task],
    due: date | None = None,
) -> None:
    due = due or named_tasks.due(context, saying.words, about)
    drafts = [
        await steps.raised(
            step_context(context),
            MatterKind.DIRECTIVE,
            person=leader,
            saying=saying,
            task=task,
            holder=task.owner,
            due=due,
            draft=True,
        )
        for task in about
    ]
    await read_back(update, context, drafts)


async def without_task(
    update: Update, context: BoundContext, saying: Saying, leader: Person, meant: Sequence[Person]
) -> None:
    """To each of these people once; to nobody: the office sees to it."""
    due = named_tasks.due(context, saying.words, [])
    leader = await people.with_posts(context.session, leader.id)
    drafts = []
    for person in meant or (None,):
        draft = await steps.raised(
            step_context(context),
            MatterKind.DIRECTIVE,
            person=leader,
            saying=saying,
            holder=person,
            due=due,
            draft=True,
        )
        drafts.append(draft)
        whole = await people.with_posts(context.session, person.id) if person is not None else leader
        draft.department_id = people.department_of(whole)
    await read_back(update, context, drafts)


async def _ask_which(
    update: Update, context: BoundContext, saying: Saying, offered: Sequence[Task | Named], due: date
) -> None:
    """No task is named: those whose words he uses, of departments he names, of others; or the office sees to it."""
    leader = await people.with_posts(context.session, saying.person_id)
    draft = await steps.raised(
        step_context(context), MatterKind.DIRECTIVE, person=leader, saying=saying, due=due, draft=True
    )
    rows = [
        [(f"{task.number}号 {task.title}"[:40], keyboards.of_matter(draft.id, Verb.ABOUT, task.id))] for task in offered
    ]
    units = await departments_named.in_words(context.session, [saying.words])
    for unit, name in list(units.items())[:2]:
        rows.append([(questions.TO_HEAD_OF.format(name=name), keyboards.of_matter(draft.id, Verb.TO_UNIT, unit))])
    rows.append(
        [
            (questions.FOR_THE_OFFICE_TO_DO, keyboards.of_matter(draft.id, Verb.ABOUT, 0)),
            (texts.LABELS[Verb.CANCEL], keyboards.of_matter(draft.id, Verb.CANCEL)),
        ]
    )
    await queue(context, update, PlainPayload(texts.which_task(saying.words), buttons=buttons_of(rows)))


async def _offered(context: BoundContext, said: str, field: Sequence[Task]) -> list[Task | Named]:
    named = await departments_named.in_words(context.session, [said])
    waiting = {each.task_id for each in await requests.open_for(context.session, [task.id for task in field])}
    running = [task for task in field if task.state in UNFINISHED]
    likely = named_tasks.ranked(said, running)
    sharing = named_tasks.sharing(said, running)
    offered = [task for task in likely if task.lead_department_id in named] or sharing
    if not offered:
        offered = sorted(likely, key=lambda task: task.id not in waiting) if len(running) <= SMALL_FIELD else []
        offered = offered or [task for task in likely if task.id in waiting]
    every = [
        task
        for task in await tasks.named(context.session, Filter(unfinished=True))
        if all(task.id != own.id for own in field)
    ]
    others = named_tasks.sharing(said, every, least=2)[:OTHERS] if not sharing else []
    shown: list[Task | Named] = [*others, *offered]
    return shown[:OFFERED] or [*named_tasks.sharing(said, running, least=ALIKE)[:OTHERS]]


async def read_back(update: Update, context: BoundContext, drafts: Sequence[Matter]) -> None:
    shown = texts.readback_of([await taps.line_of(context, draft) for draft in drafts])
    rows = [[(texts.LABELS[verb], keyboards.of_matter(drafts[0].id, verb)) for verb in (Verb.CONFIRM, Verb.CANCEL)]]
    items = [draft.task_id for draft in drafts if draft.task_id is not None]
    await queue(context, update, PlainPayload(shown, items=tuple(items), buttons=buttons_of(rows)), items=items)
