"""Trains the learned reader from labelled cases, and judges it by leaving out whole writers."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.second_reader.learned import numerics, rows
from bot.second_reader.learned.evidence import FoundValue
from bot.second_reader.learned.examples import CLASSES, FAMILIES, Example, Examples, is_harmful, is_right
from bot.second_reader.learned.reading import INTENTS, MODELS, LearnedReading, LearnedRow
from bot.second_reader.learned.rows import Composed, OfMessage, Shares
from bot.second_reader.learned.weights import Chance, Linear

RIDGE = {"state": 1.0, "day": 6.0, "percent": 9.0, "intent": 0.3, "doubt": 1.0}
MOST = {"state": 50_000, "day": 25_000, "percent": 8_000, "intent": 45_000, "doubt": 15_000}


@dataclass(frozen=True, slots=True)
class Trained:
    """The weights as they are shipped, their record, and what the reader said of each case without its writer."""

    packed: bytes
    record: dict[str, Any]
    left_out: Sequence[LearnedReading]


def trained(examples: Examples) -> Trained:
    models: dict[str, Linear] = {}
    shares: dict[str, Any] = {}
    scores: dict[str, Any] = {}
    for name in ("intent", *(name for name in MODELS if name != "intent")):
        found = examples.of[name]
        beside = scores["intent"][[each.case for each in found]] if name == "state" else None
        models[name], shares[name], scores[name] = _model(name, found, examples, beside)
    composed = _composed(examples, shares)
    chances, rights, harms = _chances(examples, composed)
    record = {
        "models": {name: model.record() for name, model in models.items()},
        "chances": {name: {"weights": list(c.weights), "constant": c.constant} for name, c in chances.items()},
        "cases": len(examples.cases),
        "writers": sorted({case.writer for case in examples.cases}),
        "examples": {name: len(of) for name, of in examples.of.items()},
    }
    left_out = _readings(examples, shares, composed, rights, harms)
    return Trained(zlib.compress(b"".join(models[name].packed() for name in MODELS), 9), record, left_out)


def _model(name: str, found: Sequence[Example], examples: Examples, beside: Any) -> tuple[Linear, Any, Any]:
    """The model of all examples; probabilities and scores of each by models that have not read its writer.

    `beside`: scores of another model the probabilities depend on too: what a message wants tells how tasks stand."""
    import numpy as np

    classes, families = CLASSES[name], FAMILIES[name]
    labels = np.array([each.label for each in found])
    wanted = np.eye(len(classes))[labels]
    strength = np.array([examples.cases[each.case].strength for each in found])
    writers = [examples.cases[each.case].writer for each in found]
    likeness = numerics.alike([(share, [each.features[of] for each in found]) for of, share in families.items()])
    folds = [np.array([each == writer for each in writers]) for writer in sorted(set(writers))]
    scores = numerics.left_out(likeness, wanted, strength, RIDGE[name], folds)
    known = scores if beside is None else np.c_[scores, beside]
    shares = np.zeros_like(scores)
    for inside in folds:
        step = numerics.probabilities(known[~inside], labels[~inside], strength[~inside], len(classes))
        shares[inside] = numerics.applied(known[inside], step)
    step = numerics.probabilities(known, labels, strength, len(classes))
    coefficients = numerics.fitted(likeness, wanted, strength, RIDGE[name])
    features = [each.features for each in found]
    return numerics.linear(classes, families, features, coefficients, step, most=MOST[name]), shares, scores


def _composed(examples: Examples, shares: Mapping[str, Any]) -> list[list[Composed]]:
    values: dict[tuple[str, int, int], list[tuple[FoundValue, Shares]]] = defaultdict(list)
    for name in ("day", "percent"):
        for each, share in zip(examples.of[name], shares[name], strict=True):
            assert each.value is not None
            assert each.ref is not None
            values[name, each.case, each.ref].append((each.value, tuple(map(float, share))))
    composed: list[list[Composed]] = [[] for _ in examples.cases]
    for each, share in zip(examples.of["state"], shares["state"], strict=True):
        assert each.ref is not None
        intents = shares["intent"][each.case]
        message = OfMessage(
            float(shares["doubt"][each.case][1]), float(intents[INTENTS.index("update")]), float(intents.max())
        )
        row = rows.composed(
            examples.cases[each.case].found,
            each.ref,
            tuple(map(float, share)),
            values["day", each.case, each.ref],
            values["percent", each.case, each.ref],
            message,
        )
        composed[each.case].append(row)
    return composed


def _chances(
    examples: Examples, composed: Sequence[Sequence[Composed]]
) -> tuple[dict[str, Chance], list[list[float]], list[list[float]]]:
    """How far to trust a composed row: the models of all rows, and each row's own by models without its writer."""
    import numpy as np

    flat = [(at, row) for at, of_case in enumerate(composed) for row in of_case]
    figures = np.array([row.figures for _, row in flat])
    strength = np.array([examples.cases[at].strength for at, _ in flat])
    writers = np.array([examples.cases[at].writer for at, _ in flat])
    chances: dict[str, Chance] = {}
    by_case: dict[str, list[list[float]]] = {}
    for name, happens in (("right", is_right), ("harmful", is_harmful)):
        happened = np.array([happens(examples.cases[at].row(row.ref), row.values) for at, row in flat])
        chances[name] = numerics.chance(figures, happened, strength)
        by_case[name] = [[] for _ in composed]
        for writer in sorted(set(writers)):
            inside = writers == writer
            without = numerics.chance(figures[~inside], happened[~inside], strength[~inside])
            for (at, row), own in zip(flat, inside, strict=True):
                if own:
                    by_case[name][at].append(without.of(row.figures))
    return chances, by_case["right"], by_case["harmful"]


def _readings(
    examples: Examples,
    shares: Mapping[str, Any],
    composed: Sequence[Sequence[Composed]],
    rights: Sequence[Sequence[float]],
    harms: Sequence[Sequence[float]],
) -> list[LearnedReading]:
    readings = []
    for at, of_case in enumerate(composed):
        found = {
            row.ref: LearnedRow(row.ref, row.values, row.reported, right, harm)
            for row, right, harm in zip(of_case, rights[at], harms[at], strict=True)
        }
        intents = dict(zip(INTENTS, map(float, shares["intent"][at]), strict=True))
        readings.append(LearnedReading(found, intents, float(shares["doubt"][at][1])))
    return readings
