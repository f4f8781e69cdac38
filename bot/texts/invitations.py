"""邀请名单: a list to forward, as text and as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

_HEADERS = ("单位", "姓名", "身份", "邀请链接", "有效期至")


@dataclass(frozen=True, slots=True)
class Invitation:
    department: str
    name: str
    roles: str
    link: str
    until: date


def link(username: str, code: str) -> str:
    """What binds whoever opens it, once."""
    return f"https://t.me/{username}?start={code}"


IN_CHAT = 25  # what one message holds


def text(rows: Sequence[Invitation], *, shown: int = 10_000) -> str:
    if not rows:
        return "在任人员均已绑定，没有需要邀请的人。"
    lines = [f"{each.department or each.roles} {each.name}：{each.link}" for each in rows[:shown]]
    lines += [f"其余{len(rows) - shown}人见附表。"] if len(rows) > shown else []
    until = rows[0].until
    head = f"邀请名单（{len(rows)}人，{until.month}月{until.day}日前有效，每个链接限本人使用一次）"
    return "\n".join([head, *lines])


def workbook(rows: Sequence[Invitation]) -> bytes:
    from openpyxl import Workbook  # 0.3 s that only the list pays

    book = Workbook()
    sheet = book.active
    assert sheet is not None, "a new workbook has a sheet"
    sheet.title = "邀请名单"
    sheet.append(_HEADERS)
    for each in rows:
        sheet.append((each.department, each.name, each.roles, each.link, each.until.isoformat()))
    for column, width in zip("ABCDE", (24, 18, 16, 60, 14), strict=True):
        sheet.column_dimensions[column].width = width
    content = BytesIO()
    book.save(content)
    return content.getvalue()
