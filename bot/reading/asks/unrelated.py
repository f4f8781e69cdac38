"""Is it no matter of work? Only by what it shows: family, weather, meals, logistics, wrong chat, a greeting."""

from __future__ import annotations

from collections.abc import Sequence

from bot.reading.claims import counts
from bot.reading.clauses.tokens import Heard
from bot.reading.kinds import SURE, Kind, Words
from bot.reading.lexicon.expressions import TASK, any_of
from bot.reading.mentions import titles
from bot.reading.text.normal_form import plain
from bot.reading.text.patterns import later

_TOPICS = any_of(Words.UNRELATED)
_PLAYFUL = later(
    r"^[^\u4e00-\u9fffa-z0-9]*$|^(?:\[[^\]]{1,4}\])+|^(?:(?P<a>[\u4e00-\u9fffa-z])(?P=a)+)$|^(?:您好?|你好?|早|哈|嗨|"
    r"喂|在|在吗|在不在|人呢|嗯|哦|啊|呃|额)+[?。!~]*$"
)
_WORK_DONE = (Kind.DONE, Kind.NEAR, Kind.NOT_DONE, Kind.NOT_STARTED, Kind.BLOCKED, Kind.LATE, Kind.EXT)
_WORK = any_of(Words.OF_WORK)
_VERB = any_of(Words.WORK_VERB)


def is_unrelated(heard: Heard) -> bool:
    """Whether it shows that it is no report, and nothing in it is of a title or of work."""
    if _PLAYFUL.search(heard.masked.replace(TASK, "").strip()):
        return True
    return shows_itself(heard) and not speaks_of_work(heard)


def shows_itself(heard: Heard, start: int = 0, end: int | None = None) -> bool:
    """A word of what is no work, whatever stands beside it."""
    found = _TOPICS.finditer(heard.text, start, len(heard.text) if end is None else end)
    return any(not any(match.group() in plain(task.title) for task in heard.tasks) for match in found)


def speaks_of_work(heard: Heard) -> bool:
    if any(mention.kind in SURE for mention in heard.mentions) or _of_a_title(
        heard.text, [t.title for t in heard.tasks]
    ):
        return True
    if heard.percents or _WORK.search(heard.masked) or _VERB.search(_TOPICS.sub(" ", heard.masked)):
        return True
    if any(mark.kind in _WORK_DONE for mark in heard.marks):
        return True
    return any(
        count.value > 1 and count.unit not in _FEW and not _PEOPLE.match(heard.masked, count.end)
        for count in counts.counts(heard, 0, len(heard.masked))
    )


_PEOPLE = later("人|小时|钟|月|同[事志学]")


_FEW = "人名次条份家口场头"  # 3个人没进群


def _of_a_title(text: str, names: Sequence[str]) -> bool:
    return any(pair in text for name in names for pair in titles.telling_pairs(name))
