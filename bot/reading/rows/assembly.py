"""From clauses to a Reading: rows, queries, intent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.reading.asks import courtesy
from bot.reading.asks.delegates import IN_ABSENCE
from bot.reading.claims import statements, summary
from bot.reading.claims.summary import Sum
from bot.reading.clauses.facts import Fact
from bot.reading.clauses.naming import Topic
from bot.reading.kinds import WEAK, WEAK_OR_TROUBLE
from bot.reading.rows import left_over
from bot.reading.rows.alike import alike, query_about, row_of
from bot.reading.rows.confidence import doubted
from bot.reading.rows.delegation_rows import about_persons, beside_absence, of_delegation, only_handed_in
from bot.reading.rows.extension_rows import extension_row
from bot.reading.rows.matters import Found, Matter
from bot.reading.rows.questions import beyond_stored, query_of
from bot.reading.rows.task_rows import (
    base_row,
    deciding,
    elsewhere,
    excepted,
    not_put_off,
    only_stated,
    only_talk,
    other_values,
    said_here,
    spanned,
    told_later,
    unread_row,
)
from bot.reading.rows.verdict import Verdict
from bot.reading.text.patterns import later
from db.reading_facts import Doubt, Query, Reading, Row, Said


def facts_by_task(found: Found) -> Mapping[int, Sequence[Fact]]:
    facts: dict[int, Sequence[Fact]] = {}
    for ref, standing in alike(found).items():
        title = found.heard.titles.get(ref, "")
        facts[ref] = facts[standing] if standing != ref else _facts(found, found.matters[ref], title)
    return facts


def reading(found: Found, facts: Mapping[int, Sequence[Fact]]) -> Reading:
    rows, queries = _rows(found, facts)
    return Verdict(found, rows, [beyond_stored(query, rows) for query in queries], found.correcting).reading()


def _rows(found: Found, facts: Mapping[int, Sequence[Fact]]) -> tuple[list[Row], list[Query]]:
    rows: list[Row] = []
    queries: list[Query] = []
    read: dict[int, tuple[Row | None, list[Query]]] = {}
    for ref, standing in alike(found).items():
        if standing == ref:
            read[ref] = _row(found, ref, found.matters[ref], list(facts[ref]))
        row, asked = read[standing]
        if standing != ref:
            row, asked = row_of(row, ref), [query_about(query, ref) for query in asked]
        if row is not None:
            rows.append(row)
        elif not asked:
            asked = _unread(found, ref, found.matters[ref])
        queries.extend(asked)
    for topic, matter in found.doubtful.items():
        if matter.ask or not all(clause.asked for clause in matter.clauses):
            queries.extend(_which(found, topic, matter))
    if not queries:
        queries.extend(_floating(found, rows))
    queries.extend(left_over.told_of(found, rows, queries))
    return rows, queries


def _row(found: Found, ref: int | None, matter: Matter, facts: list[Fact]) -> tuple[Row | None, list[Query]]:
    heard = found.heard
    if matter.delegate is not None and matter.delegate.disputed:
        return None, [query_of(heard, ref, Doubt.NO_NAME, matter.clauses[0].start, matter.clauses[-1].end, None)]
    if matter.ask is not None:
        return extension_row(found, ref, matter, facts)
    total = summary.add_up(heard, facts)
    excepted(found, ref, total)
    row = _stated_row(found, ref, matter, total)
    kept = row
    if total.instead is not None:
        kept = replace(row or Row(ref), state=total.instead[0], percent=total.instead[1])
    unnamed = matter.delegate is not None and matter.delegate.unnamed
    doubts = [found for found in total.doubts if not (unnamed and found[0] is Doubt.HEDGE)]
    queries = [query_of(heard, ref, doubt, start, end, kept) for doubt, start, end in doubts]
    if unnamed:
        queries.append(query_of(heard, ref, Doubt.NO_NAME, matter.clauses[0].start, matter.clauses[-1].end, row))
    if row is None and not queries and elsewhere(heard, matter.clauses):
        queries.append(query_of(heard, ref, Doubt.ELSEWHERE, matter.clauses[0].start, matter.clauses[-1].end, None))
    if row is None or total.contradicted or total.only_proposed:
        return None, queries
    doubt = None if matter.decides or matter.delegate or found.correcting else doubted(heard, matter, total, row)
    if doubt is None:
        return row, queries
    return doubt.stored, [*queries, query_of(heard, ref, doubt.doubt, doubt.start, doubt.end, doubt.proposed)]


def _unread(found: Found, ref: int, matter: Matter) -> list[Query]:
    """A named task of which nothing is read beside others that are: asked about, never passed over."""
    named = [c for c in matter.clauses if c.topic is not None and c.topic.rule in _BY_NAME and not c.asked]
    if (
        found.correcting
        or len(found.heard.tasks) < 2
        or not named
        or any(c.asked for c in matter.clauses)
        or matter.delegate
        or matter.decides
    ):
        return []
    words = found.heard.masked[named[0].start : named[-1].end]
    if len(_HAN.findall(words)) < _SAYS or told_later(words) or courtesy.is_ack(words) or courtesy.is_talk(words):
        return []
    kept = Row(ref, state=Said.IN_PROGRESS)
    return [query_of(found.heard, ref, Doubt.UNREADABLE, named[0].start, named[-1].end, kept)]


_BY_NAME = ("title-words", "number-hao", "number-sharp", "number-bare", "list-number", "number-mark", "number-nth")
_HAN = later("[\u4e00-\u9fff]")
_SAYS = 2  # letters beside the name


def _facts(found: Found, matter: Matter, title: str) -> list[Fact]:
    heard, clauses = found.heard, matter.clauses
    facts = said_here(heard, clauses, statements.facts_of(heard, clauses, title))
    if matter.delegate is not None and matter.delegate.rule == IN_ABSENCE:
        facts = beside_absence(heard, clauses, facts)
    if not found.correcting:
        return facts
    return not_put_off(heard, clauses, [f for f in facts if f.kind not in WEAK or f.rule == "progress"])


def _stated_row(found: Found, ref: int | None, matter: Matter, total: Sum) -> Row | None:
    named = matter.delegate if matter.delegate and not matter.delegate.unnamed else None
    if named is not None and named.rule == "contact" and any(doubt is Doubt.HEDGE for doubt, _, _ in total.doubts):
        named = None  # 我不太清楚，你问老张
    row = base_row(found, ref, matter, total)
    if matter.delegate is not None and matter.delegate.unnamed:
        row = only_stated(row, total, *about_persons(found.heard, matter, matter.delegate))
        return row if row.state is not None else None
    if named is not None and not only_handed_in(heard := found.heard, row, named):
        row = of_delegation(heard, only_stated(row, total, *about_persons(heard, matter, named)), matter, named)
        row = replace(row, delegate=found.heard.said.words(named.start, named.end))
        return spanned(found, row, "delegate", named.start, named.end, named.rule)
    if matter.decides and found.choice is not None:
        return deciding(found, only_stated(row, total))
    if row.state is None and not other_values(row):
        return None if total.doubts else unread_row(found, row, matter, total)
    return None if only_talk(found, matter, total) else row


def _which(found: Found, topic: Topic, matter: Matter) -> list[Query]:
    """A reference that cannot be resolved: what was read of it is kept until the answer comes."""
    likely = topic.maybe[0] if len(topic.maybe) == 1 else None
    row, _ = _row(found, likely, matter, _facts(found, matter, found.heard.titles.get(likely or 0, "")))
    assert topic.doubt is not None
    kept = replace(row, ref=None) if row is not None else None
    query = query_of(found.heard, None, topic.doubt, topic.start, topic.end, kept)
    return [replace(query, refs=topic.maybe, proposed=(row,) if likely is not None and row is not None else ())]


def _floating(found: Found, rows: list[Row]) -> list[Query]:
    """Something is said of a task, and no task is named."""
    matter = found.floating
    if not matter.clauses:
        return []
    facts = _facts(found, matter, "")
    row, queries = _row(found, None, matter, facts)
    if matter.delegate and any(row.delegate for row in rows):
        return []
    stated = any(fact.kind not in WEAK_OR_TROUBLE for fact in facts)
    hard = matter.ask or matter.delegate or matter.decides or stated
    if not hard and (rows or row is None or courtesy.is_ack(found.heard.text)):
        return [] if rows or not any(q.doubt is Doubt.ELSEWHERE for q in queries) else queries
    if _all_told(found, rows) and not (matter.ask or matter.delegate or matter.decides):
        return []
    query = query_of(found.heard, None, Doubt.WHICH_TASK, matter.clauses[0].start, matter.clauses[-1].end, row)
    return [replace(query, proposed=_likeliest(found, matter, rows))]


def _likeliest(found: Found, matter: Matter, rows: list[Row]) -> tuple[Row, ...]:
    """The task that shares most letters with what is said, as a proposal only: nothing is stored of a guess."""
    heard = found.heard
    said = {letter for c in matter.clauses for letter in _HAN.findall(heard.masked, c.start, c.end)}
    open_tasks = [task for task in heard.tasks if task.ref not in {row.ref for row in rows}]
    shared = {task.ref: len(said & set(task.title)) for task in open_tasks}
    best = [ref for ref, count in shared.items() if count and count == max(shared.values())]
    if rows and len(open_tasks) == 1:
        best = [open_tasks[0].ref]  # all others are told of
    if len(best) != 1:
        return ()
    row, _ = _row(found, best[0], matter, _facts(found, matter, heard.titles[best[0]]))
    return (row or Row(best[0], state=Said.IN_PROGRESS),)


def _all_told(found: Found, rows: list[Row]) -> bool:
    """Where every open task has its row, what names none is a preamble or a closing word."""
    return {task.ref for task in found.heard.tasks} <= {row.ref for row in rows}
