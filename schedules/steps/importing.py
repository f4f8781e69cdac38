"""The register and the ledger come in. Importing the same twice changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from db import ledger_editions, people
from db.ledger_rows import TaskRow
from db.models import Department, DepartmentName, Role
from schedules.steps import ledger_import
from schedules.steps.context import StepContext
from schedules.steps.ledger_import import Imported
from schedules.steps.posts import appoint, person_named

__all__ = ["Imported", "department_named", "import_department", "import_leader", "import_ledger", "person_named"]


async def department_named(
    context: StepContext, name: str, *, aliases: Sequence[str] = (), is_group: bool = False
) -> Department:
    found = await people.department_named(context.session, name)
    if found is None:
        found = Department(name=name, is_group=is_group)
        context.session.add(found)
        await context.session.flush()
    elif not aliases:
        return found
    known = await people.department_names(context.session)
    for each in (name, *aliases):
        if each not in known:
            context.session.add(DepartmentName(name=each, department_id=found.id))
            known[each] = found.id
    await context.session.flush()
    return found


async def import_department(
    context: StepContext,
    name: str,
    *,
    aliases: Sequence[str],
    heads: Sequence[str],
    liaisons: Sequence[str],
    duty: str = "",
) -> None:
    """A department of the register, with its head and its liaison. `duty`: kept where the register says none."""
    department = await department_named(context, name, aliases=aliases)
    department.duty = duty or department.duty
    for role, names in ((Role.HEAD, heads), (Role.LIAISON, liaisons)):
        for person_name in names:
            await appoint(context, await person_named(context, person_name), role, department_id=department.id)


async def import_leader(context: StepContext, name: str, *, title: str | None = None) -> None:
    """`title`: of his post, where the register calls him by his own name."""
    await appoint(context, await person_named(context, name), Role.LEADER, title=title[:60] if title else None)


async def import_ledger(context: StepContext, rows: Sequence[TaskRow], *, name: str, base_date: date) -> Imported:
    """Compare and write at once, for callers who need not show the difference. The same twice changes nothing."""
    proposal = await ledger_import.compare(context.session, rows, name=name, new_ledger=True)
    done = await ledger_import.apply(context, proposal, base_date=base_date)
    done.tasks = await ledger_editions.tasks_with_all(context.session, done.task_ids)
    return done
