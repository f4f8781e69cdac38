"""A ledger as read from a workbook, before it is stored. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    name: str
    due: date


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One matter of the table. What stands after `row` came with later editions of this program and has a default."""

    no: int
    category: str
    source: str
    title: str
    target: str
    lead_department: str
    co_departments: tuple[str, ...]
    leader: str
    owner: str
    mode: str  # "deadline" or "recurring"
    due: date | None
    report_every: str | None  # week, month, quarter, half-year
    milestones: tuple[MilestoneRow, ...] = ()
    report_day: int | None = None
    urgent: bool = False  # 急件
    sheet: str = ""
    row: int = 0
    # Who else has a part in it
    supervising: tuple[str, ...] = ()  # 督导单位: registered departments that look after it and do not work on it
    unknown_departments: tuple[str, ...] = ()  # named as partners, not in the register: asked about, never created
    # A ledger already in use
    closed: bool = False  # 已销号, 已办结, 100%: comes in closed, handed out to nobody; `due` may be None
    closed_on: date | None = None
    struck: bool = False  # struck through: ask before it is handed out
    state: str = ""  # the word of the state column, as written
    progress: str = ""  # what the old table says of the progress, word for word
    percent: int | None = None
    last_report: str = ""  # 最近反馈, word for word
    # What the office's own table says besides
    own_id: int | None = None  # our own id, in a table that we exported
    no_text: str = ""  # the number as written, where it is not the plain number: （一）, 1.1
    measures: tuple[str, ...] = ()  # 工作措施, one per row of the number, where they have no date of their own
    standing: bool = False  # a day and 长期坚持: kept up after it is closed
    notes: tuple[str, ...] = ()  # what was read otherwise than written, or could not be used
    extra: tuple[tuple[str, str], ...] = ()  # columns that are not read: header and text, in the order of the file
    expected: date | None = None  # 预计办结 of our own table: what a department promises when it sends it back
    delivered: tuple[tuple[str, str], ...] = ()  # every filled cell under its own header, in the order of the file


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a workbook, where, and what to do about it."""

    sheet: str
    row: int | None
    column: str | None
    fault: str  # a stable code
    severity: str  # error (the row is refused), warning, note
    message: str  # in Chinese: names the place and the remedy


@dataclass(frozen=True, slots=True)
class ColumnRead:
    """A column of the office's table and what it was read as. `field` is None where it is only kept."""

    sheet: str
    header: str
    field: str | None
    guessed: bool = False  # known by its content only: worth a question


@dataclass(frozen=True, slots=True)
class UnknownDepartment:
    """A name that the register does not have: asked about once, whatever the number of rows."""

    name: str
    nearest: tuple[str, ...]
    rows: tuple[tuple[str, int], ...]  # sheet and row


@dataclass(frozen=True, slots=True)
class RowCount:
    """Rows seen below the headers; the parts add up to `seen`."""

    seen: int = 0
    tasks: int = 0
    headings: int = 0  # categories, totals, notes, signatures, page numbers
    joined: int = 0  # further rows of a task: its measures, partners and milestones
    refused: int = 0  # rows with an error
