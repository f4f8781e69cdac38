"""The head of the weekly report, from the same standings as the rest of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.renderers.indicators import reached_of
from bot.renderers.subitems import unready
from bot.texts import indicators as indicator_texts
from bot.texts import weekly
from bot.texts.weekly_head import Change
from db.lifecycle import State
from db.task_columns import TaskColumns
from db.tasks import Filter
from schedules.policy import Policy
from schedules.standing import Pace, Standing

SHORT = 5  # indicators named


def change(
    unfinished: Sequence[tuple[TaskColumns, Standing]], closed: int, *, until: datetime, policy: Policy
) -> Change:
    since = policy.today(until) - timedelta(days=7)
    overdue = sum(found.overdue and found.due is not None and found.due >= since for _, found in unfinished)
    return Change(overdue, closed, sum(task.plan_from > since for task, _ in unfinished))


async def measured(session: AsyncSession, chosen: Filter, *, now: datetime, policy: Policy) -> tuple[str, int]:
    """The line of the indicators, and how many are short of their target."""
    found = await reached_of(session, chosen, today=policy.today(now))
    if not found:
        return "", 0
    count = indicator_texts.counted(found)
    short = [f"　{number}号 {indicator_texts.line(each)}" for number, each in found if each.met is False][:SHORT]
    return "\n".join([f"◆ {indicator_texts.summary(count)}", *short]), count.short


async def opening(
    session: AsyncSession, figures: weekly.Figures, chosen: Filter, policy: Policy, *, short: int, unsigned: int
) -> Mapping[str, int]:
    """The figures that open by a tap."""
    whole = figures.whole
    return {
        "超期": whole.overdue,
        "受阻": whole.states[State.BLOCKED],
        "欠进度": whole.paces[Pace.BEHIND],
        "未签收": unsigned,
        "未反馈": len(figures.silent),
        "待核查": whole.states[State.CLAIMED],
        "请示": figures.waiting.get("请示", 0),
        "已销号": whole.closed,
        "指标未达": short,
        "不齐备": len(await unready(session, chosen, policy)),
    }
