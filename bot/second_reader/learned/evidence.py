"""What the grammar found in a message, as plain values: all that the learned reader looks at.

It can be kept beside a case, so that training sees a grammar that had not been mended on that very reply.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.reading.clauses.facts import unexplained
from bot.reading.replies import Stages
from bot.reading.text.spans import Placed
from bot.second_reader.learned.figure_days import figure_days
from db.reading_facts import AskedTask, Row

HARD = ("state", "percent", "expected_date", "new_deadline")


@dataclass(frozen=True, slots=True)
class FoundValue:
    """A day or a percent at its place; a length of time is counted from today and from each task's own deadline."""

    start: int
    end: int
    value: Any  # ISO day, or number
    rule: str
    kind: str  # day, figure (perhaps a day), period, length, due (a length from the deadline), percent
    ref: int | None = None  # of a length from the deadline: whose


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the grammar: why, of which tasks, with which rows as its proposal."""

    doubt: str
    rule: str
    refs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    text: str
    today: str
    tasks: tuple[tuple[int, str, str | None], ...]  # number, title, deadline
    intent: str
    rows: Mapping[int, Mapping[str, Any]]  # stored by the grammar: the hard fields, and the names of the others
    proposed: Mapping[int, Mapping[str, Any]]
    asked: tuple[Asked, ...]
    values: tuple[FoundValue, ...]
    spans: Mapping[int, tuple[tuple[int, int], ...]]  # the clauses about each task, where the grammar parts them
    facts: Mapping[int, tuple[tuple[str, int, int, str], ...]]
    named: Mapping[int, int]  # how often each task is named
    unexplained: Mapping[int, int] = field(default_factory=dict)  # letters about each task that no rule has read
    signs: frozenset[str] = field(default_factory=frozenset)  # of the whole message


def evidence(stages: Stages) -> Evidence:
    heard, found, reading = stages.heard, stages.found, stages.reading
    asked = tuple(
        Asked(
            query.doubt.value,
            query.span.rule if query.span else "",
            tuple({*query.refs, *([query.kept.ref] if query.kept and query.kept.ref is not None else [])}),
        )
        for query in reading.queries
    )
    proposed = {row.ref: _row(row) for query in reversed(reading.queries) for row in query.proposed if row.ref}
    named: dict[int, int] = {}
    for mention in heard.mentions:
        for ref in {*mention.refs, *mention.named}:
            named[ref] = named.get(ref, 0) + 1
    return Evidence(
        text=heard.text,
        today=heard.today.isoformat(),
        tasks=tuple((task.ref, task.title, _iso(task.due)) for task in heard.tasks),
        intent=reading.intent.value,
        rows={row.ref: _row(row) for row in reading.rows if row.ref is not None},
        proposed=proposed,
        asked=asked,
        values=_values(stages),
        spans={ref: tuple((c.start, c.end) for c in matter.clauses) for ref, matter in found.matters.items()},
        facts={ref: tuple((str(f.kind), f.start, f.end, f.rule) for f in of) for ref, of in stages.facts.items()},
        named=named,
        unexplained=_unexplained(stages),
        signs=frozenset(_signs(stages)),
    )


def _values(stages: Stages) -> tuple[FoundValue, ...]:
    heard = stages.heard
    found = [
        FoundValue(day.start, day.end, day.day.isoformat(), day.rule, kind)
        for kind, days in (("day", heard.days), ("period", heard.periods))
        for day in days
        if day.day is not None
    ]
    for length in heard.lengths:
        after = length.after(heard.today, heard.calendar)
        found.append(FoundValue(length.start, length.end, after.isoformat(), "length", "length"))
        for task in heard.tasks:
            if task.due is not None:
                day = length.after(task.due, heard.calendar).isoformat()
                found.append(FoundValue(length.start, length.end, day, "length", "due", task.ref))
    found += [FoundValue(share.start, share.end, share.value, share.rule, "percent") for share in heard.percents]
    taken = [(each.start, each.end) for each in found]
    for start, end, figure in figure_days(heard.text, heard.today):
        if not any(first < end and start < last for first, last in taken):
            found.append(FoundValue(start, end, figure.isoformat(), "figures", "figure"))
    return tuple(sorted(found, key=lambda each: (each.start, each.end, each.kind)))


def _unexplained(stages: Stages) -> dict[int, int]:
    """Of each task, and under 0 of the whole message: the fewer letters are left over, the plainer it is."""
    heard = stages.heard
    text = heard.text
    read = bytearray(len(text))
    places: list[Placed] = [*heard.mentions, *heard.days, *heard.periods, *heard.lengths, *heard.percents, *heard.marks]
    places += [fact for facts in stages.facts.values() for fact in facts]
    for place in places:
        read[place.start : place.end] = b"\1" * (place.end - place.start)
    titles = " ".join(heard.titles.values())
    unread = "".join(" " if done else letter for letter, done in zip(text, read, strict=True))

    def left(start: int, end: int) -> int:
        return sum(letter.isalnum() for run in unread[start:end].split() for letter in unexplained(run, titles))

    found = {0: left(0, len(text))}
    for ref, matter in stages.found.matters.items():
        found[ref] = sum(left(clause.start, clause.end) for clause in matter.clauses)
    return found


def _signs(stages: Stages) -> list[str]:
    signs = []
    for clause in stages.found.clauses:
        signs += ["asked"] * clause.asked + ["supposed"] * clause.supposed
        signs += [f"mark:{mark.kind}" for mark in clause.marks]
    for matter in stages.found.matters.values():
        signs += ["asks"] * (matter.ask is not None) + ["hands-over"] * (matter.delegate is not None)
        signs += ["decides"] * matter.decides
    return signs


def _row(row: Row) -> dict[str, Any]:
    values = {
        "state": row.state.value if row.state else None,
        "percent": row.percent,
        "expected_date": _iso(row.expected_date),
        "new_deadline": _iso(row.new_deadline),
    }
    beside = [name for name in ("reason", "blocker", "help_from", "delegate", "promise") if getattr(row, name)]
    return {**{name: value for name, value in values.items() if value is not None}, "beside": beside}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def as_kept(found: Evidence, written: str) -> dict[str, Any]:
    """The same as JSON takes it, beside the message as written."""
    return {
        **({} if found.text == written else {"text": found.text}),
        "intent": found.intent,
        "rows": dict(found.rows),
        "proposed": dict(found.proposed),
        "asked": [[each.doubt, each.rule, list(each.refs)] for each in found.asked],
        "values": [[v.start, v.end, v.value, v.rule, v.kind, v.ref] for v in found.values],
        "spans": {ref: list(map(list, of)) for ref, of in found.spans.items()},
        "facts": {ref: list(map(list, of)) for ref, of in found.facts.items()},
        "named": dict(found.named),
        "unexplained": dict(found.unexplained),
        "signs": sorted(found.signs),
    }


def of_kept(kept: Mapping[str, Any], written: str, tasks: Sequence[AskedTask], today: date) -> Evidence:
    return Evidence(
        text=kept.get("text") or written,
        today=today.isoformat(),
        tasks=tuple((task.ref, task.title, _iso(task.due)) for task in tasks),
        intent=kept["intent"],
        rows={int(ref): row for ref, row in kept["rows"].items()},
        proposed={int(ref): row for ref, row in kept["proposed"].items()},
        asked=tuple(Asked(doubt, rule, tuple(refs)) for doubt, rule, refs in kept["asked"]),
        values=tuple(FoundValue(*each) for each in kept["values"]),
        spans={int(ref): tuple((a, b) for a, b in of) for ref, of in kept["spans"].items()},
        facts={int(ref): tuple((k, a, b, r) for k, a, b, r in of) for ref, of in kept["facts"].items()},
        named={int(ref): count for ref, count in kept["named"].items()},
        unexplained={int(ref): count for ref, count in kept["unexplained"].items()},
        signs=frozenset(kept["signs"]),
    )
