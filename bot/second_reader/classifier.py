"""The built-in second reader: a linear model over runs of letters that gives a state, or that nothing is reported.

It knows no numbers and no dates, needs nothing beside the standard library, and reads its weights from one small file
(`classifier.bin`, with its training on record in `classifier.json`).
"""

from __future__ import annotations

import json
import math
import zlib
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from bot.second_reader.letters import BUCKETS, buckets
from db.reading_facts import Said

NO_REPORT = "none"
CLASSES = (NO_REPORT, *(said.value for said in Said))


class ClassifierFault(ValueError):
    """The file of weights does not belong to this program; its text says what to do."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What the letters sound like: `state` is None where they report nothing. Probabilities lie between 0 and 1."""

    state: Said | None
    probability: float
    by_class: tuple[float, ...]  # in the order of CLASSES

    @property
    def label(self) -> int:
        return CLASSES.index(self.state.value if self.state else NO_REPORT)

    def of(self, state: Said | None) -> float:
        return self.by_class[CLASSES.index(state.value if state else NO_REPORT)]


@dataclass(frozen=True, slots=True)
class Classifier:
    weights: array[int]  # signed bytes, one row of len(CLASSES) for each bucket
    scale: float
    bias: tuple[float, ...]

    def guess(self, words: str, title: str) -> Guess:
        """How these words, said of a task with this title, sound as a report."""
        return self.of_buckets(buckets(words, title))

    def of_buckets(self, places: Sequence[int]) -> Guess:
        width, weights = len(CLASSES), self.weights
        sums = [0] * width
        for place in places:
            at = place * width
            for which in range(width):
                sums[which] += weights[at + which]
        share = self.scale / math.sqrt(len(places))
        heights = [total * share + bias for total, bias in zip(sums, self.bias, strict=True)]
        top = max(heights)
        powers = [math.exp(height - top) for height in heights]
        shares = tuple(power / sum(powers) for power in powers)
        best = max(range(width), key=shares.__getitem__)
        return Guess(None if best == 0 else Said(CLASSES[best]), shares[best], shares)


def loaded(packed: bytes, record: dict[str, Any]) -> Classifier:
    """Raises ClassifierFault where weights and record do not belong to this program."""
    if record.get("classes") != list(CLASSES) or record.get("buckets") != BUCKETS:
        raise ClassifierFault("分类器文件与本程序不符，请运行 huiyin train 重新训练")
    weights = array("b")
    weights.frombytes(zlib.decompress(packed))
    if len(weights) != BUCKETS * len(CLASSES):
        raise ClassifierFault("分类器文件不完整，请重新安装或运行 huiyin train")
    return Classifier(weights, float(record["scale"]), tuple(float(each) for each in record["bias"]))


@lru_cache(maxsize=1)
def built_in() -> Classifier:
    """The classifier that comes with the program; read at its first use (some milliseconds)."""
    folder = files("bot.second_reader")
    record = json.loads(folder.joinpath("classifier.json").read_text(encoding="utf-8"))
    return loaded(folder.joinpath("classifier.bin").read_bytes(), record)
