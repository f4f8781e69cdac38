"""An outside watcher hears from us after a clean audit, and only then; what becomes of his address disturbs nobody."""

import asyncio
import time
from dataclasses import dataclass, field

import pytest
from aiohttp import web
from sqlalchemy import select, text

from bot.playground.stage import TOKEN
from bot.runtime.heartbeat import Heartbeat
from db.models import OutboxRow
from schedules.timetable import JOBS
from tests.office import staffed

SECRET = "geheim-7f3a"
ROUND = len(JOBS)


@dataclass
class Watcher:
    """A watching service on loopback: it keeps what it was told, answers as set, or not at all."""

    heard: list[str] = field(default_factory=list)
    status: int = 200
    silent: bool = False
    called: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def ping(self, request):
        self.heard.append(f"{request.method} {request.path_qs} {dict(request.headers)} {await request.text()}")
        self.called.set()
        if self.silent:
            await self.over.wait()
        return web.Response(status=self.status)


@pytest.fixture
async def watcher():
    return Watcher()


@pytest.fixture
async def url(watcher):
    application = web.Application()
    application.router.add_route("*", "/{anything:.*}", watcher.ping)
    runner = web.AppRunner(application, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    yield f"http://127.0.0.1:{port}/{SECRET}"
    watcher.over.set()
    await runner.cleanup()


@pytest.fixture
async def service():
    async with staffed() as office:
        head = await office.head("市财政局局长")
        await office.task("编制年度预算草案", owner=head, due="2022-03-10")
        yield office.stage.service


async def one_round(service):
    """Every job of the real timetable has run once, and the loop has ended as told."""
    stop, rung = asyncio.Event(), service.delivery.wake
    loop = asyncio.create_task(service._tick(stop))
    while service.ticks < ROUND:
        rung.clear()
        await asyncio.wait_for(rung.wait(), 30)
    stop.set()
    await asyncio.wait_for(loop, 30)


async def finished(heartbeat):
    if heartbeat._running:
        await asyncio.wait(list(heartbeat._running), timeout=30)


async def test_after_a_clean_audit_the_watcher_is_told_once_and_learns_nothing(service, watcher, url):
    service.heartbeat = Heartbeat(url)
    await one_round(service)
    await finished(service.heartbeat)
    [heard] = watcher.heard
    assert heard.startswith(f"GET /{SECRET}")
    assert not any(word in heard for word in (TOKEN, TOKEN.partition(":")[2], "预算", service.username))


async def test_with_a_broken_law_the_watcher_misses_us(service, watcher, url):
    await one_round(service)  # the plan is made anew once, after an update
    async with service.database.writing() as session:
        await session.execute(text("DELETE FROM agenda"))
    service.heartbeat = Heartbeat(url)
    await one_round(service)
    await finished(service.heartbeat)
    assert watcher.heard == []


async def test_while_nothing_is_heard_the_watcher_misses_us_and_the_coordinator_learns_why(service, watcher, url):
    await service.bot_api.call("setWebhook", {"url": "https://example.org/elsewhere"})
    await service.poller.once()  # 409
    service.health.clock = lambda: time.monotonic() + 16 * 60
    service.heartbeat = Heartbeat(url)
    await one_round(service)
    await finished(service.heartbeat)
    assert watcher.heard == []
    async with service.database.reading() as session:
        rows = await session.scalars(select(OutboxRow).where(OutboxRow.kind == "notice"))
        [told] = [row.facts["text"] for row in rows if row.facts["what"] == "trouble"]
    assert "设有 webhook；请停用其一" in told


async def test_while_nothing_is_reminded_of_the_watcher_misses_us(service, watcher, url):
    service.heartbeat = Heartbeat(url)
    service._ticked("audit", 0)
    assert service.heartbeat._running == set()


async def test_an_audit_that_fails_is_no_sign_of_life(service, url):
    async with service.database.writing() as session:
        await session.execute(text("ALTER TABLE journal RENAME TO lost"))
    service.heartbeat = Heartbeat(url)
    with pytest.raises(Exception, match="journal"):
        service._ticked("audit", await service.timetable.run_job("audit", service.clock()))
    assert service.heartbeat._running == set()


async def test_a_watcher_that_never_answers_holds_up_nothing(service, watcher, url):
    watcher.silent = True
    service.heartbeat = Heartbeat(url)
    await one_round(service)
    await asyncio.wait_for(watcher.called.wait(), 30)
    assert service.ticks == ROUND
    for task in service.heartbeat._running:
        task.cancel()


@pytest.mark.parametrize("dead", ["http://127.0.0.1:9/x", "http://", "nonsense", "http://[::1", "ftp://127.0.0.1/x"])
async def test_an_address_nobody_answers_at_is_noted_without_the_address(dead, capsys):
    assert await Heartbeat(f"{dead}?{SECRET}").once() is False
    assert SECRET not in "".join(capsys.readouterr())


async def test_a_watcher_that_refuses_is_noted(watcher, url, capsys):
    watcher.status = 500
    assert await Heartbeat(url).once() is False
    assert SECRET not in "".join(capsys.readouterr())


async def test_without_an_address_nothing_is_sent():
    quiet = Heartbeat(None)
    quiet.beat()
    assert quiet._running == set()
