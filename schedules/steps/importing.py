"""The register and the ledger come in. Importing the same twice changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from db import people
from db.ledger_rows import TaskRow
from db.models import Department, DepartmentName, Person, Role
from schedules.steps import ledger_import
from schedules.steps.context import Desk
from schedules.steps.enrolling import appoint
from schedules.steps.ledger_import import Imported

__all__ = ["Imported", "department_named", "import_department", "import_leader", "import_ledger", "person_named"]


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
    """Compare and write at once, for callers who need not show the difference. The same twice changes nothing."""
    proposal = await ledger_import.compare(desk.session, rows, name=name, new_ledger=True)
    return await ledger_import.apply(desk, proposal, base_date=base_date)
