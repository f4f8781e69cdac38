"""New rows whose day is over already: handed out all the same, or kept as history. Said before anything is written."""

from __future__ import annotations

import sys
from enum import StrEnum

import click


class Overdue(StrEnum):
    HAND_OUT = "hand-out"
    HISTORY = "history"


CHOICE = click.Choice([each.value for each in Overdue])


def asked() -> Overdue:
    words = "已超期的怎样处理（hand-out 照常交办，history 作为历史：记为已销号，不提醒）"
    return Overdue(click.prompt(words, type=CHOICE, default=Overdue.HAND_OUT.value))


def may_ask() -> bool:
    return sys.stdin.isatty()
