"""案无积卷: what has lain longest without a word of substance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.texts import task_answers, words


@dataclass(frozen=True, slots=True)
class AgeLine:
    task_id: int
    number: int
    title: str
    department: str
    workdays: int


def section(lines: Sequence[AgeLine], total: int, *, days: int) -> str:
    """Its part of the weekly report."""
    if not total:
        return ""
    rows = [
        f"　{task_answers.named(line.number, line.title)}（{line.department}）：{line.workdays}个工作日"
        for line in lines
    ]
    return "\n".join([f"◆ 案无积卷：超过{days}个工作日没有实质进展的{total}项，最久的：", *rows])


def listing(lines: Sequence[AgeLine], total: int, *, days: int, limit: int) -> str:
    """Asked for at any time."""
    if not total:
        return f"没有超过{days}个工作日未报实质进展的事项。"
    rows = [
        f"{place}. {task_answers.named(line.number, line.title)}（{line.department}）：{line.workdays}个工作日"
        for place, line in enumerate(lines[:limit], 1)
    ]
    named = [line.number for line in lines[limit : limit + 20]]
    more = (
        [f"其余{total - limit}项：{words.numbers(named)}{'等' if total - limit > len(named) else ''}"] if named else []
    )
    return "\n".join([f"案无积卷：超过{days}个工作日没有实质进展的共{total}项，按时间长短：", *rows, *more])
