"""督办单: a numbered, coloured paper to one person about all that he leaves unanswered, with a day for his answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from db import agenda, matters, outbox, tasks
from db.messages import Rank
from db.models import Matter, MatterKind, MatterState, Person, Task, Way
from db.payloads import MatterPayload, Part
from db.rights import Action, may
from db.tasks import Filter
from schedules import waiting
from schedules.steps.context import StepContext
from schedules.steps.matters import next_date, raised
from schedules.steps.refusals import NotHisToDecide
from schedules.steps.reporting import Heard, keep_saying


class Colour(StrEnum):
    YELLOW = "黄色"
    RED = "红色"


@dataclass(frozen=True, slots=True)
class Draft:
    owner: Person
    tasks: Sequence[Task]
    colour: Colour  # red where something of it is overdue
    answer_by: date


async def draft(context: StepContext, owner_id: int) -> Draft:
    """What a 督办单 to this person would say now. Raises NotHisToDecide."""
    if context.actor is None or not may(context.actor.roles, Action.URGE):
        raise NotHisToDecide("督办单由督查室下达。")
    return await _drawn(context, owner_id)


async def _drawn(context: StepContext, owner_id: int) -> Draft:
    silent = await waiting.silent(context, Filter(unfinished=True, owner_id=owner_id))
    ordered = await matters.open_ones(context.session, MatterKind.ORDER)
    under = {each.task_id for each in ordered}
    ids = [task_id for each in silent for task_id in each.task_ids if task_id not in under]
    found = await tasks.by_ids(context.session, ids)
    if not ids:
        raise NotHisToDecide("这些事项均已反馈、办结或已有督办单，无需再下达。")
    owner = found[ids[0]].owner
    if not owner.reachable:
        raise NotHisToDecide(f"{owner.name}尚未绑定或暂时联系不上，请以书面下达。")
    late = any(task.due is not None and task.due < context.today for task in found.values())
    day = context.calendar.forward(context.today, context.policy.order_reply_days)
    return Draft(owner, [found[task_id] for task_id in ids], Colour.RED if late else Colour.YELLOW, day)


async def issue(context: StepContext, owner_id: int, *, drafter: Person) -> tuple[str, Draft]:
    """Give it its number and send it; from then on it is asked about like a 批示, and its answer comes to the drafter.
    Whether it may be sent is asked before (`issuing`). Raises NotHisToDecide."""
    drawn = await _drawn(context, owner_id)
    number = await numbered(context, "order", "督办")
    saying = await keep_saying(context, Heard(drafter, f"{number}（{drawn.colour}）", way=Way.BUTTON))
    issued = []
    for task in drawn.tasks:
        matter = await raised(
            context,
            MatterKind.ORDER,
            person=drafter,
            saying=saying,
            task=task,
            holder=drawn.owner,
            due=drawn.answer_by,
            draft=True,
        )
        matter.state, matter.next_on = MatterState.OPEN, next_date(context, drawn.answer_by)
        issued.append(matter)
    await _send(context, issued, drawn)
    context.note("order", to=owner_id, number=number, matters=[each.id for each in issued])
    return number, drawn


async def numbered(context: StepContext, series: str, word: str) -> str:
    """督办〔2022〕3号: counted by year, none twice."""
    name = f"{series}:{context.today.year}"
    place = await agenda.slots_claimed(context.session, name) + 1
    while not await agenda.claim_slot(context.session, name, str(place), now=context.now):
        place += 1
    return f"{word}〔{context.today.year}〕{place}号"


async def _send(context: StepContext, issued: Sequence[Matter], drawn: Draft) -> None:
    first, *more = issued
    await outbox.queue_message(
        context.session,
        MatterPayload(first.id, Part.HOLDER, tuple(each.id for each in more)),
        now=context.now,
        cause=context.cause,
        rank=Rank.URGENT,
        person_id=drawn.owner.id,
        key=f"order:{first.id}",
        items=[task.id for task in drawn.tasks],
        not_before=context.policy.allowed_at_or_after(context.now),
    )


async def numbers_held(context: StepContext) -> dict[int, int]:
    """Person → how many of his tasks are under a 督办单 that he has not answered."""
    held: dict[int, int] = {}
    for matter in await matters.open_ones(context.session, MatterKind.ORDER):
        if matter.holder_id is not None:
            held[matter.holder_id] = held.get(matter.holder_id, 0) + 1
    return held


__all__ = ["Colour", "Draft", "draft", "issue", "numbers_held"]
