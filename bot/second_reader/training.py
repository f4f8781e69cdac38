"""Trains the built-in second reader from labelled cases, in seconds; numpy is needed here and nowhere else.

A case has the form of `huiyin read` with its gold; the words about one task are those the grammar gives to it, so that
the classifier is trained on what it will be shown.
"""

from __future__ import annotations

import math
import random
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.second_reader.classifier import CLASSES, NO_REPORT, Classifier, loaded
from bot.second_reader.letters import BUCKETS, buckets

EPOCHS = 12
STEP = 0.3
SEED = 20260101
_SILENT = ("ack", "smalltalk", "question")

Parts = Callable[[Mapping[str, Any]], Mapping[int, str]]


@dataclass(frozen=True, slots=True)
class Example:
    """The buckets of the words about one task, and the class the label gives them."""

    buckets: list[int]
    label: int


def examples(cases: Iterable[Mapping[str, Any]], parts: Parts) -> list[Example]:
    """One example for each task that a case speaks of; of a doubtful case only the rows that are certain."""
    return [example for case in cases for example in _of_case(case, parts(case))]


def _of_case(case: Mapping[str, Any], parts: Mapping[int, str]) -> list[Example]:
    gold = case["gold"]
    states = {row["ref"]: row["state"] for row in gold["updates"] if row.get("state")}
    titles = {task["ref"]: task["title"] for task in case["tasks"]}
    found = [
        Example(buckets(words, titles[ref]), CLASSES.index(states[ref]))
        for ref, words in parts.items()
        if ref in states
    ]
    if not gold["updates"] and not gold["ask_back"] and gold["intent"] in _SILENT:
        title = next(iter(titles.values()), "") if len(titles) == 1 else ""
        found.append(Example(buckets(case["text"], title), CLASSES.index(NO_REPORT)))
    return found


def trained(found: Sequence[Example], *, seed: int = SEED) -> tuple[bytes, dict[str, Any]]:
    """Multinomial logistic regression by Adagrad: packed weights and their record, as `loaded` takes them."""
    import numpy as np  # only who trains needs it

    width = len(CLASSES)
    weights = np.zeros((BUCKETS, width), dtype=np.float32)
    seen = np.full((BUCKETS, 1), 1e-8, dtype=np.float32)
    bias = np.zeros(width, dtype=np.float32)
    rows = [(np.array(each.buckets), each.label) for each in found]
    shuffle = random.Random(seed).shuffle
    for _ in range(EPOCHS):
        shuffle(rows)
        for places, label in rows:
            share = 1 / math.sqrt(len(places))
            heights = weights[places].sum(0) * share + bias
            powers = np.exp(heights - heights.max())
            off = powers / powers.sum()
            off[label] -= 1
            slope = off * share
            seen[places] += float((slope * slope).sum())
            weights[places] -= STEP * slope / np.sqrt(seen[places])
            bias -= 0.01 * off
    scale = float(np.abs(weights).max() or 1.0) / 127
    small = np.rint(weights / scale).astype(np.int8)
    record = {
        "classes": list(CLASSES),
        "buckets": BUCKETS,
        "scale": scale,
        "bias": [round(float(each), 4) for each in bias],
        "examples": len(found),
        "by_class": {name: sum(each.label == at for each in found) for at, name in enumerate(CLASSES)},
        "epochs": EPOCHS,
        "seed": seed,
    }
    return zlib.compress(small.tobytes(), 9), record


@dataclass(frozen=True, slots=True)
class Judgement:
    """How often the classifier is right on examples it was not trained on."""

    examples: int
    right: int
    sure: int  # of them with a probability of at least `at`
    sure_right: int


def judged(classifier: Classifier, found: Sequence[Example], *, at: float) -> Judgement:
    guesses = [(classifier.of_buckets(each.buckets), each.label) for each in found]
    sure = [(guess, label) for guess, label in guesses if guess.probability >= at]
    return Judgement(
        len(found),
        sum(guess.label == label for guess, label in guesses),
        len(sure),
        sum(guess.label == label for guess, label in sure),
    )


def judged_by_writer(writers: Mapping[str, Sequence[Example]], *, folds: int = 5, at: float = 0.9) -> Judgement:
    """Each fold leaves out whole writers: nobody is judged by a classifier that has read him."""
    names = sorted(writers)
    random.Random(SEED).shuffle(names)
    totals = [0, 0, 0, 0]
    for fold in (names[start::folds] for start in range(min(folds, len(names)))):
        rest = [each for name in names if name not in fold for each in writers[name]]
        left_out = [each for name in fold for each in writers[name]]
        of_fold = judged(loaded(*trained(rest)), left_out, at=at)
        for place, count in enumerate((of_fold.examples, of_fold.right, of_fold.sure, of_fold.sure_right)):
            totals[place] += count
    return Judgement(*totals)
