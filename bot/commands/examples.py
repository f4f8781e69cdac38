"""`huiyin examples`: a register and a ledger to try with, dated from today."""

from __future__ import annotations

from pathlib import Path

import click

from bot import settings
from bot.commands.working import say
from bot.commands.writing import write
from bot.console.given import FOLDER
from bot.ledger_files.register import read_register
from bot.ledger_files.workbook import read_ledger
from bot.playground.examples import ExamplesMissing, example
from bot.runtime.office_ledger import office_policy
from bot.runtime.operator_errors import Refused
from bot.texts import example_ledger
from schedules.machine_clock import machine_clock


@click.command("examples", help="在 FOLDER 中写出示例名册 register.csv 和示例台账 ledger.xlsx，时限自今天算起。")
@click.argument("folder", type=FOLDER)
def command(folder: Path) -> None:
    """Write an example register and a ledger of 160 tasks whose days count from today."""
    for file in written(folder):
        say(f"已写出 {file}。")


def written(folder: Path) -> tuple[Path, Path]:
    """The register and the ledger. Raises Refused where they stand already, or cannot be written."""
    policy = office_policy(settings.load())
    try:
        register, ledger = example("register.csv"), example("ledger.xlsx")
    except ExamplesMissing as fault:
        raise Refused(str(fault)) from fault
    made = folder / "register.csv", folder / "ledger.xlsx"
    for file in made:
        if file.exists():
            raise Refused(f"{file} 已存在，不覆盖；请换一个文件夹。")
    sheet = read_ledger(ledger, register=read_register(register), calendar=policy.calendar)
    assert sheet.base_date is not None, "the example names its base date"
    today = policy.today(machine_clock())
    write(made[0], register.read_bytes(), suffix=".csv")
    write(made[1], example_ledger.workbook(sheet.tasks, base=sheet.base_date, today=today), suffix=".xlsx")
    return made
