"""The one message of the day, and the urging."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.texts import words
from bot.texts.task_lines import TaskLine, brief
from schedules import periods

_ASKS = {
    "hand_out": "请签收",
    "sign": "尚未签收，请签收",
    "before_15": "请告知进展",
    "before_7": "请告知进展",
    "before_3": "请告知进展和预计办结日期",
    "overdue": "已超期，请告知原因和预计办结日期",
    "promise": "您承诺的日期已到，请告知结果",
    "period_missed": "上期反馈未收到，请尽快补报",
    "idle": "签收后已有一段时间没有实质进展反馈，请告知进展",
}


QUOTED = 40  # letters of a promise that are quoted whole
TARGET = 80  # letters of a target in a list

# Said once above the list where all of it is to be signed for.
_SIGNING = {"hand_out": "交办{}项事项，请签收", "sign": "有{}项事项尚未签收，请签收"}


@dataclass(frozen=True, slots=True)
class Ask:
    """One task in the message, and why it is there."""

    line: TaskLine
    rung: str
    occurrence: str
    promised: str = ""  # his own words, with their day
    soon: tuple[tuple[str, date], ...] = ()  # milestones whose own early reminder this one stands for
    wanted: str = ""  # what its indicators are to reach by the milestone


def text(name: str, asks: Sequence[Ask], now: datetime, *, limit: int) -> str:
    """Headed by the slogan; `now` in local time."""
    shown, rest = asks[:limit], asks[limit:]
    together = len(asks) > 1 and len({_SIGNING.get(ask.rung) for ask in asks}) == 1 and asks[0].rung in _SIGNING
    what = _SIGNING[asks[0].rung].format(len(asks)) if together else f"有{len(asks)}项事项请您过目"
    parts = [
        words.SLOGAN,
        f"{name}，{_greeting(now)}。{words.day(now.date())}{what}：",
        "\n".join(_signed_for(ask.line) if together else _item(ask) for ask in shown),
    ]
    if rest:
        parts.append(f"其余{len(rest)}项：{words.numbers(ask.line.number for ask in rest)}，发“我的任务”查看。")
    parts.append(_how_to_answer(asks))
    return "\n\n".join(parts)


def _greeting(now: datetime) -> str:
    if now.hour < 11:
        return "早上好"
    return "下午好" if 13 <= now.hour < 18 else "您好"


def _signed_for(line: TaskLine) -> str:
    """What he signs for, with its target."""
    return f"{brief(line)}\n　目标：{words.one_line(line.target, TARGET)}" if line.target else brief(line)


def _item(ask: Ask) -> str:
    shown = _signed_for(ask.line) if ask.rung in _SIGNING else brief(ask.line)
    also = [f"另有节点“{name}”{words.day(day, today=ask.line.today)}到期" for name, day in ask.soon]
    return f"{shown}\n　→ {'；'.join([reason(ask), *also])}"


def reason(ask: Ask) -> str:
    """What is asked of him, and why today."""
    if ask.rung == "promise" and ask.promised:
        return f"{ask.promised}，请告知结果"
    if ask.line.red_line and ask.rung in ("period_5", "period_1", "period_missed"):
        return f"{_period(ask.occurrence)}有无此类情况？请点“无”或“有”"
    if ask.rung in ("period_5", "period_1"):
        return f"请反馈{_period(ask.occurrence)}的进展"
    if ask.rung == "period_missed":
        return "请尽快补报" if ask.line.missed else f"{_period(ask.occurrence)}的反馈未收到，请尽快补报"
    if ask.rung in ("milestone", "milestone_3") and ask.line.milestone is not None:
        name, day = ask.line.milestone
        asked = f"请告知进展（{ask.wanted}）" if ask.wanted else "请告知进展"
        return f"阶段节点“{name}”{words.day(day, today=ask.line.today)}到期，{asked}"
    if ask.rung in ("before_1", "due") and ask.line.due is not None:
        return _closing(ask)
    return _ASKS.get(ask.rung, "请告知进展")


def promised(said: str, on: date, *, by: date, percent: float | None, today: date) -> str:
    """您2月21日说：“月底前完成30%”; of long words what they promised."""
    line = " ".join(said.split())
    if len(line) <= QUOTED:
        return f"您{words.day(on, today=today)}说：{words.quoted(line)}"
    goal = f"达到{words.percent(percent)}" if percent is not None else "完成"
    return f"您{words.day(on, today=today)}承诺{words.day(by, today=today)}前{goal}"


def _closing(ask: Ask) -> str:
    """The last working day before a date, or the day: neither need be the calendar's 明日 or 今天."""
    due, left = ask.line.due, ask.line.days_left
    assert due is not None, "only tasks with a date come to their date"
    if ask.rung == "before_1":
        return f"{'明日' if left == 1 else words.day(due, today=ask.line.today)}到期，请告知能否按期办结"
    return (
        "今天到期，请告知办理结果"
        if left == 0
        else f"{words.day(due, today=ask.line.today)}到期，逢休息日，请今天告知办理结果"
    )


def _period(key: str) -> str:
    try:
        return periods.parse(key).label
    except ValueError:
        return "本期"


def _how_to_answer(asks: Sequence[Ask]) -> str:
    if all(ask.rung in ("hand_out", "sign") for ask in asks):
        return "请点按钮签收；有进展可直接回复本消息。"
    first = asks[0].line
    example = "已完成，本期开展2次" if first.recurring else "完成60%，预计下周五前办结"
    if len(asks) == 1:
        return f"直接回复本消息即可，例如“{example}”。"
    return f"直接回复本消息即可，请写明编号，例如“{first.number}号{example}”。"


def urge(lines: Sequence[TaskLine]) -> str:
    body = "\n".join(brief(line) for line in lines)
    unsigned = [line for line in lines if not line.signed]
    what = "尚未签收，请今日内签收" if len(unsigned) == len(lines) else "请今日内回复最新进展"
    return f"【督查室催办】以下事项{what}：\n{body}\n直接回复本消息即可。"
