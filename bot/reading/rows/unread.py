"""Words about the work that no rule reads: kept as a report, never dropped; with a figure they are not hollow."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.reading.asks import courtesy, unrelated
from bot.reading.clauses.facts import unexplained
from bot.reading.clauses.segments import Clause
from bot.reading.clauses.tokens import Heard
from bot.reading.kinds import Words
from bot.reading.lexicon.expressions import any_of
from bot.reading.text.patterns import later
from bot.reading.text.spans import within

_WORK = any_of(Words.WORK)
_AS_FACT = any_of(Words.AS_FACT)
_FIGURE = later(r"\d|[一二两三四五六七八九十百千]+(?:余|多)?[个处项户家次场件台套座所条人亩份期轮批]|\x01")
COUNT = later(
    r"(?:(?<![\d:点])\d{1,9}(?:\.\d{1,4})?|(?<![一二两三四五六七八九十百千万第])[一二两三四五六七八九十百千]{2,7})[万亿千百余多来]{0,3}(?:[次场户处件项台套亩吨座栋条份期轮批堂篇间所辆根株眼头亩趟]|家(?!人)|个(?!人|月|小时|钟|群)|"
    r"公里|平|千?米|元|人次)"
)
_BRINGS = any_of(Words.BRINGS)
_HAN = later("[\u4e00-\u9fff]")
_RESULT = later(
    r"(?:没有?|未|无|零|不)(?:再)?(?:发生|发现|出现|新增|反弹|接到|收到)|无(?=[\u4e00-\u9fff]{2})(?!法)|零[\u4e00-\u9fff]{2}|"
    r"(?:情况|形势|秩序|运行)(?:总体|基本)?(?:稳定|平稳|良好|正常)"
)


def bears_figure(heard: Heard, clause: Clause) -> bool:
    return _FIGURE.search(heard.masked, clause.start, clause.end) is not None


@dataclass(frozen=True, slots=True)
class Told:
    """Something is said of the work: with substance or hollow, and surely work or only perhaps."""

    substance: bool
    sure: bool
    start: int
    end: int


def told(heard: Heard, clauses: Sequence[Clause], *, pointing: re.Pattern[str]) -> Told | None:
    if not heard.tasks or courtesy.is_ack(heard.masked):
        return None
    plain = [c for c in clauses if not (c.asked or c.supposed) and not pointing.search(heard.text, c.start, c.end)]
    wondering = len(plain) < len(clauses)
    sure = [clause for clause in plain if works(heard, clause)]
    perhaps = [c for c in plain if _is_named(c) and not wondering and _says(heard.masked[c.start : c.end], least=1)]
    stating = sure or perhaps
    if not stating or (not any(map(_is_named, stating)) and unrelated.is_unrelated(heard)):
        return None
    figured = any(bears_figure(heard, c) or _RESULT.search(heard.masked, c.start, c.end) for c in stating)
    chatty = not any(map(_is_named, stating)) and unrelated.shows_itself(heard)
    return Told(figured, bool(sure) and not chatty, stating[0].start, stating[-1].end)


def _says(words: str, least: int = 2) -> bool:
    return bool(unexplained(words, "")) and len(_HAN.findall(words)) >= least


def works(heard: Heard, clause: Clause) -> bool:
    """Positive evidence of work: a quantity of it, or what is done with what."""
    words = heard.masked[clause.start : clause.end]
    if _is_named(clause) and _GOES_ON.search(words) and _says(words):
        return True
    if within(heard.days, clause.start, clause.end) and (_BRINGS.search(words) or _VERB.search(words)):
        return True
    if _ON_SCHEDULE.search(words):
        return True
    if COUNT.search(words) or (_WORK.search(words) and _AS_FACT.search(words)):
        return True
    return (_VERB.search(words) is not None and _says(words)) or _RESULT.search(words) is not None


# Of a task that is named: that it goes on, is still to come, lacks something, or a figure of it.
_GOES_ON = later(
    "正(?!常|式|确)|(?<![存现实])在(?![线职岗于即])|还|仍|没(?!问题)|未|已|差(?!不多)|缺|等|天天|每天|每日|\\d"
)


# What is done in the trades and offices of a city; one letter of it beside an object is work.
_VERB = any_of(Words.WORK_VERB)


_ON_SCHEDULE = later("按期|按计划|按节点|按序时|正常|如期|按时|顺利|按部就班|有条不紊")


def _is_named(clause: Clause) -> bool:
    return clause.topic is not None and clause.topic.rule != "only-task"
