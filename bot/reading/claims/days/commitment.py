"""What a day means when no finishing word governs it, and days that cannot be stored: either/or, impossible, past."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bot.reading.claims.days.withheld import is_withheld
from bot.reading.clauses.facts import Fact, unexplained
from bot.reading.clauses.scope import Scope
from bot.reading.dates.day_finder import FoundDate
from bot.reading.kinds import QUIET, UNFINISHED, FactKind, Kind, Words
from bot.reading.lexicon.expressions import any_of
from bot.reading.text.patterns import later
from bot.reading.text.spans import within

_OR = later(r"^(?:[^,。;]{0,4}(?:或者?|还是|就是|要么|抑或|不然|不行就|也?可能|也许|or)[^,。;]{0,4}|)$")
_DO = any_of(Words.DOES)


_NO_AIM = later(r"(?:截至|截止|截止到|自|从|自从|已|已于|已在|的|等到?)$")
_ACCOUNT = later(
    "(?:以来|至今)?,?(?:我[局县市]|全[县市区])?(?:共|累计|总共|合计|一共|已|以来|新增|先后)"
)  # 本年度共收到…
_GOES_ON = later("(?:再|将|会|仍|还|要)?(?:继续|持续|接着|开始|启动)|再(?:看|说|议)")  # 3月份继续: nothing ends then
_ARRIVES = later(
    " ?(?:能|可|可以|会|就|才|前|之前|左右)?到(?:货|场|位|港|\\d+)?(?=$|[,。;!了])"
)  # 3机组在途，8月28日到
_LIMIT = later(
    "(?:就?是|为)?(?:任务|完成|办结|规定|要求|最后|原定)?的?(?:时限|期限|截止|最后期限|到期|死线|大限|deadline|ddl)"
)  # 8月31日是完成时限
_OF_THINGS = later("的(?=[\u4e00-\u9fff]{2})(?!时候|样子|话|事情?|目标)")  # 8月5日的完工计划


def bare_days(scope: Scope) -> list[Fact]:
    """预计下周五, 6月底前, 还没弄完大概要到月底: a commitment with nothing else beside it."""
    inside = within(scope.heard.days, scope.clause.start, scope.clause.end)
    if not inside:
        return []
    last = inside[-1]
    start = max(
        [scope.clause.start, *(m.end for m in scope.clause.marks if m.kind in UNFINISHED and m.end <= last.start)]
    )
    before = scope.heard.masked[max(start, last.start - 4) : last.start]
    if _of_a_step(scope, last):
        return []
    if _NO_AIM.search(before) or _is_today(scope, last) or tells_what_was(scope, last) or _rest(scope, start):
        return []
    if _ARRIVES.match(scope.heard.masked, last.end) or scope.heard.masked.startswith("的事", last.end):
        return []
    if last.day is not None and last.day < scope.heard.today:
        return []
    if is_withheld(scope, last.start, last.end):
        return [Fact(FactKind.LATER_PART, last.start, last.end, "withheld")]
    return [Fact(FactKind.PROMISE, last.start, last.end, "bare-day", last.day)]


def _of_a_step(scope: Scope, day: FoundDate) -> bool:
    """封顶6/24, 初稿11/22: the day of what comes before the end."""
    return any(
        mark.kind is Kind.NEAR and mark.end == day.start and _FIRST.search(scope.heard.masked, mark.start, mark.end)
        for mark in scope.clause.marks
    )


_FIRST = later("封顶|初|预验|草案|征求|中期|消防|主体")


def _is_today(scope: Scope, day: FoundDate) -> bool:
    """周五了，祝周末愉快: what day it is."""
    before = scope.heard.masked[scope.clause.start : day.start]
    after = scope.heard.masked[day.end : scope.clause.end]
    if day.rule == "festival" and not after and before and not before.strip("\x02是 "):
        return True  # 后天除夕
    return day.rule == "weekday" and _TODAY.fullmatch(before) is not None and after in ("了", "啦", "咯")


_TODAY = later("(?:今天|转眼)?(?:又|都|已经?)?(?:是|到)?")


def tells_what_was(scope: Scope, day: FoundDate) -> bool:
    """今年的三千棵, 撂下半个月了: no day to come."""
    of_a_year = scope.heard.text.endswith("的", day.start, day.end)
    return of_a_year or _is_account(scope, day.end) or scope.heard.masked.startswith(("了", "啦"), day.end)


def _is_account(scope: Scope, end: int) -> bool:
    return any(pattern.match(scope.heard.masked, end) for pattern in (_ACCOUNT, _GOES_ON, _LIMIT, _OF_THINGS))


def _rest(scope: Scope, start: int) -> str:
    """What the clause says beside the day; a commitment stands alone or beside words of intention."""
    marks = [m for m in scope.clause.marks if m.start >= start]
    if any(m.kind not in QUIET for m in marks):
        return "?"
    if within(scope.heard.percents, start, scope.clause.end):
        return "%"
    words = list(scope.heard.masked[start : scope.clause.end])
    for mark in marks:
        words[mark.start - start : mark.end - start] = " " * (mark.end - mark.start)
    rest = unexplained(_DO.sub("", "".join(words)), scope.title)
    return "" if not rest or rest in _ENDS else rest


_ENDS = tuple("完好齐毕交收成结清掉妥弄搞干办做见了")  # 下周五前交; no 明日补, 下周开搞, 后天定标


def either(scope: Scope) -> list[Fact]:
    """Two days or two percents of which the person himself leaves open which holds."""
    place = (scope.clause.start, scope.clause.end)
    named = [day for day in within(scope.heard.days, *place) if day.rule != "festival"]  # 3月12日植树节当天 is one day
    days = [(d.start, d.end, d.day) for d in named]
    percents = [(s.start, s.end, s.value) for s in within(scope.heard.percents, *place)]
    return [*_open(scope, days), *_open(scope, percents)]


def _open(scope: Scope, values: Sequence[tuple[int, int, object]]) -> list[Fact]:
    return [
        Fact(FactKind.EITHER, first[0], second[1], "either-or")
        for first, second in pairwise(values)
        if first[2] != second[2] and _OR.match(scope.heard.masked[first[1] : second[0]])
    ]
