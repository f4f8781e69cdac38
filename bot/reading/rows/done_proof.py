"""Is a claim of the whole proved by all that is said? Every other clause must fit it, or it is asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.reading.clauses.facts import Fact, unexplained
from bot.reading.clauses.segments import Clause
from bot.reading.clauses.tokens import Heard
from bot.reading.kinds import FactKind, Words
from bot.reading.lexicon.expressions import any_of
from bot.reading.text.patterns import later
from bot.reading.text.spans import within

_FITS = any_of(Words.FITS_DONE)
_CLEAN = any_of(Words.NOTHING_WRONG)
_AGAINST = any_of(Words.SPEAKS_AGAINST)
_ALTHOUGH = later("虽|尽管|克服|顶着|压力|清零|销号")  # 虽有困难，仍按期完成了
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
    for clause in clauses:
        if clause.asked or not heard.masked[clause.start : clause.end].strip():
            continue
        own = [fact for fact in facts if clause.start <= fact.start < clause.end]
        found = _misfit(heard, clause, title, own)
        if found is not None:
            return found
    return None


def _misfit(heard: Heard, clause: Clause, title: str, own: Sequence[Fact]) -> Unproved | None:
    words = _CLEAN.sub("", _rest(heard, clause, own))
    if _AGAINST.search(words) and not _ALTHOUGH.search(heard.masked, clause.start, clause.end):
        return Unproved(clause.start, clause.end, against=True)
    ended = any(fact.kind in (FactKind.DONE, FactKind.PART) for fact in own)
    left = unexplained(_FITS.sub("", words), title)
    if any(fact.kind is FactKind.DONE for fact in own):
        return Unproved(clause.start, clause.end, against=False) if len(left) > _FEW else None
    return None if ended or len(left) <= _FEW else Unproved(clause.start, clause.end, against=False)


def _rest(heard: Heard, clause: Clause, own: Sequence[Fact]) -> str:
    letters = list(heard.masked[clause.start : clause.end])
    spans = [(fact.start, fact.end) for fact in own if fact.kind in (FactKind.DONE, FactKind.PART)]
    spans += [(mention.start, mention.end) for mention in within(heard.mentions, clause.start, clause.end)]
    for start, end in spans:
        letters[start - clause.start : end - clause.start] = " " * (min(end, clause.end) - start)
    return "".join(letters)
