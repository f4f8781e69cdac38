"""Faults of a file as the operator reads them: how grave, where, what to do."""

from __future__ import annotations

from collections.abc import Iterable

import click

from db.ledger_rows import Fault

_GRAVE = {"error": "错误", "warning": "提醒", "note": "说明"}


def show(faults: Iterable[Fault]) -> None:
    for fault in faults:
        click.echo(line(fault), err=True)


def line(fault: Fault) -> str:
    """The message names the place itself: sheet, row and column."""
    return f"[{_GRAVE[fault.severity]}] {fault.message}"
