"""Deleting: for two days, and only the bot's own messages in groups."""

from bot.sandbox.given import Given
from bot.sandbox.posts import writable
from bot.sandbox.refusals import refuse
from bot.sandbox.world import Chat, Post, World

DELETABLE = 48 * 3600
MOST = 100


def delete_message(world: World, given: Given) -> bool:
    chat = writable(world, given)
    number = given.number("message_id")
    if number is None:
        raise refuse("message_id")
    post = chat.live(number)
    if post is None:
        raise refuse("delete_gone")
    if not _deletable(world, chat, post):
        raise refuse("delete_old")
    post.deleted = world.clock.now()
    return True


def delete_messages(world: World, given: Given) -> bool:
    """What is not found or too old is passed over in silence, as Telegram does."""
    chat = writable(world, given)
    numbers = given.data("message_ids")
    if numbers is None:
        raise refuse("delete_none")
    if not isinstance(numbers, list):
        raise refuse("delete_list")
    if len(numbers) > MOST:
        raise refuse("delete_many")
    for post in (chat.live(int(number)) for number in numbers):
        if post is not None and _deletable(world, chat, post):
            post.deleted = world.clock.now()
    return True


def _deletable(world: World, chat: Chat, post: Post) -> bool:
    if chat.standing == "administrator":
        return True
    own = post.outgoing or chat.user is not None
    return own and world.clock.now() - post.at < DELETABLE


METHODS = {"deleteMessage": delete_message, "deleteMessages": delete_messages}
