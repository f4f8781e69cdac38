"""A ledger written by the program before payloads had a type, taken over in the middle of its dialogues.

`older/ledger.sql.gz` is the dump of a story of nine days: five tasks, reports, a claim returned, an extension and a
decision asked for, three questions left open, a task nobody can be told of.
"""

from __future__ import annotations

import gzip
import itertools
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.playground.stage import Actor, opened
from bot.renderers import RENDERERS, Renderer
from db import people
from db.messages import Call, NotNeeded, NotYet, Nowhere
from db.models import OutboxRow, Question
from db.open_questions import read_stored
from db.payloads import payload_of
from tests.office import Office, Person

DUMP = Path(__file__).with_name("older") / "ledger.sql.gz"
LEFT = "2022-02-23 12:00"


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """The same people with the same telephones, on the day the older program stopped."""
    file = tmp_path / "ledger.db"
    with sqlite3.connect(file) as connection:
        connection.executescript(gzip.decompress(DUMP.read_bytes()).decode())
    async with opened(database_url=f"sqlite:///{file}", start=LEFT) as stage:
        world = stage.sandbox.world
        world.updates._next = 200_000_001
        world.shared_ids = itertools.count(1000)
        async with stage.database.reading() as session:
            known = [each for each in await people.everyone(session) if each.chat_id is not None]
        for each in known:
            world.person(each.chat_id, name=each.name).started = True
            stage.actors[each.name] = Actor(stage, each.name, each.chat_id, "")
        yield Office(stage)


async def test_every_message_and_every_open_question_is_still_read(office):
    async with office.stage.database.reading() as session:
        rows = (await session.scalars(select(OutboxRow).order_by(OutboxRow.id))).all()
        questions = (await session.scalars(select(Question))).all()
        for row in rows:
            letter = await Renderer(office.stage.policy).render(session, row, office.stage.clock.now)
            assert isinstance(letter, Call | NotNeeded | Nowhere | NotYet), row.facts
    seen = {payload_of(row.kind, row.facts).kind for row in rows}
    assert len(rows) > 40
    assert {kind.value for kind in RENDERERS} - seen == {
        "post", "partner",
        "question", "task_card", "attachment", "urge", "edit_buttons", "matter", "follow_up", "evidence", "deletion",
    }  # fmt: skip
    assert {each.kind for each in questions} == {"doubt", "hollow", "difficulty_words", "return"}
    assert all(read_stored(each.facts).text for each in questions)


async def test_its_open_questions_take_their_answers(office):
    finance = Person(office, office.stage.actors["市财政局局长"])
    transport = Person(office, office.stage.actors["市交通运输局局长"])
    await finance.says("卡在用地指标，请市自然资源局协调")  # he had tapped 有困难
    assert "困难：用地指标" in finance.last
    await transport.says("80%")  # his report was hollow
    assert "进度80%" in transport.last


async def test_its_buttons_and_its_days_go_on(office):
    finance = Person(office, office.stage.actors["市财政局局长"])
    coordinator = Person(office, office.stage.actors["督查员甲"])
    await coordinator.says("待核查")
    async with office.stage.database.reading() as session:
        claim = await session.scalar(select(OutboxRow).where(OutboxRow.kind == "claim").order_by(OutboxRow.id.desc()))
    await coordinator.forges(f"claim+:{payload_of('claim', claim.facts).request_id}")
    await office.until("2022-02-23 14:05")  # after the quiet of noon
    assert finance.last == "1号“争取专项债券”经督查室核查，已予销号。"
    await office.until("2022-02-28 09:30")
    assert "【本单位事项周报】2月25日" in finance.last
    assert await office.faults() == []
