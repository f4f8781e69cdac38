"""Has somebody else found it in order? 全换完了，监理签了字: an end that others have taken over."""

from __future__ import annotations

from collections.abc import Sequence

from bot.reading.claims import counts
from bot.reading.clauses.facts import Fact
from bot.reading.clauses.segments import Clause
from bot.reading.clauses.tokens import Heard
from bot.reading.kinds import STATED_OTHERWISE, FactKind, Words
from bot.reading.lexicon.expressions import any_of
from bot.reading.text.patterns import later

_ACCEPTED = any_of(Words.ACCEPTED)
CLEAN = any_of(Words.NOTHING_WRONG)
_LEFT = later(
    "还(?!有$|多)|[没未](?!事|收|款)|剩|差(?!异)|缺(?!陷)|待|等(?!级)|正(?!常|式)|停|卡(?=[在住着壳死])|不|(?:可以|能|请)[^,。;!]{0,4}验|"
    "(?<![现存实堆放挂贴摆锁已])在(?=[\u4e00-\u9fff])(?!外|家|场|册|档|手)"
)
_EVERY = later("(?<![安健完])全(?![国省市县区面程过覆])|都|均|悉数|逐|户户")
_ENDS = ("done", "verb-done", "done-whole", "some-of-them", "act", "half-done")


def is_accepted(heard: Heard, clauses: Sequence[Clause]) -> bool:
    return any(_ACCEPTED.search(heard.masked, c.start, c.end) for c in clauses if not c.asked)


def is_anything_left(heard: Heard, clauses: Sequence[Clause]) -> bool:
    """Whether any clause speaks of something that is wanting, waited for or going on."""
    return any(_LEFT.search(CLEAN.sub("", heard.masked[c.start : c.end])) for c in clauses)


def ended(heard: Heard, clauses: Sequence[Clause], title: str, facts: Sequence[Fact]) -> list[Fact]:
    """A claim of the whole where all of it is accepted and nothing is left; a doubtful one where a part is."""
    plain = [clause for clause in clauses if not (clause.asked or clause.supposed)]
    if any(fact.kind in STATED_OTHERWISE for fact in facts) or not is_accepted(heard, plain):
        return []
    if is_anything_left(heard, plain):
        return []
    if every := next((m for c in plain if (m := _EVERY.search(heard.masked, c.start, c.end))), None):
        return [Fact(FactKind.DONE, *every.span(), "accepted-all")]
    if whole := counts.all_of_them(heard, plain):
        return [Fact(FactKind.DONE, whole.start, whole.end, "accepted-all")]
    end = next((f for f in facts if f.kind is FactKind.PART and f.rule in _ENDS), None)
    if end is not None:
        return [Fact(FactKind.MAYBE_DONE, end.start, end.end, "accepted")]
    over = next(
        (m for c in plain if _is_named(heard, c, title) and (m := _OVER.search(heard.masked, c.start, c.end))), None
    )
    return [Fact(FactKind.MAYBE_DONE, *over.span(), "accepted")] if over else []


def _is_named(heard: Heard, clause: Clause, title: str) -> bool:
    return any(letter in title for letter in _HAN.findall(heard.masked, clause.start, clause.end))


_HAN = later("[\u4e00-\u9fff]")
_OVER = later("[\u4e00-\u9fff](?<![没未停黄歇散])(?:[了啦]|[完好齐妥通毕够](?:了|啦)?)(?=$|[,。;! ])")
