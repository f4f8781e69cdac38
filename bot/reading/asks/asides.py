"""What a head says beside his report: that a part is not his, and what he asks of the office. Clause by clause."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.reading.kinds import Words
from bot.reading.lexicon.expressions import any_of
from bot.reading.text.normal_form import plain

_ASKS = any_of(Words.ASKS_BESIDE)
_NOT_OURS = any_of(Words.NOT_OURS)
_REFUSES = any_of(Words.REFUSAL)
_SENTENCE = re.compile(r"[^。;；!！?？\n]+[。;；!！?？\n]*|[。;；!！?？\n]+")
_CLAUSE = re.compile(r"[^,，。;；!！?？\n]+[?？]?[,，。;；!！\n]*")
_MARKS = " ,，。;；!！?？\n"
_OTHERWISE = any_of(Words.ASKS_OTHERWISE)
_TELLS = re.compile(
    r"\d(?:\.\d+)?%|[\d.]+[万千百余多]*(?:个|处|户|项|家|件|台|套|座|条|亩|份|轮|批|公里|平|米|吨|栋|间|起|次)|成"
)


@dataclass(frozen=True, slots=True)
class Asides:
    """`rest`: the words without the clauses that refuse a part and the sentences that only ask."""

    written: str
    rest: str
    refusing: tuple[str, ...]
    asking: tuple[str, ...]

    @property
    def report(self) -> str:
        """What is read as a report: the rest, where a figure of work is told in it."""
        return self.rest if _TELLS.search(plain(self.rest)) else self.written

    @property
    def refuses_a_part(self) -> bool:
        return bool(self.refusing) and self.report is self.rest


def asides(written: str) -> Asides:
    refusing, asking, rest = [], [], []
    for sentence in _SENTENCE.findall(written):
        kept, asked = [], []
        for clause in _CLAUSE.findall(sentence):
            text = plain(clause).strip(_MARKS)
            if _NOT_OURS.search(text) or _REFUSES.search(text):
                refusing.append(clause.strip(_MARKS))
            else:
                kept.append(clause)
                asked += [clause.strip(_MARKS)] if _ASKS.search(text) and not _OTHERWISE.search(text) else []
        rest += kept if len(kept) > len(asked) else []
        asking += asked
    return Asides(written, "".join(rest).strip(), tuple(refusing), tuple(asking))
