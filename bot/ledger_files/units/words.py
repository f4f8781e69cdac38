"""The words around departments, from `unit_words.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources import files

_TABLE = tomllib.loads(files("bot.ledger_files.units").joinpath("unit_words.toml").read_text("utf-8"))

ROLES: Mapping[str, str] = {word: role for role, words in _TABLE["role"].items() for word in words.split()}
TAILS: tuple[str, ...] = tuple(sorted(_TABLE["tail"]["words"].split(), key=len, reverse=True))
NONE: frozenset[str] = frozenset(_TABLE["none"]["words"].split())
GROUP_BEGINS: tuple[str, ...] = tuple(_TABLE["group"]["begins"].split())
GENERIC: frozenset[str] = frozenset(_TABLE["group"]["generic"].split())
GROUP_ENDS: tuple[str, ...] = tuple(_TABLE["group"]["ends"].split())
UNIT_ENDS: tuple[str, ...] = tuple(_TABLE["unit"]["ends"].split())
SAME: tuple[tuple[str, ...], ...] = tuple(tuple(line.split()) for line in _TABLE["same"]["names"])
