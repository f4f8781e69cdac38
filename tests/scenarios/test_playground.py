"""The page: what a visitor can do with it, and what it refuses."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_asyncio
from aiohttp.test_utils import TestClient, TestServer
from click.testing import CliRunner

from bot.commands.playground import command
from bot.playground.page import PAGE, Playground
from bot.playground.stage import opened
from db.models import Role


@pytest_asyncio.fixture
async def page(tmp_path: Path) -> AsyncIterator[TestClient[Any, Any]]:
    async with opened(database_url=f"sqlite:///{tmp_path}/play.db", start="2022-02-18 17:00") as stage:
        await stage.actor("督查员甲", role=Role.COORDINATOR)
        async with TestClient(TestServer(Playground(stage).application())) as client:
            yield client


async def _act(page: TestClient[Any, Any], act: str, **facts: Any) -> tuple[int, dict[str, Any]]:
    answer = await page.post(f"/act/{act}", json=facts)
    return answer.status, await answer.json()


async def _last(page: TestClient[Any, Any]) -> dict[str, Any]:
    chat = await (await page.get("/chat", params={"name": "督查员甲"})).json()
    return dict(chat["messages"][-1])


async def test_what_is_typed_is_answered(page):
    assert (await _act(page, "say", name="督查员甲", words="帮助"))[0] == 200
    last = await _last(page)
    assert last["ours"]
    assert "督查员用法" in last["text"]


async def test_the_clock_moves_on_and_never_back(page):
    assert (await _act(page, "wait", minutes=60))[1]["now"] == "2022-02-18 18:00"
    assert (await _act(page, "wait", word="morning"))[1]["now"] == "2022-02-21 09:00"
    assert (await _act(page, "wait", minutes=-5))[0] == 400
    assert (await _act(page, "wait", minutes="nan"))[0] == 400


async def test_nonsense_is_refused_in_words(page):
    status, answer = await _act(page, "tap", name="督查员甲", message=999, button="x")
    assert status == 400
    assert "做不到" in answer["error"]
    assert (await page.get("/chat", params={"name": "某某"})).status == 404


async def test_other_sites_cannot_act_here(page):
    foreign = await page.post("/act/wait", json={"minutes": 1}, headers={"Origin": "http://elsewhere.example"})
    assert foreign.status == 403
    assert (await page.get("/people", headers={"Host": "elsewhere.example"})).status == 403
    assert (await page.post("/act/wait", data='{"minutes": 1}')).status == 415


def test_the_page_needs_nothing_from_outside():
    text = PAGE.read_text(encoding="utf-8")
    assert "://" not in text
    assert "src=" not in text
    assert "innerHTML" not in text


def test_a_ledger_that_has_served_a_real_bot_is_refused(tmp_path):
    file = tmp_path / "real.db"
    with sqlite3.connect(file) as ledger:
        ledger.execute("CREATE TABLE mark (name, value, at)")
        ledger.execute("INSERT INTO mark VALUES ('real_token', '1', '')")
    result = CliRunner().invoke(command, ["--database", str(file)])
    assert "正式服务" in str(result.exception)
