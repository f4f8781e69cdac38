"""Albums: two to ten items, documents and music only among their own kind."""

from typing import Any

from bot.sandbox import uploads
from bot.sandbox.given import Given
from bot.sandbox.refusals import refuse
from bot.sandbox.words import body, written
from bot.sandbox.world import Wire, World

MOST = 10
_KINDS = ("photo", "document", "video", "audio")
_APART = {"document": "documents", "audio": "audio"}


def item(world: World, given: Given, media: Any) -> Wire:
    """The fields of a message that show one InputMedia."""
    if not isinstance(media, dict):
        raise refuse("media_none")
    kind = str(media.get("type", ""))
    if kind not in _KINDS:
        raise refuse("media_kind", kind=kind)
    text, marks = written(Given(media), "caption", entities="caption_entities")
    return {**uploads.sent(world, given, kind, str(media.get("media", ""))), **body(text, marks, "caption")}


def items(world: World, given: Given) -> list[Wire]:
    media = given.data("media")
    if not isinstance(media, list):
        raise refuse("media_list")
    if not media:
        raise refuse("album_none")
    if len(media) > MOST:
        raise refuse("album_many")
    _unmixed({str(entry.get("type", "")) for entry in media if isinstance(entry, dict)})
    return [item(world, given, entry) for entry in media]


def _unmixed(kinds: set[str]) -> None:
    for kind, name in _APART.items():
        if kind in kinds and len(kinds) > 1:
            raise refuse("album_mixed", kind=name)
