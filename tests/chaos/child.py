"""The service as it is, watched from outside: SQLAlchemy's events and a wrapper around the transport say where it
stands, and there it is killed. `python -m tests.chaos.child '<plan>'` runs one life afresh."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sqlite3
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import psycopg
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot import app
from bot.runtime import logs
from bot.runtime.model_source import ModelSource
from bot.settings import Settings
from bot.telegram_io.api_client import BotApi
from db.session import Database
from schedules import reminders
from schedules.sending.pacing import Limits, Pacer
from tests.chaos import planted
from tests.chaos.life import Life, loads

QUIET_SECONDS = 0.06  # nothing passes for so long: this life has done its work
TURN_SECONDS = 0.02
LONGEST_SECONDS = 8.0
TO_THE_END = 5  # times as long for what must be finished: a loaded machine runs its jobs late
FAST = Limits(per_second=2000, person_seconds=0.002, group_seconds=0.002, storm_seconds=0)
ME = {"id": 123456, "is_bot": True, "first_name": "回音", "username": "huiyin_sandbox_bot"}


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class PeriodicCheck:
    """Counts the passings of each point, and kills at the one that was chosen."""

    def __init__(self, life: Life) -> None:
        self.life = life
        self.counts: Counter[str] = Counter()
        self.last = time.monotonic()
        self.turns = 0  # of the loop since something passed: on a loaded machine seconds go by without any
        self.polled = False

    def passed(self, point: str) -> None:
        self.counts[point] += 1
        self.stir()
        self.polled = self.polled or point == "poll.sent"
        if self.life.kill == (point, self.counts[point]):
            die()

    def stir(self) -> None:
        """Something is being done, at no point where a life is to end."""
        self.last, self.turns = time.monotonic(), 0

    def quiet(self) -> bool:
        """Asked once a turn."""
        self.turns += 1
        patience = self.patience(QUIET_SECONDS)
        return self.polled and time.monotonic() - self.last > patience and self.turns * TURN_SECONDS > patience

    def patience(self, seconds: float) -> float:
        return seconds * (TO_THE_END if self.life.to_the_end else 1)


class Watched(httpx.AsyncHTTPTransport):
    """Says where each call stands."""

    def __init__(self, watch: PeriodicCheck) -> None:
        super().__init__(verify=False, limits=httpx.Limits(max_connections=12, max_keepalive_connections=12))
        self.watch = watch

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        kind = _kind(request)
        if kind == "send":
            self.watch.passed("send.leaves")

        async def trace(name: str, info: object) -> None:
            if kind == "send" and name.endswith("send_request_headers.complete"):
                self.watch.passed("send.begun")
            if name.endswith("send_request_body.complete"):
                self.watch.passed(f"{kind}.sent")

        request.extensions["trace"] = trace
        response = await super().handle_async_request(request)
        content = await response.aread()
        self.watch.passed(f"{kind}.read")
        kept = [(name, value) for name, value in response.headers.raw if name.lower() != b"transfer-encoding"]
        return httpx.Response(response.status_code, headers=kept, content=content)


def _watch_model(service: app.Service, watch: PeriodicCheck) -> None:
    for source in service.preparation._sources.values():
        if isinstance(source, ModelSource):
            source._model.client = httpx.AsyncClient(transport=Watched(watch))


def _kind(request: httpx.Request) -> str:
    method = request.url.path.rpartition("/")[2]
    if method == "completions":
        return "model"
    if method == "getUpdates":
        return "confirm" if "offset" in json.loads(request.content) else "poll"
    return "tap" if method == "answerCallbackQuery" else "send"


def watch_database(database: Database, watch: PeriodicCheck) -> None:
    engine = database.writer.sync_engine
    event.listen(engine, "begin", lambda connection: watch.passed("begin"))
    event.listen(engine, "commit", lambda connection: watch.passed("commit"))
    for door in (engine, database._reader.sync_engine):
        event.listen(door, "before_cursor_execute", lambda *_: watch.stir())
    event.listen(Session, "after_commit", lambda session: watch.passed("committed"))
    _between_slices(watch)
    if watch.life.trouble is not None:
        _trouble(engine, watch, *watch.life.trouble)


def _between_slices(watch: PeriodicCheck) -> None:
    """Each head is a slice of his own; the point is passed when one of them is committed."""
    reminders.SLICE = 1
    take = reminders.take

    async def marked(at: Any, part: Any) -> Any:
        at.session.sync_session.info["slice"] = True
        return await take(at, part)

    reminders.take = marked
    event.listen(Session, "after_commit", lambda session: session.info.get("slice") and watch.passed("slice"))


def _trouble(engine: Any, watch: PeriodicCheck, kind: str, at: int) -> None:
    """Locked: the commit is refused. Full: for one transaction the file may not grow by a page, or its commit finds no
    room on the server."""
    embedded = engine.dialect.name == "sqlite"

    def refuse(connection: object) -> None:
        if watch.counts["commit"] == at:
            error = sqlite3.OperationalError("database is busy")
            error.sqlite_errorcode = sqlite3.SQLITE_BUSY
            refused = psycopg.errors.SerializationFailure() if kind == "busy" else psycopg.errors.DiskFull()
            raise OperationalError("COMMIT", {}, error if embedded else refused)

    def fill(connection: object) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        most = pages if watch.counts["begin"] == at else 2**30
        connection.exec_driver_sql(f"PRAGMA max_page_count = {most}")

    if kind == "busy" or not embedded:
        event.listen(engine, "commit", refuse)
    else:
        event.listen(engine, "begin", fill)


class SteppingClock:
    """Ahead of the machine's by so much, and by more, or less, after its n-th reading."""

    def __init__(self, life: Life) -> None:
        self.ahead, self.step, self.readings = life.ahead, life.step, 0

    def __call__(self) -> datetime:
        self.readings += 1
        if self.step and self.readings == self.step[0]:
            self.ahead += self.step[1]
        return datetime.now(UTC) + timedelta(seconds=self.ahead)


async def live(life: Life) -> None:
    logs.configure(secrets=[life.token], stream=open(life.log, "a", buffering=1, encoding="utf-8"))  # noqa: SIM115, ASYNC230
    watch = PeriodicCheck(life)
    settings = Settings(
        token=life.token,
        api_url=life.api_url,
        database_url=life.database,
        poll_seconds=1,
        policy=Path(__file__).with_name("policy.toml"),
        model_url=life.model_url,
        model_name="stand-in" if life.model_url else None,
        _env_file=None,
    )
    database = Database(settings.database_url)
    watch_database(database, watch)
    bot_api = BotApi(life.api_url, life.token, transport=Watched(watch))
    service = app.build(settings, database, clock=SteppingClock(life), me=ME, bot_api=bot_api)
    service.delivery._outage.pacer = Pacer(FAST)
    _watch_model(service, watch)
    if life.planted:
        await planted.FAULTS[life.planted].plant(service)
    await _until_killed(service, watch, life)
    await bot_api.close()
    await database.close()


async def _until_killed(service: app.Service, watch: PeriodicCheck, life: Life) -> None:
    stop = asyncio.Event()
    running = asyncio.create_task(service.run(stop))
    began = time.monotonic()
    while not watch.quiet() and time.monotonic() - began < watch.patience(LONGEST_SECONDS):  # noqa: ASYNC110  quiet is no event
        await asyncio.sleep(TURN_SECONDS)
    if not life.to_the_end:
        die()
    stop.set()
    await running


def run(life: Life) -> None:
    if life.alarm is not None:
        signal.setitimer(signal.ITIMER_REAL, life.alarm)  # unhandled, it ends the process at any instruction
    asyncio.run(live(life))


if __name__ == "__main__":
    run(loads(sys.argv[1]))
