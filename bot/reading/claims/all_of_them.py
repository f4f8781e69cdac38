"""Is all of it done in plain words? 全部打到卡上了，一户没漏: everything has been handled, and nothing is left."""

from __future__ import annotations

from collections.abc import Sequence

from bot.reading.claims import accepted
from bot.reading.clauses.facts import Fact
from bot.reading.clauses.segments import Clause
from bot.reading.clauses.tokens import Heard
from bot.reading.kinds import STATED_OTHERWISE, FactKind
from bot.reading.text.patterns import later
from bot.reading.text.spans import within

_ALL = later(
    "(?:全部|全数|全都|都|均|悉数|一律|统统|通通|全(?![国省市县区面程过]))[^,。;!没未不要会能将在正\x02]{0,10}"
    "(?:[上好完齐妥掉清到下通定光毕](?:位|去|来|账|手里|手上|卡里?上?|库里?|户里?)?|(?:起来|下去|上去|进去|出去|下来|到位))(?:了|啦|咯|$|[,。;!])"
)
_NOTHING_LEFT = later(
    "一[户个人家处所村条件项辆名只头棵块]?(?:都|也)?[不没未][落漏少缺剩差](?!实)|(?:没有?|无|零|未留)(?:任何|一点)?(?:遗留|遗漏|漏网|漏项|欠账|尾巴|死角|剩余?|余下)(?!问题未)|"
    "(?:可以|能|准备|申请|请(?:予)?)(?:予以)?(?:摘牌|销号|交[差账]|收工|销账|结项|结案)|圆满收官|大功告成"
)


def plainly(heard: Heard, clauses: Sequence[Clause], title: str, facts: Sequence[Fact]) -> list[Fact]:
    """A claim of the whole where everything is done and nothing is left; only the first of it is a doubtful one."""
    plain = [clause for clause in clauses if not (clause.asked or clause.supposed)]
    if any(fact.kind in STATED_OTHERWISE for fact in facts):
        return []
    every = next((found for c in plain if (found := _ALL.search(heard.masked, c.start, c.end))), None)
    if every is not None and _is_meant(heard, plain, every.start()):
        return []
    if every is None:
        ready = next((found for c in plain if (found := _READY.search(heard.masked, c.start, c.end))), None)
        return [Fact(FactKind.MAYBE_DONE, *ready.span(), "ready-to-close")] if ready else []
    left = next((found for c in plain if (found := _NOTHING_LEFT.search(heard.masked, c.start, c.end))), None)
    if left is not None:
        return [Fact(FactKind.DONE, *every.span(), "all-and-nothing-left")]
    if any(every.start() <= fact.start < every.end() for fact in facts if fact.kind is FactKind.PART):
        return []
    first = next(c for c in plain if c.start <= every.start() < c.end)
    named = any(letter in title for letter in _LETTERS.findall(heard.masked[first.start : every.start()]))
    alone = named and all(
        _ALL.search(heard.masked, c.start, c.end) or not heard.masked[c.start : c.end].strip() for c in plain
    )
    alone = alone or (named and not accepted.is_anything_left(heard, plain))
    return [Fact(FactKind.MAYBE_DONE, *every.span(), "all-of-something")] if alone else []


def _is_meant(heard: Heard, clauses: Sequence[Clause], place: int) -> bool:
    """年底前保证一个不漏全安置好: meant for later, and done by nobody."""
    clause = next(clause for clause in clauses if clause.start <= place < clause.end)
    if _MEANT.search(heard.masked, clause.start, place):
        return True
    return any(day.day is None or day.day > heard.today for day in within(heard.days, clause.start, clause.end))


_MEANT = later("保证|争取|力争|确保|预计|计划|打算|准备|将|务必|一定|肯定|下[步周月]")
_READY = later("(?<![会将定证须能])按照?要求(?:全部|全面)?完成(?=$|[,。;!])")
_LETTERS = later("[\u4e00-\u9fff]")
