"""Words about the work that no rule reads: kept as a report, never dropped; with a figure they are not hollow."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.reading.asks import courtesy
from bot.reading.clauses.facts import unexplained
from bot.reading.clauses.segments import Clause
from bot.reading.clauses.tokens import Heard
from bot.reading.kinds import Words
from bot.reading.lexicon.loader import any_of
from bot.reading.text.patterns import later
from bot.reading.text.spans import within

_WORK = any_of(Words.WORK)
_AS_FACT = any_of(Words.AS_FACT)
_FIGURE = later(r"\d|[一二两三四五六七八九十百千]+(?:余|多)?[个处项户家次场件台套座所条人亩份期轮批]|\x01")
_COUNT = later(
    r"(?<![\d:点])\d{1,9}(?:\.\d{1,4})?[万亿千百余多]{0,3}(?:[次场户处件项台套亩吨座栋条份期轮批堂篇间所辆]|家(?!人)|个(?!人|月|小时|钟|群)|"
    r"公里|平|千?米|元|人次)"
)
_BRINGS = any_of(Words.BRINGS)
_HAN = later("[\u4e00-\u9fff]")
_RESULT = later(
    r"(?:没有?|未|无|零|不)(?:再)?(?:发生|发现|出现|新增|反弹|接到|收到)|无(?=[\u4e00-\u9fff]{2})(?!法)|零[\u4e00-\u9fff]{2}"
)


def bears_figure(heard: Heard, clause: Clause) -> bool:
    return _FIGURE.search(heard.masked, clause.start, clause.end) is not None


def told(heard: Heard, clauses: Sequence[Clause], *, pointing: re.Pattern[str]) -> bool | None:
    """None: nothing is said of the task. Otherwise whether the words have substance."""
    if not heard.tasks or courtesy.is_ack(heard.masked):
        return None
    plain = [c for c in clauses if not (c.asked or c.supposed) and not pointing.search(heard.text, c.start, c.end)]
    stating = [clause for clause in plain if _states(heard, clause, wondering=len(plain) < len(clauses))]
    if not stating:
        return None
    return any(bears_figure(heard, c) or _RESULT.search(heard.masked, c.start, c.end) for c in stating)


def _states(heard: Heard, clause: Clause, *, wondering: bool) -> bool:
    words = heard.masked[clause.start : clause.end]
    named = _is_named(clause)
    if courtesy.is_talk(words if named else heard.text):
        return False
    if named and not wondering:
        return _COUNT.search(words) is not None or (bool(unexplained(words, "")) and len(_HAN.findall(words)) >= 2)
    if within(heard.days, clause.start, clause.end) and _BRINGS.search(words):
        return True
    return _COUNT.search(words) is not None or bool(_WORK.search(words) and _AS_FACT.search(words))


def _is_named(clause: Clause) -> bool:
    return clause.topic is not None and clause.topic.rule != "only-task"
