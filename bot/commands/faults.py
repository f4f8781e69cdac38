"""Faults of a file as the operator reads them: how grave, where, what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import click

from db.ledger_rows import Fault

_OF_EACH_KIND = 100
_GRAVE = {"error": "错误", "warning": "提醒", "note": "说明"}


def show(faults: Iterable[Fault]) -> None:
    """Every error; of each kind of remark the first, and how many there are: `--json` has them all."""
    told: Counter[str] = Counter()
    for fault in faults:
        told[fault.fault] += fault.severity != "error"
        if told[fault.fault] <= _OF_EACH_KIND:
            click.echo(line(fault), err=True)
    for several in (number - _OF_EACH_KIND for number in told.values() if number > _OF_EACH_KIND):
        click.echo(f"　…另有同类提醒或说明{several}处（加 --json 可全部列出）", err=True)


def line(fault: Fault) -> str:
    """The message names the place itself: sheet, row and column."""
    return f"[{_GRAVE[fault.severity]}] {fault.message}"
