"""What was read of a file sent in the chat, as it is kept with the update that brought it, and how it is read again."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from bot.ledger_files.ledger_shape import LedgerSheet
from bot.ledger_files.sheet_json import dumped, loaded

AGAIN: Final = "impr"  # the word of a tap that has the file read again: incoming ledger, what is chosen
TODAY, FIRST_COLUMN = 0, 100  # what it chooses: the base date, or the column of the title


@dataclass(frozen=True, slots=True)
class Read:
    """What came of a file. `sheet` None: it could not be fetched. `noted`: its faults in a workbook."""

    sheet: LedgerSheet | None
    noted: bytes | None = None


def read_of(supplement: bytes) -> Read | None:
    """None: it is no reading of a ledger."""
    try:
        told = json.loads(supplement)
        if "sheet" not in told:
            return None
    except (ValueError, TypeError):
        return None
    sheet = loaded(told["sheet"]) if told["sheet"] else None
    return Read(sheet, base64.b64decode(told["noted"]) if told["noted"] else None)


def written(read: Read) -> bytes:
    noted = base64.b64encode(read.noted).decode() if read.noted else None
    told = {"sheet": dumped(read.sheet) if read.sheet else None, "noted": noted}
    return json.dumps(told, ensure_ascii=False).encode()


def chosen_again(choices: Mapping[str, Any], chosen: int, today: date) -> dict[str, Any]:
    """The choices of an incoming ledger with one more: the base date, or which column is the title."""
    offered = choices.get("offered", [])
    if chosen == TODAY:
        return {**choices, "base_date": today.isoformat()}
    place = chosen - FIRST_COLUMN
    if 0 <= place < len(offered):
        return {**choices, "columns": {**choices.get("columns", {}), offered[place]: "title"}}
    return dict(choices)
