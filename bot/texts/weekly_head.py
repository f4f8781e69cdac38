"""The head of the weekly report: the one thing to know, what has changed in a week, and figures that open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

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
    "困难清单",
    "积案",
    "提醒统计",
    "核对类型",
)


CHECK_TYPES = ("核对类型", f"open:{OPENED.index('核对类型')}")
CHECK_MEASURES = ("核对指标", f"open:{OPENED.index('核对指标')}")


@dataclass(frozen=True, slots=True)
class Change:
    """Of the week: what became overdue, was closed, came in."""

    overdue: int
    closed: int
    new: int


def first(
    worst: TaskLine | None,
    overdue: int,
    *,
    unsigned: tuple[int, int],
    silent: int,
    waiting: int,
    longest: int,
    coming: TaskLine | None,
) -> str:
    """What presses most: what is overdue; then whichever is more, what nobody has signed for in time (tasks, and of how
    many units) or what waits for a decision; then whoever is silent, then what comes."""
    if overdue and worst is not None:
        days = -(worst.days_left or 0)
        if overdue == 1:
            return f"最要紧：{_named(worst)}已超期{days}天。"
        return f"最要紧：{overdue}项超期，其中{_named(worst)}已超期{days}天。"
    late, units = unsigned
    pending = waiting if longest > 2 else 0
    if late > pending:
        return f"最要紧：{late}项逾期未签收，涉及{units}个单位。"
    if pending:
        return f"最要紧：{waiting}件待定，最久的已等{longest}个工作日。"
    if silent:
        return f"最要紧：{silent}人经提醒仍未反馈。"
    if coming is not None and coming.days_left is not None:
        return f"本周没有超期；最近到期的是{_named(coming)}，还有{coming.days_left}天。"
    return "本周没有超期，也没有临近时限的事项。"


def _named(line: TaskLine) -> str:
    return f"{line.number}号{words.quoted(line.title, 20)}（{line.department}）"


def change(found: Change) -> str:
    return f"较上周：新增超期{found.overdue}项，办结{found.closed}项，新交办{found.new}项。"


_FIRST = ("超期", "受阻", "欠进度", "未签收", "未反馈", "待核查", "请示", "已销号", "指标未达", "不齐备")
_WORDS = {
    "超期": "超期",
    "未签收": "谁没签收",
    "未反馈": "谁没回",
    "待核查": "待核查",
    "请示": "请示",
    "已销号": "已办结的",
    "指标未达": "指标",
    "不齐备": "不齐备",
    "困难": "困难清单",
    "积案": "积案",
    "提醒": "提醒统计",
}
MORE = "展开其余数字"
OFFICE = "督查室"
MORE_HEAD = "其余数字，请点选查看各是哪些事项："
NOTHING_MORE = "其余各项数字均为0。"


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure that opens: by a word anybody may type, or by its place among the figures and the day of the report."""

    name: str
    count: int
    place: int | None = None


def buttons(figures: Sequence[Shown], day: date) -> list[Sequence[Button]]:
    """One for each of the first ten figures that is not 0; the others open by one more tap."""
    first = [each for name in _FIRST for each in figures if each.name == name and each.count]
    others = any(each.count for each in figures if each.name not in _FIRST)
    return _rows(first, day) + ([[(MORE, f"figs:{day:%Y%m%d}")]] if others else [])


def others(figures: Sequence[Shown], day: date) -> list[Sequence[Button]]:
    return _rows([each for each in figures if each.name not in _FIRST and each.count], day)


def _rows(figures: Sequence[Shown], day: date) -> list[Sequence[Button]]:
    row = [(f"{each.name}{each.count}", _data(each, day)) for each in figures]
    return [row[place : place + 4] for place in range(0, len(row), 4)]


def _data(shown: Shown, day: date) -> str:
    if shown.place is not None:
        return f"fig:{shown.place}:{day:%Y%m%d}"
    return f"open:{OPENED.index(_WORDS[shown.name])}"


def asked(found: Sequence[tuple[str, int, int]], limit: int) -> str:
    """Name, reminders, reports of the week."""
    if not found:
        return "近7天没有向责任人发出提醒。"
    rows = [f"　{name}：提醒{many}条，回音{said}条" for name, many, said in found[:limit]]
    rest = [f"　其余{len(found) - limit}人略。"] if len(found) > limit else []
    total = sum(many for _, many, _ in found)
    return "\n".join([f"【提醒统计】近7天向{len(found)}位责任人发出提醒{total}条：", *rows, *rest])
