"""Chart and workbook go out with the weekly report: drawn by a process of its own, uploaded once, then by number."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import delete

from bot import app
from bot.playground.stage import TOKEN
from bot.runtime import attachment_worker
from bot.runtime.attachment_worker import AttachmentWorker
from bot.sandbox import images
from bot.sandbox.transcript import entries
from bot.settings import Settings
from bot.telegram_io.api_client import BotApi
from db.models import Post, Role
from db.session import Database
from schedules import attachments
from schedules.steps.context import StepContext
from tests.office import Office, staffed

FRIDAY = "2022-01-07 16:00"
AFTERWARDS = "2022-01-07 16:30"
CHART = images.blank()


@asynccontextmanager
async def furnished(database_url: str | None = None) -> AsyncIterator[Office]:
    async with staffed(database_url, attach=True) as office:
        leader = await office.leader("常务副市长")
        finance = await office.head("市财政局局长")
        await office.task("编制年度预算草案", owner=finance, due="2022-03-10", leader=leader)
        audit = await office.head("市审计局局长")
        await office.task("开展专项审计", owner=audit, due="2022-03-10")
        yield office
        assert await office.faults() == []


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with furnished() as office:
        yield office


def media(office, person):
    """What was sent to somebody besides words: kind and caption."""
    found = [each for each in entries(office.stage.sandbox.world, chat_id=person.chat_id) if each["outgoing"]]
    return [(each["media"]["kind"], each["text"]) for each in found if each["media"]]


def sent(office, method):
    """Whether each call that Telegram took brought a file."""
    calls = office.stage.sandbox.calls.wire(method=method)
    return [bool(call["files"]) for call in calls if call["ok"]]


def files(office, kind):
    return [file for file in office.stage.sandbox.world.files.values() if file.kind == kind]


async def drawn(office):
    """It is Friday, the report is queued, and the files are there; small ones, for another test looks at real ones."""
    stage = office.stage
    await office.until("2022-01-04 18:00")  # the evening's word of who has bound an account
    await office.begins(FRIDAY)
    await stage.service.timetable.run_job("digest", stage.clock.now)
    async with stage.database.writing() as session:
        context = StepContext(session, stage.clock.now, "test", stage.policy)
        for each in await attachments.wanted(session):
            assert await attachments.keep(context, each, CHART) > 0


@asynccontextmanager
async def restarted(office) -> AsyncIterator[None]:
    """Another service on the same database, as after a kill."""
    stage = office.stage
    before = stage.service
    url = before.database.url.render_as_string(hide_password=False)
    settings = Settings(token=TOKEN, database_url=url, poll_seconds=0, policy=policy_of(office))
    database = Database(url)
    async with BotApi(stage.sandbox.url, TOKEN) as bot_api:
        stage.service = app.build(settings, database, clock=stage.clock, me={"id": 4242, "is_bot": True,
            "first_name": "回音", "username": "huiyin_bot"}, bot_api=bot_api)  # fmt: skip
        yield
    await database.close()
    stage.service = before


def policy_of(office) -> Path:
    return Path(str(office.stage.database.url.database)).parent / "policy.toml"


async def test_everybody_gets_what_is_his(office):
    leader = office.stage.actors["常务副市长"]
    await office.until(AFTERWARDS)
    assert media(office, office.coordinator) == [
        ("photo", "【挂图作战】全部督查事项，截至1月7日（周五）16:00。"),
        ("document", "【台账全表】全部督查事项，截至1月7日（周五）16:00。"),
    ]
    assert "【督查周报】" in office.coordinator.messages[-3].text
    assert media(office, leader) == [("photo", "【挂图作战】常务副市长牵头事项，截至1月7日（周五）16:00。")]
    assert media(office, office.stage.actors["市财政局局长"]) == []

    whole, field = [file.content for file in files(office, "photo")]
    assert images.size_of(whole)[1] > images.size_of(field)[1]  # two departments, one department
    (book,) = files(office, "document")
    assert book.facts["file_name"] == "督查台账_2022-01-07.xlsx"
    titles = {cell.value for row in load_workbook(BytesIO(book.content))["台账"].iter_rows() for cell in row}
    assert {"编制年度预算草案", "开展专项审计"} <= titles


async def test_three_coordinators_cost_one_upload(database_url):
    async with furnished(database_url) as office:
        others = [await office.another_coordinator(name) for name in ("督查员乙", "督查员丙")]
        await drawn(office)
        await office.until(AFTERWARDS)
        for each in (office.coordinator, *others):
            assert sorted(kind for kind, _ in media(office, each)) == ["document", "photo"]
        assert sorted(sent(office, "sendDocument")) == [False, False, True]
        assert sorted(sent(office, "sendPhoto")) == [False, False, True, True]  # the office's chart and the leader's


async def test_who_starts_anew_uploads_nothing_anew(office):
    await office.another_coordinator("督查员乙")
    await drawn(office)
    await office.stage.service.delivery.once(office.stage.clock.now)  # the words
    await office.begins("2022-01-07 16:00:02")
    await office.stage.service.delivery.once(office.stage.clock.now)
    assert sent(office, "sendPhoto").count(True) == 2  # the other coordinator's has the number, or waits for it
    async with restarted(office):
        await office.until(AFTERWARDS)
    assert sorted(sent(office, "sendPhoto")) == [False, True, True]


async def test_a_kill_before_the_drawing_loses_nothing(office):
    await office.begins(FRIDAY)
    await office.stage.service.timetable.run_job("digest", office.stage.clock.now)
    async with restarted(office):
        stage = office.stage
        assert await stage.service.attachment_worker.once(stage.clock.now) == 3
        assert await stage.service.attachment_worker.once(stage.clock.now) == 0
        await office.until(AFTERWARDS)
    assert [kind for kind, _ in media(office, office.coordinator)] == ["photo", "document"]


async def test_a_number_that_is_known_no_longer_is_replaced(office):
    await office.another_coordinator("督查员乙")
    await drawn(office)
    await office.stage.service.delivery.once(office.stage.clock.now)
    office.stage.service.delivery._words_at_once = 50  # the other coordinator's is made before the number is known
    await office.begins("2022-01-07 16:00:02")
    await office.stage.service.delivery.once(office.stage.clock.now)
    office.stage.sandbox.world.files.clear()
    await office.until(AFTERWARDS)
    assert sorted(kind for kind, _ in media(office, office.stage.actors["督查员乙"])) == ["document", "photo"]
    assert sent(office, "sendPhoto") == [True, True, True]
    assert len(media(office, office.coordinator)) == 2


async def test_an_upload_whose_answer_is_lost_goes_once_more_marked(office):
    await office.another_coordinator("督查员乙")
    await drawn(office)
    await office.stage.client.faults(kind="cut_after", method="sendDocument")
    await office.until(AFTERWARDS)
    words = [text for each in ("督查员甲", "督查员乙") for kind, text in media(office, office.stage.actors[each])]
    assert sum(text.startswith("（重发）【台账全表】") for text in words) == 1
    assert sum(text.startswith("【台账全表】") for text in words) == 2


async def test_where_nothing_can_be_drawn_the_words_go_and_the_office_hears_once(office):
    stage = office.stage
    broken = (sys.executable, "-c", "raise SystemExit('no font')")
    environment = attachment_worker.environment(Settings(database_url="sqlite:///nowhere.db"))
    stage.service.attachment_worker = AttachmentWorker(stage.database, stage.policy, environment, command=broken)
    await office.until(AFTERWARDS)
    assert "【督查周报】" in office.coordinator.last
    for _ in range(5):
        await stage.tick()
    await office.until("2022-01-07 17:30")
    notices = [each.text for each in office.coordinator.messages if "未能生成" in each.text]
    assert len(notices) == 1
    assert media(office, office.coordinator) == []


async def test_what_is_drawn_while_an_office_rests_would_be_old(office):
    await office.begins("2022-01-08 10:00")
    stage = office.stage
    await stage.service.timetable.run_job("digest", stage.clock.now)
    assert await stage.service.attachment_worker.once(stage.clock.now) == 0
    await office.until("2022-01-10 08:30")
    assert media(office, office.coordinator)[0][1].endswith("截至1月10日（周一）08:00。")


async def test_who_lost_his_role_meanwhile_gets_no_ledger(office):
    await drawn(office)
    async with office.stage.database.writing() as session:
        await session.execute(delete(Post).where(Post.role == Role.COORDINATOR))
    await office.until(AFTERWARDS)
    assert media(office, office.coordinator) == []
