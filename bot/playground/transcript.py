"""The conversation as it is read: on the terminal, and as Markdown. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.playground.conversation import Event
from bot.texts import words

BOT = "回音"


def terminal(events: Iterable[Event], names: Mapping[int, str], zone: ZoneInfo) -> Iterator[str]:
    """Line by line; a heading for every new day."""
    day = ""
    for event in events:
        moment = datetime.fromtimestamp(event.at, zone)
        if (today := f"{moment.year}年{words.day(moment.date())}") != day:
            day = today
            yield f"\n━━━━ {day} ━━━━\n"
        yield from told(event, names, zone)


def told(event: Event, names: Mapping[int, str], zone: ZoneInfo) -> Iterator[str]:
    """One event, its time and people first."""
    yield f"{datetime.fromtimestamp(event.at, zone):%H:%M}  {_heading(event, names)}"
    yield from (f"       {line}" for line in _body(event))


def markdown(events: Iterable[Event], names: Mapping[int, str], zone: ZoneInfo) -> Iterator[str]:
    """A heading per day, a paragraph per event; what was said stands in a quotation, line for line."""
    day = ""
    for event in events:
        moment = datetime.fromtimestamp(event.at, zone)
        if (today := f"{moment.year}年{words.day(moment.date())}") != day:
            day = today
            yield f"\n## {day}\n"
        yield f"**{moment:%H:%M}　{_escaped(_heading(event, names))}**\n"
        yield from (f"> {_escaped(line)}  " for line in _body(event))
        yield ""


def _heading(event: Event, names: Mapping[int, str]) -> str:
    person = names.get(event.chat_id, str(event.chat_id))
    who, whom = (BOT, person) if event.ours else (person, BOT)
    match event.act:
        case "pressed Start":
            return f"{person} 点开邀请链接"
        case "tapped":
            return f"{person} 点按［{event.text}］（{event.about}）"
        case "reacted":
            return f"{BOT} {event.text} {person}的“{event.about}”"
        case "edited":
            return f"{who} → {whom}（改写：{event.about}）" if event.about else f"{who} → {whom}（改写）"
        case _:
            return f"{who} → {whom}" + (f"（回复：{event.about}）" if event.about else "")


def _body(event: Event) -> Iterator[str]:
    if event.act in ("said", "edited"):
        yield from event.text.splitlines()
        yield from (" ".join(f"[{label}]" for label in row) for row in event.buttons)


def _escaped(text: str) -> str:
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>#|" else letter for letter in text)
