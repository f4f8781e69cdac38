"""Trains the reader of wants from labelled words, and judges it by leaving out whole writers. Needs numpy."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.second_reader.learned import numerics
from bot.second_reader.wants.features import FAMILIES, features
from bot.second_reader.wants.labels import Want
from bot.second_reader.wants.reading import ROLES

RIDGE = 0.3
OTHERS = 0.4  # how much the other role's words count where both may want it
SCALES = range(4, 31)
MOST = 24_000  # features kept of each model


@dataclass(frozen=True, slots=True)
class Case:
    """What somebody wrote and all he wanted by it, the first thing first; `writer` names who invented it."""

    words: str
    acts: tuple[Want, ...]
    leader: bool
    writer: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """Of words whose writer the reader had not read: how often what it held likeliest was wanted, or one of three."""

    words: int
    first: int
    three: int


def trained(cases: Sequence[Case]) -> tuple[bytes, dict[str, Any]]:
    """Packed weights and their record, as `loaded` takes them."""
    packed, models = b"", {}
    judged: dict[str, list[int]] = {}
    for at, role in enumerate(ROLES):
        model, by_writer = _model(cases, leader=bool(at))
        packed += model.packed()
        models[role] = model.record()
        judged |= {name: [each.words, each.first, each.three] for name, each in by_writer.items()}
    return zlib.compress(packed, 9), {"models": models, "cases": len(cases), "left_out_by_writer": judged}


def _model(cases: Sequence[Case], *, leader: bool) -> tuple[Any, Mapping[str, Judgement]]:
    import numpy as np

    classes = sorted({act for case in cases if case.leader is leader for act in case.acts})
    place = {act: at for at, act in enumerate(classes)}
    used = [case for case in cases if case.leader is leader or set(case.acts) <= set(classes)]
    found = [features(case.words, leader=case.leader) for case in used]
    likeness = numerics.alike([(share, [each[family] for each in found]) for family, share in FAMILIES.items()])
    wanted = np.zeros((len(used), len(classes)))
    for row, case in enumerate(used):
        wanted[row, [place[act] for act in case.acts]] = 1
    strength = np.array([1.0 if case.leader is leader else OTHERS for case in used])
    writers = np.array([case.writer for case in used])
    own = np.array([case.leader is leader for case in used])
    folds = {name: writers == name for name in sorted(set(writers))}
    scores = numerics.left_out(likeness, wanted, strength, RIDGE, list(folds.values()))
    step = np.vstack([_scale(scores[own], wanted[own]) * np.eye(len(classes)), np.zeros(len(classes))])
    judged = {name: _judged(scores[inside], wanted[inside]) for name, inside in folds.items() if own[inside].all()}
    coefficients = numerics.fitted(likeness, wanted, strength, RIDGE)
    return numerics.linear(classes, FAMILIES, found, coefficients, step, most=MOST), judged


def _scale(scores: Any, wanted: Any) -> float:
    """What makes probabilities of scores: one number, for a step from each score to each learns its own examples."""
    import numpy as np

    def surprise(scale: int) -> float:
        powers = np.exp(scale * (scores - scores.max(1, keepdims=True)))
        right = (powers * wanted).sum(1) / powers.sum(1)
        return float(-np.log(right + 1e-9).mean())

    return float(min(SCALES, key=surprise))


def _judged(scores: Any, wanted: Any) -> Judgement:
    import numpy as np

    order = np.argsort(-scores, axis=1)
    right = np.take_along_axis(wanted, order, axis=1) > 0
    return Judgement(len(scores), int(right[:, 0].sum()), int(right[:, :3].any(axis=1).sum()))
