"""`huiyin import-people`: the register of leaders, departments, heads and liaisons."""

from __future__ import annotations

from pathlib import Path

import click

from bot.commands.faults import show
from bot.commands.working import one_step, running, say
from bot.ledger_files.register import Register, read_register
from bot.runtime.operator_errors import Refused
from schedules.steps import importing


@click.command("import-people")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """Import the register FILE (csv or xlsx)."""
    register = read_register(file)
    show(register.faults)
    if register.has_errors:
        raise Refused("名册有误，未作任何改动；请按上面的提示修改后重新导入。")
    running(_store(register))
    say(f"已导入：市领导{len(register.leaders)}位，单位{len(register.departments)}个，单位组{len(register.groups)}个。")


async def _store(register: Register) -> None:
    async with one_step("import-people") as context:
        for leader in register.leaders:
            await importing.import_leader(context, leader.title or leader.name)
        for group in register.groups:
            await importing.department_named(context, group, is_group=True)
        for department in register.departments:
            await importing.import_department(
                context,
                department.name,
                aliases=department.aliases,
                heads=[department.head] if department.head else [],
                liaisons=department.liaisons,
            )
