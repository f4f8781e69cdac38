"""A day beside an everyday verb of finishing: 6月8日前保证全部换下来, 剩下14户计划5月21日前补发."""

from __future__ import annotations

import re

from bot.reading.claims.days.withheld import is_withheld
from bot.reading.clauses.facts import PARTS, Fact, of_title, unexplained, without_title
from bot.reading.clauses.scope import Scope, since_turn
from bot.reading.clauses.segments import Clause
from bot.reading.clauses.tokens import Heard
from bot.reading.dates.day_finder import FoundDate
from bot.reading.kinds import FactKind, Words
from bot.reading.lexicon.expressions import any_of
from bot.reading.text.patterns import later
from bot.reading.text.spans import within

_SURELY = any_of(Words.SURELY)
_FINISHES = any_of(Words.FINISHES_PLAINLY)
_REST = later("剩[余下]?的?|余下的?|其余的?|还?差|还有|后面的?|尾巴|最后")
_WHOLE = later("全部|全数|整个|整体|所有|一起|统统|都|全")
_OTHERS = any_of(Words.OF_OTHERS)


_BEGINS = later("(?:才能?|能|可以?|就)?(?:恢复|重新|复|开[工始干搞建标]|启动|动工|进场|招标|到货|发货|下[来达]|批|来)")
_AT_BEST = later("(?:最快|顶快|再快|最早)(?:也|都)?(?:得|要|只能|是|能|可能|估计)*(?:等|到|在)?$")  # 最快也得8月
_TAG = later("(?:行不行|成不成|好不好|行吧|好吧|总行了?吧|可以了?吧)$")
_NONE_LEFT = later("一[个户处家人所村条件](?:都|也)?不[漏落少剩差]")
_DOUBTFUL = later(
    "一点|一些|部分|没(?!问题)|[不难悬未无]|够呛|可能|压力|条件|计划$|有戏|成[问]|开[工始干搞建]|启动|动工|进场"
)


_TOLD = later("[说讲称]|答应|厂家|供货|供应")  # 鉴定所说最快4月12日: somebody else's day


def at_best(scope: Scope) -> list[Fact]:
    """最快也得11月中旬才能拆完: the day by which it can be done at all."""
    return [
        Fact(FactKind.PROMISE, day.start, day.end, "at-best", day.day)
        for day in within(scope.heard.days, scope.clause.start, scope.clause.end)
        if day.day
        and not _TOLD.search(scope.heard.masked, scope.clause.start, day.start)
        and not _BEGINS.match(scope.heard.masked, day.end)
        and _AT_BEST.search(scope.heard.masked, scope.clause.start, day.start)
    ]


def plainly(scope: Scope) -> list[Fact]:
    """The commitments of a clause that names one day to come, an everyday finishing verb, and no other subject."""
    days = within(scope.heard.days, scope.clause.start, scope.clause.end)
    if len(days) != 1 or days[0].day is None or days[0].day < scope.heard.today:
        return []
    day = days[0]
    said, tail = _sides(scope, day)
    tail = _NONE_LEFT.sub("", _TAG.sub("", tail))
    if not _FINISHES.search(tail) or not _SURELY.search(said[-6:] + tail) or _over(tail) or _DOUBTFUL.search(tail):
        return []
    if is_withheld(scope, day.start, day.end) or not _of_the_task(scope, said, tail):
        return []
    return [Fact(FactKind.PROMISE, day.start, day.end, "plain-promise", day.day)]


def _sides(scope: Scope, day: FoundDate) -> tuple[str, str]:
    masked, clause = scope.heard.masked, scope.clause
    return since_turn(masked[clause.start : day.start]), scope.heard.text[day.end - 1 : day.end] + masked[
        day.end : clause.end
    ]


def _over(tail: str) -> bool:
    return re.search("[完好齐掉妥成上来去工结交]了", tail) is not None and not re.search("就|能|会|要|可以", tail)


def _of_the_task(scope: Scope, said: str, tail: str) -> bool:
    """The head, the task, all of it or the rest is what will be finished; nobody else and no step of it."""
    if _REST.search(said + tail) or _WHOLE.search(said):
        return not _OTHERS.search(_without(scope, said))
    if _OTHERS.search(_without(scope, said + tail)) or PARTS.search(_without(scope, said + tail)):
        return False
    rest = unexplained(_SURELY.sub("", said), scope.title)
    return len(rest) <= 1 or of_title(rest, scope.title)


def _without(scope: Scope, words: str) -> str:
    """The words without what the title says itself and without words of intention."""
    return without_title(_SURELY.sub("", words), scope.title)


def perhaps(heard: Heard, clause: Clause, day: FoundDate, title: str) -> bool:
    """Whether a day to come may be meant for the whole: an assurance beside it, no step, nobody else."""
    words = without_title(heard.masked[clause.start : clause.end], title)
    said, tail = words[: day.start - clause.start], words[day.end - clause.start :]
    by_then = heard.text.endswith("前", day.start, day.end)
    if (
        not (by_then or _ASSURED.search(said[-8:] + tail))
        or _KEPT_SO.search(tail)
        or _DOUBTFUL.search(words)
        or _over(tail)
    ):
        return False
    return not (_OTHERS.search(_SURELY.sub("", said + tail)) or PARTS.search(_SURELY.sub("", said + tail)))


_KEPT_SO = later("安全|稳定|供应|出行|秩序|平稳|不出")  # 确保国庆出行安全 finishes nothing
_ASSURED = any_of(Words.ASSURED)
