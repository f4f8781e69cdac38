"""Has it begun at all? 标线等放完沥青再画: of what only waits for something else nothing has been done."""

from __future__ import annotations

from collections.abc import Sequence

from bot.reading.clauses.facts import Fact, unexplained
from bot.reading.clauses.segments import Clause
from bot.reading.clauses.tokens import Heard
from bot.reading.kinds import FactKind
from bot.reading.text.patterns import later

_WAITS = later(
    "(?P<what>[^,。;!]{0,12}?)(?:还|要|得|须|需|只能){0,2}(?:等|待)(?P<for>[^,。;!]{1,12}?)"
    "(?:(?:之|以)?后(?:再[\u4e00-\u9fff]{1,4})?|再[\u4e00-\u9fff]{1,3})(?:呢|吧|了)?"
)
# Whoever waits for these has something to show.
_SHOWN = later("签|批|章|审|验|核(?!酸)|评|公示|结果|回[复函信]|领导|专家|报告|反馈|意见|会签|测")
_EMPTY = frozenset({FactKind.NEAR, FactKind.ASPECT, FactKind.PLAN, FactKind.LATER_PART})


def not_begun(heard: Heard, clauses: Sequence[Clause], title: str, facts: Sequence[Fact]) -> list[Fact]:
    """The facts, with a wait that is all that is said of the task itself as a start not made."""
    said = [c for c in clauses if heard.masked[c.start : c.end].strip()]
    if not said or any(fact.kind not in _EMPTY and fact.rule != "act" for fact in facts):
        return list(facts)
    first = said[0]
    words = heard.masked[first.start : first.end].strip()
    waits = _WAITS.fullmatch(words)
    if (
        waits is None
        or _SHOWN.search(waits["for"])
        or len(unexplained(waits["what"].strip(" \x03"), title)) > _A_LITTLE
    ):
        return list(facts)
    own = [fact for fact in facts if first.start <= fact.start < first.end]
    state = Fact(FactKind.NOT_STARTED, first.start, first.end, "waits")
    return sorted([state, *(fact for fact in facts if fact not in own)], key=lambda fact: fact.start)


_A_LITTLE = 2  # letters that neither the title nor any office's words explain
