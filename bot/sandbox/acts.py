"""The people's side and control as tables: an address, and what it does with the JSON it is sent."""

import base64
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.sandbox import groups, images, people, transcript
from bot.sandbox.given import Upload
from bot.sandbox.limits import Limits
from bot.sandbox.world import Wire

if TYPE_CHECKING:
    from bot.sandbox.server import Sandbox

Act = Callable[["Sandbox", Wire], Any]
_NAMES = {"photo": "photo.png", "voice": "voice.ogg", "sticker": "sticker.webp", "video": "video.mp4", "audio": "a.mp3"}


def _upload(kind: str, facts: Wire) -> Upload:
    """The file of an act: base64 under `content`, else something small that looks like its kind."""
    given = facts.pop("content", None)
    name = facts.pop("file_name", "") or _NAMES.get(kind, "文件.txt")
    default = images.blank() if kind == "photo" else f"{kind}: {name}".encode()
    return Upload(name, "", base64.b64decode(given) if given is not None else default)


def _media(sandbox: "Sandbox", facts: Wire) -> Any:
    kind = facts.pop("kind", "document")
    return people.media(sandbox.world, upload=_upload(kind, facts), kind=kind, **facts)


def _album(sandbox: "Sandbox", facts: Wire) -> Any:
    items = facts.pop("items", None) or [{"kind": "photo"}, {"kind": "photo"}]
    found = [(i.get("kind", "photo"), _upload(i.get("kind", "photo"), dict(i)), i.get("caption", "")) for i in items]
    return people.album(sandbox.world, facts.pop("user_id"), found, **facts)


async def _tap(sandbox: "Sandbox", facts: Wire) -> Any:
    """`wait`: seconds of the wall clock within which the answer is waited for."""
    seconds = facts.pop("wait", 0)
    query = people.tap(sandbox.world, **facts)
    if seconds:
        await sandbox.until(lambda: query.answer is not None, seconds=seconds)
    return query.wire()


def _query(sandbox: "Sandbox", facts: Wire) -> Any:
    query = sandbox.world.queries.get(str(facts["callback_query_id"]))
    if query is None:
        raise people.Impossible("no such callback query")
    return query.wire()


def _of_world(act: Callable[..., Any]) -> Act:
    return lambda sandbox, facts: act(sandbox.world, **facts)


PEOPLE: dict[str, Act | Callable[["Sandbox", Wire], Awaitable[Any]]] = {
    "start": _of_world(people.start),
    "text": _of_world(people.text),
    "media": _media,
    "album": _album,
    "edit": _of_world(people.edit),
    "tap": _tap,
    "query": _query,
    "react": _of_world(people.react),
    "block": _of_world(people.block),
    "unblock": _of_world(people.unblock),
    "deactivate": _of_world(people.deactivate),
    "group": _of_world(groups.add_bot),
    "standing": _of_world(groups.change_standing),
    "migrate": _of_world(groups.migrate),
}


def moment(value: Any) -> float:
    """Seconds since 1970, or an ISO time with its offset."""
    if isinstance(value, str) and not value.replace(".", "", 1).isdigit():
        read = datetime.fromisoformat(value)
        if read.tzinfo is None:
            raise people.Impossible(f"a time needs its offset: {value}")
        return read.timestamp()
    return float(value)


def _clock(sandbox: "Sandbox", facts: Wire) -> Wire:
    if "now" in facts:
        sandbox.clock.set(moment(facts["now"]))
    if "advance" in facts:
        sandbox.clock.advance(float(facts["advance"]))
    return {"now": sandbox.clock.now(), "virtual": sandbox.clock.virtual}


async def _transcript(sandbox: "Sandbox", facts: Wire) -> Any:
    """`wait` seconds at most until there are `count` messages; without it what there is."""
    chat_id, after = _number(facts, "chat_id"), _number(facts, "after") or 0
    count, seconds = _number(facts, "count") or 1, float(facts.get("wait") or 0)
    if seconds:
        enough = lambda: transcript.count(sandbox.world, chat_id=chat_id, after=after) >= count  # noqa: E731
        await sandbox.until(enough, seconds=seconds)
    return transcript.entries(sandbox.world, chat_id=chat_id, after=after)


async def _calls(sandbox: "Sandbox", facts: Wire) -> Any:
    """`wait` seconds at most for `count` answered calls; without it what is on record."""
    method, after = str(facts.get("method") or ""), _number(facts, "after") or 0
    seconds = float(facts.get("wait") or 0)
    if not seconds:
        return sandbox.calls.wire(method=method, after=after)
    return await sandbox.calls.wait(method=method, after=after, count=_number(facts, "count") or 1, seconds=seconds)


def _number(facts: Wire, name: str) -> int | None:
    value = facts.get(name)
    return None if value in (None, "") else int(str(value))


def _violations(sandbox: "Sandbox", facts: Wire) -> Any:
    return sandbox.violations


def _fault(sandbox: "Sandbox", facts: Wire) -> Any:
    rows = facts.pop("rows", None)
    for row in rows if rows is not None else [facts]:
        sandbox.faults.add(**row)
    return {"script": len(sandbox.faults.script)}


def _seed(sandbox: "Sandbox", facts: Wire) -> Any:
    sandbox.faults.sow(**facts)
    return {}


def _clear_faults(sandbox: "Sandbox", facts: Wire) -> Any:
    sandbox.faults.clear()
    return {}


def _release(sandbox: "Sandbox", facts: Wire) -> Any:
    return {"released": sandbox.faults.release()}


async def _hanging(sandbox: "Sandbox", facts: Wire) -> Any:
    return {"hanging": await sandbox.faults.wait_hanging(_number(facts, "count") or 0, float(facts.get("wait") or 0))}


def _limits(sandbox: "Sandbox", facts: Wire) -> Any:
    sandbox.meter.set(Limits(**facts))
    return {}


def _reset(sandbox: "Sandbox", facts: Wire) -> Any:
    return {"dropped": sandbox.world.updates.clear()}


def _jump(sandbox: "Sandbox", facts: Wire) -> Any:
    return {"next": sandbox.world.updates.jump(_number(facts, "to"))}


def _bad_update(sandbox: "Sandbox", facts: Wire) -> Any:
    return {"update_id": sandbox.world.updates.push_bad()}


async def _polled(sandbox: "Sandbox", facts: Wire) -> Any:
    return {"polled": await sandbox.polled(seconds=float(facts.get("wait") or 0))}


def _waiting(sandbox: "Sandbox", facts: Wire) -> Any:
    return {"waiting": [update.wire for update in sandbox.world.updates.waiting]}


CONTROL: dict[str, Act | Callable[["Sandbox", Wire], Awaitable[Any]]] = {
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
