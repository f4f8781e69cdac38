"""A clause as one task hears it: its subject, its adverbs, and the days before and behind a word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.reading.clauses.segments import Clause
from bot.reading.clauses.tokens import Heard
from bot.reading.dates.day_finder import FoundDate
from bot.reading.kinds import ACCOMPANYING, BOUNDARIES, WHEN_OR_WHETHER, Kind, MentionKind, Words
from bot.reading.lexicon.expressions import any_of
from bot.reading.lexicon.vocabulary import Mark
from bot.reading.text.spans import Placed, within

TICKS = "✅☑💯"


# Where a speaker without commas begins anew.
_SPOKEN_TURN = any_of(Words.SPOKEN_TURN)


_REACH = 60  # letters before a word in which its subject and adverbs stand


_SURE_DAY = re.compile(
    "(?:预计|计划|争取|力争|确保)(?:到|在)?\x02{2,16}|\x02{2,16}(?:之?前|左右)?(?:肯定|一定|指定|绝对|保证|准|应该|估计|差不多|争取|预计|计划|能|可以)"
)
_PREDICATED = re.compile("[在了还没]|正")  # 还有一条街在搭架子|六月二十号前肯定能弄好: the day begins anew


def since_turn(words: str) -> str:
    """What a speaker says since he last began anew."""
    last = _SPOKEN_TURN.split(words)[-1]
    day = _SURE_DAY.search(last)
    return last[day.start() :] if day and _PREDICATED.search(last, 0, day.start()) else last


@dataclass(frozen=True, slots=True)
class Scope:
    """A clause as one task hears it."""

    heard: Heard
    clause: Clause
    title: str
    carried: date | None = None  # the day of the clause before, for 任务即办结
    ahead: bool = False  # the clause before only promises, with or without a day

    def before(self, mark: Mark) -> str:
        """The words between the last finished statement of the clause and this mark: its subject and adverbs."""
        near = within(self.clause.marks, mark.start - _REACH, mark.start)
        start = max([m.end for m in near if m.end <= mark.start and self._closes(m)] or [self.clause.start])
        words = self.heard.masked[max(start, mark.start - _REACH) : mark.start]
        return since_turn(words)

    def plain(self, start: int, end: int, *, besides: Kind = Kind.PROGRESS) -> str:
        """A stretch without what only says when, how surely (预计, 估计是, 已), and that work goes on."""
        letters = list(self.heard.masked[start:end])
        for name in self._names(start, end):
            letters[name.start - start : name.end - start] = " " * (min(name.end, end) - name.start)
        marks = within(self.clause.marks, start, end)
        for before, mark in zip((None, *marks), marks, strict=False):
            going = before is not None and before.kind is besides is Kind.PROGRESS and before.end == mark.start
            quiet = mark.kind in WHEN_OR_WHETHER or mark.kind is besides or (going and mark.kind is Kind.ACT)
            if quiet and mark.end <= end:
                letters[mark.start - start : mark.end - start] = " " * (mark.end - mark.start)
        return "".join(letters)

    def _names(self, start: int, end: int) -> Sequence[Placed]:
        """茶园同冷库都完工了: the names of the tasks that are spoken of together are no parts of either."""
        topic = self.clause.topic
        if topic is None:
            return []
        if topic.rule == "unknown-subject":
            return within((topic,), start, end)
        found = [m for m in within(self.heard.mentions, start, end) if set(m.refs) <= set(topic.refs)]
        named = [m for m in found if m.kind is MentionKind.TITLE]
        return [m for m in named if len(topic.refs) > 1 or m.rule == "title-letters"]

    def _closes(self, mark: Mark) -> bool:
        if mark.kind not in BOUNDARIES:
            return False
        return mark.kind not in (Kind.DONE, Kind.SOME_DONE) or self.heard.masked[mark.end : mark.end + 1] in (
            "了",
            "啦",
            "吧",
            " ",
        )

    def after(self, mark: Mark) -> str:
        following = [m.start for m in within(self.clause.marks, mark.end, mark.end + 40) if m.kind not in ACCOMPANYING]
        return self.heard.masked[mark.end : min([*following, self.clause.end, mark.end + 40])]


def days_before(scope: Scope, mark: Mark) -> list[FoundDate]:
    floor = mark.start - len(scope.before(mark))
    return [day for day in within(scope.heard.days, floor, mark.start) if day.end <= mark.start]


def day_of(scope: Scope, mark: Mark) -> date | None:
    days = days_before(scope, mark)
    if days:
        return days[-1].day
    after = within(scope.heard.days, mark.end, scope.clause.end)
    if after:
        return after[0].day
    return None if "提前" in scope.before(mark) else scope.carried  # 工期到10月20日，力争提前完成
