"""Heads and tails of the lists people ask for, and what is said where a list is empty."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bot.texts import words

OVERDUE = "超期"
CLAIMS = "待核查"
OF_THE_OFFICE = "这项统计由督查室掌握。需要了解的，直接写明即转督查室。"
REQUESTS = "待批请示"
NONE_OPEN = "没有在办事项。"
NONE_OVERDUE = "您名下没有超期事项。"


def overview(title: str, moment: datetime, summary: str) -> str:
    """`moment`: local time."""
    return "\n".join([words.SLOGAN, f"【{title}】{words.day(moment.date())}{moment:%H:%M}", summary])


def none_of(title: str, *, overdue: bool) -> str:
    return f"【{title}】没有超期事项。" if overdue else f"【{title}】没有符合的事项。"


def unbound(names: Sequence[str]) -> str:
    if not names:
        return "所有责任人都已绑定，并可送达。"
    return f"尚未绑定或联系不上的责任人{len(names)}人：{'、'.join(names)}"


def until(day: date, *, today: date) -> str:
    return f"{words.day(day, today=today)}前到期"


def none(what: str) -> str:
    return f"没有{what}事项。"


def head(what: str, count: int) -> str:
    return f"{words.SLOGAN}\n{what}事项{count}项："


def own(count: int, *, overdue: bool) -> str:
    return f"{words.SLOGAN}\n您名下{'超期' if overdue else '在办'}事项{count}项："


def rest(numbers: Sequence[int], *, named: int, department: str) -> str:
    """What a list leaves out: up to `named` of them by their numbers, else how to ask for them."""
    if len(numbers) <= named:
        return f"其余{len(numbers)}项：{words.numbers(numbers)}"
    return f"其余{len(numbers)}项未列出，可加单位、领导、类别或编号查询，例如“/status {department}”。"


def led_by_others(subject: str, leaders: Sequence[str]) -> str:
    return (
        f"“{subject}”方面的在办事项不在您牵头的范围，由{'、'.join(leaders)}牵头。需了解情况，可直接写明，由督查室转达。"
    )
