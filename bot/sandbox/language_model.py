"""A stand-in for an office's language model: one OpenAI-compatible address on loopback that answers as it is told.

It replays recorded answers and can be slow, fail, flood, talk nonsense or lie in each of the ways a model has lied.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from aiohttp import web


class Mood(StrEnum):
    """How the model behaves until it is told otherwise."""

    TRUE = "true"  # replays what was recorded for these words; nothing is reported where nothing was
    SILENT = "silent"  # never answers
    BROKEN = "broken"  # answers 500
    FLOOD = "flood"  # an answer that never ends
    NONSENSE = "nonsense"  # words instead of JSON
    INVENTS = "invents"  # quotes that do not stand in the message
    MISCOUNTS = "miscounts"  # quotes that stand there, with another value
    FLATTERS = "flatters"  # everything is done
    CONFUSES = "confuses"  # the words of one task for another


@dataclass(slots=True)
class LanguageModel:
    """`recorded`: the reply's words → the answer to give. `asked` holds what it was sent, body by body."""

    recorded: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    mood: Mood = Mood.TRUE
    seconds: float = 0.0
    asked: list[dict[str, Any]] = field(default_factory=list)
    _runner: web.AppRunner | None = None

    async def start(self, *, port: int = 0) -> str:
        """Listen on loopback; the URL to which /chat/completions is appended."""
        app = web.Application()
        app.router.add_post("/v1/chat/completions", self._complete)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}/v1"

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.asked.append(body)
        await asyncio.sleep(self.seconds)
        if self.mood is Mood.SILENT:
            await asyncio.sleep(3600)
        if self.mood is Mood.BROKEN:
            return web.json_response({"error": {"message": "overloaded"}}, status=500)
        if self.mood is Mood.FLOOD:
            return await self._flood(request)
        shown = json.loads(body["messages"][-1]["content"])
        content = (
            "好的，我来帮您。" if self.mood is Mood.NONSENSE else json.dumps(self.answer(shown), ensure_ascii=False)
        )
        return web.json_response({"choices": [{"message": {"role": "assistant", "content": content}}]})

    async def _flood(self, request: web.Request) -> web.StreamResponse:
        reply = web.StreamResponse()
        await reply.prepare(request)
        while True:
            await reply.write(b" " * 65536)

    def answer(self, shown: Mapping[str, Any]) -> Mapping[str, Any]:
        if self.mood in (Mood.TRUE, Mood.NONSENSE):
            return self.recorded.get(shown["reply"], {"rows": [], "ask": []})
        return {"rows": [_LIES[self.mood](shown, task) for task in shown["tasks"]], "ask": []}


def _lie(task: Mapping[str, Any], state: str, quote: str, **more: Any) -> dict[str, Any]:
    return {"ref": task["ref"], "state": state, "quote": quote or "无", **more}


def _invents(shown: Mapping[str, Any], task: Mapping[str, Any]) -> dict[str, Any]:
    return _lie(task, "in_progress", "已完成百分之八十八", percent={"value": 88, "quote": "百分之八十八"})


def _miscounts(shown: Mapping[str, Any], task: Mapping[str, Any]) -> dict[str, Any]:
    quote = shown["reply"][:8]
    day = {"value": "2099-12-31", "quote": quote}
    return _lie(task, "in_progress", quote, percent={"value": 99, "quote": quote}, expected_date=day)


def _flatters(shown: Mapping[str, Any], task: Mapping[str, Any]) -> dict[str, Any]:
    return _lie(task, "done_claimed", shown["reply"][:200])


def _confuses(shown: Mapping[str, Any], task: Mapping[str, Any]) -> dict[str, Any]:
    refs = [each["ref"] for each in shown["tasks"]]
    other = refs[(refs.index(task["ref"]) + 1) % len(refs)]
    return _lie({"ref": other}, "blocked", shown["reply"][-12:])


_LIES: Mapping[Mood, Callable[[Mapping[str, Any], Mapping[str, Any]], dict[str, Any]]] = {
    Mood.INVENTS: _invents,
    Mood.MISCOUNTS: _miscounts,
    Mood.FLATTERS: _flatters,
    Mood.CONFUSES: _confuses,
}
