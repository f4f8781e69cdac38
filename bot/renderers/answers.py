"""Answers: they say what was understood at that moment, whatever has happened since."""

from __future__ import annotations

from typing import Any

from bot.renderers.text_message import Rendering, message
from bot.texts import echo, keyboards, reasons
from db.messages import Call, Nowhere
from db.payloads import (
    DeletionPayload,
    EchoPayload,
    EditButtonsPayload,
    EditEchoPayload,
    MenuPayload,
    Payload,
    PlainPayload,
    ReactionPayload,
)


def _with_addendum(text: str, said: Payload) -> str:
    return f"{text}\n{said.addendum}" if said.addendum else text


async def plain(rendering: Rendering, said: PlainPayload) -> Call | Nowhere:
    return await message(
        rendering, _with_addendum(said.text, said), rows=said.buttons, items=said.items, reply_to=said.reply_to
    )


async def echoed(rendering: Rendering, said: EchoPayload) -> Call | Nowhere:
    text = _with_addendum(echo.text(said, rendering.today), said)
    return await message(rendering, text, rows=echo_buttons(said), items=said.items, reply_to=said.reply_to)


def echo_buttons(said: EchoPayload) -> list[Any]:
    rows: list[Any] = list(keyboards.of_questions(said.asked, said.saying_id))
    if said.rows and said.saying_id:
        rows += keyboards.under_echo(said.saying_id)
    return rows


async def edited(_writing: Rendering, new: EditEchoPayload) -> Call:
    parameters: dict[str, Any] = {
        "chat_id": new.chat_id,
        "message_id": new.message_id,
        "text": _with_addendum(new.text, new),
        "link_preview_options": {"is_disabled": True},
        "reply_markup": keyboards.inline(new.buttons),
    }
    return Call("editMessageText", parameters, items=new.items)


async def edited_buttons(_writing: Rendering, new: EditButtonsPayload) -> Call:
    buttons = keyboards.inline(new.buttons)
    return Call(
        "editMessageReplyMarkup", {"chat_id": new.chat_id, "message_id": new.message_id, "reply_markup": buttons}
    )


async def deleted(_rendering: Rendering, gone: DeletionPayload) -> Call:
    return Call("deleteMessage", {"chat_id": gone.chat_id, "message_id": gone.message_id})


async def reaction(_writing: Rendering, shown: ReactionPayload) -> Call:
    return Call(
        "setMessageReaction",
        {
            "chat_id": shown.chat_id,
            "message_id": shown.message_id,
            "reaction": [{"type": "emoji", "emoji": shown.emoji}],
        },
    )


async def menu(rendering: Rendering, offered: MenuPayload) -> Call | Nowhere:
    chat_id = await rendering.chat_id()
    if chat_id is None:
        return Nowhere(reasons.NOT_BOUND)
    commands = [{"command": name, "description": text} for name, text in offered.commands]
    return Call("setMyCommands", {"commands": commands, "scope": {"type": "chat", "chat_id": chat_id}})
