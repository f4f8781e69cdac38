"""The head of the weekly report: the one thing to know, what has changed in a week, and figures that open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.texts import words
from bot.texts.keyboards import Button
from bot.texts.task_lines import TaskLine

# What a figure of the report opens: the words are those anybody may type. The places stand in buttons already sent.
OPENED = (
    "超期",
    "受阻的",
    "进度滞后的",
    "谁没签收",
    "谁没回",
    "待核查",
    "请示",
    "已办结的",
    "指标",
    "不齐备",
    "核对指标",
)


CHECK_MEASURES = ("核对指标", f"open:{OPENED.index('核对指标')}")


@dataclass(frozen=True, slots=True)
class Change:
    """Of the week: what became overdue, was closed, came in."""

    overdue: int
    closed: int
    new: int


def first(
    worst: TaskLine | None, overdue: int, *, silent: int, waiting: int, longest: int, coming: TaskLine | None
) -> str:
    """What presses most: what is overdue, then what waits for a decision, then whoever is silent, then what comes."""
    if overdue and worst is not None:
        days = -(worst.days_left or 0)
        return f"最要紧：{overdue}项超期，其中{_named(worst)}已超期{days}天。"
    if waiting and longest > 2:
        return f"最要紧：{waiting}件待定，最久的已等{longest}个工作日。"
    if silent:
        return f"最要紧：{silent}人经催办仍未反馈。"
    if coming is not None and coming.days_left is not None:
        return f"本周没有超期；最近到期的是{_named(coming)}，还有{coming.days_left}天。"
    return "本周没有超期，也没有临近时限的事项。"


def _named(line: TaskLine) -> str:
    return f"{line.number}号{words.quoted(line.title, 20)}（{line.department}）"


def change(found: Change) -> str:
    return f"较上周：新增超期{found.overdue}项，办结{found.closed}项，新交办{found.new}项。"


def buttons(figures: Mapping[str, int]) -> list[Sequence[Button]]:
    """One for each figure that is not 0."""
    row = [(f"{name}{count}", f"open:{OPENED.index(opens)}") for (name, opens), count in _with_words(figures) if count]
    return [row[place : place + 4] for place in range(0, len(row), 4)]


_NAMES = (
    ("超期", "超期"),
    ("受阻", "受阻的"),
    ("欠进度", "进度滞后的"),
    ("未签收", "谁没签收"),
    ("未反馈", "谁没回"),
    ("待核查", "待核查"),
    ("请示", "请示"),
    ("已销号", "已办结的"),
    ("指标未达", "指标"),
    ("不齐备", "不齐备"),
)


def _with_words(figures: Mapping[str, int]) -> list[tuple[tuple[str, str], int]]:
    return [((name, opens), figures.get(name, 0)) for name, opens in _NAMES]
