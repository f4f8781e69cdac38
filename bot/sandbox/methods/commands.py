"""The menu of commands, by scope and language."""

import re
from typing import Any

from bot.sandbox.given import Given
from bot.sandbox.refusals import refuse
from bot.sandbox.world import Wire, World

MOST = 100
LONGEST_WORDS = 256
_NAME = re.compile(r"/?([a-z0-9_]{1,32})")
_SCOPES = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}


def set_commands(world: World, given: Given) -> bool:
    commands = given.data("commands")
    if not isinstance(commands, list):
        raise refuse("commands")
    if len(commands) > MOST:
        raise refuse("commands_many")
    world.commands[_key(world, given)] = [_command(command) for command in commands]
    return True


def get_commands(world: World, given: Given) -> list[Wire]:
    return world.commands.get(_key(world, given), [])


def delete_commands(world: World, given: Given) -> bool:
    world.commands.pop(_key(world, given), None)
    return True


def _command(command: Any) -> Wire:
    name = _NAME.fullmatch(str(command.get("command", ""))) if isinstance(command, dict) else None
    if name is None:
        raise refuse("command_name")
    words = str(command.get("description", "")).strip()
    if not 1 <= len(words) <= LONGEST_WORDS:
        raise refuse("command_words")
    return {"command": name[1], "description": words}


def _key(world: World, given: Given) -> tuple[str, str]:
    scope = given.data("scope") or {"type": "default"}
    kind = str(scope.get("type", "")) if isinstance(scope, dict) else ""
    if kind not in _SCOPES:
        raise refuse("scope", kind=kind)
    facts = [str(scope.get(name, "")) for name in _SCOPES[kind]]
    if facts and int(facts[0] or 0) not in world.chats:
        raise refuse("chat_unknown")
    return ":".join([kind, *facts]), given.text("language_code")


METHODS = {"setMyCommands": set_commands, "getMyCommands": get_commands, "deleteMyCommands": delete_commands}
