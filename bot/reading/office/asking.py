"""Which clauses of a message want an answer, and what is told beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.reading.asks.courtesy import is_greeting
from bot.reading.kinds import Words
from bot.reading.lexicon.expressions import any_of
from bot.reading.text.normal_form import plain

_MARKED = re.compile(r"[,，。;；!！\n?？]")
_CLAUSE = re.compile(r"[^,，。;；!！\n?？]*[?？]?")
_ASKS = any_of(Words.ASKS_CLAUSE)
_COUNTS = any_of(Words.ASKS_COUNT)
_DECIDED = any_of(Words.ASKS_DECIDED)
_CARD = any_of(Words.ASKS_CARD)
_OWN = any_of(Words.ASKS_OWN_LIST)


@dataclass(frozen=True, slots=True)
class Asking:
    """`asked`: the clauses that want an answer; `told`: the others, as they were written."""

    asked: str
    told: str

    @property
    def decided(self) -> bool:
        """He asks whether something that waits was decided or answered."""
        return _DECIDED.search(plain(self.asked)) is not None

    @property
    def of_card(self) -> bool:
        return _CARD.search(plain(self.asked)) is not None

    @property
    def of_own_list(self) -> bool:
        return _OWN.search(plain(self.asked)) is not None


_RECORD = any_of(Words.ASKS_RECORD)


def of_record(written: str) -> bool:
    """What he asks or complains of stands in the ledger: by when, what was reported, who wrote it."""
    return _RECORD.search(plain(written)) is not None


def asking(written: str, *, counts: bool = False) -> Asking | None:
    """None where nothing is asked. `counts`: of somebody who oversees others, and so asks how many."""
    asked: list[str] = []
    told: list[str] = []
    spaced = written if _MARKED.search(written) else written.replace(" ", "，")  # typed without any mark
    for clause in filter(None, (each.strip(" ，") for each in _CLAUSE.findall(spaced))):
        words = plain(clause).strip(" .")
        if is_greeting(clause) and words:
            continue
        asks = _ASKS.search(words) is not None or (counts and _COUNTS.search(words) is not None)
        (asked if asks else told).append(clause)
    if not asked and _nudges(written):
        return Asking(written, "")
    return Asking("，".join(asked), "，".join(told)) if asked else None


def _nudges(written: str) -> bool:
    """那个事你们还没回我呢: no question by its form, and wants an answer none the less."""
    return re.search(r"(?:你们|督查室|领导)[^,，。]{0,4}(?:还|都|一直|怎么)没", written) is not None and (
        _DECIDED.search(plain(written)) is not None
    )
