"""Albums: two to ten items, documents and music only among their own kind."""

from typing import Any

from bot.sandbox import uploads
from bot.sandbox.given import Given
from bot.sandbox.refusals import Refused, refuse
from bot.sandbox.words import body, written
from bot.sandbox.world import Wire, World

MOST = 10
_KINDS = ("photo", "document", "video", "audio")
_APART = ("document", "audio")


def item(world: World, given: Given, media: Any) -> Wire:
    """The fields of a message that show one InputMedia."""
    if media is None:
        raise refuse("media_none")
    if not isinstance(media, dict):
        raise refuse("media_object")
    kind = str(media.get("type", ""))
    if kind not in _KINDS:
        raise refuse("media_kind", kind=kind)
    text, marks = written(Given(media), "caption", entities="caption_entities")
    source = str(media.get("media", ""))
    if not source or (source.startswith("attach://") and source.removeprefix("attach://") not in given.files):
        raise refuse("media_gone")
    return {**uploads.sent(world, given, kind, source), **body(text, marks, "caption")}


def items(world: World, given: Given) -> list[Wire]:
    if not given.has("media"):
        raise refuse("media_none")
    media = given.data("media") or []
    if not isinstance(media, list):
        raise refuse("media_list")
    if not media:
        raise refuse("album_none")
    if len(media) > MOST:
        raise refuse("album_many")
    _unmixed({str(entry.get("type", "")) for entry in media if isinstance(entry, dict)})
    return [_numbered(world, given, place, entry) for place, entry in enumerate(media, start=1)]


def _numbered(world: World, given: Given, place: int, entry: Any) -> Wire:
    """What Telegram's servers find wrong with a picture is told with its place in the album."""
    try:
        return item(world, given, entry)
    except Refused as refused:
        why = refused.description.removeprefix("Bad Request: ")
        raise refuse("album_item", place=place, why=why) if why.isupper() else refused from None


def _unmixed(kinds: set[str]) -> None:
    for kind in _APART:
        if kind in kinds and len(kinds) > 1:
            raise refuse("album_mixed", kind=kind)


def replaceable(old: Wire, new: Wire) -> bool:
    """Within an album a photograph may become a video and back; a document stays a document."""
    return all((kind in old) == (kind in new) for kind in _APART)
