"""Rows written past the unit of work stand and fall with their transaction and its savepoints."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from db import changes, journal
from db.added import added
from db.models import JournalRow, Ledger, Person, Question

NOW = datetime(2027, 3, 1, 1, 30, tzinfo=UTC)


class _Wrong(Exception):
    pass


def note(session, kind):
    journal.write(session, kind=kind, now=NOW, cause="test")


async def kinds(session):
    return list(await session.scalars(select(JournalRow.kind).order_by(JournalRow.id)))


async def test_what_is_noted_is_there_for_the_next_question_in_its_order(database):
    async with database.writing() as session:
        note(session, "first")
        note(session, "second")
        assert await kinds(session) == ["first", "second"]
        note(session, "last")
    async with database.reading() as session:
        assert await kinds(session) == ["first", "second", "last"]


async def test_what_is_noted_within_a_savepoint_goes_with_it_and_what_was_noted_before_stays(database):
    async with database.writing() as session:
        note(session, "before")
        with pytest.raises(_Wrong):
            async with session.begin_nested():
                note(session, "within")
                raise _Wrong
        note(session, "after")
        async with session.begin_nested():
            note(session, "kept")
        assert await kinds(session) == ["before", "after", "kept"]


async def test_what_is_noted_goes_with_a_transaction_that_fails(database):
    with pytest.raises(_Wrong):
        async with database.writing() as session:
            note(session, "lost")
            raise _Wrong
    async with database.reading() as session:
        assert await kinds(session) == []


async def test_a_row_added_at_once_is_the_row_a_flush_would_have_written_and_is_watched(database):
    async with database.writing() as session:
        person = await added(session, Person(name="甲"))
        asked = {"person_id": person.id, "kind": "doubt", "facts": {"月": [3, None]}, "asked_at": NOW}
        usual = Question(**asked)
        session.add(usual)
        await session.flush()
        question = await added(session, Question(**asked))
        assert await session.get(Question, question.id) is question
        question.outcome = "answered"
        await session.flush()
    async with database.reading() as session:
        first, second = await session.scalars(select(Question).order_by(Question.id))
        assert (first.id, second.id) == (usual.id, question.id)
        assert (second.round, second.facts, second.asked_at) == (first.round, first.facts, first.asked_at)
        assert (first.outcome, second.outcome) == (None, "answered")


async def test_a_row_added_at_once_is_taken_down_among_the_changes_of_a_step(database):
    async with database.writing() as session:
        with changes.recorded(session) as noted:
            person = await added(session, Person(name="甲"))
            await added(session, Ledger(name="台账", base_date=date(2027, 3, 1), imported_at=NOW))
            await session.flush()
        assert noted.written() == [["person", person.id, None]]
