"""One task as people see it: a line in a list, or a card."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.texts import words


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task with its standing, ready to be shown."""

    task_id: int
    number: int
    title: str
    state: str  # the office's word
    lamp: str
    owner: str
    department: str
    due: date | None
    original_due: date | None
    today: date
    signed: bool
    recurring: bool
    closed: bool = False  # 已销号 or 中止: it no longer runs
    urgent: bool = False
    red_line: bool = False  # its report is 无 or 有
    percent: float | None = None
    expected: date | None = None
    obstacle: str | None = None
    period: str | None = None  # of a recurring task: the period that is asked for
    target: str = ""
    leader: str | None = None
    milestone: tuple[str, date] | None = None
    until: date | None = None  # its date, of a recurring task the end of the period asked for
    missed: str | None = None  # of a recurring task: the period for which no report came
    paper: str = ""  # 民生实事第1项, where its own table counts otherwise
    changed: tuple[str, ...] = ()  # what a new edition of the ledger changed, while it is not signed for

    @property
    def days_left(self) -> int | None:
        return (self.due - self.today).days if self.due is not None else None


def head(line: TaskLine) -> str:
    urgent = "【急件】" if line.urgent else ""
    paper = f"（{line.paper}）" if line.paper else " "
    return f"{words.lamp(line.lamp)} {line.number}号{paper}{urgent}{line.title}"


def when(line: TaskLine) -> str:
    """Its date with weekday and days left, or the period a recurring task is to be reported for."""
    if line.closed:
        return _date_of_closed(line)
    if line.missed:
        return f"常态推进，{line.missed}的反馈未收到"
    if line.due is None:
        if not line.recurring:
            return "时限待定"
        return f"常态推进，本期：{line.period}" if line.period else "常态推进"
    return f"时限{words.day(line.due, today=line.today)}，{words.left(line.due, line.today)}"


def _date_of_closed(line: TaskLine) -> str:
    """One that came in closed may never have had a date."""
    if line.due:
        return f"时限{words.day(line.due, today=line.today)}"
    return "常态推进" if line.recurring else "未列时限"


def how_far(line: TaskLine) -> str:
    known = words.percent(line.percent) if line.percent is not None else None
    return f"{line.state}，进度{known}" if known else line.state


def brief(line: TaskLine, *, with_owner: bool = False) -> str:
    """Two lines: what it is, and how it stands."""
    owner = f"｜{line.department}" if with_owner else ""
    return f"{head(line)}\n　{when(line)}｜{how_far(line)}{owner}{_changed(line)}"


def _changed(line: TaskLine) -> str:
    return f"\n　新变动：{'；'.join(line.changed)}" if line.changed else ""


def card(line: TaskLine) -> str:
    """Everything a person may want to know of one task."""
    rows = [head(line), f"　目标：{line.target}" if line.target else "", f"　{when(line)}"]
    if line.original_due != line.due and line.original_due is not None:
        rows.append(f"　原定时限：{words.day(line.original_due, today=line.today)}")
    rows.append(f"　状态：{how_far(line)}")
    if line.expected:
        rows.append(f"　承诺完成：{words.day(line.expected, today=line.today)}")
    if line.obstacle:
        rows.append(f"　困难：{line.obstacle}")
    leader = f"｜牵头领导：{line.leader}" if line.leader else ""
    rows.append(f"　责任人：{line.owner}{leader}")
    return "\n".join(row for row in rows if row) + _changed(line)
