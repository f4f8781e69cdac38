"""Which task is meant: numbers, list marks, title words, 以上/全部, 其余, 除…外."""

from __future__ import annotations

from collections.abc import Sequence

from bot.reading.kinds import MentionKind
from bot.reading.mentions import titles
from bot.reading.mentions.abbreviations import abbreviations
from bot.reading.mentions.group_finder import GroupFinder
from bot.reading.mentions.mention import Mention
from bot.reading.mentions.number_finder import NumberFinder
from bot.reading.mentions.places import Places
from bot.reading.mentions.titles import Keyword
from db.reading_facts import AskedTask


def mentions(text: str, tasks: Sequence[AskedTask]) -> tuple[Mention, ...]:
    """All places that name tasks, in order, not overlapping. Percents are masked by the caller."""
    places = Places(text, tasks)
    NumberFinder(places).find()
    if len(tasks) > 1:
        groups = GroupFinder(places)
        groups.find()
        groups.forgotten()
        _by_title(places)
        _by_common_words(places)
        groups.of_two()
    return tuple(sorted(places.found, key=lambda mention: mention.start))


def _by_title(places: Places) -> None:
    for keyword in titles.keywords(places.text, places.tasks):
        if places.is_free(keyword.start, keyword.end):
            kind = MentionKind.TITLE if len(keyword.refs) == 1 else MentionKind.EITHER
            refs = keyword.refs if kind is MentionKind.TITLE else ()
            places.add(Mention(keyword.start, keyword.end, kind, refs, "title-words", keyword.refs))
    for short in abbreviations(places.text, places.tasks, tuple(places.ends)):
        _shortened(places, short)


def _shortened(places: Places, short: Keyword) -> None:
    """智水平台 of 智慧水务平台: the letters take in the words of the same title behind them."""
    inside = [m for m in places.found if m.start < short.end and short.start < m.end]
    if any(m.refs != short.refs or m.kind is not MentionKind.TITLE or m.start <= short.start for m in inside):
        return
    for mention in inside:
        places.forget(mention)
    end = max([short.end, *(m.end for m in inside)])
    if places.is_free(short.start, end):
        places.add(Mention(short.start, end, MentionKind.TITLE, short.refs, "title-letters", short.refs))


def _by_common_words(places: Places) -> None:
    named = {ref for mention in places.found for ref in mention.refs}
    for head in titles.common_heads(places.text, places.tasks, named):
        if places.is_free(head.start, head.end):
            places.add(Mention(head.start, head.end, MentionKind.TITLE, head.refs, "title-letters", head.refs))
