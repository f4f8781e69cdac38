"""What is said under a file that goes with the weekly report."""

from __future__ import annotations

from datetime import datetime

from bot.documents.kinds import Kind
from bot.texts import words
from bot.texts.papers.names import NAMES


def chart(made: datetime, *, leader: str | None) -> str:
    """`made`: local time."""
    field = f"{leader}牵头事项" if leader else "全部督查事项"
    return f"【挂图作战】{field}，截至{_moment(made)}。"


def workbook(made: datetime) -> str:
    return f"【台账全表】全部督查事项，截至{_moment(made)}。"


_FILES = {
    "chart": "挂图作战",
    "workbook": "台账",
    "draft": "任务草稿",
    "faults": "差错批注",
    "difference": "台账比对",
    "invitations": "邀请名单",
}


def asked_for(kind: str, chosen: str, made: datetime) -> str:
    """`chosen`: the filter, in the words of whoever asked."""
    which = f"“{chosen}”，" if chosen and kind in ("chart", "workbook") else ""
    return f"【{_FILES[kind]}】{which}截至{_moment(made)}。"


def document(kind: Kind, made: datetime) -> str:
    return f"【{NAMES[kind]}】Word文稿，{_moment(made)}生成。"


def _moment(made: datetime) -> str:
    return f"{words.day(made.date())}{made:%H:%M}"
