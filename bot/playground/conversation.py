"""The whole conversation as Telegram saw it, both ways, from the sandbox's log of calls. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Wire = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Event:
    """Somebody said or did something in one chat at a moment (seconds since 1970)."""

    at: float
    chat_id: int
    ours: bool  # said by the bot
    act: str  # said, edited, tapped, reacted, pressed Start
    text: str = ""
    buttons: tuple[tuple[str, ...], ...] = ()
    about: str = ""  # first words of the message replied to, tapped, rewritten or reacted to


def events(calls: Iterable[Wire]) -> Iterator[Event]:
    """In the order in which it happened; what was refused is left out."""
    seen: set[int] = set()
    texts: dict[tuple[int, int], str] = {}
    for call in calls:
        if not call["ok"]:
            continue
        if call["method"] == "getUpdates":
            for update in call["answer"]["result"]:
                if update["update_id"] not in seen:
                    seen.add(update["update_id"])
                    yield from _theirs(update, call["time"], texts)
        else:
            yield from _ours(call, texts)


def _theirs(update: Wire, at: float, texts: dict[tuple[int, int], str]) -> Iterator[Event]:
    for kind, act in (("message", "said"), ("edited_message", "edited")):
        if message := update.get(kind):
            chat_id = message["chat"]["id"]
            text = str(message.get("text", message.get("caption", "")))
            text = f"［图片］{text}" if "photo" in message else text
            texts[chat_id, message["message_id"]] = text
            if text.startswith("/start "):
                yield Event(at, chat_id, False, "pressed Start")
            else:
                replied = message.get("reply_to_message") or {}
                yield Event(at, chat_id, False, act, text, about=_short(str(replied.get("text", ""))))
    if query := update.get("callback_query"):
        message = query["message"]
        yield Event(
            at, message["chat"]["id"], False, "tapped", _label(message, query["data"]), about=_short(message["text"])
        )


def _label(message: Wire, data: str) -> str:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return next((str(each["text"]) for row in rows for each in row if each.get("callback_data") == data), data)


def _ours(call: Wire, texts: dict[tuple[int, int], str]) -> Iterator[Event]:
    asked: Wire = call["parameters"]
    at = call["time"]
    match call["method"]:
        case "sendMessage":
            chat_id = int(asked["chat_id"])
            texts[chat_id, call["answer"]["result"]["message_id"]] = asked["text"]
            yield Event(at, chat_id, True, "said", asked["text"], _buttons(asked))
        case "sendPhoto" | "sendDocument":
            message = call["answer"]["result"]
            chat_id, text = message["chat"]["id"], f"［{_file(message)}］{message.get('caption', '')}"
            texts[chat_id, message["message_id"]] = text
            yield Event(at, chat_id, True, "said", text)
        case "editMessageText":
            key = int(asked["chat_id"]), int(asked["message_id"])
            about, texts[key] = texts.get(key, ""), asked["text"]
            yield Event(at, key[0], True, "edited", asked["text"], _buttons(asked), _short(about))
        case "setMessageReaction":
            key = int(asked["chat_id"]), int(asked["message_id"])
            emoji = "".join(str(each["emoji"]) for each in asked.get("reaction", ()))
            yield Event(at, key[0], True, "reacted", emoji, about=_short(texts.get(key, "")))


def _file(message: Wire) -> str:
    return f"文件 {message['document']['file_name']}" if "document" in message else "图片"


def _buttons(asked: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
    rows = (asked.get("reply_markup") or {}).get("inline_keyboard", [])
    return tuple(tuple(str(each["text"]) for each in row) for row in rows)


def _short(text: str, limit: int = 24) -> str:
    """The line by which a message is known: the slogan at the head of many tells nothing."""
    lines = [line for line in text.splitlines() if line.strip() and line != "事事有着落，件件有回音"]
    first = lines[0] if lines else ""
    return first if len(first) <= limit else first[:limit] + "…"
