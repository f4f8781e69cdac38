"""Huiyin's delivery beside python-telegram-bot with AIORateLimiter, one after the other under the same limits.

    python benchmarks/pacing.py           900 messages, hard limits: 30 a second, 5 s locked out after a 429
    python benchmarks/pacing.py --soft    3,000 messages, soft limits: a 429 refuses one call

The floor is what 30 a second allow after a full bucket of 30. Sends go over HTTP to a sandbox in its own process.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession
from telegram.error import TelegramError
from telegram.ext import AIORateLimiter, ApplicationBuilder

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.stand_in import TOKEN, telegram
from bot.sandbox.client import SandboxClient
from bot.telegram_io.api_client import BotApi
from bot.telegram_io.courier import Courier
from db import migrations, outbox
from db.messages import Call, Kind, Rank
from db.models import OutboxRow
from db.session import Database
from schedules.sending.delivery import Delivery
from schedules.sending.pacing import Pacer


async def words(session: AsyncSession, row: OutboxRow, now: datetime) -> Call:
    return Call("sendMessage", {"chat_id": row.chat_id, "text": row.facts["text"]})


def clock() -> datetime:
    return datetime.now(UTC)


async def huiyin(client: SandboxClient, people: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/bench.db")
        await migrations.upgrade(database)
        async with database.writing() as session:
            for person in range(1, people + 1):
                facts = {"text": f"第{person}条"}
                await outbox.queue(
                    session, kind=Kind.PLAIN, facts=facts, now=clock(), cause="bench", chat_id=person, rank=Rank.BULK
                )
        async with BotApi(client.root, TOKEN) as bot_api:
            delivery = Delivery(database, words, Courier(bot_api), Pacer())
            stop = asyncio.Event()
            running = asyncio.create_task(delivery.run(stop, clock))
            await client.ask("control/calls", method="sendMessage", wait=300, count=people)
            while await _open(database):  # noqa: ASYNC110  the last fates, and what was refused
                await asyncio.sleep(0.05)
            stop.set()
            await running
        await database.close()


async def _open(database: Database) -> bool:
    async with database.reading() as session:
        counts = (await outbox.backlog(session, now=clock())).counts
    return any(counts.get(state) for state in ("queued", "later", "sending"))


async def stock(client: SandboxClient, people: int) -> None:
    """As its documentation shows it: a few retries, everything at once, the limiter spreads it."""
    limiter = AIORateLimiter(max_retries=10)
    application = (
        ApplicationBuilder()
        .token(TOKEN)
        .base_url(f"{client.root}/bot")
        .rate_limiter(limiter)
        .connection_pool_size(16)
        .pool_timeout(600)
        .build()
    )
    await application.initialize()
    sends = [application.bot.send_message(person, f"第{person}条") for person in range(1, people + 1)]
    results = await asyncio.gather(*sends, return_exceptions=True)
    await application.shutdown()
    lost = [result for result in results if isinstance(result, TelegramError)]
    if lost:
        print(f"  {len(lost)} messages given up: {lost[0]}", file=sys.stderr)


async def measure(name: str, send: Any, people: int, limits: dict[str, Any]) -> dict[str, Any]:
    async with telegram(people, **limits) as client:
        before = len(await client.calls())
        began = time.perf_counter()
        await send(client, people)
        seconds = time.perf_counter() - began
        calls = (await client.calls())[before:]
    sends = [call for call in calls if call["method"] == "sendMessage"]
    refused = [call for call in sends if (call["answer"] or {}).get("error_code") == 429]
    arrived = {call["parameters"]["chat_id"] for call in sends if call["ok"]}
    floor = (people - 30) / 30
    return {
        "name": name,
        "messages": people,
        "arrived": len(arrived),
        "too_many_requests": len(refused),
        "seconds": round(seconds, 2),
        "times_the_floor": round(seconds / floor, 3),
    }


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--soft", action="store_true")
    parser.add_argument("--messages", type=int)
    parser.add_argument("--only", choices=["huiyin", "stock"])
    given = parser.parse_args()
    logging.disable(logging.CRITICAL)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    people = given.messages or (3000 if given.soft else 900)
    limits = {"mode": "soft" if given.soft else "hard", "lock_seconds": 5, "per_second": 30, "burst": 30}
    for name, send in (("huiyin", huiyin), ("stock", stock)):
        if given.only in (None, name):
            print(json.dumps(await measure(name, send, people, limits)), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
