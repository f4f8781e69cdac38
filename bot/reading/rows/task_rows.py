"""The row of one task: what is stated of it, what stands in its way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.reading.asks import causes, courtesy, helpers, obstacles, unrelated
from bot.reading.claims.summary import Sum
from bot.reading.clauses.facts import Fact
from bot.reading.clauses.segments import Clause
from bot.reading.clauses.tokens import Heard
from bot.reading.kinds import WEAK, WEAK_OR_TROUBLE, FactKind, MentionKind, Words
from bot.reading.lexicon.expressions import any_of
from bot.reading.rows import unread
from bot.reading.rows.matters import Found, Matter
from bot.reading.text.once import once_per_message
from bot.reading.text.patterns import later
from bot.reading.text.spans import within
from db.reading_facts import Doubt, Row, Said, Span

_ELSEWHERE = any_of(Words.ELSEWHERE)
_WITHDRAWN = any_of(Words.WITHDRAWN)


def _says_little(fact: Fact) -> bool:
    return fact.kind in WEAK or (fact.kind is FactKind.PART and fact.rule == "act")


def said_here(heard: Heard, clauses: Sequence[Clause], facts: list[Fact]) -> list[Fact]:
    """具体进展详见附件: where a clause only points elsewhere, 进展 and 已 state nothing."""
    return [fact for fact in facts if not (_says_little(fact) and _is_pointed_elsewhere(heard, clauses, fact))]


def _is_pointed_elsewhere(heard: Heard, clauses: Sequence[Clause], fact: Fact) -> bool:
    before = within(clauses, 0, fact.start + 1)
    if not before or before[-1].end <= fact.start:
        return False
    return _points_elsewhere(heard, before[-1]) or told_later(heard.text[before[-1].start : before[-1].end])


_PUT_OFF = later(
    r"(?:等|待|容)[^,。;!?\n]{0,12}(?:核实|核对|核查|核定|复核|核准|了解|查清|摸清|弄清|统计|确认)[^,。;!?\n]{0,6}后?[,，]?[^,。;!?\n]{0,4}"
    r"(?:再|另行?|重新|马上|第一时间|尽快)[^,。;!?\n]{0,4}[报告复答送知发]"
)


def not_put_off(heard: Heard, clauses: Sequence[Clause], facts: list[Fact]) -> list[Fact]:
    """予以作废，待核实后另行报告: of the withdrawn nothing is known yet."""
    later_on = [c for c in clauses if _PUT_OFF.search(heard.text, c.start, c.end)]
    return [f for f in facts if not any(c.start <= f.start < c.end for c in later_on)]


def excepted(found: Found, ref: int | None, total: Sum) -> None:
    """除X外: X is in progress unless more is said of it."""
    for mention in found.heard.mentions:
        if (
            mention.kind is MentionKind.EXCEPT
            and ref in mention.refs
            and total.state is None
            and not total.contradicted
        ):
            total.state = Said.IN_PROGRESS
            total.spans["state"] = Fact(FactKind.PROGRESS, mention.start, mention.end, "except")


def only_talk(found: Found, matter: Matter, total: Sum) -> bool:
    """在开车，稍后回复: no task is named, nothing is stated, and it sounds like small talk."""
    chat = unrelated.is_unrelated(found.heard) and not found.heard.mentions
    if chat and all(f.rule == "bare-day" for f in total.facts):
        return True
    weak = all(f.kind in (FactKind.ASPECT, FactKind.PLAN) or f.rule in ("act", "progress-noun") for f in total.facts)
    return weak and not total.spans.get("blocker") and not found.heard.mentions and courtesy.is_talk(found.heard.text)


def unread_row(found: Found, row: Row, matter: Matter, total: Sum) -> Row | None:
    """Words that no rule reads: surely of the work they are stored as in progress, otherwise proposed so."""
    if row.ref is None:
        return None
    pointing = _WITHDRAWN if found.correcting else _ELSEWHERE
    said_now = [c for c in matter.clauses if not told_later(found.heard.text[c.start : c.end])]
    told = unread.told(found.heard, said_now, pointing=pointing)
    only_if_sure = found.correcting or len(said_now) < len(matter.clauses)
    if told is None or (only_if_sure and not told.sure):
        return None
    if not told.sure:
        total.only_proposed = True
        total.doubts.append((Doubt.UNREADABLE, told.start, told.end))
    return replace(row, state=Said.IN_PROGRESS, substance=told.substance)


_TOLD_LATER = any_of(Words.TOLD_LATER)


def told_later(words: str) -> bool:
    """培训另报: nothing is said of it now."""
    return _TOLD_LATER.search(words) is not None


def only_stated(row: Row, total: Sum, *apart: Clause) -> Row:
    """Decision and delegation rows carry a state only if the text states one."""
    facts = [f for f in total.facts if not any(c.start <= f.start < c.end and f.kind in WEAK for c in apart)]
    silent = WEAK_OR_TROUBLE | {FactKind.PART}
    told = [f for f in facts if f.rule not in _OF_AN_OPTION]
    stated = any(f.kind not in silent or f.rule == "progress" for f in told)
    return row if stated else replace(row, state=None)


_OF_AN_OPTION = ("remaining-step", "bare-day")  # 剩两家投标, 费时四十日: what a choice is about, and what it costs


def other_values(row: Row) -> bool:
    return bool(row.promise or row.blocker or row.help_from)


def base_row(found: Found, ref: int | None, matter: Matter, total: Sum) -> Row:
    heard = found.heard
    row = Row(ref, state=total.state, percent=total.percent, expected_date=total.expected, promise=total.promise)
    for name, fact in total.spans.items():
        row = spanned(found, row, name, fact.start, fact.end, fact.rule)
    row = replace(row, difficulty_solved=any(f.kind is FactKind.SOLVED for f in total.facts))
    if row.state is not Said.DONE_CLAIMED and not matter.decides:
        row = _with_obstacle(found, row, matter)
    if row.state is None and not total.contradicted and other_values(row):
        row = replace(row, state=Said.IN_PROGRESS)
    return replace(row, substance=_substance(heard, row, matter, total))


def _with_obstacle(found: Found, row: Row, matter: Matter) -> Row:
    heard = found.heard
    plain = [c for c in matter.clauses if not c.asked]
    helps = helpers.helpers(heard, plain)
    if helps:
        row = replace(row, help_from=tuple(dict.fromkeys(heard.said.words(h.start, h.end) for h in helps)))
        row = spanned(found, row, "help_from", helps[0].start, helps[-1].end, "help")
    cause = obstacles.cause(heard, plain)
    if cause is None and row.state in _STANDING:
        title = heard.titles.get(row.ref or 0, "")
        cause = causes.beside(heard, plain, title, surely=row.state is not Said.NOT_STARTED)
        cause = cause or next((rest for clause in plain if (rest := causes.behind(heard, clause, title))), None)
    if cause is None and row.state is Said.BLOCKED:
        cause = next((stuck for clause in plain if (stuck := causes.stuck_noun(heard, clause))), None)
    if cause:
        row = replace(row, blocker=heard.said.words(cause.start, cause.end))
        row = spanned(found, row, "blocker", cause.start, cause.end, cause.rule)
    return row


_STANDING = (Said.BLOCKED, Said.DELAYED, Said.NOT_STARTED)


def spanned(found: Found, row: Row, name: str, start: int, end: int, rule: str) -> Row:
    first, last = found.heard.said.as_written(start, end)
    return replace(row, spans=(*row.spans, (name, Span(first, last, rule))))


def _substance(heard: Heard, row: Row, matter: Matter, total: Sum) -> bool:
    if row.state is not Said.IN_PROGRESS or row.percent is not None or row.expected_date or other_values(row):
        return True
    if any(f.kind not in WEAK for f in total.facts):
        return True
    return any(unread.bears_figure(heard, clause) for clause in matter.clauses)


def deciding(found: Found, row: Row) -> Row:
    choice = found.choice
    if choice is None:
        return row
    if row.state is None:
        row = replace(row, expected_date=None, promise=None)  # 重招要到11月20日: of an option
    options = tuple(found.heard.said.words(start, end).strip(" ,，:：") for start, end in choice.options)
    row = replace(row, options=options, recommended=choice.recommended)
    return spanned(found, row, "options", choice.start, choice.end, "choice")


def elsewhere(heard: Heard, clauses: Sequence[Clause]) -> bool:
    return any(_points_elsewhere(heard, clause) for clause in clauses)


@once_per_message
def _points_elsewhere(heard: Heard, clause: Clause) -> bool:
    return _ELSEWHERE.search(heard.text, clause.start, clause.end) is not None
