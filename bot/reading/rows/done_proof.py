"""Is a claim of the whole proved by all that is said? Every other clause must fit it, or it is asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.reading.claims import accepted, closing
from bot.reading.clauses.facts import Fact, unexplained
from bot.reading.clauses.segments import Clause
from bot.reading.clauses.tokens import Heard
from bot.reading.kinds import FactKind, Words
from bot.reading.lexicon.expressions import TASK, any_of
from bot.reading.text.patterns import later
from bot.reading.text.spans import within

_FITS = any_of(Words.FITS_DONE)
_CLEAN = any_of(Words.NOTHING_WRONG)
_AGAINST = any_of(Words.SPEAKS_AGAINST)
_ALTHOUGH = later("虽|尽管|克服|顶着|压力|清零|销号")  # 虽有困难，仍按期完成了
# 其余两条正常: what is said of the other tasks.
_OTHERS = later(" ?(?:其余|其[他它]|别的|另外?|剩下?的?)[这那]?[一两二三四五六七八九十几\\d]*[条项件个桩]")
_FEW = 4  # letters that nothing explains


@dataclass(frozen=True, slots=True)
class Unproved:
    """The words that do not fit, and whether they speak against the claim."""

    start: int
    end: int
    against: bool


def unproved(heard: Heard, clauses: Sequence[Clause], title: str, facts: Sequence[Fact]) -> Unproved | None:
    claimed = [fact for fact in facts if fact.kind is FactKind.DONE]
    if not claimed:
        return None
    last = closing.last_word(claimed)
    said = [c for c in clauses if not c.asked and heard.masked[c.start : c.end].strip()]
    owned = [(c, [fact for fact in facts if c.start <= fact.start < c.end]) for c in said]
    owned = [(c, own) for c, own in owned if not _of_several(c) or any(fact.kind is FactKind.DONE for fact in own)]
    if last is not None:
        owned = [(c, own) for c, own in owned if c.start >= last.end and not _OTHERS.match(heard.masked, c.start)]
    misfits = [found for clause, own in owned if (found := _misfit(heard, clause, title, own)) is not None]
    against = next((found for found in misfits if found.against), None)
    if against or last is not None or accepted.is_accepted(heard, said):
        return against
    return misfits[0] if misfits else None


def _of_several(clause: Clause) -> bool:
    return clause.topic is not None and len(clause.topic.refs) > 1


def _misfit(heard: Heard, clause: Clause, title: str, own: Sequence[Fact]) -> Unproved | None:
    words = _CLEAN.sub("", _rest(heard, clause, own))
    if _AGAINST.search(words) and not _ALTHOUGH.search(heard.masked, clause.start, clause.end):
        return Unproved(clause.start, clause.end, against=True)
    ended = any(fact.kind in (FactKind.DONE, FactKind.PART) for fact in own)
    left = unexplained(_FITS.sub("", words), title)
    if any(_is_bare_aspect(heard, clause, fact) for fact in own):
        return Unproved(clause.start, clause.end, against=False)
    if any(fact.kind is FactKind.DONE for fact in own):
        return Unproved(clause.start, clause.end, against=False) if len(left) > _FEW else None
    return None if ended or len(left) <= _FEW else Unproved(clause.start, clause.end, against=False)


def _is_bare_aspect(heard: Heard, clause: Clause, fact: Fact) -> bool:
    """地勘做了: 了 without 完 or 好 behind a subject tells of a step as often as of the whole."""
    if fact.kind is not FactKind.DONE or fact.rule != "verb-done":
        return False
    said = heard.masked[clause.start : fact.start].strip(f" {TASK}")
    return bool(said) and _BARE.fullmatch(heard.masked[fact.start : fact.end]) is not None and not _EVERY.search(said)


_BARE = later("[\u4e00-\u9fff]了")
_EVERY = later("全|都|均|悉数|一律|早就|已")


def _rest(heard: Heard, clause: Clause, own: Sequence[Fact]) -> str:
    letters = list(heard.masked[clause.start : clause.end])
    spans = [(fact.start, fact.end) for fact in own if fact.kind in (FactKind.DONE, FactKind.PART)]
    spans += [(mention.start, mention.end) for mention in within(heard.mentions, clause.start, clause.end)]
    for start, end in spans:
        letters[start - clause.start : end - clause.start] = " " * (min(end, clause.end) - start)
    return "".join(letters)
