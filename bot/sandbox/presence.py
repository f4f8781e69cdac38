"""People come and go: they start the bot, block it, delete their account; in groups it is let in or thrown out."""

import re

from bot.sandbox.methods.chats import member
from bot.sandbox.people import Impossible, text
from bot.sandbox.world import Chat, User, Wire, World

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


def start(world: World, user_id: int, *, payload: str = "", name: str = "") -> Wire:
    """He opens the chat with the bot and presses START, perhaps by a deep link."""
    if payload and not _PAYLOAD.fullmatch(payload):
        raise Impossible(f"a deep link carries 1 to 64 of A-Z, a-z, 0-9, _ and -, not {payload!r}")
    user = world.person(user_id, name=name)
    if user.blocked:
        unblock(world, user_id)
    return text(world, user_id, f"/start {payload}".strip())


def block(world: World, user_id: int) -> Wire:
    return _barred(world, user_id, blocked=True)


def unblock(world: World, user_id: int) -> Wire:
    return _barred(world, user_id, blocked=False)


def _barred(world: World, user_id: int, *, blocked: bool) -> Wire:
    user = world.person(user_id)
    if user.blocked == blocked:
        return {"update_id": None}
    user.blocked = blocked
    before, after = ("member", "kicked") if blocked else ("kicked", "member")
    return standing_changed(world, world.chats[user_id], user, before, after)


def deactivate(world: World, user_id: int, *, gone: bool = True) -> Wire:
    """The account is deleted; Telegram tells the bot nothing."""
    world.person(user_id).deactivated = gone
    return {"update_id": None}


def standing_changed(world: World, chat: Chat, by: User, before: str, after: str) -> Wire:
    bot = world.bot.wire()
    fields = {"chat": chat.wire(), "from": by.wire(), "date": world.now()}
    members = {"old_chat_member": member(bot, before), "new_chat_member": member(bot, after)}
    return world.tell("my_chat_member", {**fields, **members})
