"""The fields of a ledger's row in the office's words, and their values."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from db.reading_facts import Said

LABELS: Final = {
    "title": "重点任务",
    "target": "目标要求",
    "lead_department": "牵头单位",
    "owner": "责任人",
    "mode": "办理方式",
    "due": "完成时限",
    "milestones": "阶段节点",
    "report_every": "报送周期",
    "report_day": "报送日",
    "category": "类别",
    "source": "任务来源",
    "co_departments": "配合单位",
    "supervising": "督导单位",
    "leader": "牵头领导",
    "urgent": "急件",
    "extra": "其他列",
}
MODES: Final = {"deadline": "限期办结", "recurring": "常态推进"}
EVERY: Final = {"week": "每周", "month": "每月", "quarter": "每季度", "half-year": "每半年", "year": "每年"}
SAID: Final = {
    Said.DONE_CLAIMED: "已办结",
    Said.BLOCKED: "受阻",
    Said.NOT_STARTED: "尚未启动",
    Said.DELAYED: "滞后",
    Said.IN_PROGRESS: "推进中",
}
EMPTY: Final = "（空）"


def day(value: date | str) -> str:
    moment = date.fromisoformat(value) if isinstance(value, str) else value
    return f"{moment.year}年{moment.month}月{moment.day}日"


def value(field: str, given: Any) -> str:
    """A value as it stands in a row or, from the ledger's own record, in JSON."""
    if given in (None, "", (), []):
        return EMPTY
    if field == "due":
        return day(given)
    if field == "milestones":
        return "；".join(_stone(each) for each in given)
    if field == "extra":
        return "；".join(f"{header}：{text}" for header, text in given)
    if field == "urgent":
        return "是" if given else "否"
    if field == "report_day":
        return f"每期第{given}日"
    if isinstance(given, list | tuple):
        return "、".join(given)
    return {**MODES, **EVERY}.get(given, str(given)) if field in ("mode", "report_every") else str(given)


def _stone(each: Any) -> str:
    name, due = (each["name"], each["due"]) if isinstance(each, dict) else (each.name, each.due)
    return f"{day(due)}：{name}"


def change(field: str, was: Any, now: Any, *, longest: int = 60) -> str:
    """完成时限由2027年6月30日改为2027年7月31日."""
    before, after = (_cut(value(field, each), longest) for each in (was, now))
    return f"{LABELS[field]}由“{before}”改为“{after}”" if field in _WORDY else f"{LABELS[field]}由{before}改为{after}"


_WORDY: Final = frozenset({"title", "target", "milestones", "category", "extra"})


def _cut(words: str, longest: int) -> str:
    line = " ".join(words.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"
