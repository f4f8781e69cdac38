"""The people's side as a table: an address, and what it does with the JSON it is sent."""

import base64
from collections.abc import Awaitable, Callable
from typing import Any

from bot.sandbox import groups, images, people, presence
from bot.sandbox.given import Upload
from bot.sandbox.state import State
from bot.sandbox.world import Wire

Act = Callable[[State, Wire], Any]
_NAMES = {"photo": "photo.png", "voice": "voice.ogg", "sticker": "sticker.webp", "video": "video.mp4", "audio": "a.mp3"}


def _upload(kind: str, facts: Wire) -> Upload:
    """The file of an act: base64 under `content`, else something small that looks like its kind."""
    given = facts.pop("content", None)
    name = facts.pop("file_name", "") or _NAMES.get(kind, "文件.txt")
    default = images.blank() if kind == "photo" else f"{kind}: {name}".encode()
    return Upload(name, "", base64.b64decode(given) if given is not None else default)


def _media(sandbox: State, facts: Wire) -> Any:
    kind = facts.pop("kind", "document")
    return people.media(sandbox.world, upload=_upload(kind, facts), kind=kind, **facts)


def _album(sandbox: State, facts: Wire) -> Any:
    items = facts.pop("items", None) or [{"kind": "photo"}, {"kind": "photo"}]
    found = [(i.get("kind", "photo"), _upload(i.get("kind", "photo"), dict(i)), i.get("caption", "")) for i in items]
    return people.album(sandbox.world, facts.pop("user_id"), found, **facts)


async def _tap(sandbox: State, facts: Wire) -> Any:
    """`wait`: seconds of the wall clock within which the answer is waited for."""
    seconds = facts.pop("wait", 0)
    query = people.tap(sandbox.world, **facts)
    if seconds:
        await sandbox.until(lambda: query.answer is not None, seconds=seconds)
    return query.wire()


def _query(sandbox: State, facts: Wire) -> Any:
    query = sandbox.world.queries.get(str(facts["callback_query_id"]))
    if query is None:
        raise people.Impossible("no such callback query")
    return query.wire()


def _of_world(act: Callable[..., Any]) -> Act:
    return lambda sandbox, facts: act(sandbox.world, **facts)


PEOPLE: dict[str, Act | Callable[[State, Wire], Awaitable[Any]]] = {
    "start": _of_world(presence.start),
    "text": _of_world(people.text),
    "media": _media,
    "album": _album,
    "edit": _of_world(people.edit),
    "tap": _tap,
    "query": _query,
    "react": _of_world(people.react),
    "block": _of_world(presence.block),
    "unblock": _of_world(presence.unblock),
    "deactivate": _of_world(presence.deactivate),
    "group": _of_world(groups.add_bot),
    "standing": _of_world(groups.change_standing),
    "migrate": _of_world(groups.migrate),
}
