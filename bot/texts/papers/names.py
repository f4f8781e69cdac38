"""How papers are called: by people who ask for them, on their files, and under the message that brings them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.documents.kinds import Kind

EXPORT = "导出Word"
NAMES = {
    Kind.FACT_SHEET: "情况表",
    Kind.HISTORY: "办理经过",
    Kind.MEETING: "议定事项办理情况",
    Kind.FIELD: "分管工作情况",
    Kind.PUBLIC: "督查通报（公开版）",
    Kind.ORDER: "督办单",
    Kind.REPORT: "专报",
    Kind.BULLETIN: "督查通报",
}
BEING_MADE = "正在生成Word文稿，稍后发来。"
NOT_NAMED = (
    "没有找到这份文稿，或还没有签发过。可用：单位名称＋情况表、编号＋号办理经过、会议名称、领导＋分管情况、"
    "督办〔年份〕序号号、督查通报、专报、公开通报。"
)
NOT_HIS = "您现在的身份不能导出这份文稿；如有需要，请与督查室联系。"
NOTHING = "这份文稿已没有可写的内容（事项已变动或已反馈），未生成。"


SHEET_OF_WHOM = "请写明是哪位市领导的情况单，例如“3月5日9点开会，提前1小时给常务副市长发情况单”。"
SHEET_PAST = "写明的时间已经过去，请另定时间；现在就要的，请发“我的情况单”或“领导职务＋分管情况”。"
SHEET_NOT_BOUND = "{leader}尚未绑定或暂时联系不上，情况单无法按时送达；可导出后另行送阅。"
SHEET_CANCELLED = "已取消，届时不再发送。"
SHEET_OVER = "这份情况单已发出或已取消。"
CANCEL = "取消发送"


def sheet_ordered(when: str, to: str, about: str) -> str:
    return f"将于{when}把{about}的分管工作情况单发给{to}，内容以届时台账为准。"


HOW_TO_DRAFT = "起草新的通报，请发“发通报”；本周数据请发“周报”。"


def listed(place: int, number: str, to: str, on: date) -> str:
    return f"{place}. {number}，{on.year}年{on.month}月{on.day}日，主送{to}"


def listing(what: str, lines: Sequence[str], hint: str) -> str:
    return "\n".join([f"【{what}】已签发的，由近到远；点按导出：", *lines, *([hint] if hint else [])])


def button(kind: Kind, of: int = 0, *, of_place: int = 0) -> tuple[str, str]:
    """`of_place`: in a list of several."""
    return EXPORT + (f" {of_place}" if of_place else ""), f"doc:{kind.value}:{of}"


def button_for(kind: Kind) -> tuple[str, str]:
    """To be ended with the id, where that is known only later."""
    return EXPORT, f"doc:{kind.value}:"


def file_name(kind: Kind, about: str, on: str) -> str:
    """Without what no file system takes."""
    kept = "".join(letter for letter in about if letter not in '\\/:*?"<>|\r\n\t')[:40]
    return f"{NAMES[kind]}_{kept + '_' if kept else ''}{on}.docx"
