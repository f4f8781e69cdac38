"""What was really said, read from the table of outgoing messages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from db.models import OutboxState
from tests.simulation.looking import SentCall
from tests.simulation.town import Town

TAG = re.compile(r"【(\S+?)】")
LISTED = {"困难": "困难协调"}  # what several of a night are called together
SILENT_CALLS = {"reaction", "menu", "edit_echo", "edit_buttons", "deletion"}


@dataclass(frozen=True, slots=True)
class Said:
    kind: str
    person: str
    at: datetime
    facts: dict[str, Any]
    text: str
    cause: str
    numbers: tuple[int, ...]  # the tasks of what was claimed, asked for or decided: of a night's several, one message

    @property
    def items(self) -> dict[int, str]:
        """Number of the task → rung, of a morning message."""
        if self.kind not in ("morning", "urgent"):
            return {}
        return {int(each["task_id"]): str(each["rung"]) for each in self.facts.get("items", ())}

    @property
    def evening(self) -> bool:
        return self.kind == "desk" and bool(self.facts.get("evening"))

    @property
    def tag(self) -> str:
        """What a matter is called where it is told at once."""
        found = TAG.match(self.text) if self.kind in ("matter", "plain", "notice") else None
        return LISTED.get(found[1], found[1]) if found else ""

    @property
    def merged(self) -> bool:
        """One of which a person gets at most one a day."""
        return self.kind in ("morning", "desk", "follow_up") and not self.evening

    @property
    def lines(self) -> list[tuple[str, int, int]]:
        """What waits, the number of its task, and of how many tasks it is."""
        found = re.findall(r"^\d+\. (\S+?)　(\d+)号“.*?”(?:等(\d+)项)?", self.text, re.M)
        return [(label, int(number), int(many or 1)) for label, number, many in found]

    @property
    def put_up(self) -> dict[str, tuple[int, set[int]]]:
        """Of a 专报: owner → how many tasks, and the first of them."""
        part = self.text.partition("◆ 专报")[2].partition("◆")[0]
        found = {}
        for unit in re.finditer(r"^　(\S+?)：(\d+)项，最久.*\n((?:　　.*\n)*)", part, re.M):
            found[unit[1]] = (int(unit[2]), {int(each) for each in re.findall(r"^　　(\d+)号", unit[3], re.M)})
        return found


class Listener:
    """Reads each message once. A fresh ledger: the number of a task is its id."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.names: dict[int, str] = {}
        self._open: set[int] = set()
        self._last = 0

    async def learns_names(self) -> None:
        self.names = await self.town.names()

    async def new(self) -> list[Said]:
        """What was sent since the last look."""
        found = []
        for row in self.town.looking.calls(self._last, self._open):
            self._last = max(self._last, row.id)
            ended = row.state not in (OutboxState.QUEUED, OutboxState.LATER)
            (self._open.discard if ended else self._open.add)(row.id)
            if row.state == OutboxState.SENT and row.kind not in SILENT_CALLS:
                found.append(await self._said(row))
        return found

    async def _said(self, row: SentCall) -> Said:
        assert row.ended_at is not None
        person = self.names.get(row.person_id, "?")
        more = await self.town.tasks_of(row.facts["more"]) if row.facts.get("more") else []
        named = [int(each) for each in re.findall(r"(\d+)号“", row.words)] if TAG.match(row.words) else []
        listed = "逐件处理" in row.words
        numbers = (*named,) if named and listed else (named[0] if named else row.facts.get("task_id", 0), *more)
        return Said(row.kind, person, row.ended_at, row.facts, row.words, row.cause, numbers)
