"""Names that the register does not have: asked about once with the nearest ones, and the answer is remembered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click

from bot.commands.working import one_step
from bot.ledger_files.register import Register
from db.ledger_rows import UnknownDepartment
from schedules.steps.importing import department_named

NEW = "新单位"
HINT = "名册中没有的名称，可加 --unit 表中名称=名册单位（或=新单位）指明，此后记作简称。"
LATER = "暂不处理"


def given_answers(options: Sequence[str]) -> dict[str, str]:
    """What `--unit 名称=单位` says."""
    pairs = [each.partition("=") for each in options]
    for name, _, unit in pairs:
        if not name or not unit:
            raise click.UsageError(f"--unit {name}={unit}：应为“表中名称=名册中的单位”，或“表中名称={NEW}”。")
    return {name: unit for name, _, unit in pairs}


def asked_answers(unknown: Sequence[UnknownDepartment]) -> dict[str, str]:
    """One question for each name in a terminal; those left for later are not among the answers."""
    answers = {}
    for each in unknown:
        choices = [*each.nearest, NEW, LATER]
        listed = "；".join(f"{number} {choice}" for number, choice in enumerate(choices, 1))
        rows = "、".join(str(row) for _, row in each.rows[:5])
        words = f"名册中没有“{each.name}”（第{rows}行）：{listed}。请选择"
        number = click.prompt(words, type=click.IntRange(1, len(choices)), default=len(choices))
        if choices[number - 1] != LATER:
            answers[each.name] = choices[number - 1]
    return answers


def with_answers(register: Register | None, answers: Mapping[str, str]) -> Register | None:
    """The register as it is once the answers are remembered. Raises UsageError where a unit is not in it."""
    if register is None or not answers:
        return register
    names = dict(register.names)
    for name, unit in answers.items():
        full = name if unit == NEW else register.department(unit)
        if full is None:
            raise click.UsageError(f"--unit {name}={unit}：名册中没有“{unit}”。")
        names[name] = full
    return register.named(names)


async def remember(register: Register | None, answers: Mapping[str, str]) -> None:
    """A name of an old unit becomes its short name; a new unit comes into the register."""
    async with one_step("import") as context:
        for name, unit in answers.items():
            full = None if unit == NEW or register is None else register.department(unit)
            await department_named(context, full or name, aliases=(name,))
