"""The register and the ledger come in. Importing the same twice changes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date

from db import people, tasks
from db.ledger_rows import TaskRow
from db.lifecycle import State, Step, StepNotAllowed, advance
from db.models import Department, DepartmentName, Ledger, Milestone, Mode, Person, Role, SupportingDepartment, Task
from schedules.steps.context import Desk
from schedules.steps.enrolling import appoint
from schedules.steps.replan import begin_round, replan

# The digest of a row that was imported by an older program must stay what it was, so later fields are not in it.
_DIGESTED = frozenset(
    {"no", "category", "source", "title", "target", "lead_department", "co_departments", "leader", "owner", "mode"}
    | {"due", "report_every", "milestones", "report_day", "urgent"}
)


@dataclass(slots=True)
class Imported:
    """How many were new, changed, and already as they should be."""

    new: int = 0
    changed: int = 0
    same: int = 0
    tasks: list[Task] = field(default_factory=list)


async def person_named(desk: Desk, name: str) -> Person:
    found = await people.by_name(desk.session, name)
    if found is None:
        found = Person(name=name, posts=[])
        desk.session.add(found)
        await desk.session.flush()
        desk.note("person", person=found.id)
    return found


async def department_named(desk: Desk, name: str, *, aliases: Sequence[str] = (), is_group: bool = False) -> Department:
    found = await people.department_named(desk.session, name)
    if found is None:
        found = Department(name=name, is_group=is_group)
        desk.session.add(found)
        await desk.session.flush()
    elif not aliases:
        return found
    known = await people.department_names(desk.session)
    for each in (name, *aliases):
        if each not in known:
            desk.session.add(DepartmentName(name=each, department_id=found.id))
            known[each] = found.id
    await desk.session.flush()
    return found


async def import_department(
    desk: Desk, name: str, *, aliases: Sequence[str], heads: Sequence[str], liaisons: Sequence[str]
) -> None:
    """A department of the register, with its head and its liaison."""
    department = await department_named(desk, name, aliases=aliases)
    for role, names in ((Role.HEAD, heads), (Role.LIAISON, liaisons)):
        for person_name in names:
            await appoint(desk, await person_named(desk, person_name), role, department_id=department.id)


async def import_leader(desk: Desk, name: str) -> None:
    await appoint(desk, await person_named(desk, name), Role.LEADER)


async def import_ledger(desk: Desk, rows: Sequence[TaskRow], *, name: str, base_date: date) -> Imported:
    """Rows without faults become tasks that are handed out at the next morning, 急件 at once."""
    ledger = await _ledger(desk, name, base_date)
    known = await tasks.imported(desk.session, ledger.id)
    first = ledger.id == 1 or (not known and await tasks.last_number(desk.session) == 0)
    done = Imported()
    last = await tasks.last_number(desk.session)
    for row in rows:
        digest = _digest(row)
        task = known.get(row.no)
        if task is None:
            number = row.no if first else last + 1
            last = max(last, number)
            done.tasks.append(await _new(desk, ledger, row, digest, number))
            done.new += 1
        elif task.imported_digest == digest:
            done.same += 1
        else:
            await _change(desk, task, row, digest)
            done.tasks.append(task)
            done.changed += 1
    await replan(desk, *done.tasks)
    return done


async def _ledger(desk: Desk, name: str, base_date: date) -> Ledger:
    found = await tasks.ledger_named(desk.session, name)
    if found is None:
        found = Ledger(name=name, base_date=base_date, imported_at=desk.now)
        desk.session.add(found)
        await desk.session.flush()
        desk.note("ledger", ledger=found.id, base_date=base_date.isoformat())
    return found


def _digest(row: TaskRow) -> str:
    facts = {key: value for key, value in asdict(row).items() if key in _DIGESTED}
    return hashlib.sha256(repr(sorted(facts.items())).encode()).hexdigest()


async def _new(desk: Desk, ledger: Ledger, row: TaskRow, digest: str, number: int) -> Task:
    task = Task(
        ledger_id=ledger.id,
        no=row.no,
        number=number,
        state=State.HANDED_OUT,
        began_at=desk.now,
        plan_from=desk.today,
        original_due=row.due,
        round=1,
        milestones=[],
    )
    await _fill(desk, task, row, digest)
    desk.session.add(task)
    await desk.session.flush()
    await _support(desk, task, row)
    desk.note("hand_out", task=task, state=task.state.value, due=row.due.isoformat() if row.due else None)
    return task


async def _fill(desk: Desk, task: Task, row: TaskRow, digest: str) -> None:
    task.category, task.source, task.title, task.target = row.category, row.source, row.title, row.target
    task.lead_department = await department_named(desk, row.lead_department)
    task.leader = await person_named(desk, row.leader) if row.leader else None
    task.owner = await person_named(desk, row.owner)
    task.liaison_id = await people.liaison_of(desk.session, task.lead_department.id)
    task.urgent, task.mode, task.due = row.urgent, Mode(row.mode), row.due
    task.report_every, task.report_day = row.report_every, row.report_day
    task.imported_digest = digest
    task.milestones = [Milestone(position=n, name=each.name, due=each.due) for n, each in enumerate(row.milestones, 1)]


async def _support(desk: Desk, task: Task, row: TaskRow) -> None:
    for position, name in enumerate(dict.fromkeys(row.co_departments), 1):
        department = await department_named(desk, name)
        desk.session.add(SupportingDepartment(task_id=task.id, position=position, department_id=department.id))


async def _change(desk: Desk, task: Task, row: TaskRow, digest: str) -> None:
    """A changed date or wording is handed out again and needs a new signing for; the first date stays on record."""
    was = task.state
    original = task.original_due
    task.milestones = []
    await desk.session.flush()  # the new ones take their places
    await _fill(desk, task, row, digest)
    task.original_due = original or row.due
    try:
        task.state = advance(task.state, Step.HAND_OUT)
    except StepNotAllowed:
        desk.note("change", task=task, was=was.value, state=was.value)
        return
    task.signed_at = task.handed_out_at = None
    begin_round(task, desk)
    desk.note("change", task=task, was=was.value, state=task.state.value)
