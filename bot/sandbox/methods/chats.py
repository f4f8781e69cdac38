"""Chats: who is there, what is pinned, leaving."""

from typing import Any

from bot.sandbox.given import Given
from bot.sandbox.posts import chat_of, shown, writable
from bot.sandbox.refusals import refuse
from bot.sandbox.world import Chat, Post, Wire, World


def get_chat(world: World, given: Given) -> Wire:
    chat = chat_of(world, given)
    pinned = _newest_pinned(chat)
    return {
        **chat.wire(),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
        ),
        **({"permissions": {"can_send_messages": True}} if chat.user is None else {}),
        **({"pinned_message": shown(pinned)} if pinned else {}),
    }


def _newest_pinned(chat: Chat) -> Post | None:
    return next((post for post in reversed(chat.posts.values()) if post.pinned and post.deleted is None), None)


def get_member(world: World, given: Given) -> Wire:
    chat = chat_of(world, given)
    number = given.number("user_id")
    if number == world.bot.id:
        return member(world.bot.wire(), chat.standing)
    user = world.users.get(number or 0)
    if user is None:
        raise refuse("user_unknown")
    return member(user.wire(), "member" if user is chat.user or user.id in chat.people else "left")


def member(user: Wire, standing: str) -> Wire:
    """A ChatMember; the fields an administrator's or a banned one's form demands are there."""
    facts: dict[str, Any] = {"status": standing, "user": user}
    if standing == "kicked":
        facts["until_date"] = 0
    if standing == "administrator":
        rights = (
            "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats "
            "can_restrict_members can_promote_members can_change_info can_invite_users can_post_stories "
            "can_edit_stories can_delete_stories can_pin_messages can_send_welcome_messages"
        )
        facts.update(dict.fromkeys(rights.split(), True), is_anonymous=False)
    return facts


def leave_chat(world: World, given: Given) -> bool:
    chat = chat_of(world, given)
    if chat.user is not None:
        raise refuse("leave_private")
    writable(world, given).standing = "left"
    return True


def pin(world: World, given: Given) -> bool:
    chat = _pinnable(world, given)
    post = chat.live(given.number("message_id"))
    if post is None:
        raise refuse("pin_gone")
    post.pinned = True
    return True


def unpin(world: World, given: Given) -> bool:
    chat = _pinnable(world, given)
    post = chat.live(given.number("message_id")) if given.number("message_id") else _newest_pinned(chat)
    if post is None or not post.pinned:
        raise refuse("unpin_gone")
    post.pinned = False
    return True


def unpin_all(world: World, given: Given) -> bool:
    for post in _pinnable(world, given).posts.values():
        post.pinned = False
    return True


def _pinnable(world: World, given: Given) -> Chat:
    chat = writable(world, given)
    if chat.kind == "supergroup" and chat.standing != "administrator":
        raise refuse("pin_rights")
    return chat


METHODS = {
    "getChat": get_chat,
    "getChatMember": get_member,
    "leaveChat": leave_chat,
    "pinChatMessage": pin,
    "unpinChatMessage": unpin,
    "unpinAllChatMessages": unpin_all,
}
