"""Rows composed of the likeliest parts: how a task stands, which day is promised or asked for, which percent counts."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.second_reader.learned import of_task, of_value
from bot.second_reader.learned.evidence import HARD, Evidence, FoundValue
from bot.second_reader.learned.weights import Linear, odds, placed

SILENT, STATELESS = "none", "stateless"
STATES = (SILENT, "done_claimed", "blocked", "not_started", "delayed", "in_progress", STATELESS)
DAY_PARTS = ("neither", "expected_date", "new_deadline")
PERCENT_PARTS = ("neither", "percent")
PLAYS = 0.4  # from here on a value is taken to play a part; below, it plays none
Shares = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Composed:
    """The likeliest row of a task, and the figures from which one says how far to trust it."""

    ref: int
    values: Mapping[str, Any]  # hard fields
    reported: float  # the probability that the message reports on the task at all
    figures: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class OfMessage:
    """The probabilities about the message that a row is weighed with."""

    doubted: float
    update: float
    likeliest: float


def reported(states: Shares) -> float:
    """The probability that the message reports on the task at all."""
    return 1 - states[0]


def composed(
    found: Evidence,
    ref: int,
    states: Shares,
    days: Sequence[tuple[FoundValue, Shares]],
    percents: Sequence[tuple[FoundValue, Shares]],
    message: OfMessage,
) -> Composed:
    likely = reported(states)
    best = max(range(1, len(STATES)), key=states.__getitem__)
    values: dict[str, Any] = {} if STATES[best] == STATELESS else {"state": STATES[best]}
    day, day_share = _day(days)
    percent, percent_share = _percent(percents)
    values |= day | percent
    state_share = states[best] / max(likely, 1e-6)
    read, how = of_task.read_by_grammar(found, ref)
    agreeing = [read is not None and read.get(name) == values.get(name) for name in HARD]
    harmless = likely * (states[1] / max(likely, 1e-6) if values.get("state") == "done_claimed" else 1)
    harmless *= (day_share if day else 1) * (percent_share if percent else 1)
    figures = (
        odds(harmless),
        not day and not percent,
        odds(likely),
        odds(state_share),
        odds(states[1] / max(likely, 1e-6)),
        odds(day_share),
        odds(percent_share),
        how == "stored",
        how == "proposed",
        len(found.tasks) > 1,
        len(found.tasks) > 2,
        len(found.text) / 50,
        *(name in values for name in HARD[1:]),
        values.get("state") == "done_claimed",
        values.get("state") == "in_progress",
        odds(message.doubted),
        odds(message.update),
        odds(message.likeliest),
        *agreeing,
        how == "stored" and all(agreeing),
        how == "proposed" and all(agreeing),
        bool(days),
        len({value.value for value, _ in days}) > 1,
        bool(percents),
        likely * state_share * day_share * percent_share,
        *_plainness(found, ref, agreed=how == "stored" and all(agreeing) and not found.asked),
    )
    return Composed(ref, values, likely, tuple(map(float, figures)))


def _plainness(found: Evidence, ref: int, *, agreed: bool) -> tuple[float, ...]:
    """How much no rule has read: nothing left over is the style of an office, which the grammar knows."""
    own, whole = found.unexplained.get(ref, found.unexplained.get(0, 0)), found.unexplained.get(0, 0)
    length = len(found.text)
    return (
        math.log1p(own),
        math.log1p(whole),
        *(agreed and own <= limit for limit in (0, 2, 5, 10)),
        *(agreed and whole <= limit for limit in (0, 2, 5, 10)),
        *(agreed and length <= limit for limit in (12, 20, 30)),
    )


def _day(days: Sequence[tuple[FoundValue, Shares]]) -> tuple[dict[str, Any], float]:
    """The promised day or the one asked for, whichever is likelier, and how likely."""
    promised = max(days, key=lambda each: each[1][1], default=None)
    asked = max(days, key=lambda each: each[1][2], default=None)
    if asked is not None and promised is not None:
        if asked[1][2] > PLAYS and asked[1][2] >= promised[1][1]:
            return {"new_deadline": asked[0].value}, asked[1][2]
        if promised[1][1] > PLAYS:
            return {"expected_date": promised[0].value}, promised[1][1]
    return {}, math.prod(shares[0] for _, shares in days)


def _percent(percents: Sequence[tuple[FoundValue, Shares]]) -> tuple[dict[str, Any], float]:
    best = max(percents, key=lambda each: each[1][1], default=None)
    if best is not None and best[1][1] > PLAYS:
        return {"percent": best[0].value}, best[1][1]
    return {}, math.prod(shares[0] for _, shares in percents)


def shares_of_values(
    model: Linear, found: Evidence, ref: int, values: Sequence[FoundValue]
) -> list[tuple[FoundValue, Shares]]:
    return [(value, model.shares(placed(of_value.features(found, ref, value, values)))) for value in values]
