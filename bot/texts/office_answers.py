"""What the office is told that asks about its own doings, or keeps something from being done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.texts import words

_KINDS = {"extension": "延期", "closure": "办结", "decision": "请示", "confirm": "办结"}
_STATES = {"open": "待审批", "granted": "已同意", "refused": "未同意", "withdrawn": "已撤回"}
NOT_DONE = "好的，没有发出催办或通知，也没有改动任何事项；系统到期仍照常提醒。"
NOTHING_SENT = "好的，没有作为批示发出，也没有催办任何单位。"
REST = "其余的话要怎么办？请点选。"
STOPS_REMINDERS = "要停止某项的提醒，可发“中止{number}号”。"


def never_urged(names: Sequence[str]) -> str:
    return f"{'、'.join(names)}没有督查室催办的记录。"


def urged(task: str, moments: Sequence[tuple[datetime, str]], *, today: date) -> str:
    """`moments`: local moment and who urged, the newest last."""
    at, who = moments[-1]
    return f"· {task}：催办{len(moments)}次，最近{words.day(at.date(), today=today)}{at:%H:%M}，{who}"


def urgings(lines: Sequence[str], without: Sequence[str]) -> str:
    return "\n".join([*(["催办记录："] if lines else []), *lines, *([never_urged(without)] if without else [])])


@dataclass(frozen=True, slots=True)
class Decided:
    task: str
    kind: str
    state: str
    asked_on: date
    wanted: date | None
    who: str  # who decided, or with whom it waits
    on: date | None


def decided(each: Decided, *, today: date) -> str:
    wanted = f"至{words.day(each.wanted, today=today)}" if each.wanted is not None else ""
    asked = f"· {each.task}{words.day(each.asked_on, today=today)}申请{_KINDS[each.kind]}{wanted}："
    if each.on is None:
        return asked + _STATES[each.state] + (f"（{each.who}）" if each.who else "")
    return asked + f"{_STATES[each.state]}（{each.who}，{words.day(each.on, today=today)}）"


def nothing_asked(tasks: Sequence[str]) -> str:
    return f"{'、'.join(tasks)}没有提出过延期、办结申请或请示。"
