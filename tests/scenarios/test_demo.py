"""The demo as a newcomer runs it, and the oracle that watches over it."""

from __future__ import annotations

import asyncio
import sqlite3
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bot.handbook import pictures
from bot.handbook.__main__ import EXCERPTS, PICTURES, ZONE
from bot.handbook.excerpts import refreshed
from bot.handbook.scenes import SCENES, digest, picked
from bot.playground import demo, oracle, script
from bot.playground.demo import Played
from tests.bot.sandbox.contract import contract

DOCUMENTED = Path(__file__).resolve().parents[2] / "docs" / "chart.png"
TODAY = date(2022, 3, 4)
HANDBOOK = Path(__file__).parents[2] / "docs" / "zh"


@dataclass(frozen=True, slots=True)
class Run:
    played: Played
    file: Path


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """One performance for all tests of this file, every request of ours held to the Bot API's own models."""
    file = tmp_path_factory.mktemp("demo") / "demo.db"
    return Run(asyncio.run(demo.play(database=file, contract=contract)), file)


def test_every_law_holds_after_two_weeks(run: Run) -> None:
    assert run.played.breaches == []


def test_the_closing_figures_agree_with_each_other(run: Run) -> None:
    figures = run.played.figures
    assert figures.tasks == 160
    assert figures.unfinished == figures.tasks - figures.closed
    assert figures.closed >= 2
    assert figures.claims >= figures.closed + figures.returned
    assert figures.returned >= 1
    assert figures.extensions == 2
    assert figures.decisions == 1
    assert figures.urged >= 1
    assert figures.asked_back >= 3
    assert figures.signed == 160
    assert figures.replies > 40
    assert figures.messages > figures.reminders + figures.digests


def test_the_pictures_of_the_handbooks_show_what_is_said_today(run: Run) -> None:
    for scene in SCENES:
        file = HANDBOOK / PICTURES / f"{scene.name}.png"
        shown = picked(scene, run.played.events, run.played.names)
        assert pictures.digest_of(file.read_bytes()) == digest(scene, shown), f"{scene.name}: run `make docs`"


@pytest.mark.parametrize("name", EXCERPTS)
def test_the_conversation_told_on_a_page_is_what_is_said_today(run: Run, name: str) -> None:
    page = (HANDBOOK / name).read_text("utf-8")
    assert page.count("\n── ") > 0
    assert page == refreshed(page, run.played, ZONE), f"{name}: run `make docs`"


def test_two_digests_for_every_coordinator(run: Run) -> None:
    reports = [event for event in run.played.events if event.ours and "【督查周报】" in event.text]
    assert len(reports) == 4


def test_the_wall_chart_of_the_documents_is_current(run: Run) -> None:
    """Made by `make docs`, in full colour."""
    documented, played = (Image.open(chart).convert("RGB") for chart in (DOCUMENTED, BytesIO(run.played.chart)))
    same = documented.size == played.size and documented.tobytes() == played.tobytes()
    assert same, "docs/chart.png is old: make docs"


@pytest.fixture
def copied(run: Run, tmp_path: Path) -> Path:
    file = tmp_path / "copy.db"
    with sqlite3.connect(run.file) as source, sqlite3.connect(file) as target:
        source.backup(target)
    return file


PLANTED = [
    ("UPDATE person SET chat_id = NULL WHERE name = '市统计局局长'", "未绑定", 8),
    ("DELETE FROM agenda WHERE fate = 'waiting' AND task_id = (SELECT id FROM task WHERE number = 31)", "31号", 1),
    ("UPDATE inbox SET state = 'waiting' WHERE id = 60", "未办完", 2),
    ("DELETE FROM inbox WHERE id = 60", "没有存下", 2),
    (
        "UPDATE outbox SET cause = 'tick:x' WHERE cause = (SELECT 'update:' || update_id FROM inbox WHERE id = 60)",
        "没有得到答复",
        2,
    ),
    ("UPDATE agenda SET taken_at = NULL WHERE id = (SELECT min(id) FROM agenda WHERE fate = 'queued')", "没有时间", 3),
    (
        "INSERT INTO agenda (task_id, round, rung, occurrence, at, fate) "
        "SELECT id, 9, 'overdue', '', '2022-03-07', 'waiting' FROM task WHERE number = 124",
        "124号",
        3,
    ),
    ("UPDATE task SET closed_at = '2022-02-20 00:00:00' WHERE number = 124", "销号后仍被提醒", 3),
    ("UPDATE outbox SET state = 'sending' WHERE id = 100", "没有结果", 4),
    (
        "UPDATE outbox SET message_id = 999999 WHERE id = (SELECT min(id) FROM outbox WHERE kind = 'morning')",
        "999999",
        4,
    ),
    ("UPDATE outbox SET state = 'dropped', reason = NULL WHERE id = 100", "没有原因", 4),
    ("UPDATE attachment SET file_id = NULL WHERE kind = 'workbook'", "上传2次", 4),
    ("UPDATE task SET state = 'blocked' WHERE number = 31", "31号", 7),
    (
        "UPDATE journal SET facts = json_set(facts, '$.was', 'stopped') "
        "WHERE id = (SELECT max(id) FROM journal WHERE kind = 'report')",
        "stopped",
        7,
    ),
]


@pytest.mark.parametrize(("planted", "named", "law"), PLANTED)
def test_a_planted_breach_is_found(run: Run, copied: Path, planted: str, named: str, law: int) -> None:
    with sqlite3.connect(copied) as ledger:
        assert ledger.execute(planted).rowcount > 0
    found = oracle.breaches(copied, run.played.calls, today=TODAY)
    assert any(breach.law == law and named in breach.what for breach in found), found


def test_a_refused_call_is_found(run: Run) -> None:
    refused = {**run.played.calls[-1], "ok": False, "answer": {"ok": False, "description": "Bad Request"}}
    found = oracle.breaches(run.file, [*run.played.calls, refused], today=TODAY)
    assert any("Bad Request" in breach.what for breach in found)


def test_a_doubled_message_is_found(run: Run) -> None:
    sent = next(call for call in run.played.calls if call["method"] == "sendMessage")
    found = oracle.breaches(run.file, [*run.played.calls, sent], today=TODAY)
    assert any("实发2份" in breach.what for breach in found)


def test_everybody_who_gets_a_file_gets_it_by_its_number_but_one(run: Run) -> None:
    """Two Fridays: nine fields and the office's chart, and one workbook for two coordinators."""
    sent = [call for call in run.played.calls if call["method"] in ("sendPhoto", "sendDocument") and call["ok"]]
    weekly = ("【挂图作战】", "【台账全表】")  # evidence of a head goes to whoever checks, beside these
    files = [call for call in sent if any(word in call["parameters"].get("caption", "") for word in weekly)]
    told = [event for event in run.played.events if "【挂图作战】" in event.text or "【台账全表】" in event.text]
    assert len(files) == len(told) == 2 * (9 + 2 + 2)
    assert sum(bool(call["files"]) for call in files) == 2 * (9 + 1 + 1)


def test_the_script_is_loud_where_somebody_cannot_do_what_it_says() -> None:
    """Before the hand-out there is nothing to sign for."""
    with pytest.raises(script.ScriptFault, match="全部签收"):
        asyncio.run(demo.play(text="2022-02-18 周五\n17:30 市财政局局长 点 全部签收"))


def test_a_line_that_cannot_be_read_is_named() -> None:
    with pytest.raises(script.ScriptFault, match="第2行"):
        list(script.read("2022-02-21 周一\n09:00 某人 唱 歌"))
