"""`huiyin import`: a workbook becomes the ledger, or a list of faults."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import click
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.faults import show
from bot.commands.working import at_desk, opened, running, say
from bot.ledger_files.ledger_shape import LedgerSheet, as_json
from bot.ledger_files.register import Department as Listed
from bot.ledger_files.register import Leader, Register
from bot.ledger_files.workbook import read_ledger
from bot.runtime.operator_errors import Refused
from db import people
from db.models import Role
from schedules.steps import importing
from schedules.steps.importing import Imported


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--ledger", "name", help="Name of the ledger; default: the title in the file, else its file name.")
@click.option("--base-date", type=click.DateTime(["%Y-%m-%d"]), help="The meeting or hand-out date of the table.")
@click.option("--dry-run", is_flag=True, help="Read and report, write nothing.")
@click.option("--json", "as_lines", is_flag=True, help="Tasks and faults as JSON on standard output.")
@click.option("--accept-valid", is_flag=True, help="Import the rows without errors although others have some.")
def command(
    file: Path, name: str | None, base_date: datetime | None, dry_run: bool, as_lines: bool, accept_valid: bool
) -> None:
    """Import the ledger FILE (xlsx or csv). Importing the same file twice changes nothing."""
    sheet = running(_read(file, base_date.date() if base_date else None))
    if as_lines:
        say(json.dumps(as_json(sheet), ensure_ascii=False, indent=1))
    else:
        show(sheet.faults)
    refused = sheet.has_errors and not accept_valid
    if not dry_run and not refused:
        _report(running(_store(sheet, name or sheet.title or file.stem)))
    elif not as_lines:
        say(f"读出{len(sheet.tasks)}项，未写入。")
    if sheet.has_errors:
        raise Refused("台账中有错误" + ("，有错误的行未导入。" if accept_valid and not dry_run else "，未作任何改动。"))


def _report(done: Imported) -> None:
    say(f"已导入：新增{done.new}项，变更{done.changed}项，未变{done.same}项。")


async def _read(file: Path, base_date: date | None) -> LedgerSheet:
    async with opened() as (database, policy):
        async with database.reading() as session:
            register = await _register(session)
        return read_ledger(file, register=register, base_date=base_date, calendar=policy.calendar)


async def _register(session: AsyncSession) -> Register | None:
    """The register as it stands in the ledger's database."""
    departments = await people.departments(session)
    if not departments:
        return None
    names = await people.department_names(session)
    heads = await people.heads(session)
    leaders = await people.with_role(session, Role.LEADER)
    listed = tuple(
        Listed(
            each.name,
            heads.get(each.id, ""),
            tuple(name for name, owner in names.items() if owner == each.id and name != each.name),
        )
        for each in departments
        if not each.is_group
    )
    groups = tuple(each.name for each in departments if each.is_group)
    return Register.of(tuple(Leader(each.name, each.name) for each in leaders), listed, groups)


async def _store(sheet: LedgerSheet, name: str) -> Imported:
    if sheet.base_date is None:
        raise Refused("没有基准日期：请用 --base-date 指明会议或交办日期，例如 --base-date 2022-02-18。")
    async with at_desk("import") as desk:
        return await importing.import_ledger(desk, sheet.tasks, name=name, base_date=sheet.base_date)
