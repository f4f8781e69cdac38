"""Which task each stretch of a message is about."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from bot.reading.clauses import headings, unknown_subjects
from bot.reading.clauses.naming import Topic, topic_of
from bot.reading.clauses.pieces import Piece
from bot.reading.clauses.subjects import FILL
from bot.reading.clauses.tokens import Heard
from bot.reading.kinds import CLAIMS, NAMED, SINGLE
from bot.reading.text.spans import within
from db.reading_facts import Doubt


def told_of(heard: Heard, pieces: Sequence[Piece]) -> Iterator[tuple[Piece, Topic | None]]:
    """Every piece with its topic: named in it, named ahead, inherited, or a subject that is none of the tasks known."""
    named = frozenset(ref for piece in pieces for m in piece.group if m.kind in NAMED for ref in m.refs)
    topic, before, waiting, headed, style = _only(heard), "", None, False, ""
    for at, piece in enumerate(pieces):
        if len(heard.tasks) > 1 and not piece.group and headings.is_section(heard, piece, style if headed else ""):
            topic, waiting, headed = None, None, False
            yield piece, None
            continue
        ahead = _named_ahead(heard, pieces, at, topic)
        if ahead is not None:
            yield piece, topic_of(heard, ahead.group, named, topic)
            continue
        if piece.group:
            topic = _with_waiting(topic_of(heard, piece.group, named, topic), waiting)
            headed, style = headings.is_heading(heard, piece), headings.style(heard, piece)
        elif topic is None or topic.rule == "everything":
            topic = _everything(heard, piece) or topic or _unnamed(heard, piece, named)
        elif not headed:
            topic = _another(heard, piece, topic, named, ended=_ENDED.search(before) is not None) or topic
        waiting = topic if piece.group and topic and not topic.doubt and _only_names(heard, piece) else None
        before = piece.after
        yield piece, topic


_ENDED = re.compile("[。;!?\n]")


def _named_ahead(heard: Heard, pieces: Sequence[Piece], at: int, topic: Topic | None) -> Piece | None:
    """The piece that names what this one is about: behind a sign, a cause, or where it is said in the end."""
    if pieces[at].group:
        return None
    if _is_sign(heard, pieces, at):
        return pieces[at + 1]
    if topic is not None:
        return None
    meant = (piece for piece in pieces[at + 1 : at + 4] if piece.group and _is_meant(heard, piece))
    following = _named_next(pieces[at + 1 :]) if pieces[at].after == "," else None
    summed = following is not None and _OVERALL.search(heard.text, following.start, following.end) is not None
    return next(meant, None) or (following if summed or _leads_on(heard, pieces[at]) else None)


def _is_sign(heard: Heard, pieces: Sequence[Piece], at: int) -> bool:
    """✅ 小程序 ❌ 无人机: a sign at the head of a line is of the task named behind it."""
    begins = at == 0 or "\n" in pieces[at - 1].after
    named = at + 1 < len(pieces) and bool(pieces[at + 1].group)
    return begins and named and _SIGN.fullmatch(heard.masked, pieces[at].start, pieces[at].end) is not None


_SIGN = re.compile("[^\u4e00-\u9fffa-z0-9\x01-\x04]{1,4}")


def _is_meant(heard: Heard, piece: Piece) -> bool:
    return _MEANT.fullmatch(heard.masked, piece.start, piece.group[0].start) is not None


_OVERALL = re.compile("总体|整体|总的|累计|合计")  # 8路首末站已建成,公交场站总体完成90%
_MEANT = re.compile("(?:我|这里|刚才)?(?:说|指|报|讲)的?(?:就)?是")  # 7月20号完工,说的是山塘


def _with_waiting(topic: Topic, waiting: Topic | None) -> Topic:
    """1号,2号,3号均已办结: names with a comma between them stand together."""
    if waiting is None or topic.doubt is not None or topic.rule in ("all", "rest"):
        return topic
    return replace(topic, refs=tuple(dict.fromkeys((*waiting.refs, *topic.refs))))


def _another(heard: Heard, piece: Piece, topic: Topic, named: Collection[int], *, ended: bool) -> Topic | None:
    """A new sentence with a subject of its own: not of the task before, and perhaps of one not named at all.

    Within a sentence only a claim about what another title alone has a letter of."""
    subject = unknown_subjects.subject_of(heard, piece)
    known = topic.doubt is not None and topic.rule != "unknown-subject"
    if len(heard.tasks) < 2 or known or not unknown_subjects.is_foreign(subject, _titles(heard, topic)):
        return None
    maybe = unknown_subjects.likely(heard, subject, topic.refs)
    claims = unknown_subjects.bears_a_claim(heard, piece)
    unnamed = {task.ref for task in heard.tasks} - set(named)
    if not ended:
        found = bool(maybe) and claims and set(maybe) <= unnamed
    else:
        found = bool(maybe and (claims or set(maybe) <= unnamed)) or bool(claims and unnamed)
    if found:
        start = heard.masked.index(subject[0], piece.start)
        return Topic((), Doubt.WHICH_TASK, start, start + len(subject), "unknown-subject", maybe)
    return None


def _unnamed(heard: Heard, piece: Piece, named: Collection[int]) -> Topic | None:
    """巷子里还剩两条没铺, before any name: of the one task not named elsewhere whose title has a letter of it."""
    subject = unknown_subjects.subject_of(heard, piece)
    if len(heard.tasks) < 2 or not unknown_subjects.is_foreign(subject, ()) or not heard.marks:
        return None
    maybe = unknown_subjects.likely(heard, subject, named)
    if not maybe or not within(heard.marks, piece.start, piece.end):
        return None
    start = heard.masked.index(subject[0], piece.start)
    return Topic((), Doubt.WHICH_TASK, start, start + len(subject), "unknown-subject", maybe)


def _titles(heard: Heard, topic: Topic) -> list[str]:
    return [heard.titles[ref] for ref in topic.refs if ref in heard.titles]


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
    return piece.after in (",", "", " ", "/") and not _NAME_ONLY.sub("", heard.masked[piece.start : piece.end])


def _only(heard: Heard) -> Topic | None:
    return Topic((heard.tasks[0].ref,)) if len(heard.tasks) == 1 else None


_EVERY = re.compile(
    r"(?:都|均|全都|全部|全)(?=已|完|办|在|正|按|没|未|还|可|能|弄|搞|做|好|推|进|有|顺|落|报|结|交|"
    r"处|整|申|延|预|计|争|力|[\x01\x02]|ok|done|finish|complete|over|close|ready|齐|妥|清|销|✅|换|转|移|拆|改|修|装|建|差不多)"
)


def _everything(heard: Heard, piece: Piece) -> Topic | None:
    """都办完了 without any name: all of them, if nothing else is its subject."""
    found = _EVERY.search(heard.masked, piece.start, piece.end)
    if found is None or FILL.sub("", heard.masked[piece.start : found.start()]):
        return None
    return Topic(tuple(task.ref for task in heard.tasks), None, found.start(), found.end(), "everything")
