"""What was said, as people see it: JSON for tests and for the playground."""

from typing import Any

from bot.sandbox.posts import buttons
from bot.sandbox.world import Post, Wire, World

_MEDIA = ("photo", "document", "voice", "video", "audio", "sticker")


def entries(world: World, *, chat_id: int | None = None, after: int = 0) -> list[Wire]:
    """Messages in the order of their first appearance; `seq` counts them from 1 and never changes."""
    numbered = enumerate(world.posts[after:], start=after + 1)
    return [_entry(seq, post) for seq, post in numbered if chat_id is None or post.chat.id == chat_id]


def count(world: World, *, chat_id: int | None = None, after: int = 0) -> int:
    return sum(chat_id is None or post.chat.id == chat_id for post in world.posts[after:])


def _entry(seq: int, post: Post) -> Wire:
    wire = post.wire
    return {
        "seq": seq,
        "chat_id": post.chat.id,
        "message_id": post.id,
        "outgoing": post.outgoing,
        "sender": _sender(wire),
        "text": wire.get("text", wire.get("caption", "")),
        "entities": wire.get("entities", wire.get("caption_entities", [])),
        "buttons": buttons(post),
        "keyboard": post.keyboard,
        "media": _media(wire),
        "media_group_id": wire.get("media_group_id"),
        "reply_to": wire.get("reply_to_message", {}).get("message_id"),
        "edits": post.edits,
        "reactions": [{"user_id": who, "emoji": r["emoji"]} for who, given in post.reactions.items() for r in given],
        "pinned": post.pinned,
        "deleted": post.deleted is not None,
        "time": post.at,
        "message": wire,
    }


def _sender(wire: Wire) -> Wire:
    sender = wire["from"]
    return {"id": sender["id"], "name": sender["first_name"], "is_bot": sender["is_bot"]}


def _media(wire: Wire) -> Any:
    kind = next((kind for kind in _MEDIA if kind in wire), None)
    if kind is None:
        return None
    shown = wire[kind][-1] if kind == "photo" else wire[kind]
    return {"kind": kind, **shown}
