"""Which sentences of a message say something of substance, and of which tasks: whoever stores less says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.reading.asks import courtesy, unrelated
from bot.reading.clauses.facts import unexplained
from bot.reading.clauses.naming import Topic
from bot.reading.clauses.pieces import Piece
from bot.reading.clauses.segments import Clause
from bot.reading.clauses.tokens import Heard
from bot.reading.clauses.unknown_subjects import is_foreign, subject_of
from bot.reading.kinds import Kind, Words
from bot.reading.lexicon.expressions import any_of
from bot.reading.rows import unread
from bot.reading.rows.matters import Found
from bot.reading.text.patterns import later
from db.reading_facts import Reading, Stretch

_END = later("[。;!?\n]")
_ELSE = later("(?:另外?|还有|此外|至于|再有|还有个事|另有)")  # begins what is no more of the same
_FORMAL = any_of(Words.FORMALITY)
_SAYS = 8  # letters that no office says of every task
_HINTS = frozenset({Kind.BLOCKED, Kind.TROUBLE, Kind.LATE})


def told(found: Found) -> tuple[Stretch, ...]:
    heard = found.heard
    if len(_END.split(heard.text.strip(" 。;!?\n"))) < 2:
        return ()  # one sentence is one matter, stored or asked about
    return tuple(
        _stretch(heard, sentence, first=place == 0)
        for place, sentence in enumerate(_sentences(heard, found.clauses))
        if _has_substance(heard, sentence)
    )


def _sentences(heard: Heard, clauses: Iterable[Clause]) -> Iterator[Sequence[Clause]]:
    sentence: list[Clause] = []
    for clause in clauses:
        if sentence and _END.search(heard.text, sentence[-1].end, max(clause.start, sentence[-1].end)):
            yield sentence
            sentence = []
        sentence.append(clause)
    if sentence:
        yield sentence


def _stretch(heard: Heard, sentence: Sequence[Clause], *, first: bool) -> Stretch:
    start, end = heard.said.as_written(sentence[0].start, sentence[-1].end)
    topics = [clause.topic for clause in sentence if clause.topic is not None]
    if not first and not any(_names(sentence, topic) for topic in topics) and _of_another(heard, sentence):
        return Stretch(start, end, (), own=False)
    refs = dict.fromkeys(ref for topic in topics if topic.rule != "only-task" for ref in topic.refs)
    own = any(topic.rule == "only-task" for topic in topics)
    return Stretch(start, end, tuple(refs), own)


def _names(sentence: Sequence[Clause], topic: Topic) -> bool:
    return topic.end > topic.start and sentence[0].start <= topic.start < sentence[-1].end


def _of_another(heard: Heard, sentence: Sequence[Clause]) -> bool:
    """热线投诉已回复12件: the noun it begins with has no letter of a title; of several tasks only 另外 parts it."""
    first = sentence[0]
    turn = _ELSE.match(heard.masked, first.start)
    if turn is None and len(heard.tasks) > 1:
        return False
    subject = subject_of(heard, Piece(turn.end() if turn else first.start, first.end, (), ""))
    return is_foreign(subject, list(heard.titles.values()))


def _has_substance(heard: Heard, sentence: Sequence[Clause]) -> bool:
    start, end = sentence[0].start, sentence[-1].end
    words = heard.masked[start:end]
    if courtesy.is_ack(words) or courtesy.acknowledges(words):
        return False
    if _FORMAL.search(words):
        return unread.COUNT.search(words) is not None
    if any(unread.works(heard, clause) or clause.every(*_HINTS) for clause in sentence):
        return True
    says = len(unexplained(words, "").replace(" ", "")) >= _SAYS
    return says and not unrelated.shows_itself(heard, start, end)


def left_out(reading: Reading) -> tuple[Stretch, ...]:
    """Those of which nothing is stored or asked."""
    rows = [*reading.rows, *(row for query in reading.queries for row in (query.proposed or (query.kept,)) if row)]
    refs = {row.ref for row in rows} | {ref for query in reading.queries for ref in query.refs}
    places = [(span.start, span.end) for row in rows for _, span in row.spans]
    places += [(query.span.start, query.span.end) for query in reading.queries if query.span is not None]
    if not rows and not reading.queries:
        return ()
    return tuple(each for each in reading.told if not _is_covered(each, refs, places))


def _is_covered(each: Stretch, refs: set[int | None], places: Sequence[tuple[int, int]]) -> bool:
    if each.refs:
        return bool(refs & set(each.refs))
    return each.own or any(start < each.end and end > each.start for start, end in places)
