"""Asks the office's own language model over an OpenAI-compatible address, at most so many at a time and so long."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import httpx
import structlog

from bot.second_reader.language_model import outgoing
from bot.second_reader.language_model.answer import LONGEST, schema
from bot.second_reader.language_model.circuit import Circuit
from bot.second_reader.language_model.endpoint import Endpoint
from db.reading_facts import AskedTask
from schedules.workdays import Calendar

log = structlog.get_logger(__name__)

_BYTES = LONGEST * 8


@dataclass(slots=True)
class Calls:
    """Figures since the start, for `doctor` and the digest."""

    asked: int = 0
    answered: int = 0
    failed: int = 0
    passed_over: int = 0  # while the circuit was open
    seconds: float = 0.0


@dataclass(slots=True)
class Model:
    """`clock` gives aware UTC moments."""

    endpoint: Endpoint
    client: httpx.AsyncClient
    clock: Callable[[], datetime]
    circuit: Circuit = field(default_factory=Circuit)
    calls: Calls = field(default_factory=Calls)
    _places: asyncio.Semaphore = field(init=False)

    def __post_init__(self) -> None:
        self._places = asyncio.Semaphore(self.endpoint.at_a_time)

    async def ask(self, text: str, tasks: Sequence[AskedTask], *, today: date, calendar: Calendar) -> str | None:
        """The answer as written, or None: too late, too long, refused, or not asked at all."""
        if not self.circuit.closed(self.clock()):
            self.calls.passed_over += 1
            return None
        if not outgoing.may_leave(text):
            return None
        body = await asyncio.to_thread(self._body, text, tasks, today, calendar)
        self.calls.asked += 1
        started = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(self.endpoint.seconds):
                async with self._places:
                    written = await self._completed(body)
        except (TimeoutError, httpx.HTTPError, ValueError, KeyError, IndexError, TypeError) as fault:
            self.calls.failed += 1
            self.circuit.failed(self.clock())
            log.warning("model.failed", fault=type(fault).__name__)
            return None
        self.calls.answered += 1
        self.calls.seconds += asyncio.get_running_loop().time() - started
        self.circuit.succeeded()
        return written

    def _body(self, text: str, tasks: Sequence[AskedTask], today: date, calendar: Calendar) -> dict[str, Any]:
        asked = outgoing.question(text, tasks, today=today, calendar=calendar)
        return {
            "model": self.endpoint.name,
            "temperature": 0,
            "messages": [{"role": "system", "content": outgoing.prompt()}, {"role": "user", "content": asked}],
            "response_format": schema(),
        }

    async def _completed(self, body: dict[str, Any]) -> str:
        headers = {"Authorization": f"Bearer {self.endpoint.key}"} if self.endpoint.key else {}
        async with self.client.stream(
            "POST", f"{self.endpoint.url.rstrip('/')}/chat/completions", json=body, headers=headers
        ) as reply:
            reply.raise_for_status()
            received = bytearray()
            async for piece in reply.aiter_bytes():
                received += piece
                if len(received) > _BYTES:
                    raise ValueError("答复过长")
        return str(json.loads(received)["choices"][0]["message"]["content"])
