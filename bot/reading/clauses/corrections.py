"""Corrections and withdrawals of an earlier message: what is wrong is blotted out before the rest is read."""

from __future__ import annotations

import re

from bot.reading.kinds import Words
from bot.reading.lexicon.expressions import any_of, each_of
from bot.reading.text.patterns import later

_CORRECTING = any_of(Words.CORRECTS)
_NO_CORRECTION = any_of(Words.CORRECTS_NOT)
_VALUE = (
    r"(?:[\d.]+%?|百分之[一二三四五六七八九十百]+|[一二两三四五六七八九十]成(?:半|多)?|一半|(?:已|都|"
    r"全部)*(?:办结|完成|竣工|完工|销号|办完|弄完|搞定|停工|未启动|未开工)了?)"
)
_REF = later(
    r"(?:任务|事项|第)?[0-9一二三四五六七八九十]{1,3}(?:号|项|个)(?:任务|事项)?|"
    r"任务[0-9一二三四五六七八九十]{1,3}|[①-⑳]"
)
_DISOWNED = each_of(Words.DISOWNED)
_WRONG_VALUES = each_of(Words.SAID_BEFORE)
_FRAMES = any_of(Words.WRONG_VALUE)


def is_correction(text: str) -> bool:
    return _CORRECTING.search(_NO_CORRECTION.sub(_blank, text)) is not None


def _blank(found: re.Match[str]) -> str:
    """村民把卡号填错了: whoever else erred, what is beside it may still correct."""
    return "\x00" * len(found.group())


def without_wrong_values(text: str) -> str:
    """The text with the disowned values and the framing words blotted out, place by place."""
    letters = list(text)
    for pattern in _DISOWNED:
        for match in pattern.finditer(text):
            letters[match.start("w") : match.end("w")] = " " * (match.end("w") - match.start("w"))
    for pattern in _WRONG_VALUES:
        for match in pattern.finditer(text):
            _blot_values(letters, text, *match.span("w"))
    for match in _FRAMES.finditer(text):
        letters[match.start() : match.end()] = " " * (match.end() - match.start())
    for match in re.finditer("(?:而)?(?:不是|并非|而非)(?= )", "".join(letters)):
        letters[match.start() : match.end()] = " " * (match.end() - match.start())
    return "".join(letters)


def _blot_values(letters: list[str], text: str, start: int, end: int) -> None:
    kept = {place for ref in _REF.finditer(text, start, end) for place in range(*ref.span())}
    for value in _VALUES.finditer(text, start, end):
        for place in range(*value.span()):
            if place not in kept:
                letters[place] = " "


_VALUES = later(_VALUE + "|[^号项任务]{0,2}[月日]")


def replaced(text: str) -> tuple[float, float] | None:
    """上次写的98写错了,应该是100: the share that was wrong and the right one, though neither bears a sign."""
    found = _REPLACED.search(text)
    if found is None:
        return None
    wrong, right = float(found["wrong"]), float(found["right"])
    return (wrong, right) if wrong != right and max(wrong, right) <= _WHOLE else None


_WHOLE = 100
_SHARE = r"(?<![\d.])(?P<{}>\d{{1,3}}(?:\.\d{{1,2}})?)%?(?![\d.]|[年月日号个处户项家万亿元])"
_REPLACED = later(
    _SHARE.format("wrong")
    + r"[^\d。;\n]{0,10}(?:错|反|误|不对|高了|低了|早了|多了|少了)[^\d。;\n]{0,10}?"
    + _SHARE.format("right")
)
