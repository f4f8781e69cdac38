"""Groups: the bot is added, made administrator, kicked; a group becomes a supergroup."""

from bot.sandbox.people import Impossible
from bot.sandbox.presence import standing_changed
from bot.sandbox.world import Chat, Wire, World


def add_bot(world: World, chat_id: int, user_id: int, *, kind: str = "supergroup", title: str = "") -> Wire:
    """Someone adds the bot; the group exists from then on."""
    user = world.person(user_id)
    known = chat_id in world.chats
    chat = world.group(chat_id, kind=kind, title=title)
    chat.people[user_id] = user
    before = chat.standing if known else "left"
    chat.standing = "member"
    told = standing_changed(world, chat, user, before, "member")
    post = world.add(chat, user.wire(), {"new_chat_members": [world.bot.wire()]})
    world.tell("message", post.wire)
    return told


def change_standing(world: World, chat_id: int, user_id: int, standing: str) -> Wire:
    """administrator, member, kicked or left."""
    chat, user = _group(world, chat_id), world.person(user_id)
    before, chat.standing = chat.standing, standing
    return standing_changed(world, chat, user, before, standing)


def migrate(world: World, chat_id: int, user_id: int, new_id: int | None = None) -> Wire:
    """A group becomes a supergroup with another id; both sides get their service message."""
    old, user = _group(world, chat_id), world.person(user_id)
    new = world.group(new_id or -1_000_000_000_000 + chat_id, title=old.title)
    new.people, old.migrated_to = dict(old.people), new.id
    farewell = world.add(old, user.wire(), {"migrate_to_chat_id": new.id})
    welcome = world.add(new, user.wire(), {"migrate_from_chat_id": old.id})
    world.tell("message", farewell.wire)
    return {**world.tell("message", welcome.wire), "chat_id": new.id}


def _group(world: World, chat_id: int) -> Chat:
    chat = world.chats.get(chat_id)
    if chat is None or chat.user is not None:
        raise Impossible(f"no group {chat_id}")
    return chat
