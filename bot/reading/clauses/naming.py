"""What the names in a piece say of its task: numbers, titles and sets of tasks that stand together."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from bot.reading.clauses.tokens import Heard
from bot.reading.kinds import EVERY_OTHER, NUMBERS, SINGLE, TITLED, MentionKind
from bot.reading.mentions.mention import Mention
from db.reading_facts import Doubt


@dataclass(frozen=True, slots=True)
class Topic:
    """The tasks a stretch is about; with a doubt, none of them is sure."""

    refs: tuple[int, ...] = ()
    doubt: Doubt | None = None
    start: int = 0
    end: int = 0
    rule: str = "only-task"
    maybe: tuple[int, ...] = ()


def topic_of(heard: Heard, group: tuple[Mention, ...], named: Collection[int], current: Topic | None) -> Topic:
    start, end, rule = group[0].start, group[-1].end, group[0].rule
    numbers = [m for m in group if m.kind in NUMBERS]
    said = tuple(dict.fromkeys(number for m in numbers for number in m.named))
    open_refs = tuple(task.ref for task in heard.tasks)
    single = {ref for mention in group if mention.kind in SINGLE for ref in mention.refs} | set(said)
    for mention in group:
        if mention.kind is MentionKind.ALL and len(single) > 1 and mention.named in ((), (len(single),)):
            continue  # 2、4两项, 校舍、跑道两项: the names say which
        if mention.kind in EVERY_OTHER:
            return _quantified(mention, open_refs, named)
    if on_paper := _on_paper(heard, group, said):
        return Topic((), Doubt.WHICH_TASK, start, end, rule, on_paper)
    if any(number not in open_refs for number in said):
        return Topic((), Doubt.UNKNOWN_NUMBER, start, end, rule, tuple(n for n in said if n in open_refs))
    return _named(group, said, Topic((), None, start, end, rule), current)


def _on_paper(heard: Heard, group: tuple[Mention, ...], said: tuple[int, ...]) -> tuple[int, ...]:
    """1号 where the paper says 1 and we say 161: all tasks that fit, to be asked about."""
    if len(said) != 1 or any(m.kind in TITLED or m.kind is MentionKind.TITLE for m in group):
        return ()
    others = [task.ref for task in heard.tasks if task.paper == said[0] and task.ref != said[0]]
    ours = [task.ref for task in heard.tasks if task.ref == said[0]]
    return (*ours, *others) if others else ()


def _named(group: tuple[Mention, ...], said: tuple[int, ...], topic: Topic, current: Topic | None) -> Topic:
    sure = tuple(dict.fromkeys(ref for m in group if m.kind in TITLED for ref in m.refs))
    either = [m for m in group if m.kind is MentionKind.EITHER]
    if said:
        clash = [
            ref
            for m in group
            if m.kind is MentionKind.TITLE and m.end - m.start >= 4
            for ref in m.refs
            if ref not in said
        ]
        if clash and len(said) == 1:
            return replace(topic, doubt=Doubt.WHICH_TASK, maybe=tuple(dict.fromkeys((*said, *clash))))
        return replace(topic, refs=tuple(dict.fromkeys((*said, *(sure if not clash else ())))))
    if either and not sure:
        if current is not None and set(current.refs) & set(either[0].named):
            return current
        return replace(topic, doubt=Doubt.WHICH_TASK, maybe=either[0].named)
    return replace(topic, refs=sure)


def _quantified(mention: Mention, open_refs: tuple[int, ...], named: Collection[int]) -> Topic:
    refs = open_refs if mention.kind is MentionKind.ALL else tuple(ref for ref in open_refs if ref not in named)
    topic = Topic(refs, None, mention.start, mention.end, mention.rule)
    if (
        not refs
        or (mention.named and mention.named[0] != len(refs))
        or (mention.kind is MentionKind.REST and not named)
    ):
        return replace(topic, refs=(), doubt=Doubt.WHICH_TASK, maybe=refs)
    return topic
