"""Labelled cases as examples: how each task stands, which part each value plays, what each message wants."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.reading import replies
from bot.reading.cases import asked_tasks
from bot.second_reader.learned import of_message, of_task, of_value, rows
from bot.second_reader.learned.evidence import HARD, Evidence, FoundValue, evidence, of_kept
from bot.second_reader.learned.of_task import Features
from bot.second_reader.learned.reading import INTENTS, MODELS
from schedules.workdays import Calendar

FAMILIES: Mapping[str, Mapping[str, float]] = {
    "state": of_task.FAMILIES,
    "day": of_value.DAYS,
    "percent": of_value.PERCENTS,
    "intent": of_message.FAMILIES,
    "doubt": of_message.FAMILIES,
}
CLASSES: Mapping[str, Sequence[str]] = {
    "state": rows.STATES,
    "day": rows.DAY_PARTS,
    "percent": rows.PERCENT_PARTS,
    "intent": INTENTS,
    "doubt": ("sure", "doubted"),
}


@dataclass(frozen=True, slots=True)
class Example:
    features: Features
    label: int
    case: int  # its place among the cases
    ref: int | None = None
    value: FoundValue | None = None


@dataclass(frozen=True, slots=True)
class LabelledCase:
    writer: str
    strength: float  # how much it counts in training
    found: Evidence
    gold: Mapping[str, Any]

    def row(self, ref: int) -> Mapping[str, Any] | None:
        return next((row for row in self.gold["updates"] if row["ref"] == ref), None)


@dataclass(slots=True)
class Examples:
    """By model; `cases` are what they were made of."""

    cases: list[LabelledCase] = field(default_factory=list)
    of: dict[str, list[Example]] = field(default_factory=lambda: {name: [] for name in MODELS})

    def add(self, case: LabelledCase) -> None:
        at = len(self.cases)
        self.cases.append(case)
        found = case.found
        for ref, title, _ in found.tasks:
            row = case.row(ref)
            self._add("state", of_task.features(found, ref, title), _state(row), at, ref)
            for name, values in (("day", of_value.days(found, ref)), ("percent", of_value.percents(found, ref))):
                for value in values:
                    features = of_value.features(found, ref, value, values)
                    self._add(name, features, _part(name, row or {}, value), at, ref, value)
        features = of_message.features(found)
        self._add("intent", features, INTENTS.index(case.gold["intent"]), at)
        self._add("doubt", features, int(case.gold["ask_back"]), at)

    def _add(
        self,
        name: str,
        features: Features,
        label: int,
        at: int,
        ref: int | None = None,
        value: FoundValue | None = None,
    ) -> None:
        self.of[name].append(Example(features, label, at, ref, value))


def of_cases(cases: Iterable[tuple[str, float, Mapping[str, Any]]], calendar: Calendar) -> Examples:
    """`cases`: who wrote it, how much it counts, and the case itself."""
    examples = Examples()
    for writer, strength, case in cases:
        examples.add(LabelledCase(writer, strength, heard(case, calendar), case["gold"]))
    return examples


def heard(case: Mapping[str, Any], calendar: Calendar) -> Evidence:
    """What was kept beside the case, else what the grammar hears today."""
    tasks, today, text = asked_tasks(case), date.fromisoformat(case["today"]), str(case["text"])
    if "heard" in case:
        return of_kept(case["heard"], text, tasks, today)
    return evidence(replies.stages(text, tasks, today=today, calendar=calendar))


def _state(row: Mapping[str, Any] | None) -> int:
    return rows.STATES.index(rows.SILENT if row is None else row.get("state") or rows.STATELESS)


def _part(name: str, row: Mapping[str, Any], value: FoundValue) -> int:
    return next((at for at, part in enumerate(CLASSES[name]) if at and row.get(part) == value.value), 0)


def is_right(row: Mapping[str, Any] | None, values: Mapping[str, Any]) -> bool:
    return row is not None and all(row.get(name) == values.get(name) for name in HARD)


def is_harmful(row: Mapping[str, Any] | None, values: Mapping[str, Any]) -> bool:
    """Whether a row of these values would store something that is not so."""
    if row is None:
        return True
    if values.get("state") == "done_claimed" != row.get("state"):
        return True
    return any(name in values and values[name] != row.get(name) for name in HARD[1:])
