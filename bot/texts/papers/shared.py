"""What papers have in common: dates in full, a table of tasks, a table of figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bot.documents.content import Heading, Part, Table
from bot.texts import departments, words
from bot.texts.task_lines import TaskLine, how_far
from db.lifecycle import State
from schedules.standing import Lamp
from schedules.tally import Tally

NUMERALS = "一二三四五六七八九十"


def numbered(sections: Sequence[tuple[str, Sequence[Part]]]) -> tuple[Part, ...]:
    """一、总体情况 …: each title with its numeral, and what stands below it."""
    assert len(sections) <= len(NUMERALS), "a section would be lost"
    return tuple(
        part
        for numeral, (title, of) in zip(NUMERALS, sections, strict=False)
        for part in (Heading(f"{numeral}、{title}"), *of)
    )


def full_day(value: date) -> str:
    return f"{value.year}年{value.month}月{value.day}日"


def day(value: date, today: date) -> str:
    """3月10日; the year is named when it is another one than today's."""
    year = f"{value.year}年" if value.year != today.year else ""
    return f"{year}{value.month}月{value.day}日"


def limit(line: TaskLine) -> str:
    if line.due is not None:
        return day(line.due, line.today)
    return "常态推进" if line.recurring else "未列时限"


def late(due: date | None, today: date) -> str:
    return f"超期{(today - due).days}天" if due is not None and due < today else ""


def stand(line: TaskLine) -> str:
    """办理情况: the state with the progress, what is overdue or missed, the difficulty."""
    parts = [
        how_far(line),
        late(line.due, line.today) if not line.closed else "",
        f"{line.missed}未反馈" if line.missed and not line.closed else "",
        f"困难：{line.obstacle}" if line.obstacle else "",
    ]
    return "，".join(part for part in parts if part)


def task_table(lines: Sequence[TaskLine], *, leader: bool = False) -> Table:
    header = ("编号", "事项", "牵头领导" if leader else "牵头单位", "时限", "办理情况")
    rows = tuple(
        (
            str(line.number),
            line.title,
            (line.leader or "") if leader else line.department,
            limit(line),
            stand(line),
        )
        for line in lines
    )
    return Table(header, rows, (9, 32, 19, 18, 28))


_COUNTED = ("总数", "在办", "已销号", "超期", "受阻", "红灯", "黄灯", "反馈逾期")


def _counts(tally: Tally) -> tuple[str, ...]:
    found = (
        tally.total,
        tally.unfinished,
        tally.closed,
        tally.overdue,
        tally.states[State.BLOCKED],
        tally.lamps[Lamp.RED],
        tally.lamps[Lamp.YELLOW],
        tally.report_late,
    )
    return tuple(map(str, found))


def figures_table(of: str, groups: Mapping[str, Tally], whole: Tally | None = None) -> Table:
    """One line for each group, in the order given, and the whole."""
    rows = [(name, *_counts(tally)) for name, tally in groups.items()]
    if whole is not None:
        rows.append(("合计", *_counts(whole)))
    return Table((of, *_COUNTED), tuple(rows), (30, *(11 for _ in _COUNTED)))


def in_sentence(tally: Tally) -> str:
    """共160项，已销号12项，在办148项，其中超期3项、受阻2项；红灯4项、黄灯9项。"""
    troubles = [f"{word}{count}项" for word, count in departments.troubles(tally)]
    stopped = tally.total - tally.closed - tally.unfinished
    lamps = f"红灯{tally.lamps[Lamp.RED]}项、黄灯{tally.lamps[Lamp.YELLOW]}项"
    parts = [
        f"共{tally.total}项，已销号{tally.closed}项，在办{tally.unfinished}项",
        f"，中止{stopped}项" if stopped else "",
        f"，其中{'、'.join(troubles)}" if troubles else "",
        f"；{lamps}" if tally.unfinished else "",
    ]
    share = tally.closed_share
    return "".join(parts) + (f"，销号率{words.percent(share)}。" if share is not None else "。")
