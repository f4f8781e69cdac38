"""The playground's server: what a visitor can do with it, what it refuses, and what it proves after a fault."""

from __future__ import annotations

import asyncio
import base64
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest_asyncio
from aiohttp.test_utils import TestClient, TestServer
from click.testing import CliRunner

from bot.commands.playground import command
from bot.playground.page import guide
from bot.playground.page.people import Cast
from bot.playground.page.playground import Opened
from bot.playground.page.server import STATIC, Server
from bot.playground.page.story import Story
from bot.playground.stage import opened
from db.models import Role
from schedules.steps import enrolling, importing, posts

Page = TestClient[Any, Any]
NAME = "督查员甲"


@asynccontextmanager
async def _open(folder: Path, *, apart: bool) -> AsyncIterator[tuple[Page, Server]]:
    """A story of one coordinator, where the office's ledger is still empty."""
    url = f"sqlite:///{folder}/play.db"
    async with opened(database_url=url, start="2022-02-18 17:00", apart=apart) as stage:
        await stage.actor(NAME, role=Role.COORDINATOR)
        server = Server(folder / "play.db")
        story, people = Story(stage, server.events.changed), Cast(stage)
        await people.look()
        server.playground.opened = Opened(1, stage, story, people, [], len(stage.sandbox.world.posts))
        worker = asyncio.create_task(story.run())
        async with TestClient(TestServer(server.application())) as client:
            yield client, server
        worker.cancel()


@pytest_asyncio.fixture
async def page(tmp_path: Path) -> AsyncIterator[Page]:
    async with _open(tmp_path, apart=False) as (client, server):
        client.at_rest = server.playground.opened.story.at_rest
        client.stage = server.playground.opened.stage
        yield client


async def _act(page: Page, act: str, **facts: Any) -> tuple[int, dict[str, Any]]:
    answer = await page.post(f"/act/{act}", json=facts)
    if answer.status == 200:
        await page.at_rest()
    return answer.status, await answer.json()


async def _get(page: Page, path: str, **asked: str) -> Any:
    answer = await page.get(f"/{path}", params=asked)
    assert answer.status == 200, await answer.text()
    return await answer.json()


async def _messages(page: Page) -> list[dict[str, Any]]:
    return (await _get(page, "chat", name=NAME))["messages"]


async def test_what_is_typed_corrected_or_sent_is_answered_found_and_kept(page):
    assert (await _act(page, "say", name=NAME, words="帮助"))[0] == 200
    *_, said, last = await _messages(page)
    assert "督查员用法" in last["text"]
    assert said["taken"]
    (row,) = (await _get(page, "state"))["people"]
    assert (row["group"], row["role"], row["ours"], row["unread"]) == ("督查室", "督查员", True, 2)
    await _act(page, "read", name=NAME, upto=last["id"])
    assert (await _get(page, "state"))["people"][0]["unread"] == 0
    assert [hit["name"] for hit in await _get(page, "search", words="督查员用法")] == [NAME]
    assert "总览" in await _get(page, "suggestions", name=NAME)

    await _corrects(page)
    await _sends_files(page)
    await _speaks(page)
    await _joins(page)


async def _corrects(page):
    await _act(page, "say", name=NAME, words="/statu")
    said = [each for each in await _messages(page) if not each["ours"]][-1]
    await _act(page, "edit", name=NAME, message=said["id"], words="/status")
    assert next(each for each in await _messages(page) if each["id"] == said["id"])["edited"]


async def _sends_files(page):
    content = "签收单".encode()
    given = base64.b64encode(content).decode()
    await _act(page, "send", name=NAME, kind="document", file_name="单.txt", content=given, caption="")
    media = [each for each in await _messages(page) if not each["ours"]][-1]["media"]
    assert (media["name"], media["size"]) == ("单.txt", len(content))
    kept = await page.get("/file", params={"id": media["id"]})
    assert await kept.read() == content
    assert "attachment" in kept.headers["Content-Disposition"]  # a page that somebody sends must not run here
    assert (await page.get("/file", params={"id": "none"})).status == 404
    markup = base64.b64encode(b"<script>alert(1)</script>").decode()
    await _act(page, "send", name=NAME, kind="photo", content=markup)  # no picture: never shown as anything
    media = [each for each in await _messages(page) if not each["ours"]][-1]["media"]
    kept = await page.get("/file", params={"id": media["id"]})
    assert kept.content_type == "application/octet-stream"


async def _speaks(page):
    """What the page records it can play, and who speaks is told what becomes of it."""
    content = b"OggS" + bytes(range(60))
    given = base64.b64encode(content).decode()
    await _act(page, "send", name=NAME, kind="voice", file_name="voice.ogg", content=given)
    *_, said, answer = await _messages(page)
    kept = await page.get("/file", params={"id": said["media"]["id"]})
    assert (said["media"]["kind"], kept.content_type, await kept.read()) == ("voice", "audio/ogg", content)
    assert kept.headers["Content-Disposition"].startswith("inline")
    assert (answer["ours"], "听不了语音" in answer["text"]) == (True, True)


async def _joins(page):
    """An invitation that is opened on a new account: it goes by its person's name."""
    async with page.stage.step("invite") as context:
        person = await importing.person_named(context, "督查员乙")
        await posts.appoint(context, person, Role.COORDINATOR)
        code = await enrolling.invite(context, person)
    await _act(page, "join", code=code)
    people = (await _get(page, "state"))["people"]
    assert {each["name"]: each["role"] for each in people} == {NAME: "督查员", "督查员乙": "督查员"}


async def test_the_clock_moves_on_and_never_back(page):
    await _act(page, "clock", to="hour")
    assert (await _get(page, "state"))["clock"] == "18:00"
    await _act(page, "clock", to="morning")
    state = await _get(page, "state")
    assert (state["date"], state["clock"]) == ("2022-02-21", "09:00")
    assert state["next"] == {"day": "2022-02-22", "clock": "09:00"}  # what is proposed has not passed
    assert state["begin"] == "2022年2月18日17:00"
    await _act(page, "clock", to="friday")
    assert (await _get(page, "state"))["day"] == "2022年2月25日（周五）"
    status, answer = await _act(page, "clock", to="date", day="2022-02-20", clock="09:00")
    assert status == 400
    assert "只能向前拨" in answer["error"]
    assert (await _act(page, "clock", to="date", day="2029-02-20", clock="09:00"))[0] == 400
    assert (await _act(page, "clock", to="date", day="", clock=""))[1]["error"] == "请填写完整的日期和时间"


async def test_nonsense_is_refused_in_chinese_and_other_sites_altogether(page):
    for act, facts in [
        ("tap", {"name": NAME, "message": 999, "button": "x"}),
        ("say", {"name": "某某", "words": "你好"}),
        ("say", {"name": NAME, "words": " "}),
        ("say", {"name": NAME, "words": "长" * 5000}),
        ("say", {}),
        ("edit", {"name": NAME, "message": 2, "words": "改别人的"}),
        ("send", {"name": NAME, "kind": "film", "content": ""}),
        ("clock", {"to": "nowhere"}),
        ("switch", {"fault": "quake", "on": True}),
    ]:
        status, answer = await _act(page, act, **facts)
        assert status == 400, (act, facts)
        assert answer["error"].isascii() is False
        assert "Error" not in answer["error"]

    foreign = await page.post("/act/clock", json={"to": "hour"}, headers={"Origin": "http://elsewhere.example"})
    assert foreign.status == 403
    assert (await page.get("/state", headers={"Host": "elsewhere.example"})).status == 403
    assert (await page.post("/act/clock", data='{"to": "hour"}')).status == 415
    assert (await page.get("/static/..%2Fserver.py")).status == 404


async def test_whoever_is_cut_off_or_refused_hears_everything_in_the_end(page):
    for fault, word in [("network", "切断"), ("limit", "拒绝")]:
        await _act(page, "switch", fault=fault, on=True)
        await _act(page, "say", name=NAME, words="/status")
        assert not (await _messages(page))[-1]["ours"]
        state = await _get(page, "state")
        assert any(each["on"] and word in each["did"] for each in state["faults"])
        await _act(page, "switch", fault=fault, on=False)
        assert (await _messages(page))[-1]["ours"]
        proof = (await _get(page, "state"))["proof"]
        assert proof["whole"], proof


async def test_a_killed_service_loses_nothing_and_a_locked_ledger_waits(tmp_path):
    async with _open(tmp_path, apart=True) as (page, server):
        page.at_rest = server.playground.opened.story.at_rest
        await _act(page, "clock", to="date", day="2022-02-21", clock="10:00")
        await _act(page, "switch", fault="kill", on=True)
        await _act(page, "say", name=NAME, words="/status")
        assert not (await _messages(page))[-1]["taken"]
        await _act(page, "clock", to="hour")
        await _act(page, "switch", fault="kill", on=False)
        assert (await _messages(page))[-1]["ours"]
        await _act(page, "clock", to="hour")
        stood = [each["text"] for each in await _messages(page) if "【服务恢复】" in each["text"]]
        assert [text.partition("服务自")[2].partition("中断")[0] for text in stood] == ["2月21日10:00至2月21日11:00"]
        assert (await page.post("/act/switch", json={"fault": "lock", "on": True})).status == 200
        assert (await _get(page, "state"))["guide"][-1]["done"]  # another fault undoes no step of the story
        await page.post("/act/say", json={"name": NAME, "words": "帮助"})
        await _act(page, "switch", fault="lock", on=False)
        assert "督查员用法" in (await _messages(page))[-1]["text"]
        state = await _get(page, "state")
        assert state["proof"]["whole"], state["proof"]
        assert state["proof"]["received"] == state["proof"]["served"] == 3


def test_the_page_needs_nothing_from_outside_and_runs_nothing_of_what_people_write():
    for file in STATIC.iterdir():
        text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "://" not in text, file.name
        for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "eval("):
            assert word not in text, file.name


def test_a_ledger_that_has_served_a_real_bot_is_refused(tmp_path):
    file = tmp_path / "real.db"
    with sqlite3.connect(file) as ledger:
        ledger.execute("CREATE TABLE mark (name, value, at)")
        ledger.execute("INSERT INTO mark VALUES ('real_token', '1', '')")
    result = CliRunner().invoke(command, ["--database", str(file)])
    assert "正式服务" in str(result.exception)


def test_the_guide_offers_no_second_kill_while_what_waited_is_served() -> None:
    before = guide.Facts(said=True, heard=True, digest=True, survived=False, dead=False)
    assert guide.told(before)[-1]["act"] == "switch"
    last = guide.told(replace(before, recovering=True))[-1]
    assert (last["act"], last["done"]) == ("revive", False)
    assert "正在恢复" in str(last["hint"])
