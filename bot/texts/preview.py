"""What is going to be said, to whom, when and why, and what is held back: as a coordinator or an operator reads it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.texts import task_answers, words
from schedules import moments

RUNGS = {
    "hand_out": "新交办，请签收",
    "sign": "尚未签收",
    "before_15": "时限前的第一次提醒",
    "before_7": "时限临近",
    "before_3": "时限临近",
    "before_1": "时限前最后一次提醒",
    "due": "今日到期",
    "overdue": "已超期",
    "milestone_3": "阶段节点临近",
    "milestone": "阶段节点到期",
    "period_5": "本期反馈临近",
    "period_1": "本期反馈将到期",
    "period_missed": "本期反馈未收到",
    "promise": "承诺的日期已到",
    "idle": "签收后长时间无实质进展",
    "silence_2": "提醒后两个工作日未反馈",
    "silence_4": "未反馈，可下达督办单",
    "silence_more": "仍未反馈",
    "to_leader": "未反馈，报领导",
    "evening": "急件当日未落实",
    "claim_waits": "办结申请待核查",
    "request_waits": "申请、请示待定",
}
KINDS = {
    "morning": "早间消息",
    "urgent": "急件提醒",
    "desk": "关注清单",
    "digest": "周报",
    "follow_up": "待办清单",
    "request": "待确认",
}
WHY_HELD = {
    "newer_rung": "同一事项有更新的提醒，由其一并说明",
    "said_before": "前一轮已说过",
    "closed": "已办结或中止",
    "unreachable": "责任人尚未绑定或联系不上",
    "no_coordinator": "没有可联系的督查员",
    "never_to": "按规定不报该领导，请当面报告",
    "no_leader": "没有牵头领导",
}
NOTHING = "届时没有需要发送的消息。"
HOW = "发“/preview 姓名或职务”可看某人的正文。"


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    title: str
    rung: str


@dataclass(frozen=True, slots=True)
class Told:
    to: str
    kind: str
    at: datetime  # local
    lines: Sequence[Line]
    text: str


@dataclass(frozen=True, slots=True)
class HeldBack:
    owner: str
    line: Line
    why: str


def nobody(name: str) -> str:
    return f"届时没有发给“{name}”的消息。"


def why(rung: str) -> str:
    return RUNGS.get(rung, rung)


def held_because(reason: str) -> str:
    return WHY_HELD.get(reason, reason or "不再需要")


def head(moment: datetime, told: Sequence[Told], today: date) -> str:
    people = len({each.to for each in told})
    return f"{words.day(moment.date(), today=today)}{moment:%H:%M}将向{people}人发出{len(told)}条消息："


def brief(told: Told, limit: int = 3) -> str:
    """市财政局局长：早间消息，3项（已超期2项，时限临近1项）"""
    counted = Counter(why(line.rung) for line in told.lines)
    what = "，".join(f"{each}{count}项" for each, count in counted.most_common(limit))
    when = f"（{moments.moment(told.at)}送达）" if told.at.minute or told.at.hour != 9 else ""
    return f"· {told.to}：{KINDS.get(told.kind, told.kind)}{f'，{what}' if what else ''}{when}"


def whole(told: Told) -> str:
    """With every reason, and its text."""
    rows = [f"　{_line(line)}" for line in told.lines]
    head = f"【{told.to}】{KINDS.get(told.kind, told.kind)}，{moments.moment(told.at)}送达"
    reasons = ["因为：", *rows] if rows else []
    return "\n".join([head, *reasons, "正文：", told.text])


def _line(line: Line) -> str:
    return f"{task_answers.named(line.number, line.title)}：{why(line.rung)}"


def held(rows: Sequence[HeldBack], limit: int) -> str:
    if not rows:
        return ""
    shown = [f"　{each.owner}　{_line(each.line)}——{held_because(each.why)}" for each in rows[:limit]]
    more = [f"　其余{len(rows) - limit}项略"] if len(rows) > limit else []
    return "\n".join([f"◆ 暂不发送（{len(rows)}项）", *shown, *more])
