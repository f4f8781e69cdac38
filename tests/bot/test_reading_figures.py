"""Who read what: counted from what is kept, said in one sentence."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from bot.second_reader.kept import KeptAnswer, unpacked
from bot.texts import reading_figures as texts
from db import inbox, reading_figures
from db.models import Person, Saying, Way

NOW = datetime(2027, 5, 12, 1, tzinfo=UTC)


def test_an_answer_is_kept_with_its_time_and_comes_back():
    assert unpacked(KeptAnswer("{}", 1.25).packed()) == KeptAnswer("{}", 1.25)
    assert unpacked(KeptAnswer(None, 5.0).packed()) == KeptAnswer(None, 5.0)


@pytest.mark.parametrize("other", [None, b"", b"PK\x03\x04", b"{}", b"[1]"])
def test_what_is_no_answer_of_a_model_counts_as_none(other):
    assert unpacked(other) is None


async def test_the_figures_are_those_of_the_time_asked_for(database):
    async with database.writing() as session:
        session.add(person := Person(name="市林草局局长"))
        await session.flush()
        for days, read_by in (
            (1, {"3": "both", "5": "differ"}),
            (2, {"3": "proposed"}),
            (40, {"3": "both"}),
            (1, None),
        ):
            at = NOW - timedelta(days=days)
            said = Saying(person_id=person.id, at=at, way=Way.CHAT, words="好", cause="x", read_by=read_by)
            session.add(said)
        await inbox.store(session, [{"update_id": 1}], NOW - timedelta(days=1), needs=lambda raw: "model")
        (row,) = await inbox.needing(session, 1)
        await inbox.supplied(session, row.id, KeptAnswer(None, 5.0).packed())
    async with database.reading() as session:
        since = NOW - timedelta(days=30)
        assert await reading_figures.outcomes(session, since=since, until=NOW) == Counter(both=1, differ=1, proposed=1)
        assert len(await reading_figures.supplements(session, since=since, until=NOW)) == 1


def test_one_sentence_says_who_read_what():
    said = texts.sentence({"both": 40, "differ": 3, "proposed": 5}, [1.0, 2.0], 1)
    assert said == (
        "读取反馈48项：两种读法一致40项，不一致已追问3项，由第二读法提出5项；语言模型请求3次，未答1次，答复中位1.5秒。"
    )
    assert texts.sentence({}, [], 0) == ""
