"""What people do: each act changes the world and tells the bot by an update."""

from typing import Any

from bot.sandbox import images, uploads
from bot.sandbox.given import Upload
from bot.sandbox.posts import buttons, shown
from bot.sandbox.units import units
from bot.sandbox.words import LONGEST, body, trimmed, with_found
from bot.sandbox.world import Chat, Post, Query, User, Wire, World


class Impossible(Exception):
    """A person cannot do that."""


def text(world: World, user_id: int, words: str, *, chat_id: int | None = None, reply_to: int | None = None) -> Wire:
    bare, marks = trimmed(words, [])
    if not 0 < units(bare) <= LONGEST["text"]:
        raise Impossible(f"a message has 1 to {LONGEST['text']} characters, not {units(bare)}")
    return _said(
        world, user_id, chat_id, {**_reply(world, user_id, chat_id, reply_to), **body(bare, with_found(bare, marks))}
    )


def media(
    world: World,
    user_id: int,
    kind: str,
    upload: Upload,
    *,
    caption: str = "",
    chat_id: int | None = None,
    reply_to: int | None = None,
    size: int | None = None,
    group: str = "",
) -> Wire:
    """A file of any kind: photo, document, voice, video, audio, sticker."""
    file = uploads.keep(world, kind, upload, size=size, facts=_facts(kind, upload.content))
    fields = {**_reply(world, user_id, chat_id, reply_to), **({"media_group_id": group} if group else {})}
    bare, marks = trimmed(caption, [])
    return _said(
        world,
        user_id,
        chat_id,
        {**fields, kind: uploads.shown(file), **body(bare, with_found(bare, marks), "caption")},
    )


def _facts(kind: str, content: bytes) -> Wire:
    if kind != "photo":
        return {"emoji": "👍"} if kind == "sticker" else {}
    width, height = images.size_of(content) or (64, 64)
    return {"width": width, "height": height}


def album(world: World, user_id: int, items: list[tuple[str, Upload, str]], **place: Any) -> list[Wire]:
    """Several files at once: one update each, held together by a media_group_id."""
    group = str(next(world.numbers) + 13_000_000_000)
    return [media(world, user_id, kind, upload, caption=words, group=group, **place) for kind, upload, words in items]


def edit(world: World, user_id: int, message_id: int, words: str, *, chat_id: int | None = None) -> Wire:
    post = _own(world, user_id, message_id, chat_id)
    bare, marks = trimmed(words, [])
    name = "text" if "text" in post.wire else "caption"
    kept = {key: value for key, value in post.wire.items() if key not in {name, "entities", "caption_entities"}}
    post.edits.append({"time": world.clock.now(), "before": {name: post.wire.get(name, "")}})
    post.wire = {**kept, **body(bare, with_found(bare, marks), name), "edit_date": world.now()}
    return {**world.tell("edited_message", post.wire), "message": post.wire}


def tap(world: World, user_id: int, message_id: int, button: str, *, chat_id: int | None = None) -> Query:
    """He taps the button with these words or this data."""
    user, chat = _present(world, user_id, chat_id)
    post = chat.live(message_id)
    if post is None:
        raise Impossible(f"no message {message_id} in chat {chat.id}")
    found = [b for row in buttons(post) for b in row if button in (b.get("callback_data"), b["text"])]
    if not found or "callback_data" not in found[0]:
        raise Impossible(f"no such button under message {message_id}: {button}")
    number = str(4_000_000_000_000_000_000 + next(world.numbers))
    query = Query(number, user_id, chat.id, message_id, found[0]["callback_data"], world.clock.now())
    world.queries[number] = query
    wire = {"id": number, "from": user.wire(), "message": post.wire, "chat_instance": f"-{chat.id}", "data": query.data}
    world.updates.push("callback_query", wire)
    return query


def react(world: World, user_id: int, message_id: int, emoji: str, *, chat_id: int | None = None) -> Wire:
    """He sets this one reaction, or takes his back with an empty one."""
    user, chat = _present(world, user_id, chat_id)
    post = chat.live(message_id)
    if post is None:
        raise Impossible(f"no message {message_id} in chat {chat.id}")
    old = post.reactions.get(user_id, [])
    new = [{"type": "emoji", "emoji": emoji}] if emoji else []
    post.reactions[user_id] = new
    fields = {"chat": chat.wire(), "message_id": message_id, "user": user.wire(), "date": world.now()}
    return world.tell("message_reaction", {**fields, "old_reaction": old, "new_reaction": new})


def _said(world: World, user_id: int, chat_id: int | None, fields: Wire) -> Wire:
    user, chat = _present(world, user_id, chat_id)
    if chat.user is not None:
        user.started = True
    post = world.add(chat, user.wire(), fields)
    told = world.tell("message", post.wire) if _heard(world, chat, post) else {"update_id": None}
    return {**told, "message": post.wire}


def _heard(world: World, chat: Chat, post: Post) -> bool:
    """In groups a bot that is no administrator hears only commands, replies to itself and its own name."""
    if chat.user is not None or chat.standing == "administrator":
        return True
    if chat.standing != "member":
        return False
    words = str(post.wire.get("text", post.wire.get("caption", "")))
    replied = post.wire.get("reply_to_message", {}).get("from", {}).get("id") == world.bot.id
    return replied or words.startswith("/") or f"@{world.bot.username}" in words


def _present(world: World, user_id: int, chat_id: int | None) -> tuple[User, Chat]:
    user = world.person(user_id)
    chat = world.chats.get(user_id if chat_id is None else chat_id)
    if chat is None:
        raise Impossible(f"no chat {chat_id}")
    if user.blocked and chat.user is user:
        raise Impossible(f"user {user_id} has blocked the bot")
    if user.deactivated:
        raise Impossible(f"user {user_id} is deactivated")
    if chat.user is None:
        chat.people[user_id] = user
    return user, chat


def _reply(world: World, user_id: int, chat_id: int | None, reply_to: int | None) -> Wire:
    if reply_to is None:
        return {}
    _, chat = _present(world, user_id, chat_id)
    post = chat.live(reply_to)
    if post is None:
        raise Impossible(f"no message {reply_to} in chat {chat.id}")
    return {"reply_to_message": shown(post)}


def _own(world: World, user_id: int, message_id: int, chat_id: int | None) -> Post:
    _, chat = _present(world, user_id, chat_id)
    post = chat.live(message_id)
    if post is None or post.wire["from"]["id"] != user_id:
        raise Impossible(f"user {user_id} has no message {message_id} in chat {chat.id}")
    return post
