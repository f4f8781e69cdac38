"""Drafts from a speech or minutes, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.drafting.drafts import Draft
from bot.drafting.kept_drafts import Kept
from bot.texts import words

DRAFT = "拟任务"
FORM = (
    "请把讲话、方案或会议纪要（.txt 或 .docx）发给我，文件说明写“拟任务”；或在“拟任务”后换行粘贴原文。"
    "我逐句读出布置的事项，做成表格发回，由您核改后导入。"
)


def offered(name: str, many: int) -> str:
    return (
        f"“{words.one_line(name, 40)}”像是讲话或会议纪要，读出{many}项布置的事项。"
        "点“拟任务”即做成草稿表发回，由您核改后导入；如是某项事项的材料，请发“刚才的文件是3号的”。"
    )


def drafted(kept: Kept) -> str:
    open_ones = (kept.without_lead, "牵头单位"), (kept.without_date, "完成时限")
    wanting = [f"{count}项{what}待定" for count, what in open_ones if count]
    rows = [f"　{place}. {words.one_line(each, 60)}" for place, each in enumerate(kept.first, 1)]
    rest = [f"　……共{kept.many}项，见表。"] if kept.many > len(kept.first) else []
    told = f"（{'，'.join(wanting)}）" if wanting else ""
    others = [f"另有{kept.left_out}句有要求或日期而未列入，在“未列入”一页，请过目。"] if kept.left_out else []
    return "\n".join(
        [
            f"【任务草稿】从“{words.one_line(kept.name, 40)}”拟出{kept.many}项{told}：",
            *rows,
            *rest,
            *others,
            "每行附原文和位置；牵头单位为建议，并写明依据。请核改、补齐后把表发回，确认后才写入台账。",
        ]
    )


def of_drafts(name: str, found: Sequence[Draft], left_out: int) -> str:
    first = tuple(each.title for each in found[:3])
    without_lead, without_date = sum(not each.lead for each in found), sum(not each.due for each in found)
    return drafted(
        Kept(name, True, many=len(found), left_out=left_out, without_lead=without_lead, without_date=without_date,
             first=first)
    )  # fmt: skip


def not_drafted(name: str, fault: str) -> str:
    why = fault or "没有读出布置的事项。请确认是讲话、方案或会议纪要的文字"
    return f"“{words.one_line(name, 40)}”{why if why.startswith('没有') else f'读不了：{why}'}。"


def named(today: date) -> str:
    return f"粘贴的文字{today:%m%d}"


def file_name(name: str) -> str:
    return f"{name[:60]}任务草稿.xlsx"
