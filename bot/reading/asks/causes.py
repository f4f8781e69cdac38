"""The cause beside a standstill or a request that no word of cause names."""

from __future__ import annotations

from collections.abc import Sequence

from bot.reading.asks import courtesy
from bot.reading.asks.helpers import HELP
from bot.reading.asks.obstacles import NO_CAUSE, SOLVED, Cause, trimmed
from bot.reading.clauses.facts import unexplained, without_title
from bot.reading.clauses.segments import Clause
from bot.reading.clauses.tokens import Heard
from bot.reading.kinds import NO_CAUSES, NO_CAUSES_OF_REQUEST, STANDING, Kind, Words
from bot.reading.lexicon.expressions import any_of
from bot.reading.text.patterns import later
from bot.reading.text.spans import within

_TROUBLE = any_of(Words.TROUBLED)


def beside(
    heard: Heard, clauses: Sequence[Clause], title: str, *, surely: bool = True, request: bool = False
) -> Cause | None:
    """The clause beside a standstill or a request that says something of its own: that is the cause.

    `surely`: without any word of trouble too. Of a request also a standstill may be the cause."""
    never = NO_CAUSES_OF_REQUEST if request else NO_CAUSES
    told = [
        c
        for c in clauses
        if not (c.asked or c.supposed) and not _is_told(heard, c, never) and _may_be_cause(heard, c, title)
    ]
    told.sort(key=lambda clause: _TROUBLE.search(heard.text, clause.start, clause.end) is None)
    if not told or not (surely or _TROUBLE.search(heard.text, told[0].start, told[0].end)):
        return None
    return whole_clause(heard, told[0])


def _is_told(heard: Heard, clause: Clause, never: frozenset[Kind]) -> bool:
    """The clause states something; to wait for somebody (等省里批复) or his delay (一个章拖了三周) is a cause."""
    return any(
        m.kind in never
        and not (m.rule == "remaining-step" and m.start <= clause.start + 1)
        and not (m.kind is Kind.LATE and m.start >= clause.start + 3 and heard.text.startswith("拖", m.start))
        for m in clause.marks
    )


def _may_be_cause(heard: Heard, clause: Clause, title: str) -> bool:
    if any(share.rule != "half" for share in within(heard.percents, clause.start, clause.end)):
        return False
    words = heard.masked[clause.start : clause.end]
    troubled = _TROUBLE.search(words) is not None
    going = any(m.rule in ("progress", "done", "future") for m in clause.marks)
    if (going or within(heard.days, clause.start, clause.end)) and not troubled:
        return False
    if (
        NO_CAUSE.search(words)
        or HELP.search(heard.text, clause.start, clause.end)
        or _ASKS.match(words.strip())
        or courtesy.is_talk(without_title(words, title))
    ):
        return False
    for mark in clause.marks:
        if mark.kind in (Kind.NOT_DONE, Kind.STARTED_SUB, Kind.LATE):
            words = words.replace(heard.masked[mark.start : mark.end], " ")
    return _tells(_PLANNED.sub("", words).strip(), title, troubled=troubled)


def _tells(words: str, title: str, *, troubled: bool) -> bool:
    """Whether some words say something of their own, beside the title and what any office says."""
    enough = 1 if troubled and len(words) <= 3 else 2
    own = {letter for letter in words if _TELLING.match(letter)} - set(title)
    return len(unexplained(words, title)) >= enough or len(own) >= 4


_TELLING = later("(?![是的了咯啦呢吧嘛啊就都也还已这那个])[\u4e00-\u9fffa-z]")


_PLANNED = later("序时|节点|计划|时序|任务|目标|工作")


_ASKS = later(r"请|恳请|希望|麻烦|望|盼|求|领导$|报告领导|特此|妥否|以上|具体|时间|时限|\W*$")


def around(heard: Heard, clause: Clause, start: int, end: int, title: str) -> Cause | None:
    """The rest of a breath in which a request is made: 想延到月底设备还没运到."""
    for first, last in ((end, clause.end), (clause.start, start)):
        words = heard.masked[first:last]
        words = _PLEA.sub("", words)
        if len(unexplained(words, title)) >= 3 and _TROUBLE.search(words):
            first, last = trimmed(heard, first, last)
            return Cause(first, last, "same-breath")
    return None


_PLEA = later(r"几天|[行中成好可][不吗没嘛]|可以[吗不]|行不行|好不好|时间|左右|一下")


def behind(heard: Heard, clause: Clause, title: str) -> Cause | None:
    """五号卡住了管材没到: the rest of the breath behind the word that says it stands still."""
    stands = next((mark for mark in clause.marks if mark.kind in STANDING), None)
    if stands is None:
        return None
    named = [m.end for m in within(heard.mentions, clause.start, stands.start)]
    for first, last in ((stands.end, clause.end), (max([clause.start, *named]), stands.start)):
        rest = _ANEW.split(heard.masked[first:last])[-1]
        first = last - len(rest)
        if len(unexplained(rest, title)) >= 3 and _TROUBLE.search(rest) and not HELP.search(rest):
            return Cause(*trimmed(heard, first, last), "same-breath")
    return None


_ANEW = later("(?<=[了啦])(?=[^了啦])(?=.{3})|[^\u4e00-\u9fff]+")


def stuck_noun(heard: Heard, clause: Clause) -> Cause | None:
    """资金卡住了: what is stuck is the obstacle."""
    found = _STUCK_NOUN.search(heard.text, clause.start, clause.end)
    return Cause(*found.span("what"), "stuck-noun") if found else None


_STUCK_NOUN = later(
    r"(?P<what>资金|款项|经费|手续|审批|批复|用地|征地|征拆|拆迁|环评|图纸|设备|材料|苗木|物料|人手|接口|数据|许可证?|土地指标|指标)"
    r"(?:这块|这里|那边|那块|上|环节)?(?:一直|都|就|还|也|又)?(?:被)?(?:卡|stuck|block|hold|停|僵|堵)"
)


def whole_clause(heard: Heard, clause: Clause) -> Cause | None:
    start, end = trimmed(heard, clause.start, clause.end)
    words = heard.text[start:end]
    return None if NO_CAUSE.search(words) or SOLVED.search(words) else Cause(start, end, "clause")
