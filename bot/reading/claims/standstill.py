"""Whose standstill it is: the whole task's, or only a part's, which leaves the whole in progress."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.reading.claims import counts
from bot.reading.clauses.facts import PARTS, Fact, unexplained
from bot.reading.clauses.segments import Clause
from bot.reading.clauses.tokens import Heard
from bot.reading.kinds import FactKind
from bot.reading.text.patterns import later

_STANDING = (FactKind.BLOCKED, FactKind.NOT_STARTED, FactKind.LATE)
_ONE_OF = later(
    "有的|个别|部分(?!原因)|少数|其中|一[段处半户家个条边头片栋]|头一|某|那?[两几三][个户家处条段栋]|那几|另(?!外)|有[几两一三]|[东南西北]片|[东南西北前后中]段"
)
_REST = later("其余|其他|剩|余下|余")  # all that remains stands still
_WHOLE = later(
    "全部|全面|整体|整个|所有|都|均|全(?=线|停|面|都)|总体|项目|工程(?!部|量|队|款|师)|任务|施工|工作|工地|现场|\x03"
)
_GOING = later(
    "正在|(?<![存现实卡停搁晾撂堵])在(?=[\u4e00-\u9fff])(?!这|那|于|半|原)|照(?:样|旧|常|[\u4e00-\u9fff]不误)|继续|仍在|还在|(?:干|"
    "做|弄|装|铺|浇|修|建|改|拆|挖|种|焊|砌|刷|贴|吊|打|签|跑|推进)着"
)
_FINISHED = later(
    "[\u4e00-\u9fff](?:完|好|齐|妥|掉|通|成|上|毕|定)(?:了|啦|$|[,。;!])|完成|完工|(?:干|做|弄|装|铺|浇|修|建|改|拆|挖|种|焊|砌|刷|贴|"
    "吊|打|签|招|交|发|到|定|换|清|进|开|批|收|注销|销)了|已(?!停|经停|暂|中止)"
)


def weighed(heard: Heard, clauses: Sequence[Clause], title: str, facts: Sequence[Fact]) -> list[Fact]:
    """The facts with every standstill of a part made one of work that goes on."""
    plain = [clause for clause in clauses if not clause.asked]
    unbegun = any(fact.kind is FactKind.NOT_STARTED and not _is_plain(fact) for fact in facts)
    return [
        replace(fact, kind=FactKind.NEAR, rule="of-a-part")
        if fact.kind in _STANDING and _of_a_part(heard, plain, title, fact)
        else fact
        for fact in facts
        if not (unbegun and fact.kind is FactKind.BLOCKED and _is_plain(fact))
    ]


def _is_plain(fact: Fact) -> bool:
    """一直没动，人都抽调走了: that the crew is gone is why it has not begun."""
    return fact.rule.startswith("plainly-")


def _of_a_part(heard: Heard, clauses: Sequence[Clause], title: str, fact: Fact) -> bool:
    clause = next((clause for clause in clauses if clause.start <= fact.start < clause.end), None)
    if clause is None:
        return False
    said = heard.masked[clause.start : fact.start]
    if _WHOLE.search(said):
        return False
    some = _some(heard, clause, fact)
    beside = [other for other in clauses if other is not clause]
    if fact.kind is FactKind.NOT_STARTED:
        subject = unexplained(said, title)
        return bool(some or len(subject) >= 2) and _any(heard, beside, _GOING, _FINISHED)
    if some:
        return _any(heard, beside, _GOING, _FINISHED)
    part = PARTS.search(unexplained(said, title)) is not None
    return part and _any(heard, beside, _GOING)


def _some(heard: Heard, clause: Clause, fact: Fact) -> bool:
    counted = any(count.end <= fact.start for count in counts.counts(heard, clause.start, fact.start))
    if _REST.search(heard.masked, clause.start, fact.start):
        return False
    return counted or _ONE_OF.search(heard.masked, clause.start, fact.start) is not None


def _any(heard: Heard, clauses: Sequence[Clause], *patterns: re.Pattern[str]) -> bool:
    return any(pattern.search(heard.masked, c.start, c.end) for c in clauses for pattern in patterns)
