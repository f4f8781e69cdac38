"""How the sub-items of a task stand: open, done, checked, late; what hinders its closing; whose turn it is. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from db.item_words import ItemState
from schedules import periods
from schedules.task_types import TaskTypes


class Subitem(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def state(self) -> ItemState: ...
    @property
    def due(self) -> date | None: ...
    @property
    def every(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Tally:
    """Of one kind of a task, by name or by number alone."""

    kind: str
    total: int
    done: int  # checked ones among them
    checked: int
    open: tuple[str, ...] = ()  # their titles, where they are known

    @property
    def left(self) -> int:
        return self.total - self.done


def tallies(items: Iterable[Subitem]) -> list[Tally]:
    """What has a rhythm is never done and counts apart."""
    groups: dict[str, list[Subitem]] = {}
    for each in items:
        if each.every is None:
            groups.setdefault(each.kind, []).append(each)
    return [
        Tally(
            kind,
            len(group),
            sum(each.state is not ItemState.OPEN for each in group),
            sum(each.state is ItemState.CHECKED for each in group),
            tuple(each.title for each in group if each.state is ItemState.OPEN),
        )
        for kind, group in groups.items()
    ]


def hinders(items: Iterable[Subitem], types: TaskTypes) -> list[str]:
    """What stands between a task and its closing, by name."""
    found = []
    for each in items:
        kind = types.kind(each.kind)
        if kind.office or kind.turn or each.every is not None:
            continue
        if each.state is ItemState.OPEN or (kind.gate and each.state is not ItemState.CHECKED):
            found.append(each.title)
    return found


def overdue(items: Iterable[Subitem], today: date) -> list[Subitem]:
    return [each for each in items if each.state is ItemState.OPEN and each.due is not None and each.due < today]


def missed(every: str, opened: date, visited: Sequence[date], today: date) -> str | None:
    """Label of the last whole period since it began in which nobody was there."""
    last = periods.of(every, periods.of(every, today).first - timedelta(days=1))
    if last.last < opened or any(last.first <= day <= last.last for day in visited):
        return None
    return last.label


def next_turns(items: Sequence[Subitem]) -> list[str]:
    """Who has not had his turn in this round; everybody when the round is over."""
    waiting = [each.title for each in items if each.state is ItemState.OPEN]
    return waiting or [each.title for each in items]
