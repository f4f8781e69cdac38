"""督办单: a numbered, coloured paper to one person about all that he leaves unanswered, with a day for his answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from db import agenda, matters, outbox, people, tasks
from db.messages import Rank
from db.models import Matter, MatterKind, MatterState, Person, Task, Way
from db.payloads import MatterPayload, OutcomePayload, Part, RequestOutcome
from db.rights import Action, may
from db.tasks import Filter
from schedules import waiting
from schedules.policy import Policy
from schedules.steps.context import StepContext
from schedules.steps.matters import end, held, next_date, raised
from schedules.steps.notices import tell_outcomes
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
    reader: Person  # who answers for the owner today

    def record(self, policy: Policy) -> dict[str, Any]:
        """What its paper says, as JSON: dates may be moved and silences broken after it was signed."""
        return {
            "owner": self.owner.name,
            "owner_id": self.owner.id,
            "colour": self.colour.value,
            "answer_by": self.answer_by.isoformat(),
            "rows": [row_of(task, policy) for task in self.tasks],
        }


def row_of(task: Task, policy: Policy) -> list[Any]:
    """Id, due day, and since when an answer is wanted."""
    asked = policy.today(task.asked_at).isoformat() if task.asked_at is not None else None
    return [task.id, task.due.isoformat() if task.due is not None else None, asked]


async def draft(context: StepContext, owner_id: int) -> Draft:
    """What a 督办单 to this person would say now. Raises NotHisToDecide."""
    if context.actor is None or not may(context.actor.roles, Action.URGE):
        raise NotHisToDecide("督办单由督查室下达。")
    return await drawn(context, owner_id)


async def drawn(context: StepContext, owner_id: int) -> Draft:
    silent = await waiting.silent(context, Filter(unfinished=True, owner_id=owner_id))
    ordered = await matters.open_ones(context.session, MatterKind.ORDER)
    under = {each.task_id for each in ordered}
    ids = [task_id for each in silent for task_id in each.task_ids if task_id not in under]
    found = await tasks.by_ids(context.session, ids)
    if not ids:
        raise NotHisToDecide(
            "没有可下达督办单的事项：多次提醒后仍未反馈、且尚无督办单的才下达；已反馈但不满意的，请发“催办”加编号，或请领导批示。"
        )
    owner = found[ids[0]].owner
    asked = (await people.answering(context.session, [owner.id], today=context.today))[owner.id]
    if not asked.reachable:
        raise NotHisToDecide(f"{owner.name}尚未绑定或暂时联系不上，请以书面下达。")
    late = any(task.due is not None and task.due < context.today for task in found.values())
    day = context.calendar.forward(context.today, context.policy.order_reply_days)
    return Draft(owner, [found[task_id] for task_id in ids], Colour.RED if late else Colour.YELLOW, day, asked)


async def issue(context: StepContext, owner_id: int, *, drafter: Person, instruction_id: int = 0) -> tuple[str, Draft]:
    """Give it its number and send it; from then on it is asked about like a 批示, and its answer comes to the drafter.
    Whether it may be sent is asked before (`issuing`). Raises NotHisToDecide."""
    order = await drawn(context, owner_id)
    number = await numbered(context, "order", "督办")
    saying = await keep_saying(context, Heard(drafter, f"{number}（{order.colour}）", way=Way.BUTTON))
    issued = []
    for task in order.tasks:
        matter = await raised(
            context,
            MatterKind.ORDER,
            person=drafter,
            saying=saying,
            task=task,
            holder=order.owner,
            due=order.answer_by,
            draft=True,
        )
        matter.state, matter.next_on = MatterState.OPEN, next_date(context, order.answer_by)
        issued.append(matter)
    await _send(context, issued, order, instruction_id)
    context.note("order", to=owner_id, number=number, matters=[each.id for each in issued])
    return number, order


async def take_back(context: StepContext, matter_ids: Sequence[int]) -> None:
    """撤回: it waits for no answer any more, its number is not given again. Raises NotHisToDecide, OverAlready."""
    if context.actor is None or not may(context.actor.roles, Action.ORDER):
        raise NotHisToDecide("督办单由督查室下达和撤回。")
    told: dict[int, list[int]] = {}
    for matter_id in matter_ids:
        matter = await held(context, matter_id)
        await end(context, matter, "withdrawn", state=MatterState.WITHDRAWN)
        if matter.holder_id is not None and matter.task_id is not None:
            told.setdefault(matter.holder_id, []).append(matter.task_id)
    undone = [
        (person_id, OutcomePayload(RequestOutcome.UNDONE, task_id, reason="督办单"))
        for person_id, task_ids in told.items()
        for task_id in task_ids
    ]
    if undone:
        await tell_outcomes(context, undone)


async def numbered(context: StepContext, series: str, word: str) -> str:
    """督办〔2022〕3号: counted by year, none twice."""
    name = f"{series}:{context.today.year}"
    place = await agenda.slots_claimed(context.session, name) + 1
    while not await agenda.claim_slot(context.session, name, str(place), now=context.now):
        place += 1
    return f"{word}〔{context.today.year}〕{place}号"


async def _send(context: StepContext, issued: Sequence[Matter], order: Draft, instruction_id: int) -> None:
    first, *more = issued
    reader = order.reader
    await outbox.queue_message(
        context.session,
        MatterPayload(first.id, Part.HOLDER, tuple(each.id for each in more), paper=instruction_id),
        now=context.now,
        cause=context.cause,
        rank=Rank.URGENT,
        person_id=reader.id,
        key=f"order:{first.id}",
        items=[task.id for task in order.tasks],
        not_before=context.policy.allowed_at_or_after(context.now),
    )


async def tasks_ordered(context: StepContext) -> set[int]:
    """The tasks under a 督办单 that has not been answered."""
    found = await matters.open_ones(context.session, MatterKind.ORDER)
    return {matter.task_id for matter in found if matter.task_id is not None}


__all__ = ["Colour", "Draft", "draft", "issue", "tasks_ordered"]
