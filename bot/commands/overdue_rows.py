"""New rows whose day is over already: handed out all the same, or kept as history. Said before anything is written."""

from __future__ import annotations

import sys
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum

import click

from db.ledger_rows import TaskRow
from schedules.ledger_difference.difference import Difference


class Overdue(StrEnum):
    HAND_OUT = "hand-out"
    HISTORY = "history"


CHOICE = click.Choice([each.value for each in Overdue])


def places(found: Difference, rows: Sequence[TaskRow], today: date) -> list[int]:
    """Of the new rows with a day that is over, and that nobody says is done."""
    return [at for at in found.new_places if (due := rows[at].due) and due < today and not rows[at].closed]


def warning(rows: Sequence[TaskRow], today: date) -> str:
    first = min(row.due for row in rows if row.due)
    numbers = "、".join(str(row.no) for row in rows[:8]) + ("等" if len(rows) > 8 else "")
    return (
        f"注意：新增事项中有{len(rows)}项已超期（{numbers}，最早的时限为{first:%Y年%-m月%-d日}，今天是{today:%Y年%-m月%-d日}）。"
        "照常交办的，责任人将收到超期提醒，并逐级催办。"
    )


def asked() -> Overdue:
    words = "已超期的怎样处理（hand-out 照常交办，history 作为历史：记为已销号，不提醒）"
    return Overdue(click.prompt(words, type=CHOICE, default=Overdue.HAND_OUT.value))


def may_ask() -> bool:
    return sys.stdin.isatty()


def as_history(rows: Sequence[TaskRow], overdue: Collection[int]) -> list[TaskRow]:
    """Closed on their day: handed out to nobody."""
    return [replace(row, closed=True, closed_on=row.due) if at in overdue else row for at, row in enumerate(rows)]
