"""What the bot may do to chats and messages, checked in one place."""

from typing import Any

from bot.sandbox.given import Given
from bot.sandbox.refusals import Refused, refuse
from bot.sandbox.world import Chat, Post, Wire, World


def chat_of(world: World, given: Given) -> Chat:
    """The chat a call names, whether or not the bot may write there."""
    name = given.text("chat_id")
    if not name:
        raise refuse("chat_empty")
    chat = world.chats.get(int(name)) if name.lstrip("-").isdigit() else _by_username(world, name)
    if chat is None:
        raise refuse("chat_unknown")
    return chat


def _by_username(world: World, name: str) -> Chat | None:
    return next((chat for chat in world.chats.values() if chat.user and f"@{chat.user.username}" == name), None)


def writable(world: World, given: Given) -> Chat:
    chat = chat_of(world, given)
    fault = _private_fault(chat) if chat.user else _group_fault(chat)
    if fault is not None:
        raise fault
    return chat


def _private_fault(chat: Chat) -> Refused | None:
    user = chat.user
    if user is None or user.deactivated:
        return refuse("deactivated")
    if user.blocked:
        return refuse("blocked")
    return None if user.started else refuse("not_started")


def _group_fault(chat: Chat) -> Refused | None:
    if chat.migrated_to is not None:
        return refuse("migrated", {"migrate_to_chat_id": chat.migrated_to})
    if chat.standing == "kicked":
        return refuse("kicked", kind=chat.kind)
    return refuse("not_member", kind=chat.kind) if chat.standing == "left" else None


def reply_fields(chat: Chat, given: Given) -> Wire:
    """The message replied to, as a field of the new one."""
    asked = given.data("reply_parameters") or {}
    target = asked.get("message_id") if isinstance(asked, dict) else None
    target = target if target is not None else given.number("reply_to_message_id")
    if target is None:
        return {}
    post = chat.live(int(target))
    if post is not None:
        return {"reply_to_message": shown(post)}
    if (isinstance(asked, dict) and asked.get("allow_sending_without_reply")) or given.flag(
        "allow_sending_without_reply"
    ):
        return {}
    raise refuse("reply_gone")


def shown(post: Post) -> Wire:
    """A message inside another one: its own reply is left out."""
    return {key: value for key, value in post.wire.items() if key != "reply_to_message"}


def say(world: World, chat: Chat, fields: Wire, markup: Wire | None) -> Post:
    """A message of the bot; only inline keyboards are part of it, others belong to the chat's input field."""
    inline = markup if markup and "inline_keyboard" in markup and markup["inline_keyboard"] else None
    post = world.add(chat, world.bot.wire(), {**fields, **({"reply_markup": inline} if inline else {})}, outgoing=True)
    post.keyboard = None if inline else markup
    return post


def extras(given: Given) -> Wire:
    return {"has_protected_content": True} if given.flag("protect_content") else {}


def buttons(post: Post) -> list[list[dict[str, Any]]]:
    return list(post.wire.get("reply_markup", {}).get("inline_keyboard", []))
