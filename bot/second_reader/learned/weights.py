"""Linear models over named features, with probabilities: what training makes and reading needs."""

from __future__ import annotations

import math
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import mul
from typing import Any
from zlib import crc32

from bot.second_reader.learned.of_task import Features

Placed = Mapping[str, Sequence[int]]  # by family


def place(family: str, feature: str) -> int:
    return crc32(f"{family}\0{feature}".encode())


def placed(features: Features) -> Placed:
    """The features as numbers, computed once for all models that look at them."""
    found = {}
    for family, names in features.items():
        base = crc32(f"{family}\0".encode())
        found[family] = [crc32(name.encode(), base) for name in names]
    return found


_KEPT = 32_768  # weights of each model kept at hand: some hundred kilobytes, of many classes as of few


class Rows:
    """The row of each place: an open hash table in two arrays; a dict takes eight times the memory."""

    def __init__(self, places: Sequence[int]) -> None:
        self._mask = (1 << (2 * len(places)).bit_length()) - 1
        self._places, self._rows = array("I", bytes(4 * (self._mask + 1))), array("i", [-1]) * (self._mask + 1)
        for row, place in enumerate(places):
            slot = place & self._mask
            while self._rows[slot] >= 0 and self._places[slot] != place:
                slot = slot + 1 & self._mask
            self._places[slot], self._rows[slot] = place, row

    def of(self, found: Sequence[int]) -> list[int]:
        """Of those places that have one, in their order."""
        places, rows, mask = self._places, self._rows, self._mask
        told = []
        for place in found:
            slot = place & mask
            while (row := rows[slot]) >= 0:
                if places[slot] == place:
                    told.append(row)
                    break
                slot = slot + 1 & mask
        return told


@dataclass(frozen=True)
class Linear:
    """Scores of each class from families of features, and the affine step that makes probabilities of scores."""

    classes: tuple[str, ...]
    families: Mapping[str, float]
    places: array[int]
    weights: array[int]  # signed bytes, one row of len(classes) for each place
    scale: float
    bias: tuple[float, ...]
    step: tuple[tuple[float, ...], ...]  # a row for each score, and one for the constant

    @cached_property
    def rows(self) -> Rows:
        return Rows(self.places)

    @cached_property
    def _known(self) -> dict[int, tuple[int, ...] | None]:
        """Place → its row of weights, or that it has none: what people write repeats."""
        return {}

    def _looked_up(self, place: int) -> tuple[int, ...] | None:
        known, width = self._known, len(self.classes)
        if len(known) * width >= _KEPT:
            known.clear()
        at = [row * width for row in self.rows.of([place])]
        known[place] = found = tuple(self.weights[at[0] : at[0] + width]) if at else None
        return found

    def scores(self, features: Placed) -> list[float]:
        known, looked_up = self._known, self._looked_up
        total = list(self.bias)
        for family, share in self.families.items():
            found = features[family]
            told = [row for place in found if (row := known[place] if place in known else looked_up(place))]
            if not told:
                continue
            sums = map(sum, zip(*told, strict=True))
            share *= self.scale / math.sqrt(len(found))
            total = [one + share * more for one, more in zip(total, sums, strict=True)]
        return total

    def shares(self, features: Placed, beside: Sequence[float] = ()) -> tuple[float, ...]:
        """The probability of each class; `beside` are scores of other models that this one was stepped with."""
        return self.of_scores([*self.scores(features), *beside])

    def of_scores(self, scores: Sequence[float]) -> tuple[float, ...]:
        known = (*scores, 1.0)
        return softmax([sum(map(mul, known, column)) for column in zip(*self.step, strict=True)])

    def packed(self) -> bytes:
        return self.places.tobytes() + self.weights.tobytes()

    def record(self) -> dict[str, Any]:
        return {
            "classes": list(self.classes),
            "families": dict(self.families),
            "features": len(self.places),
            "scale": self.scale,
            "bias": list(self.bias),
            "step": [list(row) for row in self.step],
        }


def unpacked(packed: bytes, record: Mapping[str, Any]) -> Linear:
    places, weights = array("I"), array("b")
    places.frombytes(packed[: 4 * record["features"]])
    weights.frombytes(packed[4 * record["features"] :])
    return Linear(
        tuple(record["classes"]),
        record["families"],
        places,
        weights,
        record["scale"],
        tuple(record["bias"]),
        tuple(tuple(row) for row in record["step"]),
    )


@dataclass(frozen=True, slots=True)
class Chance:
    """A logistic model over a few figures."""

    weights: tuple[float, ...]
    constant: float

    def of(self, figures: Sequence[float]) -> float:
        height = self.constant + sum(w * f for w, f in zip(self.weights, figures, strict=True))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, height))))


def softmax(heights: Sequence[float]) -> tuple[float, ...]:
    top = max(heights)
    powers = [math.exp(height - top) for height in heights]
    total = sum(powers)
    return tuple(power / total for power in powers)


def odds(share: float) -> float:
    """The logarithm of the odds, bounded."""
    return math.log(max(share, 1e-3) / max(1 - share, 1e-3))
