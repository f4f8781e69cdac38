"""Is an open task told of although nothing names it? Proposed where one word of its title alone says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.reading.clauses.segments import Clause
from bot.reading.clauses.subjects import FILL
from bot.reading.clauses.tokens import Heard
from bot.reading.kinds import Words
from bot.reading.lexicon.expressions import any_of
from bot.reading.rows import unread
from bot.reading.rows.matters import Found
from bot.reading.rows.questions import query_of
from bot.reading.text.normal_form import plain
from bot.reading.text.patterns import later
from bot.reading.text.spans import within
from db.reading_facts import Doubt, Query, Row, Said

_COMMON = any_of(Words.COMMON_PAIR)
_LEAD = later("[这那该此][个些边块头里项件摊段套]?|\\W|[a-z0-9]|新|老|小|大|旧|主|总|全|各|本|市|县|区|乡|镇|村")
_HEAD = 2  # letters at the head of a clause in which its subject stands


def told_of(found: Found, rows: Sequence[Row], queries: Sequence[Query]) -> Iterator[Query]:
    """泵走采购呢 beside other tasks: the one open task with that letter is proposed, never stored."""
    heard = found.heard
    if len(heard.tasks) < 2 or found.correcting or not (rows or any(query.proposed for query in queries)):
        return
    covered = {row.ref for row in rows} | {ref for query in queries for ref in query.refs}
    covered |= {row.ref for query in queries for row in query.proposed}
    left = [task.ref for task in heard.tasks if task.ref not in covered]
    plain_ones = [c for c in found.clauses if not (c.asked or c.supposed)]
    for ref in left:
        clause = next((c for c in plain_ones if _begins(heard, c) and _alone_fits(heard, c, ref)), None)
        if clause is None and len(left) == 1:
            clause = next(
                (c for c in plain_ones if _begins(heard, c) and c.topic is None and unread.works(heard, c)), None
            )
        if clause is not None:
            kept = Row(ref, state=Said.IN_PROGRESS)
            yield query_of(heard, ref, Doubt.UNREADABLE, clause.start, clause.end, kept)


def _begins(heard: Heard, clause: Clause) -> bool:
    """At the head of a sentence; where somebody writes without marks a blank ends it."""
    if any(mention.refs for mention in within(heard.mentions, clause.start, clause.end)):
        return False
    ends = _ENDS if _MARKED.search(heard.text) else _BLANK
    if clause.topic is None and ends is _ENDS and _named_behind(heard, clause):
        return False
    return clause.start == 0 or ends.search(heard.text, max(0, clause.start - 2), clause.start) is not None


def _named_behind(heard: Heard, clause: Clause) -> bool:
    """6月4日到货,6号泵站…: what leads to a name in the same sentence is of that."""
    end = _ENDS.search(heard.text, clause.end)
    return any(mention.refs for mention in within(heard.mentions, clause.end, end.start() if end else len(heard.text)))


_ENDS, _BLANK, _MARKED = later("[。;!?\n]"), later("[ 。;!?\n]"), later("[,。;]")
_GENERAL = frozenset("任务专项方案建设改造工程完成开发办公安全服务中心政企业资金会议用地市民区道")


def _alone_fits(heard: Heard, clause: Clause, ref: int) -> bool:
    """Whether the subject of a clause has a letter of this title and of no other, and something is said of it."""
    head = _LEAD.sub("", FILL.sub("", heard.masked[clause.start : clause.end]))[:_HEAD]
    said = set(head) - _GENERAL
    fits = {task.ref for task in heard.tasks if said & set(_COMMON.sub("", plain(task.title)))}
    return fits == {ref} and unread.works(heard, clause)
