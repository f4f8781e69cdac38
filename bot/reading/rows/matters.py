"""What each task has in the message: its clauses, what is asked for it, who takes it over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.reading.asks import absences, decisions, delegates, extensions
from bot.reading.asks.decisions import Choice
from bot.reading.asks.delegates import Delegate
from bot.reading.asks.extensions import Ask
from bot.reading.clauses import segments as clause_rules
from bot.reading.clauses.naming import Topic
from bot.reading.clauses.questions import with_their_questions
from bot.reading.clauses.segments import Clause
from bot.reading.clauses.tokens import Heard
from bot.reading.clauses.unknown_subjects import is_foreign
from bot.reading.lexicon.vocabulary import Mark
from bot.reading.text.patterns import later
from bot.reading.text.spans import within
from db.reading_facts import Doubt


@dataclass(frozen=True, slots=True)
class Matter:
    """What one task, or one doubtful reference, has in the message."""

    clauses: tuple[Clause, ...] = ()
    ask: Ask | None = None
    delegate: Delegate | None = None
    decides: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """The clauses of a message sorted by what they are about."""

    heard: Heard
    clauses: tuple[Clause, ...]
    choice: Choice | None
    correcting: bool
    matters: Mapping[int, Matter]
    doubtful: Mapping[Topic, Matter]
    floating: Matter


@dataclass(frozen=True, slots=True)
class _Told:
    """A clause with what it asks for and whom it names, whatever task it is about."""

    clause: Clause
    request: Mark | None
    delegate: Delegate | None
    decides: bool


def sorted_out(heard: Heard, *, correcting: bool) -> Found:
    choice = decisions.choice(heard.text)
    cut = clause_rules.clauses(heard, (choice.start, choice.end) if choice else (0, 0))
    clauses = tuple(with_their_questions(heard, cut))
    by_ref: dict[int, list[_Told]] = {}
    by_topic: dict[Topic, list[_Told]] = {}
    floating: list[_Told] = []
    for clause in clauses:
        told, topic = _told(heard, clause, choice), clause.topic
        if topic is None:
            floating.append(told)
        elif topic.doubt is not None:
            by_topic.setdefault(_same_doubt(heard, topic, by_topic), []).append(told)
        else:
            for ref in topic.refs:
                by_ref.setdefault(ref, []).append(told)
    matters = {ref: _matter(heard, told, heard.due.get(ref)) for ref, told in by_ref.items()}
    standing_in = _taking_over(one.delegate for one in floating)
    if standing_in is not None and standing_in.rule == delegates.IN_ABSENCE:
        matters = _with_stand_in(heard, matters, tuple(one.clause for one in floating), standing_in)
        floating = []
    for of_task in by_ref.values():
        for one in _handing_over(of_task):
            if one.delegate and absences.of_all_duties(heard, one.clause.start, one.clause.end, one.delegate):
                matters = _with_stand_in(heard, matters, (), one.delegate)
    doubtful = {topic: _matter(heard, told, None) for topic, told in by_topic.items()}
    return Found(heard, clauses, choice, correcting, matters, doubtful, _matter(heard, floating, None))


def _with_stand_in(
    heard: Heard, matters: Mapping[int, Matter], clauses: tuple[Clause, ...], named: Delegate
) -> dict[int, Matter]:
    """Whoever stands in takes over what the message names, or all of it where it names nothing."""
    refs = list(matters) or [task.ref for task in heard.tasks]
    return {ref: _taken_over(matters.get(ref, Matter()), clauses, named) for ref in refs}


def _taken_over(matter: Matter, clauses: tuple[Clause, ...], named: Delegate) -> Matter:
    delegate = (
        _better(named, matter.delegate) if matter.delegate is None or matter.delegate.unnamed else matter.delegate
    )
    return replace(matter, clauses=(*clauses, *matter.clauses), delegate=delegate)


def _told(heard: Heard, clause: Clause, choice: Choice | None) -> _Told:
    decides = choice is not None and clause.start < choice.end and clause.end > choice.start
    if decides:
        clause = replace(clause, supposed=True)
    named = _dispute(heard, clause)
    if named is None and not (clause.asked or clause.supposed or _signs(heard, clause)):
        named = absences.stand_in(heard, clause.start, clause.end) or _delegate(heard, clause)
    return _Told(clause, extensions.is_request(heard, clause), named, decides)


def _dispute(heard: Heard, clause: Clause) -> Delegate | None:
    """公交站牌那个不归我们: of another matter than the only task it says nothing."""
    found = delegates.dispute(heard.text, heard.masked, clause.start, clause.end)
    if found is None or clause.topic is None:
        return found
    if not within(heard.mentions, clause.start, clause.end) and _OF_A_PART.search(_breath(heard.text, found.start)):
        return None  # 另外两处地块不归我们
    if clause.topic.rule != "only-task":
        return found
    subject = _POINTS.sub("", heard.masked[clause.start : found.start])
    if len(subject) < _A_NAME:
        return found
    return None if is_foreign(subject, [heard.titles[ref] for ref in clause.topic.refs]) else found


def _breath(text: str, place: int) -> str:
    """The words before a place since the comma before the last."""
    sentence = text[max(text.rfind(mark, 0, place) for mark in "。;!?\n") + 1 : place]
    return ",".join(sentence.split(",")[-2:])


_A_NAME = 3  # letters; less is 这事, 年初
_OF_A_PART = later("\\d[万千百余多]*[\u4e00-\u9fff]|另外|其余|剩|[两几][个条处件]")
_POINTS = later("[这那此该][个件项条活事边]?|[\\W\\d]")


def _signs(heard: Heard, clause: Clause) -> bool:
    """联系人：赵敏，139… below a report says who wrote it, not who takes over."""
    return _SIGNATURE.match(heard.text, clause.start) is not None and not _CHANGES.search(heard.text)


_SIGNATURE = later(" ?(?:联系人|经办人|填报人|报送人|承办人|负责人)(?:及电话|电话|姓名)?(?:$|:)")
_CHANGES = later("变更|变动|更换|换[人成为]|改[由为成]|今后|以后|往后|新的?(?:联系|经办|负责)|接替|接手|移交|转[给由]")


def _delegate(heard: Heard, clause: Clause) -> Delegate | None:
    end = clause.end if heard.text[clause.end : clause.end + 1] != ":" else min(len(heard.text), clause.end + 16)
    found = delegates.delegation(heard.text, clause.start, end)
    if found is not None and not found.person and delegates.only_supports(heard.text):
        return Delegate(found.start, found.start, delegates.DISPUTE)
    return found


def _matter(heard: Heard, told: Sequence[_Told], due: date | None) -> Matter:
    return Matter(
        tuple(one.clause for one in told),
        _asked(heard, told, due),
        _taking_over(one.delegate for one in _handing_over(told)),
        bool([one for one in told if one.decides]),
    )


def _handing_over(told: Sequence[_Told]) -> list[_Told]:
    """Of what forty tasks are told alike hardly anything hands one over."""
    return [one for one in told if one.delegate is not None]


def _asked(heard: Heard, told: Sequence[_Told], due: date | None) -> Ask | None:
    """The last request, unless an earlier one has named its day."""
    asked: Ask | None = None
    for one in told:
        if one.request is not None and (asked is None or asked.day is None):
            asked = extensions.ask(heard, one.clause, one.request, due)
    if asked is None or asked.fault is Doubt.EITHER_OR:
        return asked
    return extensions.day_beside(heard, [one.clause for one in told], asked, due)


def _taking_over(named: Iterable[Delegate | None]) -> Delegate | None:
    """A name beats a department, and anybody beats nobody; otherwise the first one said."""
    best: Delegate | None = None
    for found in named:
        best = best if best is not None and best.person and not (found and found.disputed) else _better(best, found)
    return best


def _better(known: Delegate | None, found: Delegate | None) -> Delegate | None:
    if known is None or found is None:
        return known or found
    if known.disputed or found.disputed:
        return known if known.disputed else found
    if known.unnamed:
        return known if found.unnamed else found
    return found if found.person else known


def _same_doubt(heard: Heard, topic: Topic, known: Iterable[Topic]) -> Topic:
    """The same doubtful words twice are one question."""
    words = heard.text[topic.start : topic.end]
    same = (t for t in known if t.doubt is topic.doubt and heard.text[t.start : t.end] == words)
    return next(same, topic)
