"""A message cut at its punctuation and where another task is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.reading.clauses.subjects import grouped
from bot.reading.clauses.tokens import Heard
from bot.reading.kinds import Words
from bot.reading.lexicon.expressions import PERCENT, any_of
from bot.reading.mentions.mention import Mention
from bot.reading.text.spans import within

LONGEST = 240


_LABEL = any_of(
    Words.PART,
    "(?:^|[,;。!?\n])(?!.{{0,4}}(?:如下|报告|汇报|责任|情况|进展|联系人))[^,;。!?\n:\x02\x03]{{0,6}}(?:{})"
    "[^,;。!?\n:]{{0,3}}$".format,
)


# Whom one speaks to, and that one speaks.
_ADDRESS = re.compile(
    "(?:其中|喂|哎|诶|唉|嗯|呃|那个|这个|我|跟|给|向|您|你|们|领导|主任|局长|书记|[处科镇县市]长|老师|同志|讲|说|汇报|报告|报|唠|一下|一声|下|先|就是|咱|"
    "哈|啊|呀|哦|呢|嘛|好|[ ]|[这那][两俩三四五六七八九十0-9][个项件](?:里头?面?|当中|之中|中)){1,24}"
)
# Where a speaker turns to something else without a mark.
_TURNS = (
    "(?<=[\u4e00-\u9fff\x01-\x04])(?=然后(?!再)|再一个|再就是|再有(?:就是|一个)|至于|还有就是|另外(?![一两几那这的]))"
)


_BREAK = re.compile(
    r"[,;。!?\n]+|:|[|【】]+|(?<![\da-z])/|/(?![\da-z])|"
    rf"{_TURNS}|(?<=[\u4e00-\u9fff\x01-\x04])\.(?=$|[\u4e00-\u9fff\x03 ])|(?<![a-z]) | (?![a-z])|"
    r"(?:(?![🔄🚧🔨🛠🏗🔜])[\U0001F300-\U0001FAFF])+"
)


@dataclass(frozen=True, slots=True)
class Piece:
    start: int
    end: int
    group: tuple[Mention, ...]
    after: str  # the mark that ends it


def cut(heard: Heard, mentions: list[Mention]) -> Iterator[Piece]:
    held = [(m.start, m.end) for m in mentions]
    for start, end, after in _stretches(heard.masked, held):
        inside = within(mentions, start, end)
        groups = grouped(heard, inside, start)
        if groups and groups[0][0].rule == "number-mark" and heard.masked[start : groups[0][0].start].strip():
            yield Piece(start, groups[0][0].start, (), "")  # 施工中⑥60%: what stands before a mark is of the one before
            start = groups[0][0].start
        elif groups and _ADDRESS.fullmatch(heard.masked, start, groups[0][0].start):
            start = groups[0][0].start  # 喂主任啊|候船室那个早就弄完了: whom one addresses is no part of it
        cuts = [start, *(group[0].start for group in groups[1:]), end]
        for place, group in enumerate(groups or [()]):
            yield Piece(
                cuts[place], cuts[place + 1] if groups else end, tuple(group), after if place + 1 >= len(groups) else ""
            )


def _stretches(masked: str, held: list[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    start = 0
    inside = {place for first, last in held for place in range(first, last)}
    for mark in _BREAK.finditer(masked):
        if mark.start() in inside or _figure(masked, mark):
            continue
        yield from _bounded(start, mark.start(), mark.group() or ",")
        start = mark.end()
    yield from _bounded(start, len(masked), "")


def _bounded(start: int, end: int, after: str) -> Iterator[tuple[int, int, str]]:
    """Nobody speaks so long in one breath: a stretch without any mark is cut, so that the work stays linear."""
    while end - start > LONGEST:
        yield start, start + LONGEST, ""
        start += LONGEST
    if start < end:
        yield start, end, after


def _figure(masked: str, mark: re.Match[str]) -> bool:
    """The comma of 9,800 and the colon of 12:30 cut nothing, nor that of 土建:88% and 土建:已完成."""
    before, after = masked[mark.start() - 1 : mark.start()], masked[mark.end() : mark.end() + 1]
    if mark.group() == ":" and (after == PERCENT or _LABEL.search(masked[max(0, mark.start() - 10) : mark.start()])):
        return True
    return mark.group() in (",", ":", ".") and before.isdigit() and after.isdigit()
