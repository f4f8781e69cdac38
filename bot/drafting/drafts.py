"""Drafts of ledger rows, each held against its sentence: nothing stands in one that the sentence does not say. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.drafting.minutes import RESULT, Handed, handed_out
from bot.reading.figures.targets import drafts as measures

_DATE = re.compile(
    r"(?:\d{4}年)?\d{1,2}月(?:份|底|末|初|中旬|上旬|下旬|\d{1,2}日)?(?:前|以前|之前|内)?|(?:今年|本年|年)(?:底|末|内)前?|"
    r"(?:上|下)半年(?:前|内)?|[一二三四]季度末?前?|(?:春节|国庆|汛期|入冬|供暖期)前"
)
SURE = 2  # pairs of letters that duties or an earlier title must share with a clause
SENTENCE, DUTY, EARLIER = "原文", "职责", "以往事项"


@dataclass(frozen=True, slots=True)
class Draft:
    title: str
    sentence: str
    place: str
    type: str = ""
    target: str = ""
    due: str = ""  # as the sentence words it
    lead: str = ""
    lead_from: str = ""  # 原文, 职责, 以往事项
    start: int = 0


def drafted(
    text: str, *, names: Mapping[str, str], duties: Mapping[str, str], earlier: Sequence[tuple[str, str]]
) -> list[Draft]:
    """`names`: any name of a unit → its full one; `duties`: unit → what it is for; `earlier`: title and who led it."""
    found: list[Draft] = []
    for handed in handed_out(text):
        last = found[-1] if found else None
        if last is not None and last.start == handed.sentence.start and _is_result(handed.words):
            found[-1] = replace(last, target="；".join(filter(None, (last.target, handed.words))))
            continue
        found.append(_draft(handed, names, duties, earlier))
    return found


def _is_result(words: str) -> bool:
    return RESULT.match(words) is not None and bool(measures(words))


def _draft(
    handed: Handed, names: Mapping[str, str], duties: Mapping[str, str], earlier: Sequence[tuple[str, str]]
) -> Draft:
    due = _DATE.search(handed.words)
    lead, lead_from = _lead(handed.words, names, duties, earlier)
    return Draft(
        title=handed.words,
        sentence=handed.sentence.text,
        place=handed.sentence.place,
        type=handed.type,
        target=handed.words if measures(handed.words) else "",
        due=due[0] if due is not None else "",
        lead=lead,
        lead_from=lead_from,
        start=handed.sentence.start,
    )


def _lead(
    words: str, names: Mapping[str, str], duties: Mapping[str, str], earlier: Sequence[tuple[str, str]]
) -> tuple[str, str]:
    """Named in the words; by its duties; by what it has led before; else left open."""
    said = [name for name in names if len(name) > 2 and name in words]
    if said:
        return names[max(said, key=len)], SENTENCE
    own = _pairs(words)
    by_duty = _best((len(own & _pairs(duty)), unit) for unit, duty in duties.items())
    if by_duty:
        return by_duty, DUTY
    before = _best((len(own & _pairs(title)), unit) for title, unit in earlier)
    return (before, EARLIER) if before else ("", "")


def _best(ranked: Iterable[tuple[int, str]]) -> str:
    """The one unit that fits best and well enough; of two alike neither."""
    most: dict[str, int] = {}
    for count, unit in ranked:
        most[unit] = max(count, most.get(unit, 0))
    order = sorted(most.items(), key=lambda pair: -pair[1])
    if not order or order[0][1] < SURE or (len(order) > 1 and order[1][1] == order[0][1]):
        return ""
    return order[0][0]


_COMMON = frozenset(
    [
        "推进",
        "落实",
        "建设",
        "加强",
        "工作",
        "完善",
        "健全",
        "开展",
        "实施",
        "提升",
        "机制",
        "制度",
        "管理",
        "项目",
        "发展",
        "强化",
        "做好",
        "抓好",
        "推动",
        "完成",
    ]
)


def _pairs(words: str) -> set[str]:
    letters = re.sub(r"[^\u4e00-\u9fff]", " ", words)
    return {letters[at : at + 2] for at in range(len(letters) - 1) if " " not in letters[at : at + 2]} - _COMMON


def faults(draft: Draft, names: Mapping[str, str]) -> list[str]:
    """What a draft says that its sentence does not."""
    found = []
    for part in filter(None, draft.target.split("；")):
        if part not in draft.sentence:
            found.append(f"目标“{part}”不在原文中")
    if draft.due and draft.due not in draft.sentence:
        found.append(f"时限“{draft.due}”不在原文中")
    if draft.title not in draft.sentence:
        found.append("事项不在原文中")
    if draft.lead_from == SENTENCE and not any(
        name in draft.sentence for name, unit in names.items() if unit == draft.lead
    ):
        found.append(f"单位“{draft.lead}”不在原文中")
    return found
