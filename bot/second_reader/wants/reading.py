"""The reader of wants: how likely each want is, of what a coordinator or a leader has written."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from bot.second_reader.learned.reading import ModelFault
from bot.second_reader.learned.weights import Linear, placed, unpacked
from bot.second_reader.wants.features import features
from bot.second_reader.wants.labels import Want

ROLES = ("coordinator", "leader")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The likelihood of each want; they add up to one."""

    shares: Mapping[Want, float]

    @property
    def ranked(self) -> list[Want]:
        return sorted(self.shares, key=lambda want: -self.shares[want])

    @property
    def best(self) -> Want:
        return max(self.shares, key=self.shares.__getitem__)

    def of(self, wants: Iterable[Want]) -> float:
        return sum(self.shares.get(want, 0.0) for want in wants)


@dataclass(frozen=True, slots=True)
class WantsReader:
    models: Mapping[str, Linear]

    def read(self, words: str, *, leader: bool) -> Wanted:
        model = self.models[ROLES[leader]]
        shares = model.shares(placed(features(words, leader=leader)))
        return Wanted({Want(name): share for name, share in zip(model.classes, shares, strict=True)})


def loaded(packed: bytes, record: Mapping[str, Any]) -> WantsReader:
    """Raises ModelFault where weights and record do not belong to this program."""
    plain, models, start = zlib.decompress(packed), {}, 0
    for role in ROLES:
        of_model = record["models"].get(role)
        if of_model is None or not set(of_model["classes"]) <= set(Want):
            raise ModelFault("意图读者文件与本程序不符，请运行 huiyin train 重新训练")
        end = start + of_model["features"] * (4 + len(of_model["classes"]))
        models[role] = unpacked(plain[start:end], of_model)
        start = end
    if start != len(plain):
        raise ModelFault("意图读者文件不完整，请重新安装或运行 huiyin train")
    return WantsReader(models)


@lru_cache(maxsize=1)
def built_in() -> WantsReader:
    """The reader that comes with the program; loaded at its first use."""
    folder = files("bot.second_reader.wants")
    record = json.loads(folder.joinpath("model.json").read_text(encoding="utf-8"))
    return loaded(folder.joinpath("model.bin").read_bytes(), record)
