"""专报: what a leader reads of units that have stayed silent, and what a coordinator reads before he reports it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.texts import task_answers, words

TASKS_EACH = 5


@dataclass(frozen=True, slots=True)
class SilentUnit:
    """One owner, those of his silent tasks that are put before this leader."""

    owner: str
    workdays: int
    tasks: Sequence[tuple[int, str]]  # number, title
    urged: int
    orders: Sequence[str] = ()  # 督办单 that he has not answered


def section(units: Sequence[SilentUnit], limit: int) -> str:
    """Its part of the leader's morning message."""
    if not units:
        return ""
    rows = [line for unit in units[:limit] for line in (_unit(unit), *_tasks(unit.tasks))]
    more = [f"　其余{len(units) - limit}位责任人，请督查室详报。"] if len(units) > limit else []
    first = units[0].tasks[0][0]
    how = f"如需批示，请直接回复并写明编号，例如“{first}号请本周内报办理方案”。"
    return "\n".join([f"◆ 专报：以下责任人经多次提醒仍未反馈（{len(units)}人）", *rows, *more, how])


def _unit(unit: SilentUnit) -> str:
    urged = f"，督查室催办{unit.urged}次" if unit.urged else ""
    orders = f"，{'、'.join(unit.orders)}未答复" if unit.orders else ""
    return f"　{unit.owner}：{len(unit.tasks)}项，最久{unit.workdays}个工作日未反馈{urged}{orders}"


def _tasks(tasks: Sequence[tuple[int, str]]) -> list[str]:
    shown = [f"　　{task_answers.named(number, title)}" for number, title in tasks[:TASKS_EACH]]
    return [*shown, *([f"　　其余{len(tasks) - TASKS_EACH}项"] if len(tasks) > TASKS_EACH else [])]


def draft(owner: str, by_leader: Mapping[str, Sequence[tuple[int, str]]], *, on: date | None, today: date) -> str:
    """As it is shown before it is reported; without a day it goes up at once."""
    when = f"于{words.day(on, today=today)}上午" if on else "即刻"
    parts = []
    for leader, tasks in by_leader.items():
        head = f"拟{when}以专报报{leader}：{owner}以下{len(tasks)}项多次提醒后仍未反馈"
        parts.append("\n".join([head, *_tasks(tasks)]))
    return "\n".join(parts)


def in_person(numbers: Sequence[int]) -> str:
    return f"{words.numbers(numbers)}不以专报报送（牵头领导为市长、未明确或尚未绑定），请当面报告。"


def reported(leaders: Sequence[str], many: int, *, on: date | None, today: date) -> str:
    whom = "、".join(leaders)
    if on is None:
        return f"专报已报{whom}，共{many}项急件。"
    return f"已列入{words.day(on, today=today)}上午报{whom}的专报，共{many}项；在此之前反馈的事项不再报送。"
