"""The four steps by which a stage moves the service: here in this process, or in one of its own that can be killed."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from bot.app import Service


class Steps(Protocol):
    async def poll(self) -> float:
        """Take in what Telegram holds; the seconds to wait before the next poll, more than 0 where it failed."""

    async def settle(self, now: datetime) -> datetime | None:
        """Serve what waits and send what may go; the next moment at which something can go."""

    async def deliver(self, now: datetime) -> datetime | None:
        """Send what may go; the next moment at which something can go."""

    async def tick(self, now: datetime) -> None:
        """Do what is due."""


class StepsHere:
    """Every job but the pulse, which would take each leap of a stage's clock for an outage."""

    def __init__(self, service: Service) -> None:
        self.service = service

    async def poll(self) -> float:
        return await self.service.poller.once()

    async def settle(self, now: datetime) -> datetime | None:
        return await self.service.settle(now)

    async def deliver(self, now: datetime) -> datetime | None:
        return await self.service.delivery.once(now)

    async def tick(self, now: datetime) -> None:
        for job in self.service.timetable.names:
            if job != "pulse":
                await self.service.timetable.run_job(job, now)
        await self.service.attachment_worker.once(now)
