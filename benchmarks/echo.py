"""Update → committed → answered: Huiyin's way, `synchronous=FULL`, beside a plain python-telegram-bot echo bot.

    python benchmarks/echo.py [updates] [rounds]

Both get the same updates from a sandbox and say the words back; sandbox and bot are processes of their own. Huiyin
stores each update, answers it in the transaction that handles it and sends from the outbox; the plain bot keeps
nothing. Pacing is off for both (no limiter there, no limit here): what is measured is the way, not Telegram's limits.
The clock starts when the bot says that it is ready and all updates wait. The two take turns, for the machine's speed
drifts, and the medians of the rounds are compared.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Update
from telegram.ext import ApplicationBuilder, MessageHandler, TypeHandler, filters

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.stand_in import TOKEN, telegram
from bot.handlers.update_scope import Office
from bot.intake import Intake
from bot.sandbox.client import SandboxClient
from bot.telegram_io import dispatch
from bot.telegram_io.api_client import BotApi
from bot.telegram_io.courier import Courier
from bot.telegram_io.poller import Poller
from db import migrations, outbox
from db.messages import Call, Kind
from db.models import OutboxRow
from db.session import Database
from schedules import policy
from schedules.sending.delivery import Delivery
from schedules.sending.pacing import Limits, Pacer

PEOPLE = 50
FREE = Limits(per_second=100_000, person_seconds=0, group_seconds=0)


def clock() -> datetime:
    return datetime.now(UTC)


async def repeat(update: Update, context: Any) -> None:
    assert update.effective_message is not None
    await outbox.queue(
        context.session,
        kind=Kind.PLAIN,
        facts={"text": update.effective_message.text},
        now=context.now,
        cause=context.cause,
        chat_id=update.effective_message.chat_id,
    )


async def words(session: AsyncSession, row: OutboxRow, now: datetime) -> Call:
    return Call("sendMessage", {"chat_id": row.chat_id, "text": row.facts["text"]})


async def huiyin(url: str, stop: asyncio.Event) -> None:
    with tempfile.TemporaryDirectory(dir=".") as folder:
        database = Database(f"sqlite:///{folder}/echo.db")
        await migrations.upgrade(database)
        me = {"id": 123456, "username": "bench"}
        async with BotApi(url, TOKEN) as bot_api:
            update_handler = partial(
                dispatch.dispatcher, TOKEN, me, lambda app: app.add_handler(TypeHandler(object, repeat))
            )
            delivery = Delivery(database, words, Courier(bot_api), Pacer(FREE))
            intake = Intake(database, update_handler, Office(policy.load(), clock), on_answered=delivery.wake.set)
            poller = Poller(database, bot_api, clock, poll_seconds=5, on_stored=intake.wake.set)
            print("ready", flush=True)
            await asyncio.gather(poller.run(stop), intake.run(stop), delivery.run(stop, clock))
        await database.close()


async def plain(url: str, stop: asyncio.Event) -> None:
    async def echo(update: Update, context: Any) -> None:
        assert update.message is not None
        await update.message.reply_text(update.message.text or "")

    application = ApplicationBuilder().token(TOKEN).base_url(f"{url}/bot").build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    await application.initialize()
    await application.start()
    assert application.updater is not None
    print("ready", flush=True)
    await application.updater.start_polling(poll_interval=0, timeout=5)
    await stop.wait()
    await application.updater.stop()
    await application.stop()
    await application.shutdown()


BOTS = {"plain": plain, "huiyin": huiyin}


async def serve(name: str, url: str) -> None:
    """Until SIGTERM."""
    logging.disable(logging.CRITICAL)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await BOTS[name](url, stop)


@asynccontextmanager
async def running(name: str, url: str) -> AsyncIterator[int]:
    """The bot in a process of its own, ready to serve; its process number."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, __file__, "--serve", name, url, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    await process.stdout.readline()
    try:
        yield process.pid
    finally:
        process.terminate()
        await process.wait()


async def throughput(name: str, updates: int) -> tuple[float, float]:
    """Answers per second with all updates waiting at the start, and the bot's processor milliseconds for each."""
    async with telegram(PEOPLE) as client:
        for number in range(updates):
            await client.text(number % PEOPLE + 1, f"第{number}句")
        before = await _answers(client)
        async with running(name, client.root) as process:
            began, used = time.perf_counter(), _used(process)
            await _until(client, before + updates)
            seconds = time.perf_counter() - began
            return updates / seconds, (_used(process) - used) * 1000 / updates


async def latency(name: str, updates: int, per_second: float) -> list[float]:
    """Milliseconds from the moment a person has said something until its echo is in the chat."""
    async with telegram(PEOPLE) as client, running(name, client.root):
        for person in range(1, PEOPLE + 1):
            await client.text(person, "热身")
        await _until(client, PEOPLE)
        began = time.perf_counter()
        for number in range(updates):
            await asyncio.sleep(max(0.0, began + number / per_second - time.perf_counter()))
            await client.text(number % PEOPLE + 1, f"第{number}句")
        await _until(client, PEOPLE + updates)
        posts = await client.transcript()
    said = {post["text"]: post["time"] for post in posts if not post["outgoing"]}
    return [(post["time"] - said[post["text"]]) * 1000 for post in posts if post["outgoing"] and "句" in post["text"]]


def _used(process: int) -> float:
    """Processor seconds of a process: user and system, from the kernel's account."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def _answers(client: SandboxClient) -> int:
    return sum(post["outgoing"] for post in await client.transcript())


async def _until(client: SandboxClient, count: int) -> None:
    await client.ask("control/calls", method="sendMessage", wait=300, count=count)


async def main() -> None:
    updates = int(sys.argv[1]) if len(sys.argv) > 1 else 1500
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    figures: dict[str, list[tuple[float, float]]] = {name: [] for name in BOTS}
    for _ in range(rounds):
        for name in BOTS:
            figures[name].append(await throughput(name, updates))
    rates = {name: statistics.median(rate for rate, _ in each) for name, each in figures.items()}
    for name, each in figures.items():
        waits = statistics.quantiles(await latency(name, 400, 20), n=100)
        shown: dict[str, Any] = {
            "name": name,
            "per_second": round(rates[name], 1),
            "rounds": [round(rate) for rate, _ in each],
        }
        shown["processor_ms"] = round(statistics.median(used for _, used in each), 2)
        print(json.dumps({**shown, "p50_ms": round(waits[49], 1), "p99_ms": round(waits[98], 1)}), flush=True)
    print(json.dumps({"huiyin_to_plain": round(rates["huiyin"] / rates["plain"], 2)}))


if __name__ == "__main__":
    asyncio.run(serve(*sys.argv[2:]) if sys.argv[1:2] == ["--serve"] else main())
