"""A ledger file on its way in from a terminal: read with a bar, and whoever sits there is asked for the rest."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import click

from bot.commands.unit_answers import asked_answers, remember, with_answers
from bot.commands.working import looking, running
from bot.console.given import DAY
from bot.ledger_files.ledger_shape import LedgerSheet
from bot.ledger_files.register import Register
from bot.runtime.ledger_worker import read_apart
from bot.runtime.office_register import registered


@contextmanager
def writing_bar(rows: int) -> Iterator[Callable[[int], None]]:
    """How far the writing is, in a terminal: each row is written, and its reminders are planned."""
    if not sys.stderr.isatty():
        yield lambda rows: None
        return
    with click.progressbar(length=2 * rows, label="写入台账", file=sys.stderr, show_pos=True) as bar:
        yield bar.update


@contextmanager
def _reading_bar() -> Iterator[Callable[[int, int], None] | None]:
    """How many rows of the file are read, in a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=1, label="读取台账", file=sys.stderr, show_pos=True, show_eta=False) as bar:

        def told(done: int, of: int) -> None:
            bar.length = max(1, of)
            bar.update(max(0, done - bar.pos))

        yield told
        told(bar.length or 1, bar.length or 1)


class Reading:
    """A file and what has been said of it; where there is somebody to ask, he is asked for the rest."""

    def __init__(
        self, content: bytes, name: str, day: date | None, columns: dict[str, str], answers: dict[str, str]
    ) -> None:
        self.content, self.name, self.day, self.columns, self.answers = content, name, day, columns, answers
        self.register: Register | None = None

    def read(self, *, asks: bool, remembers: bool) -> LedgerSheet:
        sheet = running(self._read())
        if asks and sheet.base_date is None and sheet.columns:
            self.day = _asked_base_date()
            sheet = running(self._read())
        answers = asked_answers(sheet.unknown) if asks and sheet.unknown else {}
        if answers:
            self.answers |= answers
            sheet = running(self._read())
        if self.answers and remembers:
            running(remember(self.register, self.answers))
        return sheet

    async def _read(self) -> LedgerSheet:
        async with looking(or_empty=True) as (database, policy):
            async with database.reading() as session:
                self.register = await registered(session)
            with _reading_bar() as told:
                return await read_apart(
                    self.content,
                    name=self.name,
                    register=with_answers(self.register, self.answers),
                    base_date=self.day,
                    calendar=policy.calendar,
                    columns=self.columns,
                    progress=told,
                )


def _asked_base_date() -> date:
    words = "表中没有会议或交办日期。请输入基准日期（如 2022-02-18）"
    found: date = click.prompt(words, type=DAY)
    return found
