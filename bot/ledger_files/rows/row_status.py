"""What a ledger already in use says of a row: closed or not, how far, what was reported last."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bot.ledger_files.deadlines.deadline_cells import DeadlineFault, deadline
from bot.ledger_files.files.grids import squeezed, words
from bot.ledger_files.rows.row_cells import RowCells

DONE_WORD = (
    r"(?:已经?|均已?|全部|已全部|全面|已按期|已按时|按期|按时|提前|已提前)*"
    r"(?:办结|销号|完成|完结|办理完毕|结案|闭环|办毕|整改到位|整改完成|整改完毕|完成整改|落实到位|落实|整改|验收|验收通过|通过验收|化解|竣工|投用|建成|交付|归档|解决)"
    r"(?:并?(?:验收|销号|归档|投用|整改|任务|闭环|通过|合格|办结|备案|到位|完毕|公示))*"
)
CLOSED = re.compile(rf"^(?:{DONE_WORD})$")
ALREADY = re.compile(r"已|完毕|办结|销号|闭环|完结|结案|到位|完成")
OPEN = re.compile(
    r"未|正在|推进中|进行中|尚|待|申请|拟|基本|部分|阶段性|不|计划|预计|逾期|超期|在办|持续|长期|进度|滞后|否"
)
YES, NO = re.compile(r"^(?:是|√|✓|Y|yes|对)$", re.I), re.compile(r"^(?:否|×|✗|N|no)$", re.I)
SHARE = re.compile(r"0?\.\d{1,4}")
PERCENT = re.compile(r"^(?:约|已完成|完成|达|累计完成)?(\d{1,3}(?:\.\d+)?)%$")
KEPT_UP = re.compile(
    r"(?<=[完成改位号结])[，,、；;]?(?:并|且)?(?:长期|持续)(?:坚持|巩固|推进|保持)$"
)  # 已完成并长期坚持
ASKS_DONE = re.compile(r"是否|与否|^销号$")


@dataclass(frozen=True, slots=True)
class Status:
    closed: bool = False
    closed_on: date | None = None
    state: str = ""
    progress: str = ""
    percent: int | None = None
    last_report: str = ""


def read_status(cells: RowCells) -> Status:
    state, progress = cells.text("state"), "\n".join(cells.lines("progress"))
    percent = _percent(cells, progress)
    says = _says_closed(cells, state)
    closed_on = _closed_on(cells)
    by_progress = "" if state else _closing_words(cells)
    closed = says is True or (says is None and (percent == 100 or by_progress != "" or closed_on is not None))
    if closed:
        why = state or by_progress or (f"{percent}%" if percent == 100 else f"{closed_on}")
        cells.note(_column(cells), "row_closed", f"原表已注明“{why[:12]}”，按已销号读入，不再交办")
    return Status(
        closed, closed_on if closed else None, state, progress, percent, "\n".join(cells.lines("last_report"))
    )


def _column(cells: RowCells) -> str:
    return next((name for name in ("state", "progress", "percent", "done_on", "remark") if cells.text(name)), "state")


def _says_closed(cells: RowCells, state: str) -> bool | None:
    """None where the column is empty, or says neither."""
    if not state:
        return None
    header = cells.header.columns["state"].header
    if ASKS_DONE.search(header) and (YES.match(state) or NO.match(state)):
        return YES.match(state) is not None
    return _is_closed(state)


@lru_cache(maxsize=1024)  # states and remarks repeat
def _is_closed(text: str) -> bool:
    bare = KEPT_UP.sub("", text.strip("。.，,；;（）()"))
    return bool(CLOSED.match(bare)) and bool(ALREADY.search(bare)) and not OPEN.search(bare)


def _closing_words(cells: RowCells) -> str:
    """One column says so (整改结果：已整改), and no other leaves anything open; or the remark says nothing else."""
    texts = [text for value in cells.header.values(cells.row, "progress") if (text := squeezed(value))]
    closing = next((text for text in texts if _is_closing(text)), "")
    remark = cells.text("remark")
    others = [text for text in texts if text != closing]
    return "" if any(map(OPEN.search, others)) else closing or (remark if _is_closed(remark) else "")


def _is_closing(progress: str) -> bool:
    """已完成, 已销号, alone or as the first words of a text that leaves nothing open."""
    first = re.split(r"[，,。；;\n]", progress, maxsplit=1)[0]
    return _is_closed(first) and first.startswith(("已", "均", "全")) and not OPEN.search(progress[len(first) :])


def _percent(cells: RowCells, progress: str) -> int | None:
    value = cells.value("percent")
    if isinstance(value, int | float):
        share = float(value) * cells.facts.percent_scale
        return round(share) if 0 <= share <= 100 else None
    if value is None and not progress:
        return None
    for text in (words(value).strip(), *progress.split("\n")):
        match = PERCENT.match(text.replace(" ", "").replace("％", "%"))
        if match and float(match[1]) <= 100:
            return round(float(match[1]))
    text = words(value).strip()
    if SHARE.fullmatch(text):  # 0.35 as text
        return round(float(text) * 100)
    return int(text) if text.isdigit() and int(text) <= 100 else None


def _closed_on(cells: RowCells) -> date | None:
    """The day on which it was really done; a day still to come does not close it."""
    text = words(cells.value("done_on")).strip()
    year = cells.facts.year
    base = cells.facts.base_date or (date(year, 1, 1) if year else None)
    if not text or base is None:
        return None
    try:
        return deadline(text, base, cells.facts.calendar, may_be_past=True)
    except DeadlineFault:
        return None
