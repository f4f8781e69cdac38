"""The ledger as a workbook: one row per task, and the sheets 汇总, 超期, 近期, 说明.

openpyxl is loaded only when a workbook is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Any, Final

from bot.ledger_files.own_marks import TOTAL
from bot.texts import indicators
from bot.texts.cells import Column, Paper, Percent, Value, clean
from bot.texts.departments import DepartmentRow, department_rows
from bot.texts.ledger_columns import (
    DAYS,
    ON_SCREEN,
    READ_BACK,
    LedgerLine,
    LedgerPart,
    Shown,
    columns_of,
    is_over,
    mark_of,
)
from db.lifecycle import State
from schedules.indicators import Reached
from schedules.standing import Lamp, Pace
from schedules.tally import Tally, whole

_WEEKDAYS: Final = "一二三四五六日"
FILLS: Final = {"红": "E8747C", "黄": "FFD966", "蓝": "9DC3E6", "灰": "D9D9D9", "绿": "A9D18E"}

_SUMS: Final = tuple(
    Column(name, 18 if name == "牵头单位" else 8, "left" if name == "牵头单位" else "center")
    for name in (
        "牵头单位", "红", "黄", "蓝", "灰", "绿", "已销号", "合计", "在办", "销号率",
        "超期", "超进度", "达进度", "欠进度", "未报进度", "逾期未签收", "反馈逾期",
    )
)  # fmt: skip


_SOON_DAYS: Final = 15
_LEGEND: Final = (
    ("红", "超期，或落后计划30个百分点以上"),
    ("黄", "落后计划10至30个百分点，或反馈无实质内容；受阻事项至少为黄"),
    ("蓝", "临近时限"),
    ("灰", "尚未报进度，或已中止"),
    ("绿", "按计划推进；已销号"),
    ("编号", "全市统一，始终不变；与表中序号不同的，以编号为准"),
    ("原定时限", "首次交办时的时限；“完成时限”为现行时限，批准延期后随之调整"),
    ("最近反馈", "只列该事项的反馈；一条消息报多个事项的，列其中该事项的内容"),
    ("导回", "本表可改后导回：保留编号列即可识别事项，灰色表头各列由系统生成，改动不采用"),
)


def ledger_workbook(
    parts: Sequence[LedgerPart], *, title: str, as_of: date, measured: Sequence[tuple[int, str, Reached]] = ()
) -> bytes:
    """An xlsx: a sheet for each ledger, then the others; every figure is a value, counted from the lines given."""
    from openpyxl import Workbook  # 0.3 s that only an export pays

    book = Workbook()
    book.properties.creator = "回音 Huiyin"
    book.properties.title = clean(title)
    book.properties.created = book.properties.modified = datetime.combine(as_of, time())
    lines = [line for part in parts for line in part.lines]
    departments = department_rows((line.row.lead_department, line.standing) for line in lines)
    counts = whole(row.tally for row in departments)
    sheets = [book.active, *(book.create_sheet() for _ in parts[1:])]
    for sheet, part, name in zip(sheets, parts, _sheet_names(parts), strict=False):
        _ledger_sheet(sheet, part, name, as_of)
    if not parts:
        _ledger_sheet(book.active, LedgerPart(title, ()), "台账", as_of)
    _sums_sheet(book.create_sheet("汇总"), departments, counts, f"{title}办理情况汇总", _day(as_of))
    late = [line for line in lines if line.standing.overdue]
    soon = [line for line in lines if _is_soon(line)]
    _short_sheet(book.create_sheet("超期"), late, "超期", f"{title}超期事项", f"{_day(as_of)}　共{len(late)}项")
    subtitle = f"{_day(as_of)}　{_SOON_DAYS}天内到期{len(soon)}项"
    _short_sheet(book.create_sheet("近期"), soon, "近期", f"{title}近期到期事项", subtitle)
    if measured:
        _measured_sheet(book.create_sheet("指标"), measured, f"{title}指标完成情况", _day(as_of))
    _legend_sheet(book.create_sheet("说明"), title, _day(as_of))
    paper = BytesIO()
    book.save(paper)
    return paper.getvalue()


def _sheet_names(parts: Sequence[LedgerPart]) -> list[str]:
    """台账 where there is one; else the names of the ledgers, as far as Excel bears them."""
    if len(parts) == 1:
        return ["台账"]
    names: list[str] = []
    for place, part in enumerate(parts, 1):
        bare = re.sub(r"[\\/*?:\[\]']", "", clean(part.name))[:26] or "台账"
        names.append(bare if bare not in names and bare not in _OTHER_SHEETS else f"{bare}{place}")
    return names


_OTHER_SHEETS: Final = frozenset({"汇总", "超期", "近期", "指标", "说明"})


def _is_soon(line: LedgerLine) -> bool:
    left = line.standing.days_left
    return not is_over(line) and left is not None and 0 <= left <= _SOON_DAYS


def _ledger_sheet(sheet: Any, part: LedgerPart, name: str, as_of: date) -> None:
    shown = columns_of(part)
    columns = [each.column for each in shown]
    counts = whole(row.tally for row in department_rows((x.row.lead_department, x.standing) for x in part.lines))
    based = f"　基准日期：{part.base_date:%Y-%m-%d}" if part.base_date else ""
    subtitle = f"{_day(as_of)}　{_sums_line(counts)}{based}"
    frozen = next((place for place, each in enumerate(shown, 1) if each.field == "title"), 1)
    paper = Paper(sheet, name, columns, title=part.name, subtitle=subtitle, frozen_columns=min(frozen, 5))
    reckoned = [place for place, each in enumerate(shown) if each.column.name not in dict(part.columns)]
    paper.grey([place for place in reckoned if shown[place].field not in READ_BACK])
    lamp = next(place for place, each in enumerate(shown) if each.column.name.startswith("灯"))
    for line in part.lines:
        paper.write([each.value(line) for each in shown], fills={lamp: FILLS[line.standing.lamp.label]})
    paper.finish(on_screen=ON_SCREEN)
    paper.total(_totals(shown, part.lines))
    paper.hide_beside(mark_of(part, shown))


def _totals(shown: Sequence[Shown], lines: Sequence[LedgerLine]) -> list[Value]:
    """合计, outside the filter: how many, how often put off and urged."""
    sums = {"延期次数": sum(line.extensions for line in lines), "催办次数": sum(line.urged for line in lines)}
    named: list[Value] = [sums.get(each.column.name) for each in shown]
    named[0] = TOTAL
    title = next((place for place, each in enumerate(shown) if each.field == "title"), 1)
    named[title] = f"{len(lines)}项"
    return named


_SHORT: Final = (
    Column("编号", 6, "center"), Column("重点任务", 34), Column("牵头单位", 16), Column("责任人", 18),
    Column("完成时限", 12, "center", "yyyy-mm-dd"), Column("剩余天数", 10, "center", DAYS), Column("状态", 9, "center"),
    Column("灯", 5, "center"), Column("最近反馈", 40),
)  # fmt: skip


def _short_sheet(sheet: Any, lines: Sequence[LedgerLine], name: str, title: str, subtitle: str) -> None:
    paper = Paper(sheet, name, _SHORT, title=title, subtitle=subtitle, frozen_columns=2)
    for line in sorted(lines, key=lambda each: (each.standing.days_left or 0, each.number)):
        row, standing = line.row, line.standing
        paper.write(
            [
                line.number, row.title, row.lead_department, row.owner, standing.due, standing.days_left,
                standing.state.label, standing.lamp.label, line.latest,
            ],
            fills={7: FILLS[standing.lamp.label]},
        )  # fmt: skip
    paper.finish()


_MEASURED: Final = (
    Column("编号", 8, "center"), Column("重点任务", 36), Column("指标", 28), Column("单位", 10, "center"),
    Column("要求", 10, "center"), Column("目标", 14, "right"), Column("完成", 14, "right"),
    Column("所属期", 16, "center"), Column("差额", 14, "right"), Column("达到", 8, "center"),
)  # fmt: skip


def _measured_sheet(sheet: Any, found: Sequence[tuple[int, str, Reached]], title: str, subtitle: str) -> None:
    paper = Paper(sheet, "指标", _MEASURED, title=title, subtitle=subtitle, frozen_columns=2)
    for number, task, each in found:
        met = indicators.GOOD_ENOUGH[each.met]
        paper.write(
            [
                number, task, each.measure.name, each.measure.unit, indicators.DIRECTIONS[each.measure.direction],
                indicators.number(each.wanted), "" if each.value is None else indicators.number(each.value),
                indicators.period_label(each.period) if each.period else "",
                "" if each.gap is None else indicators.number(each.gap), met,
            ],
            fills={9: FILLS["红"] if each.met is False else FILLS["绿"]} if each.met is not None else None,
        )  # fmt: skip
    paper.finish()


def _legend_sheet(sheet: Any, title: str, subtitle: str) -> None:
    columns = (Column("名目", 12, "center"), Column("含义", 90))
    paper = Paper(sheet, "说明", columns, title=f"{title}说明", subtitle=subtitle, frozen_columns=1)
    for name, words in _LEGEND:
        paper.write([name, words], fills={0: FILLS[name]} if name in FILLS else None)
    paper.finish(landscape=False)


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
