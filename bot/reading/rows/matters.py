"""What each task has in the message: its clauses, what is asked for it, who takes it over."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bot.reading.asks import decisions, delegates, extensions
from bot.reading.asks.decisions import Choice
from bot.reading.asks.delegates import Delegate
from bot.reading.asks.extensions import Ask
from bot.reading.clauses import segments as clause_rules
from bot.reading.clauses.facts import Fact
from bot.reading.clauses.segments import Clause
from bot.reading.clauses.tokens import Heard
from bot.reading.clauses.topics import Topic


@dataclass(slots=True)
class Matter:
    """What one task, or one doubtful reference, has in the message."""

    clauses: list[Clause] = field(default_factory=list)
    ask: Ask | None = None
    delegate: Delegate | None = None
    decides: bool = False
    facts: list[Fact] = field(default_factory=list)


@dataclass(slots=True)
class Found:
    heard: Heard
    clauses: list[Clause]
    choice: Choice | None
    correcting: bool = False
    matters: dict[int, Matter] = field(default_factory=dict)
    doubtful: dict[Topic, Matter] = field(default_factory=dict)
    floating: Matter = field(default_factory=Matter)


def sorted_out(heard: Heard) -> Found:
    choice = decisions.choice(heard.text)
    clauses = clause_rules.clauses(heard, (choice.start, choice.end) if choice else (0, 0))
    found = Found(heard, clauses, choice)
    for clause in clauses:
        _sort(found, clause)
    return found


def _sort(found: Found, clause: Clause) -> None:
    heard = found.heard
    if found.choice and clause.start < found.choice.end and clause.end > found.choice.start:
        clause = replace(clause, supposed=True)
    for ref, matter in matters(found, clause):
        request = extensions.is_request(heard, clause)
        if request is not None:
            ask = extensions.ask(heard, clause, request, heard.due.get(ref))
            matter.ask = ask if matter.ask is None or matter.ask.day is None else matter.ask
        if (matter.delegate is None or not matter.delegate.person) and not (clause.asked or clause.supposed):
            end = (
                clause.end if heard.text[clause.end : clause.end + 1] != ":" else min(len(heard.text), clause.end + 16)
            )
            matter.delegate = _better(matter.delegate, delegates.delegation(heard.text, clause.start, end))
        if found.choice and clause.start < found.choice.end and clause.end > found.choice.start:
            matter.decides = True
        matter.clauses.append(clause)


def _better(known: Delegate | None, found: Delegate | None) -> Delegate | None:
    """A name beats a department, and anybody beats nobody; otherwise the first one said."""
    if known is None or found is None:
        return known or found
    if known.unnamed:
        return known if found.unnamed else found
    return found if found.person else known


def matters(found: Found, clause: Clause) -> list[tuple[int, Matter]]:
    topic = clause.topic
    if topic is None:
        return [(0, found.floating)]
    if topic.doubt is not None:
        return [(0, _doubtful(found, topic))]
    return [(ref, found.matters.setdefault(ref, Matter())) for ref in topic.refs]


def _doubtful(found: Found, topic: Topic) -> Matter:
    """The same doubtful words twice are one question."""
    words = found.heard.text[topic.start : topic.end]
    same = (t for t in found.doubtful if t.doubt is topic.doubt and found.heard.text[t.start : t.end] == words)
    return found.doubtful.setdefault(next(same, topic), Matter())
