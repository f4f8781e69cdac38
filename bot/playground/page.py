"""The stage as a local web page: choose a person, read his chat, type, tap, and move the clock."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.playground.stage import Actor, Stage
from bot.sandbox.client import SandboxError
from bot.sandbox.origins import is_own

HOST = "127.0.0.1"
PAGE = Path(__file__).with_name("page.html")
LONGEST_LEAP = timedelta(days=31)

Facts = dict[str, Any]
Act = Callable[["Playground", Facts], Awaitable[None]]


class Playground:
    """One act at a time: the clock and everybody's messages belong to one story."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self._turn = asyncio.Lock()

    def application(self) -> web.Application:
        app = web.Application(middlewares=[_only_local])
        app.add_routes(
            [
                web.get("/", self._page),
                web.get("/people", self._people),
                web.get("/chat", self._chat),
                web.post("/act/{act}", self._act),
            ]
        )
        return app

    async def _page(self, _request: web.Request) -> web.StreamResponse:
        return web.FileResponse(PAGE)

    async def _people(self, _request: web.Request) -> web.Response:
        heard = {name: len(await actor.messages()) for name, actor in self.stage.actors.items()}
        return web.json_response({"now": self._now(), "people": heard})

    async def _chat(self, request: web.Request) -> web.Response:
        actor = self._actor(request.query.get("name", ""))
        entries = await self.stage.client.transcript(actor.chat_id)
        return web.json_response({"now": self._now(), "messages": [self._shown(entry) for entry in entries]})

    async def _act(self, request: web.Request) -> web.Response:
        """Whatever cannot be done is said in words, with 400."""
        act = ACTS.get(request.match_info["act"])
        if act is None:
            raise web.HTTPNotFound
        try:
            facts = await request.json()
            async with self._turn:
                await act(self, facts)
        except (SandboxError, AssertionError, ValueError, KeyError, TypeError, OverflowError) as fault:
            return web.json_response({"error": f"做不到：{fault}"}, status=400)
        return web.json_response({"now": self._now()})

    async def say(self, facts: Facts) -> None:
        reply_to = facts.get("reply_to")
        await self._actor(facts["name"]).says(str(facts["words"]), reply_to=int(reply_to) if reply_to else None)

    async def tap(self, facts: Facts) -> None:
        actor = self._actor(facts["name"])
        await actor.taps(str(facts["button"]), message={"message_id": int(facts["message"])})

    async def edit(self, facts: Facts) -> None:
        await self._actor(facts["name"]).edits(int(facts["message"]), str(facts["words"]))

    async def wait(self, facts: Facts) -> None:
        """`minutes` to pass, or a `word`: event (the next thing to happen), morning (nine on the next working day)."""
        now = self.stage.clock.now
        if facts.get("word") == "event":
            target = await self.stage.next_event() or now
        elif facts.get("word") == "morning":
            target = self._next_morning()
        else:
            target = now + timedelta(minutes=float(facts["minutes"]))
        if not now <= target <= now + LONGEST_LEAP:
            raise ValueError("时钟只能向前拨，一次最多31天")
        await self.stage.until(target)

    def _next_morning(self) -> datetime:
        policy = self.stage.policy
        today = policy.today(self.stage.clock.now)
        here = policy.at(policy.calendar.at_or_after(today), policy.morning)
        later = policy.calendar.at_or_after(today + timedelta(days=1))
        return here if here > self.stage.clock.now else policy.at(later, policy.morning)

    def _actor(self, name: str) -> Actor:
        if name not in self.stage.actors:
            raise web.HTTPNotFound
        return self.stage.actors[name]

    def _now(self) -> str:
        return f"{self.stage.policy.local(self.stage.clock.now):%Y-%m-%d %H:%M}"

    def _shown(self, entry: Facts) -> Facts:
        at = datetime.fromtimestamp(entry["time"], self.stage.clock.now.tzinfo)
        return {
            "id": entry["message_id"],
            "ours": entry["outgoing"],
            "at": f"{self.stage.policy.local(at):%m-%d %H:%M}",
            "text": entry["text"],
            "buttons": [[{"text": b["text"], "data": b["callback_data"]} for b in row] for row in entry["buttons"]],
            "reply_to": entry["reply_to"],
            "edited": bool(entry["edits"]),
            "reactions": [each["emoji"] for each in entry["reactions"]],
        }


ACTS: dict[str, Act] = {
    "say": Playground.say,
    "tap": Playground.tap,
    "edit": Playground.edit,
    "wait": Playground.wait,
}


@web.middleware
async def _only_local(request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> Any:
    """Pages of other sites must not act here: neither under another name of this host nor from their own origin."""
    if not is_own(request.host, request.headers.get("Origin")):
        raise web.HTTPForbidden
    if request.method == "POST" and request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    return await handler(request)


async def serve(stage: Stage, *, port: int, started: Callable[[str], None]) -> None:
    """Until cancelled. Raises OSError when the port is taken."""
    runner = web.AppRunner(Playground(stage).application(), access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, HOST, port)
        await site.start()
        started(f"http://{HOST}:{runner.addresses[0][1]}/")
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()
