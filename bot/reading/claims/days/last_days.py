"""By which day will the last of it be over, where no finishing word of the whole says so?

剩14条5月8日销清, 分级结果下周五公布, 干到24号, 我看要到18号: of a task that is not claimed as done, the last day
to come on which something ends is the one the head commits to, unless somebody else acts on it or a step only begins
on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.reading.claims.days.withheld import is_withheld
from bot.reading.clauses.facts import PARTS, Fact, of_title, unexplained, without_title
from bot.reading.clauses.scope import Scope
from bot.reading.clauses.segments import Clause
from bot.reading.clauses.tokens import Heard
from bot.reading.dates.day_finder import FoundDate
from bot.reading.kinds import FactKind, Kind, Words
from bot.reading.lexicon.expressions import any_of, pattern
from bot.reading.text.patterns import later
from bot.reading.text.spans import within

_SURELY = any_of(Words.SURELY)
_ENDS = pattern(
    "^(?:<leads-to-end>){0,6}(?:(?P<found><ends-in-finding>)|<ends-on>|(?P<named><ends-if-named>))"
    "(?:<behind-end>){0,6}$"
)
_FINDS = later("[检测查审评核研验]|调研")
_ARRIVES = later(" ?(?:能|可以?|会|就|才)?(?:到|来|回)")
_ENDS_LAST = any_of(Words.ENDS_ON, "(?:{})$".format)
_ESTIMATES = any_of(Words.ESTIMATES)
_BESIDE = pattern("<estimates>|<beside-estimate>")
_ONLY_ESTIMATES = pattern("(?:<estimates>|<beside-estimate>){0,8}")
_LASTS = any_of(Words.LASTS_TILL, "(?:{})$".format)
_OTHERS = any_of(Words.NOT_THEIR_DAY)
_OUTCOME = any_of(Words.OUTCOME)
_REST = later("剩[余下]?|余下?|其余|尚欠|尾巴|最后|末[批车]|缺的?|欠|还[有差]|另外")
_SAID = (FactKind.PROMISE, FactKind.PROMISED, FactKind.DONE, FactKind.EITHER, FactKind.HEDGE, FactKind.MAYBE_DONE)


def last_ending(heard: Heard, clauses: Sequence[Clause], title: str, facts: Sequence[Fact]) -> list[Fact]:
    """The commitment that the last ending to come is, or nothing."""
    if any(fact.kind in _SAID for fact in facts):
        return []
    found = [fact for clause in clauses for fact in _endings(heard, clauses, clause, title)]
    latest = max((fact.value for fact in found if fact.value is not None), default=None)
    if not found or found[-1].value != latest:
        return []
    return [found[-1]]


def _endings(heard: Heard, clauses: Sequence[Clause], clause: Clause, title: str) -> Iterator[Fact]:
    if clause.asked or clause.supposed or _asks_or_stands(heard, clause) or _depends(heard, clauses, clause):
        return
    if within(heard.periods, clause.start, clause.end):
        return  # 本月任务3月5号完成: of a time
    scope = Scope(heard, clause, title)
    for day in within(heard.days, clause.start, clause.end):
        if day.day is None or day.day <= heard.today:
            continue
        rule = _ends(scope, day)
        if rule and not is_withheld(scope, day.start, day.end):
            yield Fact(FactKind.PROMISE, day.start, day.end, rule, day.day)


def _asks_or_stands(heard: Heard, clause: Clause) -> bool:
    if clause.first(Kind.BLOCKED):
        return True
    return clause.first(Kind.EXT) is not None and not _ONLY_TELLS.search(heard.masked, clause.start, clause.end)


_ONLY_TELLS = later("所以|预计|预期|只能|只好|势必")  # 所以整体往后挪到9/26 asks for nothing


def _depends(heard: Heard, clauses: Sequence[Clause], clause: Clause) -> bool:
    """要是资金到位，十月能完: what is supposed right before it decides."""
    return any(
        c.supposed and heard.text[c.end : clause.start].strip() in ("", ",") for c in clauses if c.end <= clause.start
    )


def _ends(scope: Scope, day: FoundDate) -> str:
    """By which words the day is one on which something ends; empty if by none."""
    masked, clause = scope.heard.masked, scope.clause
    said, tail = masked[clause.start : day.start], masked[day.end : clause.end]
    own = without_title(said + " " + tail, scope.title)
    if _OTHERS.search(own) or _ARRIVES.match(tail):
        return ""
    if _ends_behind(scope, tail):
        wraps_up = day.rule == "week" and "收尾" in tail  # 下周收尾: then it goes on
        return "ends-on" if _is_its_own(scope, said) and not _of_a_part(scope, tail) and not wraps_up else ""
    if not tail.strip() or _ONLY_ESTIMATES.fullmatch(tail.strip()):
        if (lasts := _LASTS.search(said.rstrip())) and _is_short(scope, said[: lasts.start()]):
            return "lasts-till"
        if _is_estimate(scope, said, tail):
            return "estimated"
        if _ENDS_LAST.search(said.rstrip()):
            return "ends-on"
    return ""


def _is_short(scope: Scope, said: str) -> bool:
    """C栋要到9月中: what is left lasts, or the task; no long account of something else."""
    return len(unexplained(_BESIDE.sub("", said), scope.title).strip()) <= _A_NAME


_A_NAME = 2  # letters


def _ends_behind(scope: Scope, tail: str) -> bool:
    found = _ENDS.match(tail)
    if found is None or (found["found"] and not _FINDS.search(scope.title)):
        return False
    return not found["named"] or of_title(found["named"], scope.title)


def _is_estimate(scope: Scope, said: str, tail: str) -> bool:
    """我看十二三号, 4.30差不离, 暂定18日: nothing beside the day but how sure it is."""
    if not _ESTIMATES.search(said + tail):
        return False
    return not unexplained(_BESIDE.sub("", _SURELY.sub("", said) + tail), scope.title).strip()


def _is_its_own(scope: Scope, said: str) -> bool:
    """Nothing stands before the day, or the task, what is left of it, or its outcome."""
    rest = unexplained(_BESIDE.sub("", _SURELY.sub("", said)), scope.title).strip()
    if len(rest) <= 1 or of_title(rest, scope.title):
        return True
    if PARTS.search(rest) and not _REST.search(said):
        return False
    return _REST.search(said) is not None or _OUTCOME.search(said) is not None


def _of_a_part(scope: Scope, tail: str) -> bool:
    """8月20日前把材料补齐: what is finished is a part."""
    return PARTS.search(_NAMING_PARTS.sub("", without_title(tail, scope.title))) is not None


_NAMING_PARTS = later("出[\u4e00-\u9fff]{0,3}报告|报告出来|[取出拿]证|亮灯")
