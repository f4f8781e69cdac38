"""Words that ask for a paper: 市水利局情况表导出Word, 把第3次常务会议生成文稿, 专报Word版, 会议清单."""

from __future__ import annotations

import re

_WORD = r"(?:word|文稿|文档)(?:版|格式|文件)?"
_MAKE = r"(?:导出|生成|打印|下载|转|存)"
_FIRST = re.compile(rf"(?:请)?(?:{_MAKE}|要|发我)?(?:一份)?{_WORD}(?:的)?[: ]*(?P<what>.{{2,40}})", re.IGNORECASE)
_LAST = re.compile(
    rf"(?:请)?(?:把|将)?(?P<what>.{{2,40}}?)(?:的)?[ ,]*{_MAKE}?(?:一份)?(?:成为|为|成)?(?:的)?{_WORD}(?:{_MAKE})?",
    re.IGNORECASE,
)
_SHEET = re.compile(r".{0,16}?(?:分管|包联)(?:工作|事项|领域|项目)*(?:督查)?情况单?|(?:我的)?情况单")
_MEETINGS = {"会议清单", "会议列表", "会议台账", "有哪些会议", "开过哪些会"}


def _bare(said: str) -> str:
    return " ".join(said.replace("，", ",").replace("：", ":").split()).strip("。.！!？?")


_ISSUED = re.compile(r"(?:已发(?:的)?|历次|近期)?(?P<what>督查通报|通报|督办单|督查专报|专报)(?P<list>清单|列表|目录)?")


def issued(said: str) -> str | None:
    """督查通报, 督办单清单: the papers of a kind that have left the office; 通报 alone is the week's figures."""
    match = _ISSUED.fullmatch(_bare(said))
    if match is None or (match["list"] is None and match["what"] in ("通报", "督办单", "专报", "督查专报")):
        return None
    return match["what"]


def meetings(said: str) -> bool:
    return _bare(said) in _MEETINGS


def as_word(said: str) -> bool:
    """Whether Word is asked for in so many words."""
    return re.search(_WORD, said, re.IGNORECASE) is not None


def named(said: str) -> str | None:
    """How the paper is called; None where none is asked for. Whether there is one of that name, the ledger knows."""
    bare = _bare(said)
    if _SHEET.fullmatch(bare):
        return bare
    match = _FIRST.fullmatch(bare) or _LAST.fullmatch(bare)
    return match["what"].strip(" ,") if match is not None else None
