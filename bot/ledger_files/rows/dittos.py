"""同上 and 〃 in a cell: what stands above it in the column."""

from __future__ import annotations

from itertools import pairwise

from bot.ledger_files.files.grids import squeezed

DITTOS = frozenset({"同上", "同上行", "同前", "〃", "″", "”", "“", '"', "''", "、、", "同上栏", "（同上）", "(同上)"})


def with_dittos(rows: list[list[object]]) -> list[list[object]]:
    for above, row in pairwise(rows):
        for index, value in enumerate(row):
            if isinstance(value, str) and len(value) < 12 and squeezed(value) in DITTOS:
                row[index] = above[index]
    return rows
