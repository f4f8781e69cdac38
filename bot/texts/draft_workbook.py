"""Drafts from a text as a workbook to mend and import: the columns of a ledger, with the sentence beside each row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Any, Final

from bot.drafting.drafts import Draft
from bot.drafting.sentences import Sentence
from bot.texts.cells import Column, Paper, clean

_COLUMNS: Final = (
    Column("序号", 6, "center"), Column("重点任务", 36), Column("目标要求", 26), Column("牵头单位", 16),
    Column("完成时限", 14), Column("任务类型", 10, "center"), Column("牵头单位依据", 12, "center"),
    Column("原文", 60), Column("原文位置", 16, "center"), Column("待定", 26), Column("配合单位", 20),
)  # fmt: skip


_LEFT_OUT: Final = (Column("原文位置", 16, "center"), Column("原文", 110))


def draft_workbook(drafts: Sequence[Draft], *, title: str, as_of: date, left_out: Sequence[Sentence] = ()) -> bytes:
    """The drafts, and on a sheet of its own what has an order or a day in it and was not drafted.
    `as_of`: the day of the text, from which its dates are reckoned at import."""
    from openpyxl import Workbook

    book = Workbook()
    book.properties.title = clean(title)
    book.properties.created = book.properties.modified = datetime.combine(as_of, time())
    sheet: Any = book.active
    subtitle = "请核对、补齐牵头单位和完成时限后导入；每行只写了原文里有的话，牵头单位为建议"
    paper = Paper(
        sheet,
        "台账草稿",
        _COLUMNS,
        title=f"{title}任务分解草稿（{as_of.year}年{as_of.month}月{as_of.day}日）",
        subtitle=subtitle,
        frozen_columns=2,
    )
    for place, each in enumerate(drafts, 1):
        paper.write(
            [
                place, each.title, each.target, leads(each), each.due, each.type, each.lead_from,
                each.sentence, each.place, wanting(each), "、".join(each.partners),
            ],
        )  # fmt: skip
    paper.finish()
    if left_out:
        _write_left_out(book.create_sheet(), left_out)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _write_left_out(sheet: Any, sentences: Sequence[Sentence]) -> None:
    title = "未列入台账草稿的句子"
    subtitle = "有要求或日期，但读作号召、背景、上级要求或仅作记录的内容；请过目，确需督办的补入台账草稿"
    paper = Paper(sheet, "未列入", _LEFT_OUT, title=title, subtitle=subtitle, frozen_columns=0)
    for each in sentences:
        paper.write([each.place, each.text])
    paper.finish()


def leads(draft: Draft) -> str:
    """Several lead together where the sentence says so; at import the first is taken and the others help."""
    return "、".join(filter(None, (draft.lead, *draft.beside)))


def wanting(draft: Draft) -> str:
    return "、".join(
        [
            *([f"牵头领导（原文为“{draft.leader}”）"] if draft.leader else []),
            *([_who(draft)] if not draft.lead or draft.said else []),
            *(["完成时限"] if not draft.due else []),
            *(["目标要求"] if not draft.target else []),
            *draft.doubts,
        ]
    )


def _who(draft: Draft) -> str:
    said = "、".join(f"“{each}”" for each in draft.said)
    return f"牵头单位（原文为{said}，名册中没有）" if said else "牵头单位"
