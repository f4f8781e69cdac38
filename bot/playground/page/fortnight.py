"""How much of the two weeks' script is left to be played."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from bot.playground import script
from bot.playground.demo import END
from bot.playground.script import Line
from bot.playground.stage import Stage


@cache
def _lines() -> Sequence[Line]:
    return tuple(script.read(script.FILE.read_text(encoding="utf-8")))


def ahead(stage: Stage) -> list[Line]:
    return [each for each in _lines() if stage.local(each.at) > stage.clock.now]


def left(stage: Stage) -> dict[str, Any]:
    """What the button for it says: once a part is over, to which day it plays."""
    end = stage.local(END)
    monday = stage.policy.local(stage.local(_lines()[0].at)).date()
    begun = (stage.policy.today(stage.clock.now) - monday).days > 3  # from Friday's hand-out to Monday morning
    day = stage.policy.local(end)
    return {"label": f"播到{day.month}月{day.day}日" if begun else "播放两周", "over": not ahead(stage)}
