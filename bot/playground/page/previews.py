"""The one line that stands for a message in the list of chats and in a quote: what it tells. Pure."""

from __future__ import annotations

import re

LONGEST = 60
_SLOGAN = "事事有着落，件件有回音"
_GREETING = re.compile(r"^[^，。：]{2,24}，(?:早上好|上午好|中午好|下午好|晚上好|您好)[。！](?=.)")
_DAY = re.compile(r"^\d{1,2}月\d{1,2}日（周.）(?=.)")  # the list shows the time anyway
_RECEIPT = re.compile(r"^已记录(?:\d+项)?：")
_LAMP = re.compile(r"[🔴🟡🔵⚪🟢]\ufe0f?\s*")


def preview(text: str) -> str:
    """A heading that ends with a colon is followed by the line it announces."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and line.strip() != _SLOGAN]
    if not lines:
        return ""
    if lines[0].startswith("/start "):
        return "打开邀请链接"
    first = _DAY.sub("", _GREETING.sub("", lines[0]))
    if first.endswith("：") and len(lines) > 1:
        first += _LAMP.sub("", lines[1])
    return (_RECEIPT.sub("", first) or first)[:LONGEST]
