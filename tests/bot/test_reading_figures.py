"""Who read what: counted from what is kept, said in one sentence."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import cli
from bot.runtime.operator_errors import Refused
from bot.second_reader.language_model.kept import KeptAnswer, unpacked
from bot.texts import reading_figures as texts
from db import inbox, migrations, reading_figures
from db.models import Person, Saying, Way
from db.reading_facts import AskedTask
from db.session import Database
from schedules.policy import Policy
from schedules.steps import learning
from schedules.steps.context import StepContext

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
        "自动识读反馈48项：两遍读法一致40项，不一致、已向本人追问3项，由第二遍读法提出5项；语言模型请求3次，未答1次，答复中位1.5秒。"
    )
    assert texts.sentence({}, [], 0) == ""


def test_what_people_put_right_of_the_proposals_is_said():
    said = texts.sentence({"both": 40, "proposed": 5}, [1.0], 0, overruled=2)
    assert "由第二遍读法提出5项，其中经本人改正2项" in said


def test_a_confirmed_case_is_exported_in_the_form_that_training_reads(tmp_path, monkeypatch):
    """Through the command line, on a ledger where one report was taken back."""
    url = f"sqlite:///{tmp_path}/huiyin.db"
    monkeypatch.setenv("HUIYIN_DATABASE_URL", url)
    asyncio.run(_misread(url))
    cases = CliRunner()
    refused = cases.invoke(cli, ["cases", "--confirm", "1"])
    assert isinstance(refused.exception, Refused)
    gold = {"intent": "update", "updates": [{"ref": 3, "state": "in_progress"}], "ask_back": False}
    assert cases.invoke(cli, ["cases", "--confirm", "1", "--gold", json.dumps(gold)]).exit_code == 0
    out = tmp_path / "corrected.jsonl"
    assert cases.invoke(cli, ["cases", "--export", str(out)]).exit_code == 0
    trained = cases.invoke(
        cli, ["train", str(out), str(Path(__file__).parents[1] / "rules/cases/replies_sample.jsonl")]
    )
    assert "留出整位作者检验" in trained.output
    assert json.loads(out.read_text())["gold"] == gold


async def _misread(url: str) -> None:
    database = Database(url)
    await migrations.upgrade(database)
    async with database.writing() as session:
        session.add(person := Person(name="市林草局局长"))
        await session.flush()
        session.add(said := Saying(person_id=person.id, at=NOW, way=Way.CHAT, words="弄了一大半", cause="x"))
        await session.flush()
        context = StepContext(session, NOW, "test", Policy())
        await learning.misread(context, said, [AskedTask(3, "防风林补植", date(2027, 6, 30))])
    await database.close()
