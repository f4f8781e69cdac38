"""The milestones of one cell: `3月中旬：前期手续；4月底：开工`, by line or by semicolon."""

from __future__ import annotations

import re
from datetime import date

from bot.ledger_files.deadlines.deadline_cells import DeadlineFault, plain
from bot.ledger_files.deadlines.timing import Basis
from bot.ledger_files.ledger_shape import MilestoneRow
from bot.reading.dates.day_finder import hits
from bot.reading.dates.shapes import Frame, WorkingDays

PIECES = re.compile(
    r"[;；\n\r]+|[,，。](?=(?:[\d一二三四五六七八九十]{1,4}[年月季.]|[上下]半年|年底)[^,，:：;；]{0,12}[:：])"
)
LIST_MARK = re.compile(r"^\s*(?:[①-⓿]|[(（]?\d{1,2}[)）、]|\d{1,2}[.．](?!\d|$)|\d{1,2}[.．](?=\d{1,2}月))\s*")
WHITE = re.compile(r"\s+")
COLON = re.compile(r"[:：]")


def milestones(cell_text: str, basis: Basis) -> tuple[list[MilestoneRow], list[DeadlineFault]]:
    found, faults = [], []
    for piece in _pieces(cell_text):
        try:
            found.append(_milestone(piece, basis))
        except DeadlineFault as fault:
            faults.append(fault)
    return found, faults


def _pieces(cell_text: str) -> list[str]:
    """The items; a line without a colon is the wrapped rest of the one before, or the beginning of the next."""
    pieces: list[str] = []
    for part in PIECES.split(cell_text):
        part = WHITE.sub("", LIST_MARK.sub("", part))
        if not part:
            continue
        if pieces and not _starts_with_date(part) and not (COLON.search(part) and COLON.search(pieces[-1])):
            pieces[-1] += part
        else:
            pieces.append(part)
    return pieces


def _starts_with_date(part: str) -> bool:
    return bool(re.match(r"[\d０-９一二三四五六七八九十]{1,4}(?:月|年|季|[.．/])|年底|[上下]半年", part))


def _milestone(piece: str, basis: Basis) -> MilestoneRow:
    calendar = basis.calendar
    when, name = _parted(piece, calendar)
    if not _tidy(name):
        remedy = "请按“日期：内容”填写，如“4月底：开工”"
        raise DeadlineFault("milestone_without_name", f"阶段节点“{piece[:20]}”没有写明日期或内容", remedy)
    try:
        return MilestoneRow(_tidy(name), basis.day(when))
    except DeadlineFault as fault:
        if name and not _has_date(when, calendar) and _has_date(name, calendar):  # 开工：4月底
            return MilestoneRow(_tidy(when), basis.day(name))
        code = fault.code.replace("due_", "milestone_")
        message = fault.message.replace("完成时限", "阶段节点")
        remedy = fault.remedy if code == "milestone_without_base" else "请按“日期：内容”填写，如“4月底：开工”"
        raise DeadlineFault(code, message, remedy) from fault


def _parted(piece: str, calendar: WorkingDays) -> tuple[str, str]:
    halves = COLON.split(piece, maxsplit=1)
    if len(halves) == 2:
        return halves[0], halves[1]
    found = hits(plain(piece), _any_frame(calendar))
    if found and found[0].start == 0:
        return plain(piece)[: found[0].end], plain(piece)[found[0].end :]
    return piece, ""


def _has_date(words: str, calendar: WorkingDays) -> bool:
    return any(hit.found.day for hit in hits(plain(words), _any_frame(calendar)))


def _any_frame(calendar: WorkingDays) -> Frame:
    return Frame(date(2022, 1, 1), calendar, cell=True)


def _tidy(name: str) -> str:
    digits = str.maketrans("０１２３４５６７８９", "0123456789")
    return WHITE.sub("", name).translate(digits).strip("，,。；;")
