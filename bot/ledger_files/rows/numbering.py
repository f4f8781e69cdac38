"""The number of each matter of a file: its own where it is one, going on where the numbers begin anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import groupby
from operator import attrgetter

from bot.ledger_files.ledger_shape import Fault, TaskRow
from bot.ledger_files.rows.row_cells import Numbered


@dataclass(frozen=True, slots=True)
class NumberedRows:
    tasks: list[TaskRow]
    waiting: list[TaskRow]  # those with a question to be answered first
    faults: list[Fault]


def numbered(entries: Sequence[Numbered]) -> NumberedRows:
    """Tasks in the order of the file. A number names one task: a later row with the same one goes on after the last."""
    taken: dict[int, Numbered] = {}
    numbers: dict[int, int] = {}  # by place in the file
    faults: list[Fault] = []
    places = {id(entry): place for place, entry in enumerate(entries)}
    for run in _runs(entries):
        shift = _shift(run, taken)
        if shift:
            faults.append(_numbered_on(run, shift))
        for entry in run:
            if entry.plain is None:
                continue
            number = entry.plain + shift
            if number in taken:
                faults.append(_repeated(entry, taken[number]))
                entry.plain, entry.below = None, True
            else:
                taken[number] = entry
                numbers[places[id(entry)]] = number
    _number_the_others(entries, taken, numbers)
    faults += _given(entries, numbers)
    found = [
        (_counted(entry.task, numbers[place], _as_written(entry, numbers[place])), entry.waits)
        for place, entry in enumerate(entries)
        if entry.task is not None and place in numbers
    ]
    return NumberedRows([row for row, waits in found if not waits], [row for row, waits in found if waits], faults)


_NAMES = tuple(each.name for each in fields(TaskRow))
_VALUES = attrgetter(*_NAMES)
_NO, _NO_TEXT = _NAMES.index("no"), _NAMES.index("no_text")


def _counted(task: TaskRow, number: int, written: str) -> TaskRow:
    """`replace` takes thrice as long, and every row of a ledger is numbered."""
    values = list(_VALUES(task))
    values[_NO], values[_NO_TEXT] = number, written
    return TaskRow(*values)


def _runs(entries: Sequence[Numbered]) -> Iterator[list[Numbered]]:
    """Stretches in which numbers do not begin anew: by sheet, table and category; or where 1, 2 follow a higher one."""
    for _, rows in groupby(entries, key=lambda entry: (entry.sheet, entry.segment)):
        listed = list(rows)
        ahead = _numbers_ahead(listed)
        run: list[Numbered] = []
        highest = 0
        for entry, following in zip(listed, ahead, strict=True):
            if entry.plain == 1 and highest >= 2 and following in (None, 1, 2):
                yield run
                run, highest = [], 0
            run.append(entry)
            highest = max(highest, entry.plain or 0)
        if run:
            yield run


def _numbers_ahead(entries: Sequence[Numbered]) -> list[int | None]:
    """For each row the next number below it."""
    ahead: list[int | None] = []
    following: int | None = None
    for entry in reversed(entries):
        ahead.append(following)
        following = entry.plain if entry.plain is not None else following
    return ahead[::-1]


def _shift(run: Sequence[Numbered], taken: dict[int, Numbered]) -> int:
    """How much is added where a run begins with 1 again and its numbers are taken."""
    own = [entry.plain for entry in run if entry.plain is not None]
    if not taken or not own or min(own) != 1 or not any(number in taken for number in own):
        return 0
    first = next(iter(taken.values()))
    fresh = run[0].sheet != first.sheet or run[0].segment != first.segment or len(own) > 1
    return max(taken) if fresh else 0


def _number_the_others(entries: Sequence[Numbered], taken: dict[int, Numbered], numbers: dict[int, int]) -> None:
    """Rows without a whole number of their own (1.1, a second matter, no number at all) go on after the last."""
    last = max(taken, default=0)
    for place, entry in enumerate(entries):
        if entry.plain is None:
            last += 1
            numbers[place] = last


def _as_written(entry: Numbered, number: int) -> str:
    """The number as the paper has it, where it says more than the number itself: （一）, 1.1, 3 of another list."""
    digits = "".join(filter(str.isdecimal, entry.text))
    return "" if entry.plain == number and digits and int(digits) == number else entry.text


def _numbered_on(run: Sequence[Numbered], shift: int) -> Fault:
    own = [entry.plain for entry in run if entry.plain is not None]
    at = next(entry for entry in run if entry.plain is not None)
    first, last = min(own) + shift, max(own) + shift
    new = f"{first}" if first == last else f"{first}—{last}"
    message = f"“{at.sheet}”第 {at.row} 行起序号从 1 重新编排，接续编为 {new}，原序号保留"
    return Fault(at.sheet, at.row, at.column, "no_numbered_on", "note", message)


def _given(entries: Sequence[Numbered], numbers: dict[int, int]) -> list[Fault]:
    """Told once for each sheet: numbers that the program gave."""
    faults = []
    plain = [(place, entry) for place, entry in enumerate(entries) if entry.plain is None and not entry.below]
    for sheet, rows in groupby(plain, key=lambda each: each[1].sheet):
        first, *others = list(rows)
        given = numbers[first[0]]
        wrote = f"序号“{first[1].text[:12]}”不是整数" if first[1].text else "没有序号"
        more = f"等 {len(others) + 1} 行" if others else ""
        message = f"“{sheet}”第 {first[1].row} 行{more}：{wrote}，按顺序从 {given} 起编号"
        faults.append(Fault(sheet, first[1].row, first[1].column, "no_given", "note", message))
    return faults


def _repeated(entry: Numbered, other: Numbered) -> Fault:
    where = f"“{entry.sheet}”第 {entry.row} 行“{entry.column}”列"
    message = f"{where}：序号 {entry.plain} 与“{other.sheet}”第 {other.row} 行重复，另编序号，请核对"
    return Fault(entry.sheet, entry.row, entry.column, "no_repeated", "warning", message)
