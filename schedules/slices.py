"""What is due, cut into slices of whole recipients: a slice is one transaction, and no merged message is cut in two."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar


class DueRow(Protocol):
    @property
    def task_id(self) -> int: ...
    @property
    def owner_id(self) -> int: ...
    @property
    def liaison_id(self) -> int | None: ...


Row = TypeVar("Row", bound=DueRow)


@dataclass(slots=True)
class _Group(Generic[Row]):
    """Rows that cannot be taken apart, for somebody hears of several of them."""

    rows: list[Row] = field(default_factory=list)
    weight: int = 0


def whole_recipients(
    due: Sequence[Row], answering: Mapping[int, int], *, weigh: Callable[[Row], int], most: int
) -> list[list[Row]]:
    """The rows of each slice. `answering`: owner → his deputy of today; `most`: a slice weighs no more, unless it is of
    people who cannot be told apart."""
    leads: dict[int, int] = {}

    def first_of(person: int) -> int:
        while leads.setdefault(person, person) != person:
            leads[person] = person = leads[leads[person]]
        return person

    together: dict[tuple[int, int | None], list[Row]] = {}
    for row in due:
        together.setdefault((row.owner_id, row.liaison_id), []).append(row)
    for owner_id, liaison_id in together:
        if liaison_id is not None:
            leads[first_of(liaison_id)] = first_of(answering.get(owner_id, owner_id))
    groups: dict[int, _Group[Row]] = {}
    for (owner_id, _), rows in together.items():
        group = groups.setdefault(first_of(answering.get(owner_id, owner_id)), _Group())
        group.rows += rows
        group.weight += sum(map(weigh, rows))
    return _packed(groups.values(), most)


def _packed(groups: Iterable[_Group[Row]], most: int) -> list[list[Row]]:
    slices: list[list[Row]] = []
    weight = most
    for group in groups:
        if weight + group.weight > most:
            slices.append([])
            weight = 0
        slices[-1] += group.rows
        weight += group.weight
    return slices
