"""The columns of the exported ledger: the office's own under its own names and in its order, then ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from bot.ledger_files import own_marks
from bot.ledger_files.headers.stage_columns import stage_phrase
from bot.ledger_files.own_marks import IGNORED
from bot.ledger_files.rows.numbers import plain_number
from bot.texts.cells import Column, Percent, Value
from bot.texts.ledger_fields import EVERY, MODES
from db.ledger_rows import TaskRow
from db.lifecycle import State
from schedules.standing import Pace, Standing

DAYS: Final = '0"天";[Red]"超期"0"天";"今天到期"'
_DATE: Final = "yyyy-mm-dd"


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """One task as the workbook shows it: its row as the ledger has it, and what has come of it. Local time."""

    number: int
    row: TaskRow
    standing: Standing
    original_due: date | None = None
    expected: date | None = None
    handed_out: date | None = None
    signed: date | None = None
    closed: date | None = None
    extensions: int = 0
    urged: int = 0
    liaison: str = ""
    latest: str = ""  # what was last reported of this task
    reported_at: datetime | None = None
    obstacle: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A column and where its cells come from. `field`: what it is read as when the table comes back."""

    column: Column
    field: str
    value: Callable[[LedgerLine], Value]


@dataclass(frozen=True, slots=True)
class LedgerPart:
    """One ledger, or the part of it that was asked for. `columns`: header and field of the office's own table."""

    name: str
    lines: Sequence[LedgerLine]
    columns: Sequence[tuple[str, str | None]] = ()
    base_date: date | None = None
    whole: bool = True


def _stones(line: LedgerLine) -> str:
    return "\n".join(
        f"{each.due.year}年{each.due.month}月{each.due.day}日：{each.name}" for each in line.row.milestones
    )


_WEEKDAYS: Final = " 一二三四五六日"


def _every(line: LedgerLine) -> str:
    """每月25日, 每周三; only of a recurring task."""
    row = line.row
    if row.report_every is None:
        return ""
    if row.report_day is None:
        return EVERY.get(row.report_every, "定期")
    if row.report_every == "week" and 1 <= row.report_day <= 7:
        return f"每周{_WEEKDAYS[row.report_day]}"
    return f"{EVERY.get(row.report_every, '定期')}{row.report_day}日"


def _percent(line: LedgerLine) -> Value:
    """A recurring task is judged by its period."""
    standing = line.standing
    if standing.percent is not None:
        return Percent(standing.percent)
    return standing.pace.value if standing.period else Pace.UNREPORTED.value


# Fields of a row: default header, width, how it is aligned and shown, its value.
_FIELDS: Final[Mapping[str, tuple[Column, Callable[[LedgerLine], Value]]]] = {
    "no": (Column("序号", 6, "center"), lambda line: _number(line)),
    "category": (Column("类别", 11), lambda line: line.row.category),
    "source": (Column("任务来源", 10), lambda line: line.row.source),
    "title": (Column("重点任务", 26), lambda line: line.row.title),
    "target": (Column("目标要求", 30), lambda line: line.row.target),
    "leader": (Column("牵头领导", 13), lambda line: line.row.leader),
    "lead": (Column("牵头单位", 13), lambda line: line.row.lead_department),
    "owner": (Column("责任人", 15), lambda line: line.row.owner),
    "co": (Column("配合单位", 20), lambda line: "、".join(line.row.co_departments)),
    "supervising": (Column("督导单位", 13), lambda line: "、".join(line.row.supervising)),
    "mode": (Column("办理方式", 10), lambda line: MODES[line.row.mode]),
    "due": (Column("完成时限", 12, "center", _DATE), lambda line: line.row.due),
    "every": (Column("报送周期", 10, "center"), _every),
    "milestones": (Column("阶段节点", 26), _stones),
    "urgent": (Column("紧急程度", 8, "center"), lambda line: "急件" if line.row.urgent else ""),
}
_ALWAYS: Final = ("no", "category", "source", "title", "target", "leader", "lead", "owner", "co", "mode", "due")

# What has come of it. `state`, `done_on`, `last_report`, `percent`: read where the table comes into an empty ledger.
_OURS: Final = (
    Shown(Column("状态", 9, "center"), "state", lambda line: line.standing.state.label),
    Shown(Column("进度", 8, "center"), "percent", _percent),
    Shown(Column("灯", 5, "center"), IGNORED, lambda line: line.standing.lamp.label),
    Shown(Column("剩余天数", 10, "center", DAYS), IGNORED, lambda line: line.standing.days_left),
    Shown(Column("预计办结", 12, "center", _DATE), "expected", lambda line: line.expected),
    Shown(Column("最近反馈", 32), "last_report", lambda line: line.latest),
    Shown(Column("困难问题", 20), IGNORED, lambda line: line.obstacle),
    # What follows is for the screen: on paper the table would become too small to read.
    Shown(Column("反馈时间", 16, "center", "yyyy-mm-dd hh:mm"), IGNORED, lambda line: line.reported_at),
    Shown(Column("原定时限", 12, "center", _DATE), IGNORED, lambda line: line.original_due),
    Shown(Column("交办日期", 12, "center", _DATE), IGNORED, lambda line: line.handed_out),
    Shown(Column("签收日期", 12, "center", _DATE), IGNORED, lambda line: line.signed),
    Shown(Column("销号日期", 12, "center", _DATE), "done_on", lambda line: line.closed),
    Shown(Column("延期次数", 8, "center"), IGNORED, lambda line: line.extensions),
    Shown(Column("催办次数", 8, "center"), IGNORED, lambda line: line.urged),
    Shown(Column("联络员", 12), IGNORED, lambda line: line.liaison),
)
ON_SCREEN: Final = 8  # of the last columns
READ_BACK: Final = frozenset({*_FIELDS, "own_id"})  # ours that somebody may change before the table comes back
_NUMBER: Final = Shown(Column("编号", 6, "center"), "own_id", lambda line: line.number)


@dataclass(slots=True)
class _Choosing:
    """Headers are unique: where the office has used one of ours, ours says whose it is."""

    shown: list[Shown] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def add(
        self, column: Column, field_: str, value: Callable[[LedgerLine], Value], *, name: str | None = None
    ) -> None:
        header = name or column.name
        while header in self.names:
            header += "（回音）"
        self.names.add(header)
        renamed = Column(header, column.width, column.align, column.number_format)
        self.shown.append(Shown(renamed, field_, value))


def columns_of(part: LedgerPart) -> list[Shown]:
    office = dict(part.columns)
    choosing = _Choosing(names=set(office))
    here: set[str] = set()
    for header, known_as in _without_stages(office).items():
        choosing.names.discard(header)
        if known_as is not None and known_as in _FIELDS and known_as not in here:
            here.add(known_as)
            column, value = _FIELDS[known_as]
            choosing.add(column, known_as, value, name=header)
        elif known_as not in ("own_id",):
            choosing.add(Column(header, 16), known_as or "", _text_under(header), name=header)
    first = _Choosing(names=set(choosing.names))
    first.add(_NUMBER.column, _NUMBER.field, _NUMBER.value)
    choosing.names |= first.names
    for name, (column, value) in _FIELDS.items():
        needed = name in _ALWAYS if not office else False
        if name not in here and (needed or any(value(line) not in ("", None) for line in part.lines)):
            choosing.add(column, name, value)
    for each in _OURS:
        choosing.add(each.column, each.field, each.value)
    return [*first.shown, *choosing.shown]


def _without_stages(office: Mapping[str, str | None]) -> dict[str, str | None]:
    """一季度 … 四季度 stay as the office wrote them: what is due when stands in one column of ours."""
    return {
        header: None if known_as == "milestones" and stage_phrase([header]) else known_as
        for header, known_as in office.items()
    }


def _number(line: LedgerLine) -> Value:
    """As the paper has it, where that counts the same: （一）."""
    written = line.row.no_text
    return written if written and plain_number(written) == line.row.no else line.row.no


def _text_under(header: str) -> Callable[[LedgerLine], Value]:
    def value(line: LedgerLine) -> Value:
        return dict(line.row.extra).get(header) or dict(line.row.delivered).get(header, "")

    return value


_KEPT_BY_NAME: Final = frozenset({"remark", "measure", "content"})


def mark_of(part: LedgerPart, shown: Sequence[Shown]) -> str:
    """How the table is read when it comes back: fields by name, the office's further columns as they were."""
    office = _without_stages(dict(part.columns))
    columns = {}
    for each in shown:
        header = each.column.name
        ours = header not in office
        if ours or each.field in _FIELDS:
            columns[header] = each.field
        elif not each.field or each.field in _KEPT_BY_NAME:
            columns[header] = ""
        else:
            columns[header] = IGNORED
    mark = own_marks.OwnMark(part.name, part.base_date, part.whole, columns, tuple(office), dict(part.columns))
    return own_marks.written(mark)


def is_over(line: LedgerLine) -> bool:
    return line.standing.state in (State.CLOSED, State.STOPPED)
