"""Sub-items of a task and what may become of them. Pure."""

from __future__ import annotations

from enum import StrEnum


class ItemState(StrEnum):
    OPEN = "open"
    DONE = "done"  # as whoever answers for it says
    CHECKED = "checked"  # as the office has seen
    DROPPED = "dropped"  # entered by mistake

    @property
    def label(self) -> str:
        return {"open": "待办", "done": "已办", "checked": "已核", "dropped": "撤销"}[self.value]
