"""What is stored, asked and let go where the grammar and the learned reader have read a message. Pure, on plain values.

| the grammar | the learned reader | then |
|---|---|---|
| has read the message to the letter | hears nothing it passed over | the grammar's reading stands, questions too |
| certain or doubting | surely right, nothing harmful in it | its row is stored, without a question |
| certain or doubting | unsure | a question: its row first, the grammar's, where another, beside it |
| says nothing of done | surely done | a question: done is stored only where both say so |
| certain | surely no report on the task | a question with the grammar's row |
| doubts | surely no report on the task | no question |
| found no report | hears one | a question, never small talk |
| anything | hears a doubt about the whole | a question |
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.second_reader.learned.evidence import HARD, Evidence
from bot.second_reader.learned.reading import LearnedReading, LearnedRow
from db.reading_facts import Intent, Said

# Chosen on strangers whose writers the reader had not read; see docs/decisions/second-reader.md for what each gives.
HARMLESS = 0.1
RIGHT = 0.3
REPORTED = 0.5
SILENT = 0.25
PLAIN = 6  # letters that no rule has read: so few are the style of an office, which the grammar knows
DOUBTED = 0.5
NOTHING_REPORTED = (Intent.ACK, Intent.SMALLTALK, Intent.QUESTION)

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Verdict:
    stored: dict[int, Values] = field(default_factory=dict)
    proposed: dict[int, Values] = field(default_factory=dict)
    rivals: dict[int, Values] = field(default_factory=dict)  # the grammar's row where it is another
    doubted: bool = False  # of the whole message, beside what is proposed
    intent: Intent = Intent.UPDATE
    plain: bool = False  # the grammar's reading as it is

    @property
    def asks(self) -> bool:
        return bool(self.proposed) or self.doubted


def verdict(grammar: Evidence, learned: LearnedReading) -> Verdict:
    if _plain(grammar, learned):
        beside = {ref: row for ref, row in grammar.proposed.items() if ref not in grammar.rows}
        intent = Intent(grammar.intent)
        return Verdict(dict(grammar.rows), beside, doubted=bool(grammar.asked), intent=intent, plain=True)
    found = Verdict()
    for ref, row in learned.rows.items():
        own = grammar.rows.get(ref) or grammar.proposed.get(ref)
        if row.reported <= SILENT:
            if ref in grammar.rows:
                found.proposed[ref] = grammar.rows[ref]
            continue
        if _stands(row, own):
            found.stored[ref] = row.values
            continue
        found.proposed[ref] = row.values
        if own is not None and not same(own, row.values):
            found.rivals[ref] = own
    return _of_whole(found, learned)


def _plain(grammar: Evidence, learned: LearnedReading) -> bool:
    if grammar.unexplained.get(0, 0) > PLAIN:
        return False
    if grammar.rows or grammar.asked:
        return True
    return not learned.hears(REPORTED)


def same(one: Values, other: Values) -> bool:
    return all(one.get(name) == other.get(name) for name in HARD)


def _stands(row: LearnedRow, own: Values | None) -> bool:
    if row.values.get("state") == Said.DONE_CLAIMED and (own or {}).get("state") != Said.DONE_CLAIMED:
        return False
    return row.reported > REPORTED and row.harmful < HARMLESS and row.right > RIGHT


def _of_whole(found: Verdict, learned: LearnedReading) -> Verdict:
    intent, doubted = learned.intent, learned.doubted > DOUBTED
    if not found.stored and not found.proposed:
        doubted = doubted or intent not in NOTHING_REPORTED
    asks = doubted or bool(found.proposed)
    if found.stored and intent in (Intent.AMBIGUOUS, *NOTHING_REPORTED):
        intent = Intent.UPDATE
    elif not found.stored and asks and intent is not Intent.CORRECTION:
        intent = Intent.AMBIGUOUS
    return Verdict(found.stored, found.proposed, found.rivals, doubted, intent)
