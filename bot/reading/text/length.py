"""How much of a message is read at once: a page of a report, however dense; of nonsense only the beginning."""

from __future__ import annotations

from bot.reading.text.patterns import later

_STEP = later(r"[,;。!?\n: ]|\d+|[号日周月年天旬节季前内后①-⑳]|[完办结成到没未还已请交由]")
MOST_STEPS = 950
ENOUGH = 1200
_GRAM = 8


def readable(text: str) -> int:
    """How many letters of a uniform text are read; the rest is asked for again."""
    if len(text) <= ENOUGH:
        return len(text)
    if _repeats(text):
        return _at_a_break(text, ENOUGH)
    return _within_steps(text)


def _repeats(text: str) -> bool:
    """The same few words over and over: no report."""
    different = {text[place : place + _GRAM] for place in range(len(text) - _GRAM)}
    return len(different) < len(text) / 10


def _within_steps(text: str) -> int:
    for count, step in enumerate(_STEP.finditer(text)):
        if count == MOST_STEPS:
            return _at_a_break(text, step.start())
    return len(text)


def _at_a_break(text: str, most: int) -> int:
    """The end of the last clause that fits, so that no figure is cut from its words."""
    last = max(text.rfind(mark, most // 2, most) for mark in ",;。!?\n")
    return last + 1 if last >= 0 else most
