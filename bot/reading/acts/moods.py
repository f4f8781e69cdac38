"""Whether the clauses of somebody's words order, ask or forbid: only what orders may change anything."""

from __future__ import annotations

import re
from functools import cache

from bot.reading.kinds import Words
from bot.reading.lexicon.expressions import by_rule
from bot.reading.text.normal_form import plain

_ASIDE = 24  # letters: whoever says more speaks of something else as well
_LEAST = 5  # letters that want something by themselves
_CLAUSE = re.compile(r"[^,，。;；!！?？\n]+[?？]?[,，。;；!！\n]*")


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    return by_rule(Words.MOOD)


def _is(mood: str, clause: str) -> bool:
    return _rules()[mood].search(clause) is not None


def asks(clause: str, *, of_others: bool = False) -> bool:
    """`of_others`: what others have said is told in it, so only its form makes it a question."""
    text = plain(clause).strip(" ,，。;；!！")
    if _is("asks-not", text):
        return False
    return _is("asks", text) or (not of_others and _is("asks-softly", text))


def forbids(clause: str) -> bool:
    text = plain(clause).strip(" ,，。;；!！")
    return _is("forbids", text) and not _is("forbids-not", text)


def clauses(written: str) -> list[str]:
    """With the marks behind them."""
    return _CLAUSE.findall(written)


def ordering(written: str, *, of_others: bool = False) -> str:
    """The words without the clauses that ask or forbid; as they are where there are none."""
    kept = [each for each in clauses(written) if not (forbids(each) or asks(each, of_others=of_others))]
    return written if len(kept) == len(clauses(written)) else "".join(kept)


def only_orders(written: str) -> bool:
    """No clause of it asks or forbids."""
    return ordering(written) == written


def wants_more(written: str) -> bool:
    """Beside what it asks and forbids it says something of its own."""
    return len(ordering(written).strip(" ,，。")) >= _LEAST


def is_aside(written: str) -> bool:
    return len(written) <= _ASIDE


def forbidding(written: str) -> list[str]:
    return [each.strip(" ,，。;；!！\n") for each in clauses(written) if forbids(each)]


def asking(written: str) -> list[str]:
    return [each.strip(" ,，。;；!！\n") for each in clauses(written) if not forbids(each) and asks(each)]


def addressed(written: str) -> bool:
    """回复水利局：…: whatever follows is said to somebody else, and orders us nothing but to pass it on."""
    return _is("addressed", plain(written).strip())
