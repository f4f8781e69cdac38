"""A table of rules for orders: the first that fits the whole text and makes an order of it has read it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from bot.reading.orders.order import Order
from schedules.workdays import Calendar

Made = Callable[[re.Match[str], date, Calendar], Order | None]
Rule = tuple[str, str, Made]  # its name, its pattern, what it makes of a match
Compiled = tuple[re.Pattern[str], Made]


def compiled(rules: Iterable[Rule]) -> tuple[Compiled, ...]:
    return tuple((re.compile(pattern, re.S), made) for _, pattern, made in rules)


def first_of(rules: Sequence[Compiled], text: str, today: date, calendar: Calendar) -> Order | None:
    for pattern, made in rules:
        match = pattern.fullmatch(text)
        found = made(match, today, calendar) if match else None
        if found is not None:
            return found
    return None
