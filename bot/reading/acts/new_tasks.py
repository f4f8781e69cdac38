"""A new task in running words: who leads, who supports, which leader and by when are taken out wherever they stand;
what is left is the title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from bot.reading.dates import day_finder
from bot.reading.kinds import Words
from bot.reading.lexicon.expressions import FIRST_DAY, FIRST_LEADER, FIRST_UNIT, by_rule
from bot.reading.text import normal_form
from schedules.workdays import Calendar


@dataclass(frozen=True, slots=True)
class NewTask:
    """Names as written."""

    title: str
    lead: str = ""
    supporting: str = ""
    leader: str = ""
    source: str = ""
    due_words: str = ""
    more: tuple[str, ...] = ()  # clauses that are none of these: they stand with the target


@dataclass(slots=True)
class _Masked:
    """The words with every name and day as one letter; `names`: what each letter stands for."""

    text: str
    names: dict[str, str] = field(default_factory=dict)

    def put(self, spans: Sequence[tuple[int, int]], first: str) -> None:
        for start, end in sorted(spans, reverse=True):
            letter = chr(ord(first) + len(self.names))
            self.names[letter] = self.text[start:end]
            self.text = self.text[:start] + letter + self.text[end:]

    def named(self, names: Sequence[str], first: str) -> None:
        if names:
            longest = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
            self.put([each.span() for each in re.finditer(longest, self.text)], first)

    def whole(self, text: str) -> str:
        return "".join(self.names.get(letter, letter) for letter in text)

    def take(self, rule: str) -> str:
        """The letters the rule is about, taken out of the words with all that belongs to them; empty where none is."""
        found = _rules()[rule].search(self.text)
        if found is None:
            return ""
        said = next((each for each in found.groupdict().values() if each), found[0])
        before, after = self.text[: found.start()], self.text[found.end() :]
        self.text = f"{before}，{after}" if before and after[:1] not in "，,。;；" else before + after
        return said


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    return by_rule(Words.NEW_TASK)


def new_task(written: str, *, units: Sequence[str], leaders: Sequence[str], today: date, calendar: Calendar) -> NewTask:
    """`units`, `leaders`: the names that stand in the words."""
    said = _Masked(written.strip())
    said.put(_days(said.text, today, calendar), FIRST_DAY)
    said.named(units, FIRST_UNIT)
    said.named(leaders, FIRST_LEADER)
    said.take("opens")
    source = said.whole(said.take("origin")).strip("，,:： 的")
    leader, supporting = said.take("led-by"), said.take("supports")
    while more := said.take("supports"):
        supporting += more
    lead = said.take("leads") or said.take("given-to") or _alone(said)
    due = said.take("due")
    parts = [said.whole(each).strip() for each in _clauses(said.text)]
    title = _rules()["before-title"].sub("", parts[0]) if parts else ""
    supported = "、".join(said.names[each] for each in supporting if each in said.names)
    named = (said.whole(each) for each in (lead, leader, due))
    return NewTask(title, next(named), supported, next(named), source, next(named), tuple(parts[1:]))


def _days(text: str, today: date, calendar: Calendar) -> list[tuple[int, int]]:
    uniform = normal_form.normalize(text)
    found = [each for each in day_finder.find(uniform.text, today, calendar) if each.day is not None]
    spans = (uniform.as_written(each.start, each.end) for each in found)
    return [(start, start + len(_BOUND.sub("", text[start:end]))) for start, end in spans]


_BOUND = re.compile(r"(?:之前|以前|前)$")


def _alone(said: _Masked) -> str:
    """再加一项，春季农资打假，农业农村局: a department that is a clause of its own, or opens the words."""
    last = chr(ord(FIRST_UNIT) + 0xFF)
    for found in re.finditer(rf"(?:^|(?<=[,，。;；:： ]))([{FIRST_UNIT}-{last}])(?=[,，。;；:： ]|$)", said.text):
        said.text = said.text[: found.start()] + said.text[found.end() :]
        return found[1]
    return ""


def _clauses(text: str) -> list[str]:
    parts = (each.strip(" 、") for each in re.split(r"[,，。;；:：!！\n]+", text))
    return [each for each in parts if each and not _rules()["leftover"].search(each)]
