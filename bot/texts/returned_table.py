"""What is said to a department that sends our table back filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.texts import words

SHOWN = 10
CONFIRM, CANCEL = "确认上报", "取消"
NOTHING = "表中没有新的反馈：您名下各项的“最近反馈”“进度”“状态”“预计办结”与台账一致。"
MOVED = "其间台账有变动，重新核对如下，请再次确认。"
CANCELLED = "已取消，未上报任何内容。"
NOT_HIS = "表中没有您名下的在办事项。"


@dataclass(frozen=True, slots=True)
class Filled:
    """One row as it was filled in: what is new in it."""

    number: int
    title: str
    report: str = ""  # 最近反馈
    percent: int | None = None
    was: float | None = None
    done: bool = False
    expected: date | None = None  # 预计办结, where it is new: a promise

    @property
    def said(self) -> str:
        """As he would have written it."""
        parts = [self.report]
        if self.percent is not None and f"{self.percent}%" not in self.report:
            parts.append(f"进度{self.percent}%")
        if self.done and "办结" not in self.report:
            parts.append("已办结")
        if self.expected is not None and not self.done:
            parts.append(f"预计{_day(self.expected)}办结")
        return "，".join(part for part in parts if part)


def shown(file_name: str, filled: Sequence[Filled], others: int) -> str:
    lines = [f"　{each.number}号 {each.title[:30]}：{_change(each)}" for each in filled[:SHOWN]]
    rest = [f"　…其余{len(filled) - SHOWN}项"] if len(filled) > SHOWN else []
    left = [f"另有{others}行不是您名下的在办事项，不采用。"] if others else []
    head = f"【回传台账】{file_name}\n您名下有{len(filled)}项更新，确认后上报："
    return "\n".join([head, *lines, *rest, *left])


def _change(each: Filled) -> str:
    before = words.percent(each.was) if each.was is not None else "未报"
    parts = [
        f"进度{before}改为{each.percent}%" if each.percent is not None else "",
        f"反馈{words.quoted(each.report, 60)}" if each.report else "",
        "报办结" if each.done else "",
        f"预计{_day(each.expected)}办结" if each.expected is not None and not each.done else "",
    ]
    return "；".join(part for part in parts if part)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def reported(numbers: Sequence[int]) -> str:
    return f"已上报{len(numbers)}项：{words.numbers(numbers)}。"
