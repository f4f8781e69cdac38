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
        groups.of_two()
    return tuple(sorted(places.found, key=lambda mention: mention.start))


def _by_title(places: Places) -> None:
    for keyword in titles.keywords(places.text, places.tasks):
        if places.is_free(keyword.start, keyword.end):
            kind = MentionKind.TITLE if len(keyword.refs) == 1 else MentionKind.EITHER
            refs = keyword.refs if kind is MentionKind.TITLE else ()
            places.add(Mention(keyword.start, keyword.end, kind, refs, "title-words", keyword.refs))
    for short in abbreviations(places.text, places.tasks):
        if places.is_free(short.start, short.end):
            places.add(Mention(short.start, short.end, MentionKind.TITLE, short.refs, "title-letters", short.refs))
