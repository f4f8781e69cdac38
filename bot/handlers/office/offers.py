"""Nothing is sure: what he may mean by the task, the day, the department or the person he names, each by one tap."""

from __future__ import annotations

from collections.abc import Iterator

from bot.handlers.context import BoundContext
from bot.handlers.office import unfinished
from bot.handlers.office.slots import Slots
from bot.handlers.replying import step_context, today_of
from bot.reading.acts import office
from bot.reading.acts.office import OfficeAct
from bot.texts import office as texts
from bot.texts.keyboards import Button
from db.models import Saying, Task
from schedules.steps import instructions as steps

MOST = 4
TASKS = 2  # of more tasks nothing is offered one by one

Offer = tuple[str, OfficeAct, dict[str, str]]


async def rows(context: BoundContext, slots: Slots, saying: Saying) -> list[list[Button]]:
    """Each kept as an order that lacks nothing but his tap."""
    made = []
    for label, act, given in list(_offers(context, slots))[:MOST]:
        facts = {"act": act.value, "said": slots.said, "given": given, "missing": "chosen", "choices": ["1"]}
        draft = await steps.draft(step_context(context), unfinished.KIND, facts, saying=saying)
        made.append([(label[:40], f"slot:{draft.id}:0")])
    return made


def _offers(context: BoundContext, slots: Slots) -> Iterator[Offer]:
    if 0 < len(slots.tasks) <= TASKS:
        for task in slots.tasks:
            yield from _of_task(context, slots, task)
    elif not slots.tasks and slots.units and len(slots.said) > NEW_TASK:
        yield texts.OFFER_NEW, OfficeAct.NEW_TASK, {}
    if slots.leaders and len(slots.said) > NEW_TASK:
        yield texts.offer_directive(slots.leaders[0].name), OfficeAct.PAPER, {"words": slots.said, **_tasks(slots)}


NEW_TASK = 12  # letters; who says less names no new task


def _of_task(context: BoundContext, slots: Slots, task: Task) -> Iterator[Offer]:
    given = {"tasks": str(task.id)}
    yield texts.offer_record(task.owner.name, task.number), OfficeAct.TELEPHONE, {**given, "teller": str(task.owner_id)}
    for unit, name in slots.units.items():
        if unit != task.lead_department_id:
            yield texts.offer_support(task.number, name), OfficeAct.SUPPORT, given
            yield texts.offer_hand_over(task.number, name), OfficeAct.HAND_OVER, {**given, "unit": name}
            break
    yield texts.offer_ask(task.owner.name, task.number), OfficeAct.ASK, given
    today, calendar = today_of(context), context.office.policy.calendar
    day = office.day(slots.said, today=today, calendar=calendar)
    if day is not None and day != task.due:
        yield texts.offer_redate(task.number, day, today=today), OfficeAct.REDATE, {**given, "day": day.isoformat()}


def _tasks(slots: Slots) -> dict[str, str]:
    return {"tasks": ",".join(str(task.id) for task in slots.tasks)} if slots.tasks else {}
