"""催办 of one, of a department, of everybody who is silent: who will be asked is shown, then who was and when."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from telegram import Update

from bot.commands import status_filter
from bot.handlers.context import BoundContext
from bot.handlers.coordinator_actions import drafts
from bot.handlers.coordinator_actions.naming import NotKnown, department, person, tasks_numbered
from bot.handlers.replying import say, step_context, today_of
from bot.reading.orders.order import Order
from bot.texts import orders as texts
from bot.texts import task_answers
from db import people, tasks
from db.lifecycle import UNFINISHED, State
from db.models import Instruction, InstructionState, Person, Task
from db.tasks import Filter
from schedules.steps import urging as steps
from schedules.steps.instructions import finish
from schedules.steps.refusals import NotHisToDecide

SHOWN = 10
_BETWEEN = re.compile(r"[、,，和及与]")


async def shown(update: Update, context: BoundContext, order: Order, said: str) -> bool:
    if len(order.numbers) == 1:
        return False  # of one by its number: at once, as by its button
    found = await _meant(context, order)
    asked = [task for task in found if task.state in UNFINISHED and task.state is not State.CLAIMED]
    reached = [task for task in asked if task.owner.reachable]
    calls = [f"· {task.owner.name}联系不上，请电话催办{task.number}号" for task in asked if not task.owner.reachable]
    if not reached:
        await say(context, update, "\n".join(calls[:SHOWN]) or texts.NOBODY_TO_URGE)
        return True
    deputies = await people.deputies(context.session, [task.owner_id for task in reached], today=today_of(context))
    lines = [f"· {_who(task, deputies)}：{task_answers.named(task.number, task.title)}" for task in reached[:SHOWN]]
    lines += [f"· 其余{len(reached) - SHOWN}项"] if len(reached) > SHOWN else []
    facts = {"tasks": [task.id for task in reached]}
    return await drafts.put(update, context, order.deed, facts, lines, said, text=texts.urge(lines, calls[:SHOWN]))


def _who(task: Task, deputies: Mapping[int, Person]) -> str:
    standing = deputies.get(task.owner_id)
    return task_answers.stands_in(standing.name, task.owner.name) if standing is not None else task.owner.name


async def _meant(context: BoundContext, order: Order) -> list[Task]:
    if order.numbers:
        return await tasks_numbered(context, order.numbers)
    if order.words == "silent":
        return [each for each in await tasks.matching(context.session, Filter(unfinished=True)) if each.asked_at]
    unit = await department(context, order.who)
    if unit is not None:
        return list(await tasks.matching(context.session, Filter(unfinished=True, department_id=unit[0])))
    several = [await department(context, each) for each in _BETWEEN.split(order.who)]
    if len(several) > 1 and all(several):
        lists = [
            await tasks.matching(context.session, Filter(unfinished=True, department_id=u[0])) for u in several if u
        ]
        return [task for of in lists for task in of]
    found = await person(context, order.who)
    if found is None and (chosen := await _filtered(context, order.who)) is not None:
        return chosen
    if found is None:
        raise NotKnown(texts.NO_NAME.format(name=order.who))
    return list(await tasks.matching(context.session, Filter(unfinished=True, owner_id=found.id)))


async def _filtered(context: BoundContext, words: str) -> list[Task] | None:
    """催超期的, 催急件, 催常务副市长分管的没签收的: as the same words would be asked."""
    from bot.reading.office import inquiries  # see bot.runtime.preload

    inquiry = inquiries.inquiry(words, today=today_of(context))
    asked = await status_filter.of_inquiry(context.session, inquiry, asker=context.person) if inquiry.any else None
    if asked is None:
        return None
    running = replace(asked.filter, unfinished=True)
    found = await status_filter.kept(context.session, asked, running, now=context.now, policy=context.office.policy)
    known = await tasks.by_ids(context.session, [task.id for task, _ in found])
    return sorted(known.values(), key=lambda task: task.number)


async def confirmed(update: Update, context: BoundContext, given: Instruction) -> None:
    if given.state is not InstructionState.DRAFT:
        raise NotHisToDecide(texts.STALE)
    asked, refused = [], []
    for task_id in given.facts["tasks"]:
        try:
            task = await steps.urge(step_context(context), task_id)
            person = await steps.answering(step_context(context), task)
            who = person.name if person.id == task.owner_id else task_answers.stands_in(person.name, task.owner.name)
            asked.append(f"{who}（{task.number}号）")
        except NotHisToDecide as why:
            refused.append(str(why))
    finish(step_context(context), given)
    local = context.office.policy.local(context.now)
    at = f"{local.month}月{local.day}日{local:%H:%M}"
    text = "\n".join([*([texts.urged(asked, at)] if asked else []), *dict.fromkeys(refused)])
    await say(context, update, text, items=given.facts["tasks"])
