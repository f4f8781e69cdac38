"""Stopped, not begun, late in plain speech: open classes of verb and complement (弄不下去, 一户没搬, 赶不上)."""

from __future__ import annotations

from bot.reading.claims.days.withheld import is_withheld
from bot.reading.clauses.facts import Fact, of_title
from bot.reading.clauses.scope import Scope
from bot.reading.kinds import FactKind, Words
from bot.reading.lexicon.expressions import any_of
from bot.reading.text.patterns import later

_BLOCKED = any_of(Words.PLAINLY_BLOCKED)
_NOT_BEGUN = any_of(Words.PLAINLY_NOT_BEGUN)
_LATE = any_of(Words.PLAINLY_LATE)
_PAST = later("曾|一度|之前|前段时间|前阵|上个?月|上周|原来|此前|去年|年初|过去")
_OVER = later("现在|目前|现已|已经?(?:复|恢复|解决|补|来|到)|又(?:开|干|动)|才开的|复工|恢复")
_TIRED = later("[累困忙]$")  # 累瘫了 stops no work
_DENIED = later("(?:没有?|不会|不至于|并未|未|不存在|避免|防止|杜绝|哪怕|不能|绝不|决不|不让)(?:再)?[^,。;!]{0,2}$")


def plainly(scope: Scope) -> list[Fact]:
    """What these words say where no word of the lexicon has said it already."""
    facts = []
    for kind, pattern in ((FactKind.BLOCKED, _BLOCKED), (FactKind.NOT_STARTED, _NOT_BEGUN), (FactKind.LATE, _LATE)):
        masked, clause = scope.heard.masked, scope.clause
        for match in pattern.finditer(masked, clause.start, clause.end):
            before = masked[clause.start : match.start()]
            if _DENIED.search(before) or (_PAST.search(before) and _OVER.search(masked, match.end(), match.end() + 30)):
                continue
            if is_withheld(scope, match.start(), match.end()) and kind is not FactKind.LATE:
                continue
            if of_title(match.group(), scope.title) or _TIRED.search(before):
                continue
            facts.append(Fact(kind, match.start(), match.end(), "plainly-" + kind.value.replace("_", "-")))
            break
    return facts
