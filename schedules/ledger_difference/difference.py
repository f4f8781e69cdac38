"""The difference between a ledger that comes in and the one that stands, as it is shown before anything is written."""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter

from db.known_rows import Known
from db.ledger_rows import TaskRow
from schedules.ledger_difference.fields import SIGNED_FOR, Change, Conflict, delivered, merged
from schedules.ledger_difference.matching import By, paired

_DAYS = ("due", "closed_on", "expected")
_DAYS_OF = attrgetter(*_DAYS)
_PLAIN = attrgetter(*[name for name in TaskRow.__dataclass_fields__ if name not in ("milestones", *_DAYS)])


def _written(rows: Sequence[TaskRow]) -> bytes:
    """The same bytes for equal rows, in a tenth of the time their `repr` takes."""
    plain = [
        (
            _PLAIN(row),
            [each and each.toordinal() for each in _DAYS_OF(row)],
            [(each.name, each.due.toordinal()) for each in row.milestones],
        )
        for row in rows
    ]
    return marshal.dumps(plain, 0)  # of this version no marks for values that are one object


@dataclass(frozen=True, slots=True)
class Compared:
    """A row that is known, with what is changed by it."""

    known: Known
    row: TaskRow
    by: By
    changes: tuple[Change, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    place: int = 0  # in the incoming ledger, from 0

    @property
    def moved(self) -> bool:
        return self.known.row.no != self.row.no

    @property
    def asked(self) -> bool:
        """Recognised by likeness only: somebody should say that it is the same task."""
        return self.by in (By.PLACE, By.LIKENESS)

    @property
    def signs_anew(self) -> bool:
        return any(change.field in SIGNED_FOR for change in self.changes)

    @property
    def closes(self) -> bool:
        """The table says that it is done, and the ledger does not know it yet. The office's own tasks are closed by
        their leader, never by the office's own table."""
        own = "督查室" in self.known.row.lead_department
        return self.row.closed and not self.known.over and not self.known.imported.closed and not own


@dataclass(frozen=True, slots=True)
class Difference:
    """What is missing or struck through stays as it is: nothing is ever deleted, and stopping is a tap of its own."""

    new: tuple[TaskRow, ...]
    known: tuple[Compared, ...]
    missing: tuple[Known, ...]  # tasks that still run and that the incoming ledger does not name
    struck: tuple[Known, ...] = ()  # tasks that still run and whose row is struck through
    struck_new: tuple[TaskRow, ...] = ()  # struck through before they ever came in: left out unless somebody asks
    fields: frozenset[str] = frozenset()  # those the incoming ledger speaks of
    new_places: tuple[int, ...] = ()  # of the new ones in the incoming ledger, from 0

    @property
    def changed(self) -> list[Compared]:
        return [each for each in self.known if each.changes]

    @property
    def moved(self) -> list[Compared]:
        return [each for each in self.known if each.moved]

    @property
    def conflicts(self) -> list[Compared]:
        return [each for each in self.known if each.conflicts]

    @property
    def asked(self) -> list[Compared]:
        return [each for each in self.known if each.asked]

    @property
    def closing(self) -> list[Compared]:
        return [each for each in self.known if each.closes]

    @property
    def same(self) -> list[Compared]:
        return [each for each in self.known if not each.changes]

    @property
    def empty(self) -> bool:
        """Nothing would be written."""
        return not self.new and not any(each.changes or each.moved or each.closes for each in self.known)

    def overdue(self, today: date) -> list[TaskRow]:
        """New rows whose day is over, and that nobody says are done: they would be handed out all the same."""
        return [row for row in self.new if row.due is not None and row.due < today and not row.closed]

    def parts(self, size: int) -> Iterator[Difference]:
        """The same in parts of so many rows, what is missing with the last: each can be written by itself."""
        new = [
            replace(
                self, new=self.new[at : at + size], new_places=self.new_places[at : at + size], known=(), missing=()
            )
            for at in range(0, len(self.new), size)
        ]
        known = [
            replace(self, new=(), new_places=(), known=self.known[at : at + size], missing=())
            for at in range(0, len(self.known), size)
        ]
        *before, last = [*new, *known] or [replace(self, new=(), new_places=(), known=())]
        yield from before
        yield replace(last, missing=self.missing)

    @property
    def digest(self) -> str:
        """Tells whether what is confirmed is still what was shown."""
        rows = repr((self.known, self.missing, self.struck)).encode()
        return hashlib.sha256(rows + _written(self.new) + _written(self.struck_new)).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Choices:
    """What somebody has said where the difference asks."""

    as_new: frozenset[int] = frozenset()  # places of rows that resemble a task and are none
    with_struck: bool = False  # rows that are struck through come in all the same
    theirs: frozenset[tuple[int, str]] = frozenset()  # 编号 and field of conflicts where the table is right
    ours: frozenset[tuple[int, str]] = frozenset()  # … and where the ledger is
    whole: bool = True  # False: a part of the ledger comes in, so that nothing else is missing
    history_before: date | None = None  # new rows due before it are history: closed on their day, handed out to nobody


def difference(known: Sequence[Known], rows: Sequence[TaskRow], choices: Choices = Choices()) -> Difference:
    pairs = paired(known, rows)
    for place in choices.as_new:
        if place in pairs.found and pairs.found[place][1] in (By.PLACE, By.LIKENESS):
            pairs.left.append(pairs.found.pop(place)[0])
    fields = delivered(rows)
    struck = {place for place, row in enumerate(rows) if row.struck and not choices.with_struck}
    left = sorted(pairs.left, key=lambda each: each.number)
    fresh = tuple(place for place in range(len(rows)) if place not in pairs.found and place not in struck)
    return Difference(
        new=tuple(_fresh(rows[place], choices.history_before) for place in fresh),
        new_places=fresh,
        known=tuple(
            replace(_compared(*pairs.found[place], row, fields, choices), place=place)
            for place, row in enumerate(rows)
            if place in pairs.found and place not in struck
        ),
        missing=tuple(each for each in left if choices.whole and not each.over),
        struck=tuple(pairs.found[place][0] for place in sorted(struck) if place in pairs.found),
        struck_new=tuple(rows[place] for place in sorted(struck) if place not in pairs.found),
        fields=fields,
    )


def _fresh(row: TaskRow, history_before: date | None) -> TaskRow:
    old = history_before is not None and row.due is not None and row.due < history_before and not row.closed
    return replace(row, closed=True, closed_on=row.due) if old else row


def _compared(known: Known, by: By, row: TaskRow, fields: Collection[str], choices: Choices) -> Compared:
    changes, conflicts = [], []
    for each in merged(known.imported, known.row, row, fields):
        if isinstance(each, Change):
            changes.append(each)
        elif (known.number, each.field) in choices.theirs:
            changes.append(Change(each.field, each.ours, each.theirs))
        elif (known.number, each.field) not in choices.ours:
            conflicts.append(each)
    return Compared(known, row, by, tuple(changes), tuple(conflicts))
