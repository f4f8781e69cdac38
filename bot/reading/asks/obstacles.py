"""What stands in the way, whose help is wanted, and the cause given for a request of time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.reading.clauses.segments import Clause
from bot.reading.clauses.tokens import Heard
from bot.reading.kinds import STATES_AND_REQUESTS, Kind, MentionKind, Words
from bot.reading.lexicon.expressions import any_of
from bot.reading.text.once import once_per_message
from bot.reading.text.patterns import later
from bot.reading.text.spans import within


@dataclass(frozen=True, slots=True)
class Cause:
    start: int
    end: int
    rule: str


_BECAUSE = later(
    r"(?:因为|由于|原因是|主要原因是?|主要是因为|主要是|原因在于|原因:|受制于|受限于|苦于|鉴于|"
    r"(?<![起病原成肇诱内外])因(?!此|而|素|地制|地施|果|公|故障))(?P<what>[^,。;!?\n]{2,40}?)(?=(?:,|。|;|!|"
    r"$|\n|导致|致使|造成|所以|影响(?:了|到)?(?:进度|工期|整体|我)|而|目前|现|暂时|停了|停工|停滞|暂停|搁置|受阻|无法|推进不|延期|申请|"
    r"特申请|进度|未能|没能|需要?延|滞后|恳请|希望|想延|请(?=求|予|准)|拟|想请|麻烦|能不能|能否|可否|可不可以|需要?(?:请|市|县|领导)|[这那]个|[0-9一二三四五六七八九十]+号))"
)


_HIT = later(r"受(?P<what>[^,。;!?\n]{1,16}?)的?影响")


_LEADS = later(r"(?P<what>[^,。;:!?\n]{2,30}?)(?:导致|造成|致使|使得|影响了?(?:施工|整体|工程)?(?:进度|工期|施工))")


_STUCK = later(
    r"(?:卡在|卡住的是|卡到|问题出在|症结[是在]|(?:原因|问题|难点|瓶颈|症结|困难|堵点)(?:主要)?(?:就是|就在|在于?|出在|集中在)|难在|堵在|僵在|"
    r"困在|困难是|困难:|困难在于|难点是|难点在于?|问题是|问题:|瓶颈是|"
    r"存在困难:|障碍是|主要困难是?|遇到(?:了)?|面临(?:着)?|存在(?:着)?|缺的是|"
    r"受(?=[^,。;]{2,16}影响))(?P<what>[^,。;!?\n]{2,40})"
)


_LACK = any_of(Words.LACK, "(?P<what>{})".format)


_HARD = later(r"(?P<what>难度(?:较|很)?大|有难度)")


NO_CAUSE = any_of(Words.NO_CAUSE)


SOLVED = any_of(Words.NO_LONGER)


_TRIM = later(
    r"^(?:目前|现在|但是?|不过|就是|主要(?:是|原因是)?|因为?|由于|还|也|是|的|存在|有|被|:|\s|然后|"
    r"可是|\x03+|项目|一直|最近|近期|前段时间|这段时间|这几天|哈|嘛|啊|呀|呢|咯|啦|了(?=[\u4e00-\u9fff]{2})|领导|报告|"
    r"受(?=.{2,16}影响))+|(?:的?问题|等(?:原因|因素|问题)?|的?影响|原因|了|吧|啊|"
    r"呢|的|方面|的话|,)+$"
)


# 还没有排上, 没联系上: what a denied act has not reached, no place
_NOT_ACHIEVED = (
    r"(?<![没未不][\u4e00-\u9fff])(?<![没未]有[\u4e00-\u9fff])"
    r"(?<![没未][\u4e00-\u9fff]{2})(?<![没未]有[\u4e00-\u9fff]{2})"
)
_TAIL = later(
    r"(?:的?问题|等(?:原因|因素|问题)?|的?影响|原因|了|吧|啊|呢|呀|嘛|的|方面|(?:的)?[这那](?:一?块儿?|里|儿|边|个?环节|一?关|一步|头)|"
    r"[这那]个?上面?|里[头面]|(?<![网线路海以晚早桌不])"
    + _NOT_ACHIEVED
    + r"上面?|(?<=环节|阶段|手续|流程|程序|审批|资金|用地)(?:里面?|中间?)|"
    r"(?<=[\u4e00-\u9fff]{2})(?:呢|来着))+$"
)


def cause(heard: Heard, clauses: Sequence[Clause]) -> Cause | None:
    """The first cause or obstacle that these clauses name."""
    return _first_cause(heard, tuple(clauses))


@once_per_message
def _first_cause(heard: Heard, clauses: tuple[Clause, ...]) -> Cause | None:
    for pattern, rule in (
        (_BECAUSE, "because"),
        (_HIT, "because"),
        (_LEADS, "leads-to"),
        (_STUCK, "stuck-at"),
        (_LACK, "lack"),
        (_HARD, "lack"),
    ):
        for clause in clauses:
            found = _found(heard, clause, pattern, rule)
            if found:
                return found
    return None


def _found(heard: Heard, clause: Clause, pattern: re.Pattern[str], rule: str) -> Cause | None:
    if clause.asked or clause.supposed or SOLVED.search(heard.text, clause.start, clause.end):
        return None
    last = clause.start
    for match in pattern.finditer(heard.text, clause.start, clause.end):
        first, end = match.span("what")
        if rule in ("lack", "leads-to"):
            first, last = _from_its_subject(heard, last, first), end
        if rule == "lack":
            end = _to_its_end(heard, clause, end)
        start, end = trimmed(heard, first, end)
        if end - start >= 2 and not NO_CAUSE.search(heard.text[start:end]):
            return Cause(start, end, rule)
    return None


def _from_its_subject(heard: Heard, floor: int, place: int) -> int:
    """资金 of 资金不足: what lacks stands before the word, in the same breath and behind what was stated before."""
    near = max(floor, place - 24)
    ends = [day.end for day in within(heard.days, near, place) if day.end <= place]
    ends += [length.end for length in within(heard.lengths, near, place) if length.end <= place]
    ends += [m.end for m in within(heard.marks, near, place) if m.kind in STATES_AND_REQUESTS and m.end <= place - 2]
    return max(near, *ends, *(heard.text.rfind(mark, floor, place) + 1 for mark in ",。;:!?\n"))


def _to_its_end(heard: Heard, clause: Clause, end: int) -> int:
    """老下雨|地里进不去机器: what follows in the same breath and states nothing else belongs to it."""
    rest = heard.masked[end : clause.end]
    told = any(
        m.kind not in (Kind.TROUBLE, Kind.NOT_DONE) and m.rule != "step" for m in within(heard.marks, end, clause.end)
    )
    plain = 2 <= len(rest) <= 14 and not told and re.fullmatch("[\u4e00-\u9fff]+", rest) is not None
    return clause.end if plain and not _SPOKEN_ON.search(rest) else end


_SPOKEN_ON = later("^(?:了|啦|呢|啊|吧|嘛)|请|希望|麻烦|所以|那个|这个|现在|目前|能不能|想|导致|造成")


def trimmed(heard: Heard, start: int, end: int) -> tuple[int, int]:
    for mention in within(heard.mentions, start - 12, start + 1):
        if mention.start <= start < mention.end and mention.kind is not MentionKind.TITLE:
            start = min(mention.end, end)
    words = heard.text[start:end]
    lead = _TRIM.match(words)
    if lead and lead.group() and lead.start() == 0 and lead.end() < len(words):
        start += lead.end()
    tail = _TAIL.search(heard.text, start, end)
    return start, tail.start() if tail and tail.start() > start else end
