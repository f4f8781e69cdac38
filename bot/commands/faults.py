"""Faults of a file as the operator reads them: where, how grave, what to do."""

from __future__ import annotations

from collections.abc import Iterable

import click

from db.ledger_rows import Fault

_GRAVE = {"error": "错误", "warning": "提醒", "note": "说明"}


def show(faults: Iterable[Fault]) -> None:
    for fault in faults:
        click.echo(line(fault), err=True)


def line(fault: Fault) -> str:
    row = f"第{fault.row}行" if fault.row else ""
    column = f" {fault.column}" if fault.column else ""
    place = f"{fault.sheet} {row}{column}".strip()
    return (
        f"[{_GRAVE[fault.severity]}] {place}：{fault.message}"
        if place
        else f"[{_GRAVE[fault.severity]}] {fault.message}"
    )
