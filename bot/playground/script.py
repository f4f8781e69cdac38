"""The people's lines of the demo: who does what and when. What the bot says to it is nowhere written down.

A line: `09:20  市财政局局长  说  31号完成60%`. Acts: 说 (says), 回「…」 (replies to the newest message that
holds these words), 改 (edits his last message), 图 (sends a picture with
these words), 点 (taps; `@…` names words of the message under which the button
hangs; `甲|乙` means whichever of the two he sees). `&` instead of a time: at the same moment, before an answer comes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("two_weeks.txt")
EVERYBODY = "各位责任人"  # every owner who sees the button under his newest message

_DAY = re.compile(r"(\d{4}-\d\d-\d\d)\s")
_LINE = re.compile(r"(?P<time>\d\d:\d\d|&)\s+(?P<who>\S+)\s+(?P<act>说|图|改|点|回「(?P<of>[^」]+)」)\s+(?P<what>.+)")


class ScriptFault(Exception):
    """A line that cannot be read or cannot be played; the text names it."""


@dataclass(frozen=True, slots=True)
class Line:
    at: str  # local, 2022-02-21 09:20
    who: str
    act: str  # one of 说 图 回 改 点
    what: str
    of: str = ""  # words of the message that is replied to or tapped
    together: bool = False  # with the line before, without waiting for an answer

    def __str__(self) -> str:
        return f"{self.at} {self.who} {self.act} {self.what}"


def read(text: str) -> Iterator[Line]:
    day = time = ""
    for number, row in enumerate(text.splitlines(), 1):
        if not row.strip() or row.startswith("#"):
            continue
        if heading := _DAY.match(row + " "):
            day = heading[1]
            continue
        found = _LINE.fullmatch(row.strip())
        if found is None or not day:
            raise ScriptFault(f"剧本第{number}行读不懂：{row}")
        together = found["time"] == "&"
        time = time if together else found["time"]
        yield _line(found, f"{day} {time}", together=together)


def _line(found: re.Match[str], at: str, *, together: bool) -> Line:
    act, what, of = found["act"][0], found["what"], found["of"] or ""
    if act == "点":
        what, _, of = what.partition("@")
    return Line(at, found["who"], act, what.strip(), of.strip(), together)
