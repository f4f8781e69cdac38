"""Whose help is wanted: 请A协调B gives B, 请A协调 gives A."""

from __future__ import annotations

import re

from bot.reading.asks.obstacles import Cause
from bot.reading.clauses.segments import Clause
from bot.reading.clauses.tokens import Heard
from bot.reading.lexicon.expressions import pattern
from bot.reading.text.patterns import later

HELP = pattern(
    r"<beg>(?!<no-plea>)(?:市里|县里)?(?P<who><office>(?:(?:、|和|及|与|(?:牵头)?会同|联合|协同|,)<office>){0,4})"
    r"(?P<verb>[^,。;!?\n]{0,6}?)<helps>(?P<object>[^,。;!?\n]{0,20})"
)


_COORDINATE = pattern("^(?:协调)?(?:一下|下|同|与)?(?P<other><office>(?:[、和及与]<office>){0,4})")


_ASKED_OFFICE = later(
    r"(?:请求|恳请|请|希望|盼|望|need ?|求)(?!改由|转由|交由|联系|找|与|和|问|直接|后续|"
    r"以后)(?P<who>[\u4e00-\u9fff]{0,10}?(?:局|委|办|厅|公司|集团|"
    r"中心|支队|大队|街道|政府|银行|部队|法院|专班))"
    r"(?P<verb>)(?P<object>[\u4e00-\u9fff]{2,20})"
)


_DECIDES = later(
    "^(?:尽快)?(?:销号|核|验收|审|批示|定夺|知悉|指正|放心|批准|同意|拍板|明确|决策|谅解|理解|领导|准予|延)"
)


def helpers(heard: Heard, clauses: list[Clause]) -> list[Cause]:
    """Whoever is asked to act: 请A协调B gives B, 请A协调 gives A."""
    found: list[Cause] = []
    for clause in clauses:
        for match in HELP.finditer(heard.text, clause.start, clause.end):
            found.extend(_asked(heard, match))
        office = None if found else _ASKED_OFFICE.search(heard.text, clause.start, clause.end)
        if office and not _DECIDES.search(office["object"]):
            found.extend(_listed(heard, *office.span("who")))
    return found


def _asked(heard: Heard, match: re.Match[str]) -> list[Cause]:
    start, end = match.span("who")
    if "协调" in heard.text[match.end("who") : match.start("object") + 3]:
        other = _COORDINATE.match(match["object"])
        if other:
            base = match.start("object")
            start, end = base + other.start("other"), base + other.end("other")
    return list(_listed(heard, start, end))


def _listed(heard: Heard, start: int, end: int) -> list[Cause]:
    places, begin = [], start
    for mark in re.finditer(
        "[、,]|(?<=[局委办院司厅中心])和|和(?=[市县区省])|及|与|(?:牵头)?会同|联合|协同", heard.text[start:end]
    ):
        places.append(Cause(begin, start + mark.start(), "help"))
        begin = start + mark.end()
    places.append(Cause(begin, end, "help"))
    return [place for place in places if place.end > place.start]
