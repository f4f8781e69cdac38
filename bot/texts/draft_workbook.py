"""Drafts from a text as a workbook to mend and import: the columns of a ledger, with the sentence beside each row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Any, Final

from bot.drafting.drafts import Draft
from bot.texts.cells import Column, Paper, clean

_COLUMNS: Final = (
    Column("序号", 6, "center"), Column("重点任务", 36), Column("目标要求", 26), Column("牵头单位", 16),
    Column("完成时限", 14), Column("任务类型", 10, "center"), Column("牵头单位依据", 12, "center"),
    Column("原文", 60), Column("原文位置", 16, "center"), Column("待定", 20),
)  # fmt: skip


def draft_workbook(drafts: Sequence[Draft], *, title: str, as_of: date) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.properties.title = clean(title)
    book.properties.created = book.properties.modified = datetime.combine(as_of, time())
    sheet: Any = book.active
    subtitle = "请核对、补齐牵头单位和完成时限后导入；每行只写了原文里有的话，牵头单位为建议"
    paper = Paper(sheet, "台账草稿", _COLUMNS, title=f"{title}任务分解草稿", subtitle=subtitle, frozen_columns=2)
    for place, each in enumerate(drafts, 1):
        paper.write(
            [
                place, each.title, each.target, each.lead, each.due, each.type, each.lead_from,
                each.sentence, each.place, wanting(each),
            ],
        )  # fmt: skip
    paper.finish()
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def wanting(draft: Draft) -> str:
    return "、".join(
        [
            *(["牵头单位"] if not draft.lead else []),
            *(["完成时限"] if not draft.due else []),
            *(["目标要求"] if not draft.target else []),
        ]
    )
