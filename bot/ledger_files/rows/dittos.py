"""同上 and 〃 in a cell: what stands above it in the column."""

from __future__ import annotations

from itertools import pairwise

from bot.ledger_files.files.grids import squeezed

DITTOS = frozenset({"同上", "同上行", "同前", "〃", "″", "”", "“", '"', "''", "、、", "同上栏", "（同上）", "(同上)"})
FIRST = frozenset(each[0] for each in DITTOS)


def with_dittos(rows: list[list[object]]) -> list[list[object]]:
    for above, row in pairwise(rows):
        for index, value in enumerate(row):
            if type(value) is str and len(value) < 12 and not FIRST.isdisjoint(value) and squeezed(value) in DITTOS:
                row[index] = above[index]
    return rows
