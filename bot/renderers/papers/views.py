"""Papers that show the ledger as it stands: a department, a task's way, a meeting, a leader's field, the public's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.documents.content import Document
from bot.documents.kinds import Kind
from bot.renderers import task_history, unit_views, weekly_head
from bot.renderers.papers.asking import Asking
from bot.renderers.task_lines import lines_of
from bot.texts import desk, task_answers
from bot.texts.papers import fact_sheet as fact_sheet_texts
from bot.texts.papers import field as field_texts
from bot.texts.papers import meeting as meeting_texts
from bot.texts.papers import public as public_texts
from bot.texts.papers import task_history as history_texts
from bot.texts.papers.bulletin import measured_lines
from bot.texts.task_lines import TaskLine
from db import fields, people, tasks
from db.lifecycle import UNFINISHED
from db.models import Person, Role, Task
from db.rights import Action, Reach
from db.tasks import Filter
from schedules import survey, waiting

LISTED = 300  # tasks of one paper: more are looked at in the workbook


async def fact_sheet(asking: Asking, department_id: int) -> Document | None:
    names = {each.id: each.name for each in await people.departments(asking.session)}
    chosen = asking.within(Kind.FACT_SHEET, Filter(department_id=department_id))
    if chosen is None or department_id not in names:
        return None
    known = await unit_views.known_of(asking.session, chosen, now=asking.now, policy=asking.policy)
    if not known and asking.reach(Kind.FACT_SHEET) is not Reach.ALL:
        return None  # nothing of it is his
    return fact_sheet_texts.document(names[department_id], known, sender=asking.policy.office_name, today=asking.today)


async def history(asking: Asking, task_id: int) -> Document | None:
    task = (await tasks.by_ids(asking.session, [task_id])).get(task_id)
    if task is None or not _may_see(asking, task):
        return None
    (line,) = await _lines(asking, [task])
    steps = await task_history.steps(asking.session, task, asking.policy)
    return history_texts.document(line, steps, sender=asking.policy.office_name)


def _may_see(asking: Asking, task: Task) -> bool:
    seeing = Action.SEE if task.state in UNFINISHED else Action.SEE_ENDED
    return asking.person is None or asking.step.may(seeing, task)


async def meeting(asking: Asking, ledger_id: int) -> Document | None:
    """Of a leader only what is of his field."""
    ledger = {each.id: each for each in await tasks.ledgers(asking.session)}.get(ledger_id)
    only = frozenset(await tasks.ids_of_ledger(asking.session, ledger_id))
    chosen = asking.within(Kind.MEETING, Filter(only=only))
    if ledger is None or chosen is None or not only:
        return None
    counted = await survey.figures(asking.session, chosen, now=asking.now, policy=asking.policy)
    lines = await _lines(asking, (await tasks.matching(asking.session, chosen))[:LISTED])
    if not lines:
        return None
    return meeting_texts.document(
        ledger.name,
        counted.whole(),
        lines,
        since=ledger.base_date,
        sender=asking.policy.office_name,
        today=asking.today,
    )


async def field(asking: Asking, leader_id: int) -> Document | None:
    """0: the fields of whoever asks; a leader's own, his secretary's leaders'."""
    leaders = await _leaders(asking, leader_id)
    chosen = asking.within(Kind.FIELD, Filter(field=frozenset(each.id for each in leaders)))
    if chosen is None or not chosen.field:
        return None
    counted = await survey.figures(asking.session, chosen, now=asking.now, policy=asking.policy)
    if not counted.whole().total:
        return None
    ordered = [task.id for task, _ in survey.worst_first(counted.unfinished)][:LISTED]
    found = await tasks.by_ids(asking.session, ordered)
    lines = await _lines(asking, [found[task_id] for task_id in ordered])
    names = {each.id: each.name for each in await people.departments(asking.session)}
    measured, _ = await weekly_head.measured(asking.session, chosen, now=asking.now, policy=asking.policy)
    known = field_texts.Field(
        "、".join(each.name for each in leaders if each.id in chosen.field),
        counted.whole(),
        counted.by_department(names),
        lines,
        await _projects(asking, chosen, lines),
        await _waiting(asking, chosen),
        "\n".join(measured_lines(measured.removeprefix("◆ "))),
    )
    return field_texts.document(known, sender=asking.policy.office_name, today=asking.today)


async def _leaders(asking: Asking, leader_id: int) -> Sequence[Person]:
    person = asking.person
    ids = [leader_id] if leader_id or person is None else sorted(person.field_ids)
    found = (await people.by_ids(asking.session, ids)).values()
    leading = {each.id for each in await people.with_role(asking.session, Role.LEADER)}
    return [each for each in found if each.id in leading]


async def _projects(asking: Asking, chosen: Filter, lines: Sequence[TaskLine]) -> list[tuple[TaskLine, str]]:
    """Tasks whose type names a leader beside its field, with what their type asks for."""
    bound = {of.name for of in asking.policy.types.types if any(each.binds == "leader" for each in of.fields)}
    typed = await fields.typed(asking.session, replace(chosen, unfinished=True))
    ids = {task.id for task in typed if task.type in bound}
    known = await fields.of_tasks(asking.session, list(ids))
    return [
        (line, "；".join(f"{name}：{value}" for name, value in known.get(line.task_id, {}).items()) or "未填")
        for line in lines
        if line.task_id in ids
    ]


async def _waiting(asking: Asking, chosen: Filter) -> list[str]:
    """请示 that only he can decide, oldest first, with the working days they have waited."""
    assert chosen.field is not None, "of a field"
    found = await waiting.for_leader(asking.step, chosen.field)
    about = await tasks.by_ids(asking.session, [each.task_id for each in found.requests])
    policy = asking.policy
    return [
        f"{task_answers.named(about[each.task_id].number, about[each.task_id].title)}："
        f"{desk.REQUESTS[each.kind.value]}，已等"
        f"{policy.calendar.between(policy.today(each.asked_at), asking.today)}个工作日。"
        for each in found.requests
        if each.task_id in about
    ]


async def public(asking: Asking, _of: int) -> Document | None:
    if asking.reach(Kind.PUBLIC) is Reach.NONE:
        return None
    found = await unit_views.public_figures(asking.session, now=asking.now, policy=asking.policy)
    return public_texts.document(
        found.whole, found.areas, found.motions, sender=asking.policy.office_name, today=asking.today
    )


async def _lines(asking: Asking, found: Sequence[Task]) -> list[TaskLine]:
    return await lines_of(asking.session, found, now=asking.now, policy=asking.policy)
