"""Which pieces of the demo's conversation do the pages in Markdown show? Each is told again as it is said today. Pure.

A block of text that begins with a day (`── 2022年2月21日（周一）`) is a choice of that day's events by their time and
people; the one that begins with 两周小结 is the demo's closing table.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.playground import figures
from bot.playground.conversation import Event
from bot.playground.demo import Played
from bot.playground.transcript import told
from bot.texts import words

_BLOCK = re.compile(r"(?<=^```text\n)(?=── |━━━━ 两周小结)(.*?)(?=^```$)", re.DOTALL | re.MULTILINE)
_HEAD = re.compile(r"\d\d:\d\d  ")
Telling = Sequence[str]  # the lines of one event
Told = Mapping[tuple[str, str], Sequence[Telling]]


class NoSuchEvent(LookupError):
    """The page shows what nobody says any more; its text names day and time."""


def refreshed(page: str, played: Played, zone: ZoneInfo) -> str:
    """The page with every excerpt as it is said today. Raises NoSuchEvent."""
    by_head = _by_head(played.events, played.names, zone)
    ended = (*figures.closing(played.figures, played.burden), "", figures.places(Path("demo")), figures.NO_BREACH, "")
    closing = "\n".join(ended)
    return _BLOCK.sub(lambda block: closing if block[0].startswith("━") else _chosen(block[0], by_head), page)


def _by_head(events: Iterable[Event], names: Mapping[int, str], zone: ZoneInfo) -> Told:
    found: dict[tuple[str, str], list[Telling]] = defaultdict(list)
    for event in events:
        moment = datetime.fromtimestamp(event.at, zone)
        lines = [line.rstrip() for line in told(event, names, zone)]
        found[f"{moment.year}年{words.day(moment.date())}", _key(lines[0])].append(lines)
    return found


def _key(head: str) -> str:
    """Time and people, without what was replied to or tapped."""
    return re.split("[（［]", head, maxsplit=1)[0]


def _chosen(block: str, by_head: Told) -> str:
    return "\n".join(line for lines in _again(block, by_head) for line in lines) + "\n"


def _again(block: str, by_head: Told) -> Iterator[Telling]:
    """Of events with the same time and people, the likest to what the page shows, each once."""
    day, taken = "", set[int]()
    for part in re.split(r"^(?=── |\d\d:\d\d  )", block, flags=re.MULTILINE)[1:]:
        shown = part.splitlines()
        if not _HEAD.match(part):
            day = shown[0].removeprefix("── ")
            yield shown[:1]
            continue
        candidates = [each for each in by_head.get((day, _key(shown[0])), ()) if id(each) not in taken]
        if not candidates:
            raise NoSuchEvent(f"{day} {shown[0]}")
        best = max(candidates, key=lambda lines: len({*lines} & {*shown}))
        taken.add(id(best))
        yield best
