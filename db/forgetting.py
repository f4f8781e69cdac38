"""Erasing what a person wrote: the words go, that something was said and what followed from it stays.

Words live in `saying`; extracts of them in reports, problems and requests; quotations in questions, instructions and
in what was sent. Rows still waiting to be sent keep theirs until they have gone, and are counted.

A few letters (收到, 完成60%, the name of an office) stand in anybody's message: they are sought only in what he was
sent or asked and in what his own messages set off; longer ones everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from db import inbox
from db.models import (
    Evidence,
    InboxRow,
    InboxState,
    Instruction,
    Item,
    OutboxRow,
    OutboxState,
    Person,
    Problem,
    Question,
    ReadingCase,
    Report,
    Request,
    Saying,
    Visit,
)

ERASED = "（已按规定删除）"
SHORTEST = 4  # letters of a quotation in what is his own
LONG = 6  # letters of one that is his wherever it stands
BEGINNING = 12  # letters by which a shortened quotation is known
_PAGE = 500
_OPEN = (OutboxState.QUEUED, OutboxState.LATER, OutboxState.SENDING)


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many of each were emptied; `waiting` messages that quote them have yet to go out."""

    sayings: int
    updates: int
    messages: int
    questions: int
    cases: int
    waiting: int


async def of_person(session: AsyncSession, person: Person) -> Forgotten:
    """All that this person wrote, and what others entered as his words."""
    sayings = (await session.scalars(select(Saying).where(Saying.person_id == person.id))).all()
    updates = await _updates_of_chat(session, person.chat_id) if person.chat_id is not None else 0
    return await _erased(session, sayings, updates, {person.id})


async def of_report(session: AsyncSession, report_id: int) -> Forgotten | None:
    """The one message from which this report was read. None: there is no such report."""
    saying = await session.scalar(
        select(Saying).join(Report, Report.saying_id == Saying.id).where(Report.id == report_id)
    )
    return None if saying is None else await _erased(session, [saying], 0, set())


async def _erased(session: AsyncSession, sayings: Sequence[Saying], updates: int, persons: set[int]) -> Forgotten:
    """`persons`: of whom nothing at all is to stay, though it be short."""
    ids, causes = [saying.id for saying in sayings], {saying.cause for saying in sayings}
    words = {saying.words for saying in sayings}
    extracts, names = await _extracts(session, ids)
    updates += await _updates_of_causes(session, causes)
    for saying in sayings:
        saying.words = ERASED
    cases = await session.execute(delete(ReadingCase).where(ReadingCase.saying_id.in_(ids)))
    anywhere, of_his = _Quotation(words | extracts, LONG), _Quotation(words | extracts | names, SHORTEST)

    def sought(row: Any) -> _Quotation:
        own = getattr(row, "person_id", None) in persons or getattr(row, "saying_id", None) in ids
        return of_his if own or getattr(row, "cause", None) in causes else anywhere

    questions = await _emptied(session, Question, ("facts",), sought)
    await _emptied(session, Instruction, ("facts", "changes"), sought)
    await _emptied(session, Report, ("before",), sought)
    messages = await _emptied(session, OutboxRow, ("facts", "sent"), sought, spared=_OPEN)
    waiting = [row for row in await _open(session) if sought(row).found(row.facts)]
    await session.flush()
    return Forgotten(len(sayings), updates, messages, questions, getattr(cases, "rowcount", 0), len(waiting))


async def _extracts(session: AsyncSession, saying_ids: Collection[int]) -> tuple[set[str], set[str]]:
    """Empty what was taken from these words, and say what it was: his own phrases, and names of people and offices."""
    found: set[str | None] = set()
    names: set[str | None] = set()
    reports = (await session.scalars(select(Report).where(Report.saying_id.in_(saying_ids)))).all()
    for report in reports:
        found |= {report.reason, report.blocker}
        names |= {report.delegate, *map(str, report.help_from)}
        report.reason = report.delegate = None
        report.blocker, report.help_from = report.blocker and ERASED, []
    of_reports = [report.id for report in reports]
    for problem in await session.scalars(select(Problem).where(Problem.report_id.in_(of_reports))):
        found.add(problem.obstacle)
        names |= set(map(str, problem.help_from))
        problem.obstacle, problem.help_from = ERASED, []
    for request in await session.scalars(select(Request).where(Request.report_id.in_(of_reports))):
        found |= {request.reason, *map(str, request.options)}
        request.reason, request.options = request.reason and ERASED, [ERASED for _ in request.options]
    for item in await session.scalars(select(Item).where(Item.made_by_id.in_(of_reports))):
        found.add(item.title)
        item.title = ERASED
    for visit in await session.scalars(select(Visit).where(Visit.report_id.in_(of_reports))):
        found.add(visit.found)
        visit.found = visit.found and ERASED
    for evidence in await session.scalars(select(Evidence).where(Evidence.saying_id.in_(saying_ids))):
        found.add(evidence.name)
        evidence.name, evidence.file_id = "", ""
    return {each for each in found if each}, {each for each in names if each}


class _Quotation:
    """Whether a text quotes any of these phrases of so many letters at least, whole or shortened."""

    def __init__(self, phrases: Collection[str], shortest: int) -> None:
        known = {" ".join(phrase.split())[:BEGINNING] for phrase in phrases}
        self._beginnings = [each for each in known if len(each) >= shortest and each != ERASED]

    def found(self, value: Any) -> bool:
        return any(self._in(text) for text in _texts(value))

    def without(self, value: Any) -> Any:
        """The same value; of a text that quotes only ERASED is left."""
        if isinstance(value, str):
            return ERASED if self._in(value) else value
        if isinstance(value, dict):
            return {name: self.without(each) for name, each in value.items()}
        return [self.without(each) for each in value] if isinstance(value, list) else value

    def _in(self, text: str) -> bool:
        plain = " ".join(text.split())
        return any(each in plain for each in self._beginnings)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(each)


async def _emptied(
    session: AsyncSession,
    table: Any,
    columns: Sequence[str],
    sought: Callable[[Any], _Quotation],
    *,
    spared: Collection[Any] = (),
) -> int:
    count, last = 0, 0
    while True:
        query = select(table).where(table.id > last).order_by(table.id).limit(_PAGE)
        if spared:
            query = query.where(table.state.not_in(spared))
        rows = (await session.scalars(query)).all()
        for row in rows:
            quotation = sought(row)
            quoting = [name for name in columns if quotation.found(getattr(row, name))]
            for name in quoting:
                setattr(row, name, quotation.without(getattr(row, name)))
            count += bool(quoting)
        if len(rows) < _PAGE:
            return count
        last = rows[-1].id


async def _open(session: AsyncSession) -> Sequence[OutboxRow]:
    return (await session.scalars(select(OutboxRow).where(OutboxRow.state.in_(_OPEN)))).all()


async def _updates_of_chat(session: AsyncSession, chat_id: int) -> int:
    return await _redacted(session, InboxRow.chat_id == chat_id)


async def _updates_of_causes(session: AsyncSession, causes: Collection[str]) -> int:
    numbers = [int(cause.removeprefix("update:")) for cause in causes if cause.startswith("update:")]
    return await _redacted(session, InboxRow.update_id.in_(numbers)) if numbers else 0


async def _redacted(session: AsyncSession, which: Any) -> int:
    """What came in and is served: that something came stays, and its number, by which a second copy is known."""
    numbers = await session.scalars(select(InboxRow.update_id).where(which, InboxRow.state != InboxState.WAITING))
    found = numbers.all()
    for number in found:
        await inbox.redact(session, number)
    return len(found)
