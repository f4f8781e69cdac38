"""The name of a ledger without what changes from one edition to the next."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_DAY: Final = r"(?:(?:19|20)?\d\d年)?(?:\d{1,2}月)?\d{1,2}[日号]|(?:19|20)\d\d[-./年]\d{1,2}(?:[-./月]\d{1,2}日?)?月?"
_ORDINAL: Final = r"第?[\d一二三四五六七八九十]{1,4}(?:期|版|稿|次更新|次修订)"
_WORDS: Final = r"修订稿?|更新稿?|最新版?|正式稿|定稿|送审稿|征求意见稿|印发稿"
_AS_OF: Final = (
    rf"(?:截至|截止|更新至|更新于|统计至|数据截至)(?:到|于)?[:：]?(?:{_DAY}|\d{{1,2}}月(?:[上中下]旬|底|末)?)?"
)
_EDITION: Final = rf"(?:{_AS_OF}|{_ORDINAL}|{_WORDS})"
# In brackets the whole says which edition it is; outside them only what can be nothing else.
_BRACKET: Final = re.compile(
    rf"[(【\[〔](?:[^()【】\[\]〔〕]*{_EDITION}[^()【】\[\]〔〕]*|(?:{_DAY})(?:更新)?)[)】\]〕]"
)
_LOOSE: Final = re.compile(rf"{_AS_OF}|[vV]\d+(?:\.\d+)*$|{_ORDINAL}$")
_MARKS: Final = re.compile(r"[\W_]+")


def edition_key(name: str) -> str:
    """Equal for two editions: 2027年重点任务台账（截至3月5日） and …（截至3月12日）, 第3期, 修订稿."""
    bare = "".join(unicodedata.normalize("NFKC", name).split())
    bare = _LOOSE.sub("", _BRACKET.sub("", bare))
    return _MARKS.sub("", bare) or _MARKS.sub("", name)


_YEAR: Final = re.compile(r"^(?:(?:19|20)\d\d年?度?|[^年]{0,12}?(?:19|20)\d\d年度?)")
_KIND: Final = re.compile(r"(?:(?:任务)?分解表?|任务表|计划表|一览表|清单|台账|总表|表)$")


def short_name(name: str) -> str:
    """民生实事 of 2027年民生实事任务分解表（截至3月5日）: what people call it."""
    bare = _LOOSE.sub("", _BRACKET.sub("", "".join(unicodedata.normalize("NFKC", name).split())))
    bare = re.sub(r"[(（][^()（）]*[)）]", "", bare)
    short = _KIND.sub("", _YEAR.sub("", bare)) or bare or name
    return short if len(short) <= 12 else short[:11] + "…"
