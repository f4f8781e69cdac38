"""A matrix of who does what: units stand in the header, signs in the cells (● leads, ○ has a part)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.ledger_files.files.grids import squeezed
from bot.ledger_files.headers.columns import Column, Header, cell_of
from bot.ledger_files.units.lookup import Lookup

LEADS = re.compile(r"[●★▲◆■◎]|牵头|主办|主责|负责")
HAS_A_PART = re.compile(r"[○☆△◇□√✓✔]|配合|协办|参与")
FEWEST = 2  # units in the header
LEAD, BESIDE = "牵头单位（按标记）", "配合单位（按标记）"


def with_units(
    header: Header, raw: Sequence[Sequence[object]], filled: Sequence[Sequence[object]], end: int, lookup: Lookup | None
) -> Header:
    """The header with two more columns, which are added to the rows; as it is where it is no matrix."""
    units = [(column, name) for column in header.unread if lookup and (name := lookup.find(column.header))]
    if "lead" in header.columns or len(units) < FEWEST or not _are_signs(units, raw[header.last + 1 : end]):
        return header
    place = max(map(len, filled))
    for rows in (raw, filled):
        for row in rows[header.last + 1 : end]:
            lead, beside = _units_of(row, units)
            if lead and isinstance(row, list):
                row.extend([None] * (place - len(row)))
                row += [lead, "、".join(beside)]
    columns = {**header.columns, "lead": Column(place, LEAD)}
    co = Column(place + 1, BESIDE)
    more = {**header.more, "co": (*header.more.get("co", ()), co)} if "co" in columns else header.more
    if "co" not in columns:
        columns["co"] = co
    return replace(header, columns=columns, more=more)


def _are_signs(units: Sequence[tuple[Column, str]], rows: Sequence[Sequence[object]]) -> bool:
    cells = [text for row in rows for column, _ in units if (text := squeezed(cell_of(row, column)))]
    return bool(cells) and all(LEADS.fullmatch(text) or HAS_A_PART.fullmatch(text) for text in cells)


def _units_of(row: Sequence[object], units: Sequence[tuple[Column, str]]) -> tuple[str, list[str]]:
    """Where one sign stands for all, the first leads."""
    signed = [(name, squeezed(cell_of(row, column))) for column, name in units if squeezed(cell_of(row, column))]
    leads = [name for name, sign in signed if LEADS.fullmatch(sign)] or [name for name, _ in signed]
    return (leads[0], [name for name, _ in signed if name != leads[0]]) if leads else ("", [])
