"""The office opens: register and ledger come in, and everybody presses Start on his invitation."""

from __future__ import annotations

from bot.ledger_files.ledger_shape import LedgerSheet
from bot.ledger_files.register import Register, read_register
from bot.ledger_files.workbook import read_ledger
from bot.playground.actor import Actor
from bot.playground.examples import ExamplesMissing as ExamplesMissing
from bot.playground.examples import example as example
from bot.playground.stage import Stage
from db import tasks
from db.models import Role
from schedules.steps import importing
from schedules.steps.importing import Imported

COORDINATORS = ("督查员甲", "督查员乙")


async def import_examples(stage: Stage) -> Imported:
    register = read_register(example("register.csv"))
    sheet = read_ledger(example("ledger.xlsx"), register=register, calendar=stage.policy.calendar)
    await _import_people(stage, register)
    return await _import_ledger(stage, sheet)


async def _import_people(stage: Stage, register: Register) -> None:
    async with stage.step("import-people") as context:
        for leader in register.leaders:
            await importing.import_leader(context, leader.title or leader.name)
        for group in register.groups:
            await importing.department_named(context, group, is_group=True)
        for each in register.departments:
            await importing.import_department(
                context, each.name, aliases=each.aliases, heads=[each.head] if each.head else [], liaisons=each.liaisons
            )


async def _import_ledger(stage: Stage, sheet: LedgerSheet) -> Imported:
    assert sheet.base_date is not None, "the example names its base date"
    async with stage.step("import") as context:
        return await importing.import_ledger(
            context, sheet.tasks, name=sheet.title or "重点任务分解表", base_date=sheet.base_date
        )


async def enrol(stage: Stage) -> list[Actor]:
    """Coordinators, the leaders of tasks, every owner; the owners are returned."""
    await stage.cast(COORDINATORS, role=Role.COORDINATOR)
    async with stage.database.reading() as session:
        leaders = [person.name for person in await tasks.leaders_of_tasks(session)]
        owners = [person.name for person in await tasks.owners(session)]
    await stage.cast(leaders)
    return await stage.cast(owners)
