"""One statement told of several tasks in turn: 8、10、12号分别完成60%、80%、35%."""

from __future__ import annotations

from collections.abc import Iterator

from bot.reading.clauses.naming import Topic
from bot.reading.clauses.pieces import Piece
from bot.reading.clauses.tokens import Heard
from bot.reading.text.spans import within

_IN_TURN = "分别"


def in_turn(heard: Heard, piece: Piece, topic: Topic | None) -> Iterator[tuple[Piece, Topic | None]]:
    """A piece for every task with the share or the day that is its own; otherwise the piece as it is."""
    ends = _ends(heard, piece, topic)
    if topic is None or not ends:
        yield piece, topic
        return
    start = heard.masked.index(_IN_TURN, piece.start) + len(_IN_TURN)
    for place, (ref, end) in enumerate(zip(topic.refs, ends, strict=True)):
        last = place + 1 == len(ends)
        part = Piece(start, piece.end if last else end, piece.group if not place else (), piece.after if last else ",")
        yield part, Topic((ref,), None, topic.start, topic.end, "in-turn")
        start = end


def _ends(heard: Heard, piece: Piece, topic: Topic | None) -> list[int]:
    """Where the values end, if there are as many as tasks."""
    if topic is None or topic.doubt or len(topic.refs) < 2:
        return []
    at = heard.masked.find(_IN_TURN, piece.start, piece.end)
    if at < 0:
        return []
    shares = [share.end for share in within(heard.percents, at, piece.end)]
    days = [day.end for day in within(heard.days, at, piece.end)]
    return next((ends for ends in (shares, days) if len(ends) == len(topic.refs)), [])
