"""Which task each stretch of a message is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.reading.clauses.pieces import Piece
from bot.reading.clauses.subjects import FILL
from bot.reading.clauses.tokens import Heard
from bot.reading.kinds import CLAIMS, EVERY_OTHER, NAMED, NUMBERS, SINGLE, TITLED, MentionKind
from bot.reading.mentions.mention import Mention
from bot.reading.text.spans import within
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


def told_of(heard: Heard, pieces: list[Piece]) -> Iterator[tuple[Piece, Topic | None]]:
    topic = _only(heard)
    named = tuple(ref for piece in pieces for m in piece.group if m.kind in NAMED for ref in m.refs)
    waiting: Topic | None = None
    for at, piece in enumerate(pieces):
        if topic is None and not piece.group and _leads_on(heard, piece):
            ahead = _named_next(pieces[at + 1 :])
            if ahead is not None:
                yield piece, _topic(heard, ahead.group, named, topic)
                continue
        if piece.group:
            topic = _topic(heard, piece.group, named, topic)
            if waiting is not None and topic.doubt is None and topic.rule not in ("all", "rest"):
                topic = replace(topic, refs=tuple(dict.fromkeys((*waiting.refs, *topic.refs))))
        elif topic is None or topic.rule == "everything":
            topic = _everything(heard, piece) or topic
        waiting = topic if piece.group and topic and not topic.doubt and _only_names(heard, piece) else None
        yield piece, topic


_BECAUSE = re.compile(r" ?(?:目前|现在|最近|近期|主要)?(?:是)?(?:因|由于|鉴于|受|考虑到|根据|按照|经)")


def _leads_on(heard: Heard, piece: Piece) -> bool:
    """因资金未到位，第2项… and 老下雨，3号…: what only gives the cause belongs to the task named next."""
    if piece.after != ",":
        return False
    if _BECAUSE.match(heard.text, piece.start):
        return True
    marks = within(heard.marks, piece.start, piece.end)
    told = bool(within(heard.percents, piece.start, piece.end)) or bool(within(heard.days, piece.start, piece.end))
    return not told and not any(mark.kind in CLAIMS for mark in marks) and piece.end - piece.start >= 4


def _named_next(pieces: Sequence[Piece]) -> Piece | None:
    """The next piece of the same sentence that names a task, behind nothing but causes."""
    for piece in pieces:
        if piece.group:
            return piece if all(m.kind in SINGLE and m.refs for m in piece.group) else None
        if piece.after != ",":
            return None
    return None


_NAME_ONLY = re.compile(r"[\x03、和及与跟 ]|其中|任务|事项|项目|目前")


def _only_names(heard: Heard, piece: Piece) -> bool:
    return piece.after in (",", "") and not _NAME_ONLY.sub("", heard.masked[piece.start : piece.end])


def _only(heard: Heard) -> Topic | None:
    return Topic((heard.tasks[0].ref,)) if len(heard.tasks) == 1 else None


_EVERY = re.compile(
    r"(?:都|均|全都|全部|全)(?=已|完|办|在|正|按|没|未|还|可|能|弄|搞|做|好|推|进|有|顺|落|报|结|交|"
    r"处|整|申|延|预|计|争|力|[\x01\x02]|ok|done|finish|complete|over|close|ready|齐|妥|清|销|✅|换|转|移|拆|改|修|装|建)"
)


def _everything(heard: Heard, piece: Piece) -> Topic | None:
    """都办完了 without any name: all of them, if nothing else is its subject."""
    found = _EVERY.search(heard.masked, piece.start, piece.end)
    if found is None or FILL.sub("", heard.masked[piece.start : found.start()]):
        return None
    return Topic(tuple(task.ref for task in heard.tasks), None, found.start(), found.end(), "everything")


def _topic(heard: Heard, group: tuple[Mention, ...], named: tuple[int, ...], current: Topic | None) -> Topic:
    start, end, rule = group[0].start, group[-1].end, group[0].rule
    numbers = [m for m in group if m.kind in NUMBERS]
    said = tuple(dict.fromkeys(number for m in numbers for number in m.named))
    open_refs = tuple(task.ref for task in heard.tasks)
    for mention in group:
        if mention.kind is MentionKind.ALL and len(said) > 1 and (not mention.named or mention.named[0] == len(said)):
            continue  # 2、4两项: the numbers say which
        if mention.kind in EVERY_OTHER:
            return _quantified(mention, open_refs, named)
    if any(number not in open_refs for number in said):
        return Topic((), Doubt.UNKNOWN_NUMBER, start, end, rule, tuple(n for n in said if n in open_refs))
    return _named(group, said, Topic((), None, start, end, rule), current)


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


def _quantified(mention: Mention, open_refs: tuple[int, ...], named: tuple[int, ...]) -> Topic:
    refs = open_refs if mention.kind is MentionKind.ALL else tuple(ref for ref in open_refs if ref not in named)
    topic = Topic(refs, None, mention.start, mention.end, mention.rule)
    if (
        not refs
        or (mention.named and mention.named[0] != len(refs))
        or (mention.kind is MentionKind.REST and not named)
    ):
        return replace(topic, refs=(), doubt=Doubt.WHICH_TASK, maybe=refs)
    return topic
