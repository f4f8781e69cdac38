"""`python -m bot.playground.service_child`: the service in a process of its own, which a visitor may kill.

Line by line on standard input it is told what to do and at which moment; on standard output it says what came of it.
It ends with its input.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TextIO

import structlog

from bot import app
from bot.playground.service_steps import StepsHere
from bot.runtime import preload
from bot.settings import Settings
from bot.telegram_io.api_client import BotApi
from db.models import Mark
from db.session import Database
from schedules.maintenance import ALIVE

Order = dict[str, Any]
_PULSE = timedelta(minutes=1)


@dataclass(slots=True)
class Clock:
    now: datetime

    def __call__(self) -> datetime:
        return self.now


def settings_for(order: Order) -> Settings:
    policy = order.get("policy")
    return Settings(
        _env_file=None,  # type: ignore[call-arg]  # .env may hold the token of a real bot
        token=order["token"],
        database_url=order["database_url"],
        api_url=order["api_url"],
        poll_seconds=0,
        policy=Path(policy) if policy else None,
    )


class Child:
    def __init__(self, service: app.Service, clock: Clock) -> None:
        self._steps = StepsHere(service)
        self._service = service
        self._clock = clock
        self._lived: datetime | None = None  # the last moment this life has noted

    async def obey(self, order: Order) -> Any:
        if order["now"]:
            self._clock.now = datetime.fromisoformat(order["now"])
        now = self._clock.now
        match order["do"]:
            case "poll":
                return await self._steps.poll()
            case "settle":
                await self._live(now)
                return _told(await self._steps.settle(now))
            case "deliver":
                return _told(await self._steps.deliver(now))
            case "tick":
                await self._live(now)
                return await self._steps.tick(now)
        raise ValueError(order["do"])

    async def _live(self, now: datetime) -> None:
        """The pulse of one who lived through the time that has leapt by; a life's first may find that nobody did.

        At every moment at which it is moved, as a real one has a pulse every minute: killed, it leaves behind when
        it last lived."""
        if self._lived is not None and now - self._lived < _PULSE:
            return
        if self._lived is not None:
            async with self._service.database.writing() as session:
                mark = await session.get(Mark, ALIVE)
                if mark is not None:
                    mark.at = max(mark.at, now - timedelta(seconds=1))
        await self._service.timetable.run_job("pulse", now)
        self._lived = now


def _told(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


async def serve(order: Order, out: TextIO) -> None:
    settings, clock = settings_for(order), Clock(datetime.fromisoformat(order["now"]))
    database = Database(settings.database_url)
    async with BotApi(settings.api_url, settings.needed_token()) as bot_api:
        me = await app.who_am_i(bot_api)
        assert me is not None, "asked without an end"
        child = Child(app.build(settings, database, clock=clock, me=me, bot_api=bot_api), clock)
        with preload.for_replies():
            _say(out, {"ready": True})
            while line := await asyncio.to_thread(sys.stdin.readline):
                try:
                    _say(out, {"result": await child.obey(json.loads(line))})
                except Exception as fault:
                    _say(out, {"fault": f"{type(fault).__name__}：{fault}"})
    await database.close()


def _say(out: TextIO, answer: Order) -> None:
    print(json.dumps(answer, ensure_ascii=False), file=out, flush=True)


def main() -> None:
    out, sys.stdout = sys.stdout, sys.stderr  # whatever else is printed must not mix with the answers
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    asyncio.run(serve(json.loads(sys.argv[1]), out))


if __name__ == "__main__":
    main()
