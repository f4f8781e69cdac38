"""How well grammar and learned reader together read the cases of a writer neither has been trained on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

from bot.second_reader.learned.examples import LabelledCase, is_harmful
from bot.second_reader.learned.reading import LearnedReading
from bot.second_reader.learned.verdict import Values, Verdict, same, verdict


@dataclass(slots=True)
class Tally:
    """Counts of replies, by the rules of scoring: see docs/reading.md."""

    replies: int = 0
    exact: int = 0
    harmful: int = 0
    lost: int = 0
    asked: int = 0
    exact_unasked: int = 0
    one_tap: int = 0

    def add(self, case: LabelledCase, said: Verdict) -> None:
        gold: dict[int, Values] = {row["ref"]: row for row in case.gold["updates"]}
        wants = case.gold["ask_back"]
        right = said.intent == case.gold["intent"] and said.asks == wants and _all_same(gold, said.stored)
        harmful = any(is_harmful(gold.get(ref), row) for ref, row in said.stored.items())
        missing = set(gold) - set(said.stored) - set(said.proposed)
        lost = bool(missing and (said.stored or not said.asks)) or (wants and not gold and not said.asks)
        self.replies += 1
        self.exact += right
        self.harmful += harmful
        self.lost += lost
        self.asked += said.asks
        self.exact_unasked += right and not said.asks
        self.one_tap += right or (said.asks and _all_same(gold, {**said.proposed, **said.stored}))

    def plus(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(Tally)))


def by_writer(cases: Sequence[LabelledCase], readings: Sequence[LearnedReading]) -> dict[str, Tally]:
    tallies: dict[str, Tally] = defaultdict(Tally)
    for case, reading in zip(cases, readings, strict=True):
        tallies[case.writer].add(case, verdict(case.found, reading))
    return dict(tallies)


def total(tallies: Iterable[Tally]) -> Tally:
    whole = Tally()
    for tally in tallies:
        whole = whole.plus(tally)
    return whole


def _all_same(gold: Mapping[int, Values], got: Mapping[int, Values]) -> bool:
    return set(gold) == set(got) and all(same(row, got[ref]) for ref, row in gold.items())
