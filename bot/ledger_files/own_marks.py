"""The mark by which a table that we exported knows its columns again, whatever their names and order: a hidden cell."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

PREFIX: Final = "回音台账标识，请勿删改 "
IGNORED: Final = "-"  # reckoned by us: what stands there is not read
TOTAL: Final = "合计"


@dataclass(frozen=True, slots=True)
class OwnMark:
    """`columns`: header → field of a row, `-` for what is reckoned, the office's own word for what is only kept."""

    ledger: str
    base_date: date | None
    whole: bool  # False: a part of the ledger, so that what is not in it is not missing
    columns: Mapping[str, str]
    office: tuple[str, ...] = ()  # the headers the office delivered, in its order
    known_as: Mapping[str, str | None] | None = None  # … and the field each was read as


def written(mark: OwnMark) -> str:
    facts = {
        "ledger": mark.ledger,
        "base_date": mark.base_date.isoformat() if mark.base_date else None,
        "whole": mark.whole,
        "columns": dict(mark.columns),
        "office": list(mark.office),
        "known_as": dict(mark.known_as or {}),
    }
    return PREFIX + json.dumps(facts, ensure_ascii=False, separators=(",", ":"))


def read(cell: object) -> OwnMark | None:
    """None for anything else, a mark that somebody has changed among it."""
    if not isinstance(cell, str) or not cell.startswith(PREFIX):
        return None
    try:
        facts: dict[str, Any] = json.loads(cell.removeprefix(PREFIX))
        return OwnMark(
            str(facts["ledger"]),
            date.fromisoformat(facts["base_date"]) if facts["base_date"] else None,
            bool(facts["whole"]),
            {str(header): str(field) for header, field in facts["columns"].items()},
            tuple(map(str, facts["office"])),
            {str(header): field and str(field) for header, field in facts["known_as"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
