"""The learned reader: of each open task the likeliest row and the chance that it is right; what the message wants."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from bot.second_reader.learned import of_message, of_task, of_value, rows
from bot.second_reader.learned.evidence import Evidence
from bot.second_reader.learned.rows import OfMessage, Shares
from bot.second_reader.learned.weights import Chance, Linear, placed, unpacked
from db.reading_facts import Intent

MODELS = ("state", "day", "percent", "intent", "doubt")
INTENTS = tuple(intent.value for intent in Intent)


class ModelFault(ValueError):
    """The file of weights does not belong to this program; its text says what to do."""


@dataclass(frozen=True, slots=True)
class LearnedRow:
    ref: int
    values: Mapping[str, Any]
    reported: float
    right: float  # that all hard fields are right
    harmful: float  # that storing it would store something wrong


@dataclass(frozen=True, slots=True)
class LearnedReading:
    rows: Mapping[int, LearnedRow]
    intents: Mapping[str, float]
    doubted: float  # that something in the message cannot be stored safely

    def hears(self, least: float) -> bool:
        """A report on any open task, likelier than this."""
        rows = self.rows
        if isinstance(rows, _Rows):
            return any(rows.reported(ref) > least for ref in rows)
        return any(row.reported > least for row in rows.values())

    @property
    def intent(self) -> Intent:
        return Intent(max(self.intents, key=self.intents.__getitem__))


class _Rows(Mapping[int, LearnedRow]):
    """Of each open task, read when somebody looks at it: of a plain message nobody looks at those it does not name."""

    def __init__(
        self, refs: Iterable[int], read: Callable[[int], LearnedRow], reported: Callable[[int], float]
    ) -> None:
        self._read = read
        self._rows: dict[int, LearnedRow | None] = dict.fromkeys(refs)
        self.reported = reported  # the figure of this name alone: without the values it is found much sooner

    def __getitem__(self, ref: int) -> LearnedRow:
        row = self._rows[ref]
        if row is None:
            row = self._rows[ref] = self._read(ref)
        return row

    def __iter__(self) -> Iterator[int]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


@dataclass(frozen=True, slots=True)
class LearnedReader:
    models: Mapping[str, Linear]
    right: Chance
    harmful: Chance

    def read(self, found: Evidence) -> LearnedReading:
        of_whole = placed(of_message.features(found))
        scores = self.models["intent"].scores(of_whole)
        intents = dict(zip(INTENTS, self.models["intent"].of_scores(scores), strict=True))
        doubted = self.models["doubt"].shares(of_whole)[1]
        message = OfMessage(doubted, intents["update"], max(intents.values()))
        titles = {ref: title for ref, title, _ in found.tasks}

        @cache
        def shares(grounds: of_task.Grounds) -> Shares:
            return self.models["state"].shares(placed(of_task.features_of(grounds)), scores)

        @cache
        def states(ref: int) -> Shares:
            return shares(of_task.grounds(found, ref, titles[ref]))

        read = _Rows(
            titles, lambda ref: self._row(found, ref, states(ref), message), lambda ref: rows.reported(states(ref))
        )
        return LearnedReading(read, intents, doubted)

    def _row(self, found: Evidence, ref: int, states: Shares, message: OfMessage) -> LearnedRow:
        days = rows.shares_of_values(self.models["day"], found, ref, of_value.days(found, ref))
        percents = rows.shares_of_values(self.models["percent"], found, ref, of_value.percents(found, ref))
        best = rows.composed(found, ref, states, days, percents, message)
        return LearnedRow(ref, best.values, best.reported, self.right.of(best.figures), self.harmful.of(best.figures))


def loaded(packed: bytes, record: Mapping[str, Any]) -> LearnedReader:
    """Raises ModelFault where weights and record do not belong to this program."""
    plain = zlib.decompress(packed)
    models, start = {}, 0
    for name in MODELS:
        of_model = record["models"].get(name)
        if of_model is None:
            raise ModelFault("读者权重文件与本程序不符，请运行 huiyin train 重新训练")
        end = start + of_model["features"] * (4 + len(of_model["classes"]))
        models[name] = unpacked(plain[start:end], of_model)
        start = end
    if start != len(plain) or tuple(models["intent"].classes) != INTENTS or models["state"].classes != rows.STATES:
        raise ModelFault("读者权重文件不完整，请重新安装或运行 huiyin train")
    chances = {name: Chance(tuple(of["weights"]), of["constant"]) for name, of in record["chances"].items()}
    return LearnedReader(models, chances["right"], chances["harmful"])


@lru_cache(maxsize=1)
def built_in() -> LearnedReader:
    """The reader that comes with the program; loaded at its first use."""
    folder = files("bot.second_reader.learned")
    record = json.loads(folder.joinpath("model.json").read_text(encoding="utf-8"))
    return loaded(folder.joinpath("model.bin").read_bytes(), record)
