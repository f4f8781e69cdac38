"""The numbers of training: ridge regression on families of features, probabilities from scores. Needs numpy."""

from __future__ import annotations

import math
from array import array
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bot.second_reader.learned.of_task import Features
from bot.second_reader.learned.weights import Chance, Linear, place

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

_COMMON = 40  # a feature of at least so many examples goes through a matrix product
_BLOCK = 4000


def alike(families: Sequence[tuple[float, Sequence[set[str]]]]) -> Any:
    """How alike each two examples are: the weighted sum of the cosines of their families of features."""
    import numpy as np

    count = len(families[0][1])
    total = np.zeros((count, count), np.float32)
    for share, sets in families:
        having = _having(sets)
        common = [places for places in having.values() if len(places) >= _COMMON]
        of_family = np.zeros((count, count), np.float32)
        for start in range(0, len(common), _BLOCK):
            block = common[start : start + _BLOCK]
            there = np.zeros((count, len(block)), np.float32)
            for at, places in enumerate(block):
                there[places, at] = 1
            of_family += there @ there.T
        for places in having.values():
            if 2 <= len(places) < _COMMON:
                of_family[np.ix_(places, places)] += 1
        sizes = np.sqrt(np.array([max(1, len(each)) for each in sets], np.float32))
        total += share * of_family / sizes[:, None] / sizes[None, :]
    return total


def _having(sets: Sequence[set[str]]) -> dict[str, list[int]]:
    having: dict[str, list[int]] = defaultdict(list)
    for at, each in enumerate(sets):
        for feature in each:
            having[feature].append(at)
    return having


def fitted(likeness: Any, classes: Any, strength: Any, ridge: float) -> Any:
    """One coefficient for each example and class; `strength` is how much each example counts."""
    import numpy as np

    system = likeness.astype(np.float64) + 1.0
    system[np.diag_indices(len(system))] += ridge / strength
    return np.linalg.solve(system, classes)


def left_out(likeness: Any, classes: Any, strength: Any, ridge: float, folds: Sequence[Any]) -> Any:
    """The scores of each example by a model that has not seen its fold."""
    import numpy as np

    scores = np.zeros_like(classes)
    for inside in folds:
        rest = ~inside
        coefficients = fitted(likeness[np.ix_(rest, rest)], classes[rest], strength[rest], ridge)
        scores[inside] = (likeness[np.ix_(inside, rest)] + 1.0) @ coefficients
    return scores


def probabilities(
    scores: Any, labels: Any, strength: Any, classes: int, *, ridge: float = 1e-2, rounds: int = 300
) -> Any:
    """The affine step from scores to the heights of a softmax, by plain descent: a row for each score, one constant."""
    import numpy as np

    middle, width = scores.mean(0), scores.std(0) + 1e-9
    known = np.c_[(scores - middle) / width, np.ones(len(scores))]
    wanted = np.eye(classes)[labels]
    step, first, second = (np.zeros((known.shape[1], classes)) for _ in range(3))
    for at in range(1, rounds + 1):
        slope = known.T @ ((_softmax(known @ step) - wanted) * strength[:, None]) / strength.sum() + ridge * step
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope * slope
        rate = 0.1 if at < rounds * 0.7 else 0.02
        step = step - rate * (first / (1 - 0.9**at)) / (np.sqrt(second / (1 - 0.999**at)) + 1e-8)
    plain = step.copy()
    plain[:-1] = step[:-1] / width[:, None]
    plain[-1] = step[-1] - middle @ plain[:-1]
    return plain


def applied(scores: Any, step: Any) -> Any:
    import numpy as np

    return _softmax(np.c_[scores, np.ones(len(scores))] @ step)


def _softmax(heights: Any) -> Any:
    import numpy as np

    powers = np.exp(heights - heights.max(1, keepdims=True))
    return powers / powers.sum(1, keepdims=True)


def chance(figures: Any, happened: Any, strength: Any) -> Chance:
    import numpy as np

    labels = np.asarray(happened).astype(int)
    both = np.c_[figures]
    middle, width = both.mean(0), both.std(0) + 1e-9
    known = np.c_[(both - middle) / width, np.ones(len(both))]
    weights, first, second = (np.zeros(known.shape[1]) for _ in range(3))
    for at in range(1, 401):
        slope = known.T @ ((1 / (1 + np.exp(-known @ weights)) - labels) * strength) / strength.sum() + 2e-3 * weights
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope * slope
        rate = 0.1 if at < 280 else 0.02
        weights = weights - rate * (first / (1 - 0.9**at)) / (np.sqrt(second / (1 - 0.999**at)) + 1e-8)
    plain = weights[:-1] / width
    return Chance(tuple(round(float(w), 6) for w in plain), round(float(weights[-1] - middle @ plain), 6))


def linear(
    classes: Sequence[str],
    families: Mapping[str, float],
    features: Sequence[Features],
    coefficients: Any,
    step: Any,
    *,
    most: int,
) -> Linear:
    """The model with its weights by feature; only the `most` that matter most are kept."""
    import numpy as np

    names: list[int] = []
    found: list[Any] = []
    matter: list[float] = []
    for family in families:
        sets = [each[family] for each in features]
        shares = coefficients / np.sqrt([max(1, len(each)) for each in sets])[:, None]
        for feature, places in sorted(_having(sets).items()):
            if len(places) < 2:
                continue
            weight = shares[places].sum(0)
            names.append(place(family, feature))
            found.append(weight)
            matter.append(float(np.abs(weight).max()) * math.sqrt(len(places)) * families[family])
    kept = sorted(np.argsort(-np.array(matter), kind="stable")[:most].tolist(), key=names.__getitem__)
    weights = np.array([found[at] for at in kept])
    scale = float(np.percentile(np.abs(weights), 99.95)) / 127
    small = np.clip(np.rint(weights / scale), -127, 127).astype(np.int8)
    return Linear(
        tuple(classes),
        dict(families),
        array("I", [names[at] for at in kept]),
        array("b", small.tobytes()),
        scale,
        tuple(float(each) for each in coefficients.sum(0)),
        tuple(tuple(round(float(each), 5) for each in row) for row in step),
    )
