"""Counted things in a clause, and whether a count is all of them: N of N, or only some."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.reading.clauses.segments import Clause
from bot.reading.clauses.tokens import Heard
from bot.reading.text.numerals import number
from bot.reading.text.patterns import later

_UNITS = (
    "个|处|户|家|项|件|条(?!件)|台(?!账)|套|间|栋|幢|座|所|场(?!地|所)|辆|块|份|批(?!复|准)|盏|株|棵|根|道|段|村|镇|乡|社区|学校|小区|路段|"
    "公里|千米|里|米|亩|公顷|平方?米?|平|吨|立?方|元|名|人(?!员)|宗|起|笔|口|艘|只|头|本|卷|页|门|遍|次|轮|趟|期|类|对|组(?!织|建)|孔|节|车|片|樘|面|方"
)
_COUNT = later(
    r"(?<![\d.第][\d.第])(?<![\d.第号])(?P<n>\d{1,9}(?:,\d{3})*(?:\.\d{1,4})?|"
    r"(?<![第十百千一二两三四五六七八九初周期这那该此每])[一二两三四五六七八九十百千]{1,7})"
    rf"(?P<scale>[万亿])?[余多来]?(?P<unit>{_UNITS})"
)
_OF_ALL = later("全[市县区镇乡村局校]|(?:共|总共|一共|合计|总计)$")
_ROUNDS = "遍次轮趟"
_EVERY = later(
    "全部|全数|全都|悉数|一律|统统|通通|所有|均|都|全(?![国省市县区面覆过天年程])|各|每|全面|一[个户家处所项条件]不[落漏差]|无一|没[剩留漏]"
)


@dataclass(frozen=True, slots=True)
class Count:
    start: int
    end: int
    value: float
    unit: str


def counts(heard: Heard, start: int, end: int) -> Iterator[Count]:
    for match in _COUNT.finditer(heard.masked, start, end):
        value = _value(match["n"])
        if value is not None:
            yield Count(match.start(), match.end(), value * _SCALE.get(match["scale"] or "", 1), match["unit"])


_SCALE = {"万": 1e4, "亿": 1e8}


def _value(words: str) -> float | None:
    if words[0].isdigit():
        return float(words.replace(",", ""))
    value = number(words)
    return None if value is None else float(value)


def is_some(heard: Heard, clauses: Sequence[Clause], clause: Clause, start: int, end: int) -> bool:
    """Whether what is finished at `start` to `end` is counted and not all: neither N of N nor under 全 or 都."""
    near = list(counts(heard, clause.start, clause.end))
    if any(count.unit in _ROUNDS for count in near if count.start >= end):
        return True
    if not near or _EVERY.search(heard.masked, clause.start, min(clause.end, end + 12)):
        return False
    counted = next((count for count in near if count.start >= end), near[-1])
    if clause.topic is not None and counted.unit in "项件条个" and counted.value == len(clause.topic.refs) > 1:
        return False  # 8、12两项完成
    return not _is_all(heard, clauses, clause, counted)


def _is_all(heard: Heard, clauses: Sequence[Clause], clause: Clause, count: Count) -> bool:
    """312件发了312件: the same number of the same things stands before."""
    if _OF_ALL.search(heard.masked, max(clause.start, count.start - 6), count.start):
        return True
    others = [
        other
        for each in clauses
        if each.start <= clause.start
        for other in counts(heard, each.start, each.end)
        if other.start < count.start and other.unit == count.unit
    ]
    return bool(others) and count.value >= max(other.value for other in others)


def all_of_them(heard: Heard, clauses: Sequence[Clause]) -> Count | None:
    """八十四个村聘了八十四个: the last of two equal counts of the same things, where none of them is smaller."""
    told = [count for each in clauses for count in counts(heard, each.start, each.end) if count.value > 1]
    for place, count in enumerate(told):
        same = [other for other in told[:place] if other.unit == count.unit]
        later_on = [other for other in told[place + 1 :] if other.unit == count.unit]
        if any(o.value == count.value for o in same) and all(o.value >= count.value for o in (*same, *later_on)):
            return count if _DONE_WITH.search(heard.masked, count.start - 4, count.start) else None
    return None


_DONE_WITH = later("(?:[了完好齐毕的]|[\u4e00-\u9fff])$")
