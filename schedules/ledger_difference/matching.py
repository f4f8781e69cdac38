"""Which row is which task: by our own number, by title, by its place with a similar title; else it is new.

The place alone says nothing: a row put in or struck out shifts all below it, and progress must not move with them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final, TypeVar

from db.known_rows import Known
from db.ledger_rows import TaskRow

T = TypeVar("T")

SIMILAR: Final = 0.6
NEARLY_EQUAL: Final = 0.8
_MOST: Final = 200  # left over on a side: more is another ledger, and comparing all with all takes long
_COMPARED: Final = 200  # letters of a title
_MARKS: Final = re.compile(r"[\W_]+")
_FIGURES: Final = re.compile(r"\d+|[一二三四五六七八九十百千两〇零]+")


class By(StrEnum):
    OWN_ID = "own_id"  # 回音编号, in our own export
    TITLE = "title"
    PLACE = "place"  # the same 序号 and a similar title: asked
    LIKENESS = "likeness"  # another 序号, the same unit and nearly the same title: asked


@dataclass(slots=True)
class Pairs:
    """Places in `rows` → the task it is, and how it was recognised."""

    found: dict[int, tuple[Known, By]] = field(default_factory=dict)
    left: list[Known] = field(default_factory=list)


def title_key(title: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKC", title))


def paired(known: Sequence[Known], rows: Sequence[TaskRow]) -> Pairs:
    pairs = Pairs(left=list(known))
    _by_own_id(pairs, rows)
    _by_title(pairs, rows)
    _by_place(pairs, rows)
    _by_likeness(pairs, rows)
    return pairs


def _take(pairs: Pairs, place: int, known: Known, by: By) -> None:
    pairs.found[place] = (known, by)
    pairs.left.remove(known)


def _open_rows(pairs: Pairs, rows: Sequence[TaskRow]) -> Iterator[tuple[int, TaskRow]]:
    return ((place, row) for place, row in enumerate(rows) if place not in pairs.found)


def _by_own_id(pairs: Pairs, rows: Sequence[TaskRow]) -> None:
    ours = {each.number: each for each in pairs.left}
    for place, row in _open_rows(pairs, rows):
        known = ours.pop(row.own_id, None) if row.own_id is not None else None
        if known is not None:
            pairs.found[place] = (known, By.OWN_ID)
    _forget_taken(pairs)


def _forget_taken(pairs: Pairs) -> None:
    taken = {known.task_id for known, _ in pairs.found.values()}
    pairs.left = [each for each in pairs.left if each.task_id not in taken]


def _by_title(pairs: Pairs, rows: Sequence[TaskRow]) -> None:
    """Of several with one title the one that agrees in most: number, unit, owner."""
    ours = _grouped(pairs.left, lambda each: title_key(each.row.title))
    came = _grouped(list(_open_rows(pairs, rows)), lambda each: title_key(each[1].title))
    for key, several in came.items():
        for place, known in _closest(several, ours.get(key, [])):
            pairs.found[place] = (known, By.TITLE)
    _forget_taken(pairs)


def _grouped(items: Iterable[T], key: Callable[[T], Hashable]) -> dict[Hashable, list[T]]:
    groups: dict[Hashable, list[T]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return groups


# Of rows with one title those are a pair that agree in the first of these, in the order of the table.
_AGREE: Final[tuple[Callable[[TaskRow], Hashable], ...]] = (
    lambda row: (row.lead_department, row.no),
    lambda row: (row.lead_department, row.owner),
    lambda row: row.lead_department,
    lambda row: row.no,
    lambda row: None,
)


def _closest(came: list[tuple[int, TaskRow]], ours: list[Known]) -> Iterator[tuple[int, Known]]:
    if not ours:
        return
    for agreed in _AGREE:
        queues = defaultdict[Hashable, deque[Known]](deque)
        for each in ours:
            queues[agreed(each.row)].append(each)
        left = []
        for place, row in came:
            queue = queues.get(agreed(row))
            if queue:
                yield place, queue.popleft()
            else:
                left.append((place, row))
        came, ours = left, [each for queue in queues.values() for each in queue]


def _by_place(pairs: Pairs, rows: Sequence[TaskRow]) -> None:
    ours = _grouped(pairs.left, lambda each: each.row.no)
    for place, row in list(_open_rows(pairs, rows)):
        fitting = [(likeness(known.row.title, row.title), known) for known in ours.get(row.no, [])]
        best = max(fitting, key=lambda each: each[0], default=None)
        if best is not None and best[0] >= SIMILAR:
            ours[row.no].remove(best[1])
            _take(pairs, place, best[1], By.PLACE)


def _by_likeness(pairs: Pairs, rows: Sequence[TaskRow]) -> None:
    """A slip mended in a title whose number has moved as well. Other figures make another task: 一期, 二期."""
    came = list(_open_rows(pairs, rows))
    if len(came) > _MOST or len(pairs.left) > _MOST:
        return
    for place, row in came:
        fitting = [
            (likeness(known.row.title, row.title), known)
            for known in pairs.left
            if known.row.lead_department == row.lead_department and _figures(known.row.title) == _figures(row.title)
        ]
        best = max(fitting, key=lambda each: each[0], default=None)
        if best is not None and best[0] >= NEARLY_EQUAL:
            _take(pairs, place, best[1], By.LIKENESS)


def likeness(one: str, other: str) -> float:
    """0 to 1; one title that holds the whole of the other counts as alike."""
    first, second = title_key(one)[:_COMPARED], title_key(other)[:_COMPARED]
    shorter, longer = sorted((first, second), key=len)
    if len(shorter) >= 4 and shorter in longer:
        return 1.0
    match = SequenceMatcher(None, first, second, autojunk=False)
    return match.ratio() if match.real_quick_ratio() >= SIMILAR and match.quick_ratio() >= SIMILAR else 0.0


def _figures(title: str) -> list[str]:
    return _FIGURES.findall(unicodedata.normalize("NFKC", title))
