"""The methods of the Bot API: a method is a function in a table, found by its name in small letters."""

from collections.abc import Callable
from typing import Any

from bot.sandbox.given import Given
from bot.sandbox.methods import chats, commands, deleting, editing, files, media, messages, queries, webhooks
from bot.sandbox.world import World

Method = Callable[[World, Given], Any]

NAMES: dict[str, Method] = {
    **messages.METHODS,
    **media.METHODS,
    **editing.METHODS,
    **deleting.METHODS,
    **queries.METHODS,
    **files.METHODS,
    **commands.METHODS,
    **chats.METHODS,
    **webhooks.METHODS,
}
METHODS = {name.lower(): (name, method) for name, method in NAMES.items()}
