"""What a coordinator may have meant, as buttons: what waits of those he names, to whom he may pass it on, the cards."""

from __future__ import annotations

from collections.abc import Sequence

from bot.handlers import named_tasks
from bot.handlers.context import BoundContext
from bot.texts import coordinators as texts
from bot.texts import keyboards
from bot.texts import matters as matter_texts
from db import departments_named, matters, people, requests, tasks
from db.matter_verbs import MatterKind
from db.models import Matter, Person, Role, Task
from db.tasks import Filter

CARDS = 6
WAITING = 4
PEOPLE = 3
HEADS = {MatterKind.LETTER, MatterKind.QUESTION, MatterKind.REFUSAL, MatterKind.SUBMITTED, MatterKind.REOPENING}

Rows = list[list[keyboards.Button]]


async def named(context: BoundContext, said: str) -> list[Task]:
    """The tasks his words name, closed ones too; else those that run of the departments they name."""
    every = await tasks.named(context.session, Filter())
    found = named_tasks.named(context, said, every) if any(map(str.isdigit, said)) else []
    if not found:
        running = await tasks.named(context.session, Filter(unfinished=True))
        units = await departments_named.in_words(context.session, [said])
        of_units = [task for task in running if task.lead_department_id in units]
        found = of_units or named_tasks.named(context, said, running)
    return await tasks.whole_of(context.session, found)


async def people_named(context: BoundContext, said: str, found: Sequence[Task]) -> dict[int, str]:
    """Leaders by their titles, the heads of the departments he names, else the owners of the tasks."""
    leaders = [each for each in await people.with_role(context.session, Role.LEADER) if each.name in said]
    longer = {each.id for each in leaders for other in leaders if each.name != other.name and each.name in other.name}
    longest = [each for each in leaders if each.id not in longer]
    units = await departments_named.in_words(context.session, [said])
    heads = [await people.head_of(context.session, department_id) for department_id in units]
    wanted: list[Person] = [*longest, *[head for head in heads if head is not None]]
    owners = {task.owner_id: task.owner.name for task in found[:PEOPLE]}
    return {**{each.id: each.name for each in wanted}, **owners}


async def waiting(context: BoundContext, found: Sequence[Task], who: Sequence[int]) -> Rows:
    """Difficulties, letters, 批示 and requests of the tasks and people he names, each opened by a tap."""
    ids = {task.id for task in found} if len(found) <= CARDS else set()
    numbers = {task.id: task.number for task in found}
    names = {each.id: each.name for each in (await people.by_ids(context.session, list(who))).values()}
    rows: Rows = []
    for matter in await matters.open_ones(context.session):
        if matter.task_id in ids or (matter.kind in HEADS and matter.raised_by_id in names):
            rows.append([(_label(matter, numbers, names), keyboards.of_matter(matter.id, 0))])
    for request in await requests.open_for(context.session, list(ids)):
        rows.append([(texts.open_request(numbers[request.task_id], request.kind), f"req:{request.id}")])
    return rows[:WAITING]


def _label(matter: Matter, numbers: dict[int, int], names: dict[int, str]) -> str:
    kind = matter_texts.KINDS[matter.kind]
    if matter.task_id in numbers:
        return texts.open_matter(f"{numbers[matter.task_id]}号", kind)
    return texts.open_matter(names.get(matter.raised_by_id, ""), kind)


def cards(found: Sequence[Task]) -> Rows:
    return [[(f"{task.number}号 {task.title}"[:40], f"t:{task.id}")] for task in found[:CARDS]]
