"""Does he close the matter? 这件销了吧, 可以划掉, 办结: words that say nothing but that it is over."""

from __future__ import annotations

from collections.abc import Sequence

from bot.reading.claims.named_parts import before_it, names_a_part
from bot.reading.clauses.corrections import is_correction
from bot.reading.clauses.facts import Fact, unexplained, without_title
from bot.reading.clauses.segments import Clause
from bot.reading.clauses.tokens import Heard
from bot.reading.dates.day_finder import FoundDate
from bot.reading.kinds import FactKind, Kind, Words
from bot.reading.lexicon.expressions import any_of, one_of_list
from bot.reading.text.patterns import later
from bot.reading.text.spans import within
from db.reading_facts import Doubt

RULE = "closing"


def _frame(lead: str, core: Words) -> str:
    return f"(?:{lead}|[\x02 ])*+(?P<core>{one_of_list(core)})(?:{one_of_list(Words.CLOSING_TAIL)}| )*+"


def _requested() -> str:
    return _frame(f"{one_of_list(Words.CLOSING_LEAD)}|{one_of_list(Words.CLOSING_ASKS)}", Words.CLOSING_REQUEST)


def _said() -> str:
    return _frame(one_of_list(Words.CLOSING_LEAD), Words.CLOSING_WORD)


_REQUESTED = later(_requested)
_SAID = later(_said)
# Where a speaker without commas turns to his last word: this one is over, or he asks for its end.
_THIS = later("(?:\x03+|这(?:[个件条项桩]|件?事|活儿?)|[此该本][件条项]|我们?(?:认为|看|觉得|当它?))(?=.{1,12}$)")
_ASKS = later("(?<!就)(?:可以?|能|算是?|求|拟?请|就此)(?=.{1,12}$)")
_OF_EVERYTHING = later("[全都均已]|[没无不]一?[漏遗落剩]")
_LATER = any_of(Words.CLOSES_LATER)
# 验收一过就可以摘牌, 签完字才能划掉: what is still to come before.
_DEPENDS = later(
    "(?:一[\u4e00-\u9fff]{1,2}|(?:验|检|审|核|批|签|盖|补|改|交|到|收)[\u4e00-\u9fff]{0,3}(?:了|完|过|好|下来))(?:就|便|才|再)(?:可以?|能|可)?"
    "(?:销|摘牌|划掉|关单|结案|结项|核销|交[账卷差])[\u4e00-\u9fff]{0,2}$"
)
_DENIED = later("[不没未别勿难](?:能|会|敢|可以|可|要|急着?|好)?$")
_SAID_BEFORE = later("前报|此前|之前|原报|曾报|报称|误报|上报过|[写说报]成|撤销|提前报")  # 前报142号办结，系误报
_UNSURE = frozenset({Kind.MAYBE, Kind.UNSURE, Kind.NOT_DONE, Kind.NOT_STARTED})


def closed(heard: Heard, clauses: Sequence[Clause], title: str, facts: Sequence[Fact]) -> list[Fact]:
    """The facts with his last word as a claim of the whole, in place of what its letters were taken for."""
    if any(fact.rule == "put-off" for fact in facts) or is_correction(heard.text):
        return list(facts)
    found = [
        fact
        for place, clause in enumerate(clauses)
        if (fact := _closes(heard, before_it(heard, clauses, place), clause, title)) is not None
    ]
    if not found:
        return list(facts)
    last = next((fact for fact in reversed(found) if fact.kind is FactKind.DONE), None)
    if last is None:
        return sorted([*facts, *found], key=lambda fact: fact.start)
    kept = [
        fact
        for fact in facts
        if not (last.start - 1 <= fact.start < last.end or _is_led_up_to(fact, last) or _is_a_rate(heard, fact))
    ]
    return sorted([*kept, last, *(fact for fact in found if fact.kind is FactKind.NEAR)], key=lambda fact: fact.start)


def _is_led_up_to(fact: Fact, last: Fact) -> bool:
    """What was nearly done or done before it is of what he closes."""
    return fact.end <= last.start and (
        fact.kind in (FactKind.DONE, FactKind.MAYBE_DONE) or fact.rule in ("nearly-done-words", "nearly-done")
    )


def _is_a_rate(heard: Heard, fact: Fact) -> bool:
    """共配率71%，达到目标，拟请销号: the rate that was to be reached is no progress of what is closed."""
    return fact.kind is FactKind.PERCENT and fact.value != 100 and _RATE.search(heard.masked, 0, fact.start) is not None


_RATE = later("率(?:为|达|到|达到|是)?$")


def _closes(heard: Heard, before: Sequence[Clause], clause: Clause, title: str) -> Fact | None:
    if clause.supposed or (clause.asked and not heard.masked.endswith("吧", clause.start, clause.end)):
        return None
    depends = _DEPENDS.search(heard.masked, clause.start, clause.end)
    if depends is not None:
        return Fact(FactKind.NEAR, *depends.span(), "closed-only-then")
    if _is_later(heard, before, clause, title) or names_a_part(heard, before, title):
        return None
    words = without_title(heard.masked[clause.start : clause.end], title)
    start, core = clause.start, _match(words)
    if core is None:
        turn = _turn(words)
        if turn is None or _DENIED.search(words, 0, turn) or _LATER.search(words) or _SAID_BEFORE.search(words):
            return None
        start, core = start + turn, _match(words[turn:])
    return None if core is None else Fact(FactKind.DONE, start + core[0], start + core[1], RULE)


def _turn(words: str) -> int | None:
    """Where the last word begins behind other words of its clause."""
    this = _THIS.search(words)
    if this is not None:
        return this.start()
    asks = _ASKS.search(words)
    if asks is None:
        return None
    told = words[: asks.start()]
    return asks.start() if len(unexplained(told, "")) <= 1 or _OF_EVERYTHING.search(told) else None


def _match(words: str) -> tuple[int, int] | None:
    found = _REQUESTED.fullmatch(words) or _SAID.fullmatch(words)
    return found.span("core") if found else None


def _is_later(heard: Heard, before: Sequence[Clause], clause: Clause, title: str) -> bool:
    """今晚完成, 上半年任务完成, 验收一过，就算完: of a day to come, of a period, on a condition."""
    if any(mark.kind in _UNSURE for mark in clause.marks):
        return True
    if within(heard.periods, clause.start, clause.end) or any(
        day.day is None or day.day > heard.today or (day.day == heard.today and not _is_now(heard, day))
        for day in within(heard.days, clause.start, clause.end)
    ):
        return True
    asks = _REQUESTED.fullmatch(without_title(heard.masked[clause.start : clause.end], title))
    return any(
        c.supposed
        or _CONDITION.search(heard.masked, c.start, c.end)
        or any(_is_to_come(heard, day) for day in within(heard.days, c.start, c.end))
        for c in (before[-1:] if asks else before)
    )


def _is_to_come(heard: Heard, day: FoundDate) -> bool:
    return day.fault is not Doubt.PAST_DATE and (day.day is None or day.day > heard.today)


def _is_now(heard: Heard, day: FoundDate) -> bool:
    return _NOW.fullmatch(heard.text, day.start, day.end) is not None and not heard.text.startswith("的", day.end)


_NOW = later("今[日天早晨]|今儿个?|本日")
_CONDITION = later(
    "(?:^|(?<=[,。;!? \n]))(?:等|待|如果?|若|要是|只要|一旦|就等|只等)|"
    "(?:后|以后|之后|的话|(?<![二三四五六七八九十百])一(?:[过到完好通下]|[\u4e00-\u9fff][完好过]))(?=$|[,。;!? \n])"
)


def last_word(facts: Sequence[Fact]) -> Fact | None:
    return next((fact for fact in facts if fact.rule == RULE and fact.kind is FactKind.DONE), None)
