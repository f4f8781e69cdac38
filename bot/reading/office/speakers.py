"""Whose word a message says it brings: 常务副市长批示：…, 转述李市长意见."""

from __future__ import annotations

import re

from bot.reading.text.normal_form import plain

_TITLE = re.compile(
    r"(?:转述|传达|转达|根据|按照?|接|刚才?|今天|昨天|上午|下午|\d+号|[:, ])*"
    r"(?P<who>[\u4e00-\u9fff]{0,8}?(?:副?市长|副?书记|秘书长|县长|区长|市领导|领导))"
)


def leader_named(written: str) -> str:
    """The name or post that opens the message; empty where none does."""
    found = _TITLE.match(plain(written).strip())
    return found["who"] if found is not None else ""
