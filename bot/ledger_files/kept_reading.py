"""What was read of a file sent in the chat, as it is kept with the update that brought it, and how it is read again."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from bot.ledger_files.ledger_shape import LedgerSheet
from bot.ledger_files.sheet_json import dumped, dumped_task, loaded, loaded_task

AGAIN: Final = "impr"  # the word of a tap that has the file read again: incoming ledger, what is chosen
TODAY, FIRST_COLUMN, FIRST_UNIT = 0, 100, 1000  # what it chooses: the base date, the column of the title, a unit
NEW_UNIT: Final = 9  # of the ten choices a name has: it is a unit of its own


FEW: Final = 300  # tasks; of more the words are taken up only where somebody needs them


@dataclass(frozen=True, slots=True)
class Read:
    """What came of a file. `sheet` None: it could not be fetched. `noted`: its faults in a workbook."""

    sheet: LedgerSheet | None  # of many tasks only what stands beside them
    noted: bytes | None = None
    lines: bytes = b""  # the many tasks, one on each
    many: int = 0  # of them

    @property
    def rows(self) -> int:
        return self.many or (len(self.sheet.tasks) if self.sheet is not None else 0)

    def whole(self) -> LedgerSheet | None:
        """With all its tasks: half a second for ten thousand."""
        if self.sheet is None or not self.many:
            return self.sheet
        return replace(self.sheet, tasks=[loaded_task(line) for line in self.lines.splitlines()])


def read_of(supplement: bytes) -> Read | None:
    """None: it is no reading of a ledger."""
    head, _, lines = supplement.partition(b"\n")
    try:
        told = json.loads(head)
        if "sheet" not in told:
            return None
    except (ValueError, TypeError):
        return None
    sheet = loaded(told["sheet"]) if told["sheet"] else None
    return Read(sheet, base64.b64decode(told["noted"]) if told["noted"] else None, lines, told.get("many", 0))


def written(read: Read) -> bytes:
    """One line, and one for each task where they are many."""
    noted = base64.b64encode(read.noted).decode() if read.noted else None
    sheet, tasks = read.sheet, []
    if sheet is not None and len(sheet.tasks) > FEW:
        sheet, tasks = replace(sheet, tasks=[]), [dumped_task(task) for task in sheet.tasks]
    told = {"sheet": dumped(sheet) if sheet else None, "noted": noted} | ({"many": len(tasks)} if tasks else {})
    return "\n".join([json.dumps(told, ensure_ascii=False), *tasks]).encode()


def chosen_again(choices: Mapping[str, Any], chosen: int, today: date) -> dict[str, Any]:
    """The choices of an incoming ledger with one more: the base date, which column is the title, whom a name means."""
    offered = choices.get("offered", [])
    if chosen == TODAY:
        return {**choices, "base_date": today.isoformat()}
    if chosen >= FIRST_UNIT:
        meant = unit_chosen(choices, chosen)
        return {**choices, "units": {**choices.get("units", {}), **dict([meant] if meant else [])}}
    place = chosen - FIRST_COLUMN
    if 0 <= place < len(offered):
        return {**choices, "columns": {**choices.get("columns", {}), offered[place]: "title"}}
    return dict(choices)


def unit_chosen(choices: Mapping[str, Any], chosen: int) -> tuple[str, str] | None:
    """The name asked about, and the unit that was tapped (the name itself: a new one)."""
    place, which = divmod(chosen - FIRST_UNIT, 10)
    asked = choices.get("asked_units", [])
    if not 0 <= place < len(asked):
        return None
    name, nearest = asked[place]
    if which == NEW_UNIT:
        return name, name
    return (name, nearest[which]) if which < len(nearest) else None
