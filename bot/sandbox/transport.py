"""One call of the Bot API, from the request to the bytes of the answer."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from aiohttp import web

from bot.sandbox import trouble
from bot.sandbox.calls import Call, Calls
from bot.sandbox.faults import Fault
from bot.sandbox.given import Given
from bot.sandbox.incoming import given_of
from bot.sandbox.limits import COUNTED, Meter
from bot.sandbox.methods import METHODS
from bot.sandbox.refusals import Refused, refuse
from bot.sandbox.trouble import Faults, Page
from bot.sandbox.world import Chat, Wire, World

Contract = Callable[[str, Given], list[str]]
"""Says what is wrong with a request; an empty list where nothing is."""


class Answer(NamedTuple):
    status: int
    content: bytes
    kind: str = "application/json"


@dataclass(slots=True)
class Transport:
    world: World
    calls: Calls
    faults: Faults
    meter: Meter
    contract: Contract | None = None

    async def call(self, request: web.BaseRequest, name: str) -> Answer:
        """Raises Cut where the connection is to end without an answer."""
        try:
            given = await given_of(request)
        except Refused as refused:
            return _answer(self._failed(self.calls.add(self.world.clock.now(), name, Given({})), refused))
        return await self.answer(name, given)

    async def answer(self, name: str, given: Given) -> Answer:
        method = name.lower()
        known = METHODS.get(method)
        call = self.calls.add(self.world.clock.now(), known[0] if known else _POLL.get(method, name), given)
        if self.contract is not None:
            call.violations = self.contract(call.method, given)
        fault = self.faults.pick(method, given)
        try:
            return await self._answered(call, method, fault)
        except Refused as refused:
            return _answer(self._failed(call, refused))
        except Page:
            return Answer(502, trouble.PAGE, "text/html")
        finally:
            call.done, call.fault = True, fault.kind if fault else ""
            self.calls.answered()

    async def _answered(self, call: Call, method: str, fault: Fault | None) -> Answer:
        if fault is not None:
            await self.faults.before(fault)
        if method == "getupdates":
            result: Any = await self._updates(call.given, fault)
        else:
            result = self._apply(method, call.given)
        call.applied = True
        answer = _answer({"ok": True, "result": result})
        if fault is not None:
            answer = await self._after(fault, answer)
        call.answer = {"ok": True, "result": result}
        return answer

    async def _after(self, fault: Fault, answer: Answer) -> Answer:
        await self.faults.after(fault)
        return Answer(200, trouble.half(answer.content)) if fault.kind == "half_json" else answer

    def _apply(self, method: str, given: Given) -> Any:
        known = METHODS.get(method)
        if known is None:
            raise refuse("method")
        self._measure(method, given)
        try:
            return known[1](self.world, given)
        except (AttributeError, KeyError, TypeError, ValueError, OverflowError):
            # Telegram checks every type and has words for each; here one row stands for all of them.
            raise refuse("malformed") from None

    def _measure(self, method: str, given: Given) -> None:
        if self.meter.limits.mode == "off":
            return
        counted = method in COUNTED
        items = given.data("media") if counted and method == "sendmediagroup" else None
        sizes = tuple(len(file.content) for file in given.files.values())
        count = len(items) if isinstance(items, list) else 1
        self.meter.check(method, self._chat(given) if counted else None, count=count, sizes=sizes)

    def _chat(self, given: Given) -> Chat | None:
        name = given.text("chat_id")
        return self.world.chats.get(int(name)) if name.lstrip("-").isdigit() else None

    async def _updates(self, given: Given, fault: Fault | None) -> list[Wire]:
        if self.world.webhook.url:
            raise refuse("webhook_active")
        updates = self.world.updates
        updates.allow(given.data("allowed_updates"))
        if fault is not None and fault.kind == "bad_update":
            updates.push_bad()
        offset, limit = given.number("offset") or 0, given.number("limit") or 100
        found = await updates.poll(offset, limit, given.number("timeout") or 0)
        if fault is not None and fault.kind == "repeat_updates":
            return [*updates.confirmed, *found]
        return found[::-1] if fault is not None and fault.kind == "shuffle_updates" else found

    @staticmethod
    def _failed(call: Call, refused: Refused) -> Wire:
        call.answer = refused.wire()
        return call.answer


_POLL = {"getupdates": "getUpdates"}


def _answer(wire: Wire) -> Answer:
    status = 200 if wire["ok"] else int(wire["error_code"])
    return Answer(status, json.dumps(wire, ensure_ascii=False, separators=(",", ":")).encode())
