"""The ledger as a workbook: sheet 台账 with one row per task, sheet 汇总 with one row per lead department.

openpyxl is loaded only when a workbook is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from typing import Any, Final

from bot.texts.cells import Column, Paper, Percent, Value
from bot.texts.departments import DepartmentRow, department_rows
from db.lifecycle import State
from schedules.standing import Lamp, Pace, Standing
from schedules.tally import Tally, whole

_EVERY: Final = {"week": "每周", "month": "每月", "quarter": "每季度", "half-year": "每半年", "year": "每年"}
_WEEKDAYS: Final = "一二三四五六日"
_DAYS: Final = '0"天";[Red]"超期"0"天";"今天到期"'

FILLS: Final = {"红": "E8747C", "黄": "FFD966", "蓝": "9DC3E6", "灰": "D9D9D9", "绿": "A9D18E"}

_LEDGER: Final = (
    Column("编号", 6, "center"),
    Column("类别", 11),
    Column("来源", 10),
    Column("重点任务", 26),
    Column("目标要求", 30),
    Column("牵头领导", 13),
    Column("牵头单位", 13),
    Column("责任人", 15),
    Column("配合单位", 20),
    Column("办理方式", 10),
    Column("原定时限", 11, "center", "yyyy-mm-dd"),
    Column("现定时限", 11, "center", "yyyy-mm-dd"),
    Column("状态", 9, "center"),
    Column("进度", 8, "center"),
    Column("灯", 5, "center"),
    Column("剩余天数", 10, "center", _DAYS),
    Column("最近反馈", 32),
    Column("反馈时间", 16, "center", "yyyy-mm-dd hh:mm"),
    Column("困难问题", 24),
)

_SUMS: Final = tuple(
    Column(name, 18 if name == "牵头单位" else 8, "left" if name == "牵头单位" else "center")
    for name in (
        "牵头单位", "红", "黄", "蓝", "灰", "绿", "已销号", "合计", "在办", "销号率",
        "超期", "超进度", "达进度", "欠进度", "未报进度", "领办逾期", "反馈逾期",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """One task as the workbook shows it; `reported_at` is local time."""

    number: int
    category: str
    source: str
    title: str
    department: str
    owner: str
    standing: Standing
    target: str = ""
    leader: str = ""
    supporting: tuple[str, ...] = ()
    report_every: str | None = None  # of a recurring task
    original_due: date | None = None
    due: date | None = None
    latest: str = ""  # the last report's words
    reported_at: datetime | None = None
    obstacle: str = ""


def ledger_workbook(rows: Sequence[LedgerLine], *, title: str, as_of: date) -> bytes:
    """An xlsx; every figure is a value, counted from the lines given."""
    from openpyxl import Workbook

    book = Workbook()
    book.properties.creator = "回音 Huiyin"
    book.properties.title = title
    book.properties.created = book.properties.modified = datetime.combine(as_of, time())
    departments = department_rows((row.department, row.standing) for row in rows)
    counts = whole(row.tally for row in departments)
    _ledger_sheet(book.active, rows, title, f"{_day(as_of)}　{_sums_line(counts)}")
    _sums_sheet(book.create_sheet("汇总"), departments, counts, f"{title}办理情况汇总", _day(as_of))
    paper = BytesIO()
    book.save(paper)
    return paper.getvalue()


def _ledger_sheet(sheet: Any, rows: Sequence[LedgerLine], title: str, subtitle: str) -> None:
    paper = Paper(sheet, "台账", _LEDGER, title=title, subtitle=subtitle, frozen_columns=4)
    for row in rows:
        paper.write(list(_cells(row)), fills={14: FILLS[row.standing.lamp.label]})
    paper.finish()


def _cells(row: LedgerLine) -> Iterator[Value]:
    """In the order of _LEDGER."""
    standing = row.standing
    yield from (row.number, row.category, row.source, row.title, row.target)
    yield from (row.leader, row.department, row.owner, "、".join(row.supporting), _mode(row))
    yield from (row.original_due, row.due, standing.state.label, _percent(standing), standing.lamp.label)
    yield from (standing.days_left, row.latest, row.reported_at, row.obstacle)


def _mode(row: LedgerLine) -> str:
    if row.report_every is None:
        return "限期办结"
    return f"常态推进（{_EVERY.get(row.report_every, '定期')}）"


def _percent(standing: Standing) -> Value:
    """A recurring task is judged by its period."""
    if standing.percent is not None:
        return Percent(standing.percent)
    return standing.pace.value if standing.period else Pace.UNREPORTED.value


def _sums_sheet(sheet: Any, departments: Sequence[DepartmentRow], counts: Tally, title: str, subtitle: str) -> None:
    paper = Paper(sheet, "汇总", _SUMS, title=title, subtitle=subtitle, frozen_columns=1)
    lamps = {place: FILLS[label] for place, label in enumerate("红黄蓝灰绿", 1)}
    for row in departments:
        figures = list(_figures(row.tally))
        coloured = {place: fill for place, fill in lamps.items() if figures[place - 1]}
        paper.write([row.name, *figures], fills=coloured)
    paper.write(["合计", *_figures(counts)], strong=True)
    paper.finish(landscape=False)


def _figures(tally: Tally) -> Iterator[Value]:
    """In the order of _SUMS after the name. Closed tasks, green in the ledger, have a column of their own here."""
    lamps, paces = tally.lamps, tally.paces
    yield from (lamps[Lamp.RED], lamps[Lamp.YELLOW], lamps[Lamp.BLUE], lamps[Lamp.GREY])
    yield from (lamps[Lamp.GREEN] - tally.closed, tally.closed, tally.total, tally.unfinished)
    yield "—" if tally.closed_share is None else Percent(tally.closed_share)
    yield from (tally.overdue, paces[Pace.AHEAD], paces[Pace.ON_PLAN], paces[Pace.BEHIND])
    yield from (paces[Pace.UNREPORTED], tally.sign_late, tally.report_late)


def _sums_line(counts: Tally) -> str:
    stopped = counts.states[State.STOPPED]
    end = f"，中止{stopped}项" if stopped else ""
    return f"共{counts.total}项，在办{counts.unfinished}项，超期{counts.overdue}项，已销号{counts.closed}项{end}"


def _day(as_of: date) -> str:
    return f"截至{as_of.year}年{as_of.month}月{as_of.day}日（星期{_WEEKDAYS[as_of.weekday()]}）"
