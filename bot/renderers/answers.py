"""Answers: they say what was understood at that moment, whatever has happened since."""

from __future__ import annotations

from typing import Any

from bot.renderers.envelope import Writing, message
from bot.texts import echo, keyboards
from db.messages import Call, NotNeeded, Nowhere


async def plain(writing: Writing) -> Call | Nowhere:
    """facts: text, buttons (rows of [label, data]), reply_to."""
    facts = writing.facts
    return await message(
        writing, facts["text"], rows=_buttons(facts), items=facts.get("items", ()), reply_to=facts.get("reply_to")
    )


def _buttons(facts: dict[str, Any]) -> list[list[keyboards.Button]]:
    return [[(label, data) for label, data in row] for row in facts.get("buttons", ())]


async def echoed(writing: Writing) -> Call | Nowhere:
    facts = writing.facts
    return await message(
        writing,
        echo.text(facts, writing.today),
        rows=echo_buttons(facts),
        items=facts.get("items", ()),
        reply_to=facts.get("reply_to"),
    )


def echo_buttons(facts: dict[str, Any]) -> list[Any]:
    rows: list[Any] = []
    if question := facts.get("question"):
        rows += keyboards.of_question(question["id"], question["labels"])
    if facts.get("rows") and facts.get("saying_id") and not facts.get("withdrawn"):
        rows += keyboards.under_echo(facts["saying_id"])
    return rows


async def edited(writing: Writing) -> Call | NotNeeded:
    """facts: chat_id, message_id, text, buttons."""
    facts = writing.facts
    parameters: dict[str, Any] = {
        "chat_id": facts["chat_id"],
        "message_id": facts["message_id"],
        "text": facts["text"],
        "link_preview_options": {"is_disabled": True},
        "reply_markup": keyboards.inline(_buttons(facts)),
    }
    return Call("editMessageText", parameters, items=tuple(facts.get("items", ())))


async def edited_buttons(writing: Writing) -> Call | NotNeeded:
    """facts: chat_id, message_id, buttons."""
    facts = writing.facts
    return Call(
        "editMessageReplyMarkup",
        {
            "chat_id": facts["chat_id"],
            "message_id": facts["message_id"],
            "reply_markup": keyboards.inline(_buttons(facts)),
        },
    )


async def reaction(writing: Writing) -> Call:
    facts = writing.facts
    return Call(
        "setMessageReaction",
        {
            "chat_id": facts["chat_id"],
            "message_id": facts["message_id"],
            "reaction": [{"type": "emoji", "emoji": facts["emoji"]}],
        },
    )


async def menu(writing: Writing) -> Call | Nowhere:
    chat_id = await writing.chat_id()
    if chat_id is None:
        return Nowhere("尚未绑定")
    commands = [{"command": name, "description": text} for name, text in writing.facts["commands"]]
    return Call("setMyCommands", {"commands": commands, "scope": {"type": "chat", "chat_id": chat_id}})
