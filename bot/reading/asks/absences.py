"""Who stands in while the sender is away or has another post: 我去党校学习，家里的事找马副乡长."""

from __future__ import annotations

from bot.reading.asks.delegates import IN_ABSENCE, Delegate, somebody
from bot.reading.clauses.tokens import Heard
from bot.reading.kinds import Words
from bot.reading.lexicon.expressions import any_of, each_of
from bot.reading.text.patterns import later

_AWAY = any_of(Words.AWAY)
_STANDS_IN = each_of(Words.STANDS_IN)
_OF_HIM = later(
    "(?:找|打|问|联系|转|与|跟|请)(?:他|她|其|之)|(?:他|她|其)(?:都|也|全)?(?:知道|清楚|熟|熟悉|熟稔|掌握|了解|在场|有数)|电话|手机|"
    "移交|交接|交到|接手|回来|返岗|销假|报到|以免|免得|别给我|直接发|对情况"
)


def is_away(text: str) -> bool:
    return _AWAY.search(text) is not None


def stand_in(heard: Heard, start: int, end: int) -> Delegate | None:
    """The person who is named for the time of an absence or after a change of post."""
    text = heard.text
    if not is_away(text):
        return None
    for way in _STANDS_IN:
        for match in way.finditer(text, start, end):
            found = somebody(match["who"], match.start("who"))
            if found is not None:
                return Delegate(*found, IN_ABSENCE, person=True)
    return None


_ALL_DUTIES = later("所承|所有|各项|手头|手上|督办事项|这些事|几件事|家里头?的?事|全部")


def of_all_duties(heard: Heard, start: int, end: int, named: Delegate) -> bool:
    """所承督办事项由谭某接办: of every task, whatever was spoken of before."""
    return named.rule == IN_ABSENCE and _ALL_DUTIES.search(heard.text, start, end) is not None


def speaks_of_absence(heard: Heard, start: int, end: int) -> bool:
    """A clause that says why, how long, and how to reach the other: nothing in it is of the work."""
    return _AWAY.search(heard.text, start, end) is not None or _OF_HIM.search(heard.text, start, end) is not None
