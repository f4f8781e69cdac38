"""Our own tasks in orders drawn by a seed: polling twice over, serving, sending, ticking twice over.

Telegram is a stand-in without a socket, for a socket's time is not drawn. A thousand seeds in `make soak`, one alone by
`INTERLEAVING=17 pytest -m soak tests/chaos/test_interleavings.py`: the very same order again, step for step.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from bot import app
from bot.playground.stage import TOKEN
from bot.settings import Settings
from bot.telegram_io.api_client import BotApi
from db.models import InboxRow, InboxState, OutboxRow, OutboxState
from db.session import Database
from schedules import auditor
from tests.chaos.interleaving import DrawnOrder
from tests.office import staffed

SCHEDULES = int(os.environ.get("SCHEDULES", "1000"))
FIRST = int(os.environ.get("FIRST", "1"))
ONE = os.environ.get("INTERLEAVING")
MORNING = "2022-01-05 09:00"
FAR = timedelta(minutes=5)
SAID = ("完成{percent}%", "收到", "已办结", "卡在用地指标，请市自然资源局协调", "预计2月底前办结，完成{percent}%")


@dataclass
class Clock:
    now: datetime

    def __call__(self) -> datetime:
        return self.now


class Telegram(httpx.AsyncBaseTransport):
    """Holds updates until they are confirmed and numbers what is sent; each answer takes some turns of the loop."""

    def __init__(self, updates: list[dict], chance: random.Random) -> None:
        self.waiting, self.chance = updates, chance
        self.sent: list[tuple[str, str]] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        given = json.loads((await request.aread()).decode() or "{}")
        for _ in range(self.chance.randrange(6)):
            await asyncio.sleep(0)
        method = request.url.path.rpartition("/")[2]
        result: object = True
        if method == "getUpdates":
            self.waiting = [each for each in self.waiting if each["update_id"] >= int(given.get("offset") or 0)]
            result = self.waiting[: self.chance.randrange(1, 5)]
        elif method.startswith("send"):
            self.sent.append((str(given.get("chat_id")), str(given.get("text"))))
            chat = {"id": int(given.get("chat_id", 0)), "type": "private"}
            result = {"message_id": 1000 + len(self.sent), "date": 1, "chat": chat, "text": given.get("text")}
        return httpx.Response(200, json={"ok": True, "result": result})


async def _furnished(folder: Path) -> tuple[Path, list[int]]:
    """A ledger with three heads and their tasks, handed out; the chats of the heads."""
    async with staffed() as office:
        heads = [await office.head(f"市{name}局局长") for name in ("财政", "住建", "水利")]
        for head in heads:
            await office.task(f"{head.name}的事项", owner=head, due="2022-03-10")
        await office.until(MORNING)
        await office.stage.database.checkpoint()
        return Path(shutil.copy(office.stage.database.url.database, folder / "template.db")), [h.chat_id for h in heads]


def _updates(chats: list[int], chance: random.Random) -> list[dict]:
    told = []
    for number in range(12):
        chat = chance.choice(chats)
        words = chance.choice(SAID).format(percent=chance.randrange(5, 95))
        said = {"message_id": 500 + number, "date": 1, "chat": {"id": chat, "type": "private"}, "text": words}
        sender = {"id": chat, "is_bot": False, "first_name": "甲"}
        told.append({"update_id": 700_000_000 + number, "message": {**said, "from": sender}})
    return told


async def _played(loop: DrawnOrder, template: Path, chats: list[int], seed: int, zone_now: datetime) -> list[str]:
    """What is wrong after it; the messages sent are part of the comparison of two runs."""
    chance, clock = random.Random(seed), Clock(zone_now)
    with tempfile.TemporaryDirectory() as folder:
        file = shutil.copy(template, folder)
        database = Database(f"sqlite:///{file}")
        telegram = Telegram(_updates(chats, chance), chance)
        settings = Settings(token=TOKEN, api_url="http://127.0.0.1:9", database_url=f"sqlite:///{file}", _env_file=None)
        async with BotApi("http://127.0.0.1:9", TOKEN, transport=telegram) as bot_api:
            me = {"id": 4242, "is_bot": True, "first_name": "回音", "username": "huiyin_bot"}
            service = app.build(settings, database, clock=clock, me=me, bot_api=bot_api)
            await service.poller.once()
            await service.intake.once()  # what is loaded in a thread is loaded before the order is drawn
            loop.begin(seed)
            await _all_at_once(service, clock, telegram)
            found = await _wrong(service, telegram)
        await database.close()
        return [*found, *(f"{chat}: {text}" for chat, text in telegram.sent)] if not found else [f"!{x}" for x in found]


async def _all_at_once(service: app.Service, clock: Clock, telegram: Telegram) -> None:
    async def polling() -> None:
        for _ in range(25):
            await service.poller.once()

    async def serving() -> None:
        for _ in range(60):
            await service.intake.once()
            await asyncio.sleep(0)

    async def sending() -> None:
        for _ in range(60):
            await service.delivery.once(clock.now)
            clock.now += timedelta(seconds=1)
            await asyncio.sleep(0)

    async def ticking() -> None:
        for _ in range(3):
            await service.timetable.once(clock.now)
            await asyncio.sleep(0)

    await asyncio.gather(polling(), polling(), serving(), sending(), ticking(), ticking())
    await _rest(service, clock, telegram)


async def _rest(service: app.Service, clock: Clock, telegram: Telegram) -> None:
    for _ in range(200):  # what is left, one after the other
        await service.poller.once()
        busy = await service.intake.once()
        coming = await service.delivery.once(clock.now)
        clock.now += timedelta(seconds=1)
        if not telegram.waiting and not busy and (coming is None or coming > clock.now + FAR):
            return


async def _wrong(service: app.Service, telegram: Telegram) -> list[str]:
    async with service.database.reading() as session:
        inbox = list(await session.scalars(select(InboxRow).where(InboxRow.update_id >= 700_000_000)))
        outbox = list(await session.scalars(select(OutboxRow)))
        found = [each.text for each in await auditor.breaches(session, now=service.clock(), policy=service.policy)]
    found += [f"{row.update_id} {row.state}: {row.error}" for row in inbox if row.state is not InboxState.DONE]
    found += [f"{12 - len(inbox)} updates not stored"] if len(inbox) != 12 else []
    found += [
        f"outbox {row.id} {row.state}" for row in outbox if row.state in (OutboxState.SENDING, OutboxState.UNKNOWN)
    ]
    queued = Counter(row.message_id for row in outbox if row.message_id is not None and row.message_id > 1000)
    found += [f"message {number} of {count} rows" for number, count in queued.items() if count > 1]
    mornings = Counter(chat for chat, text in telegram.sent if "早上好" in text)
    return [*found, *(f"{count} mornings for {chat}" for chat, count in mornings.items() if count > 1)]


def _in_a_loop(template: Path, chats: list[int], seed: int, now: datetime) -> tuple[list[str], list[int]]:
    loop = DrawnOrder()
    try:
        return loop.run_until_complete(_played(loop, template, chats, seed, now)), loop.drawn
    finally:
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()


@pytest.fixture(autouse=True)
def drawn_and_not_timed(monkeypatch):
    """How many updates or calls share a transaction is not left to the speed of the machine."""
    monkeypatch.setattr("bot.intake.TOGETHER_SECONDS", 60)
    monkeypatch.setattr("schedules.sending.delivery.LOCK_SECONDS", 60)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    now = datetime.fromisoformat(f"{MORNING}+08:00") + timedelta(minutes=30)
    return (*asyncio.run(_furnished(tmp_path_factory.mktemp("interleaved"))), now)


def test_a_seed_gives_its_order_again(office):
    template, chats, now = office
    (told, drawn), again = (_in_a_loop(template, chats, int(ONE or 1), now) for _ in range(2))
    assert not [each for each in told if each.startswith("!")], told
    assert again == (told, drawn)
    assert len(told) >= 10
    assert len(drawn) >= 1000


@pytest.mark.soak
def test_a_thousand_drawn_orders_keep_the_laws_and_differ(office):
    template, chats, now = office
    known = set()
    for seed in range(FIRST, FIRST + SCHEDULES):
        told, drawn = _in_a_loop(template, chats, seed, now)
        assert not [each for each in told if each.startswith("!")], f"INTERLEAVING={seed}: {told}"
        known.add(hash(tuple(drawn)))
        if seed % 50 == 0:
            print(f"seed {seed}: {len(known)} orders", flush=True)
    assert len(known) == SCHEDULES
