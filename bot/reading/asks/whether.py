"""无 or 有: the whole report of a red line, with the 编号 and the period it may name."""

from __future__ import annotations

import re
from typing import NamedTuple

_NONE = r"无|没有|零报告|未发生|无此类情况|无异常"
_SOME = r"有|发生了?|出现了?"
_PERIOD = r"[本上这](?:期|个?月|周|季度?|年)|(?:第?[一二三四1-4]|[本上])季度|(?:\d{4}年)?\d{1,2}月份?"
_SAID = re.compile(
    rf"(?:(?P<number>\d{{1,5}})号?)?[:：,，、 ]*(?:{_PERIOD})?"
    rf"(?:(?:{_NONE})[。.!！]?|(?P<some>{_SOME})(?:[:：,，。 ]+.*)?)",
    re.S,
)


class Whether(NamedTuple):
    number: int | None
    some: bool


def whether(written: str) -> Whether | None:
    """Nothing where the message says anything else."""
    match = _SAID.fullmatch(written.strip())
    if match is None:
        return None
    return Whether(int(match["number"]) if match["number"] else None, match["some"] is not None)
