"""情况表 on paper: 情况、症结、办法 of a department."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.documents.content import Document, Heading, Part, Table, Text
from bot.texts import words
from bot.texts.papers.shared import day, full_day
from bot.texts.unit_views import Known


def document(department: str, known: Sequence[Known], *, sender: str, today: date) -> Document:
    silent = [each for each in known if each.on is None]
    hard = [each for each in known if each.hard]
    ways = [each for each in known if each.way]
    parts: list[Part] = [
        Text(
            f"截至{full_day(today)}，{department}在办督查事项{len(known)}项，反映困难{len(hard)}项，未报情况{len(silent)}项。"
        ),
        Heading("一、情况"),
        Table(
            ("编号", "事项", "状态", "最近反馈", "反馈日期"),
            tuple(
                (
                    str(each.number),
                    each.title,
                    each.state,
                    words.one_line(each.said, 120) if each.on else "未报情况，请督促补报",
                    day(each.on, today) if each.on else "—",
                )
                for each in known
            ),
            (9, 30, 12, 38, 15),
        ),
        Heading("二、症结"),
        *_listed([f"{words.titled(each.number, each.title)}：{each.hard}" for each in hard], "未反映困难。"),
        Heading("三、办法"),
        *_listed(
            [f"{words.titled(each.number, each.title)}：{each.way}" for each in ways], "未报下一步安排，请督促补报。"
        ),
    ]
    return Document(f"{department}督查事项情况表", tuple(parts), sender=sender, on=today)


def _listed(rows: Sequence[str], none: str) -> list[Part]:
    return [Text("\n".join(f"{place}．{row}" for place, row in enumerate(rows, 1)) if rows else none)]
