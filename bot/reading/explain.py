"""Why a reply was read so: every clause with its task and marks, every value with its words and rule."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from bot.reading import replies
from bot.reading.clauses.segments import Clause
from bot.reading.clauses.tokens import Heard
from bot.reading.replies import Stages
from db.reading_facts import AskedTask, Query, Row
from schedules.workdays import Calendar

_FIELDS = {
    "state": "状态",
    "percent": "进度",
    "expected_date": "预计完成",
    "new_deadline": "申请延至",
    "reason": "延期原因",
    "blocker": "困难",
    "help_from": "请求协助",
    "delegate": "接办人",
    "promise": "承诺进度",
    "options": "备选方案",
}


def explain(
    written: str, tasks: Sequence[AskedTask], *, today: date, calendar: Calendar, replied_to: Collection[int] = ()
) -> str:
    """A page for people: the very stages that the reading went through, the clauses first."""
    return "\n".join(
        _lines(written, replies.stages(written, tasks, today=today, calendar=calendar, replied_to=replied_to))
    )


def _lines(written: str, stages: Stages) -> Iterator[str]:
    heard, reading = stages.heard, stages.reading
    yield f"原文:{written}"
    yield f"归一:{heard.text}"
    yield "分句:"
    for clause in stages.found.clauses:
        yield from _clause(heard, clause)
    for ref, facts in stages.facts.items():
        yield f"事实({ref}号):" + "，".join(f"「{heard.text[f.start : f.end]}」{f.kind} ({f.rule})" for f in facts)
    yield f"意图:{reading.intent.value}"
    for row in reading.rows:
        yield from _row(written, row)
    for query in reading.queries:
        yield _query(query)


def _clause(heard: Heard, clause: Clause) -> Iterator[str]:
    words = heard.text[clause.start : clause.end].strip()
    if not words:
        return
    yield f"  「{words}」 → {_topic(clause)}{' (提问)' if clause.asked else ''}{' (假设)' if clause.supposed else ''}"
    for mark in clause.marks:
        yield f"      {heard.text[mark.start : mark.end]}:{mark.kind} ({mark.rule})"
    for day in heard.days:
        if clause.start <= day.start < clause.end:
            yield f"      {heard.text[day.start : day.end]}:{day.day or day.fault} ({day.rule})"
    for share in heard.percents:
        if clause.start <= share.start < clause.end:
            yield f"      {heard.text[share.start : share.end]}:{share.value:g}% ({share.rule})"


def _topic(clause: Clause) -> str:
    if clause.topic is None:
        return "未指明事项"
    if clause.topic.doubt:
        return f"存疑 {clause.topic.doubt.value} ({clause.topic.rule})"
    return "、".join(f"{ref}号" for ref in clause.topic.refs) + f" ({clause.topic.rule})"


def values(row: Row) -> str:
    """What a row holds, in one line."""
    return "，".join(f"{label}:{value}" for _, label, value in _held(row))


def _held(row: Row) -> Iterator[tuple[str, str, object]]:
    found = ((name, label, getattr(row, name)) for name, label in _FIELDS.items())
    return ((name, label, value) for name, label, value in found if value not in (None, ()))


def _row(written: str, row: Row) -> Iterator[str]:
    yield f"{row.ref}号:"
    spans = dict(row.spans)
    for name, label, value in _held(row):
        span = spans.get(name)
        why = f" ← 「{written[span.start : span.end]}」 ({span.rule})" if span else ""
        yield f"  {label}:{value}{why}"


def _query(query: Query) -> str:
    return f"追问:{query.doubt.value} 「{query.words}」 可能的事项:{list(query.refs) or '任一'} 暂存:{query.kept}"
