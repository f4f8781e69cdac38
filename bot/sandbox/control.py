"""Control as a table: clock, transcript, log, faults, limits, updates."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from bot.sandbox import transcript
from bot.sandbox.limits import Limits
from bot.sandbox.people import Impossible
from bot.sandbox.state import State
from bot.sandbox.world import Wire

Act = Callable[[State, Wire], Any]


def moment(value: Any) -> float:
    """Seconds since 1970, or an ISO time with its offset."""
    if isinstance(value, str) and not value.replace(".", "", 1).isdigit():
        read = datetime.fromisoformat(value)
        if read.tzinfo is None:
            raise Impossible(f"a time needs its offset: {value}")
        return read.timestamp()
    return float(value)


def _clock(sandbox: State, facts: Wire) -> Wire:
    if "now" in facts:
        sandbox.clock.set(moment(facts["now"]))
    if "advance" in facts:
        sandbox.clock.advance(float(facts["advance"]))
    return {"now": sandbox.clock.now(), "virtual": sandbox.clock.virtual}


async def _transcript(sandbox: State, facts: Wire) -> Any:
    """`wait` seconds at most until there are `count` messages; without it what there is."""
    chat_id, after = _number(facts, "chat_id"), _number(facts, "after") or 0
    count, seconds = _number(facts, "count") or 1, float(facts.get("wait") or 0)
    if seconds:
        enough = lambda: transcript.count(sandbox.world, chat_id=chat_id, after=after) >= count  # noqa: E731
        await sandbox.until(enough, seconds=seconds)
    return transcript.entries(sandbox.world, chat_id=chat_id, after=after)


async def _calls(sandbox: State, facts: Wire) -> Any:
    """`wait` seconds at most for `count` answered calls; without it what is on record."""
    method, after = str(facts.get("method") or ""), _number(facts, "after") or 0
    seconds = float(facts.get("wait") or 0)
    if not seconds:
        return sandbox.calls.wire(method=method, after=after)
    return await sandbox.calls.wait(method=method, after=after, count=_number(facts, "count") or 1, seconds=seconds)


def _number(facts: Wire, name: str) -> int | None:
    value = facts.get(name)
    return None if value in (None, "") else int(str(value))


def _violations(sandbox: State, facts: Wire) -> Any:
    return sandbox.violations


def _fault(sandbox: State, facts: Wire) -> Any:
    rows = facts.pop("rows", None)
    for row in rows if rows is not None else [facts]:
        sandbox.faults.add(**row)
    return {"script": len(sandbox.faults.script)}


def _seed(sandbox: State, facts: Wire) -> Any:
    sandbox.faults.sow(**facts)
    return {}


def _clear_faults(sandbox: State, facts: Wire) -> Any:
    sandbox.faults.clear()
    return {}


def _release(sandbox: State, facts: Wire) -> Any:
    return {"released": sandbox.faults.release()}


async def _hanging(sandbox: State, facts: Wire) -> Any:
    return {"hanging": await sandbox.faults.wait_hanging(_number(facts, "count") or 0, float(facts.get("wait") or 0))}


def _limits(sandbox: State, facts: Wire) -> Any:
    sandbox.meter.set(Limits(**facts))
    return {}


def _reset(sandbox: State, facts: Wire) -> Any:
    return {"dropped": sandbox.world.updates.clear()}


def _jump(sandbox: State, facts: Wire) -> Any:
    return {"next": sandbox.world.updates.jump(_number(facts, "to"))}


def _bad_update(sandbox: State, facts: Wire) -> Any:
    return {"update_id": sandbox.world.updates.push_bad()}


async def _polled(sandbox: State, facts: Wire) -> Any:
    return {"polled": await sandbox.polled(seconds=float(facts.get("wait") or 0))}


def _waiting(sandbox: State, facts: Wire) -> Any:
    return {"waiting": [update.wire for update in sandbox.world.updates.waiting]}


CONTROL: dict[str, Act | Callable[[State, Wire], Awaitable[Any]]] = {
    "clock": _clock,
    "transcript": _transcript,
    "calls": _calls,
    "violations": _violations,
    "faults": _fault,
    "faults/seed": _seed,
    "faults/clear": _clear_faults,
    "faults/release": _release,
    "faults/hanging": _hanging,
    "limits": _limits,
    "updates": _waiting,
    "updates/polled": _polled,
    "updates/reset": _reset,
    "updates/jump": _jump,
    "updates/bad": _bad_update,
}
