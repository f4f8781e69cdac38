"""Headings of a report: of one task, whose words follow up to the next name, or of a section that is of none."""

from __future__ import annotations

import re

from bot.reading.clauses.pieces import Piece
from bot.reading.clauses.tokens import Heard


def is_heading(heard: Heard, piece: Piece) -> bool:
    """一、关于老旧小区改造。 2号: 【茶园】 what follows is of it up to the next name."""
    return bool(_HEADS.search(piece.after)) and not _HEAD_ONLY.sub("", _unnamed(heard, piece))


def style(heard: Heard, piece: Piece) -> str:
    """How this heading is numbered: 一、 and 二、 are of one rank, （一） is below."""
    found = _NUMBERED.match(heard.text, piece.start)
    return (found.lastgroup or "") if found else ""


def is_section(heard: Heard, piece: Piece, under: str) -> bool:
    """三、存在问题。 begins a part of the report that is of no task, unless it stands below the heading of one."""
    if heard.masked[piece.start - 1 : piece.start] == "【":
        return _SECTION.fullmatch(heard.text, piece.start, piece.end) is not None
    found = _NUMBERED.match(heard.text, piece.start)
    if found is None or (under and found.lastgroup != under):
        return False
    return _SECTION.fullmatch(heard.text, found.end(), piece.end) is not None


_NUMBERED = re.compile(
    r" ?(?:(?P<han>[一二三四五六七八九十]{1,3}、)|(?P<inner>\([一二三四五六七八九十]{1,3}\)、?)|"
    r"(?P<digit>\(?\d{1,2}[、.)])|"
    r"(?P<first>第[一二三四五六],))"
)
_SECTION = re.compile(
    "(?:主要|基本|具体|工作|总体|整体|存在|下一?步|下阶段|目前|当前|有关|相关|重点|任务|的|和|及|与|、|推进|开展|完成|落实|组织|整改|面临|取得){0,6}"
    "(?:情况|问题|困难|打算|措施|做法|计划|安排|建议|成效|进展|思路|保障|领导|推进|原因)[:。]?"
)
_HEADS = re.compile("[:。\n】|]")
_HEAD_ONLY = re.compile("[一二三四五六七八九十\\d、.()关于项任务工作事项工程项目情况进展方面的\x03 -]")


def _unnamed(heard: Heard, piece: Piece) -> str:
    first, last = piece.group[0], piece.group[-1]
    return heard.masked[piece.start : first.start] + heard.masked[last.end : piece.end]
