"""Requests for a decision: options, a recommendation, and the words that ask for a choice."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice

from bot.reading.kinds import Words
from bot.reading.lexicon.expressions import any_of
from bot.reading.text.patterns import later

_ASK = any_of(Words.ASKS_DECISION)
_COURTESY = later(r"妥否|当否|请指正|请审阅|是否妥当|请批示|请审示")
_PROPOSAL = any_of(Words.PROPOSES)
_OPTION = later(
    r"(?:方案|办法|思路|选项|option ?)(?P<n>[一二三四1234abc甲乙丙])(?:是|为|、|:|,|-)?|"
    r"(?<![a-z])(?P<m>[abc甲乙丙])(?:方案|案)(?:是|为|:|,)?"
)
# A.分期；B.整体, 一是…二是…, 1.…2.…: options once the words before them announce some.
_LISTED = later(
    r"(?<![a-z0-9])(?P<n>[abc])(?:[.、:)](?!\d)|,?(?=[\u4e00-\u9fff])(?!方案|案|栋|区|座|级|楼|类|轮|段))|"
    r"(?P<m>[一二三四])是|第(?P<k>[一二三四])(?:种|个|套|条)?(?:方案|思路|办法)?(?:是|,|:)|"
    r"(?<![\d.第])(?P<d>[1-4])[.、)](?!\d)|(?P<o>[①②③④])"
)
_ANNOUNCED = later(
    r"(?:[两二三四2-4几]|多)(?:种|个|套|条|项)?(?:备选|比选|可行的?|不同的?)?(?:方案|思路|办法|选择|路径|意见|途径|选项|打算|想法|做法|路线|模式|方式)|"
    r"(?:备选|比选)方案|方案(?:如下|有[两二三])|options?"
)
_ADVISED = later(
    r"(?:建议|倾向于?|推荐|拟|我[局们委办处]?(?:的)?(?:意见|意思|倾向)|偏向于?|首选|主张|赞成|选)(?:是|优先|采用|采取|选用?|用|按|走|选择|实施|执行|"
    r"[:,]){0,3}(?:第?(?P<n>[一二三四1234abc甲乙丙①②③④])(?:种|个|套|条)?(?:方案|案|思路|办法)?(?![\u4e00-\u9fff]{0,2}[局委办处]|[.、]?\d)|"
    r"方案(?P<p>[一二三四1234abc甲乙丙])|(?P<last>后(?:者|一?[种个套条]))|(?P<first>前(?:者|一?[种个套条])))"
)
_OR = later(r"(?P<a>[^,。;:!?\n]{1,24}?)[,，]?还是(?P<b>[^,。;!?\n]{1,24}?)(?=请|[,。;!?\n]|$)")
_LEAD = later("(?:[0-9]{1,3}号|任务|事项|项目|目前|现在|\\s)*(?:请(?:领导)?明[确示])?(?:到底|究竟)?(?:是)?(?:按|采用)?")
_RECOMMEND = later(
    r"(?:建议|倾向于?|推荐|拟|我局意见|我们意见|偏向于?|首选|主张|赞成|同意)(?:优先)?(?:是|采用|采取|"
    r"选用?|用|按|走|选择|实施)?(?:第)?(?:方案|办法|option ?)?(?P<n>[一二三四1234abc甲乙丙])(?:种|"
    r"个)?(?:方案|案)?"
)
# 请明示, 请示: of what is wanted of a report, not of what is to be done.
_TELLS = later("请示|明示|请明确|请确认|释疑|示知")
_OF_INFORMATION = later(
    "口径|(?:是否|要不要|算不算|含不含)[^,。;!?]{0,12}(?:含|包括|包含|算|计入|纳入|列入|在内)|是否(?:含|包|算|计|纳|列)|"
    "纸质|电子版|报表|直报|报送|上报|怎么[报填算]|如何[报填算]|(?:通知|文件|表|来函)(?:[里上中]|所?称|没)|格式|盖章|审计报告|"
    "[批报管审定]还是[^,。;!?]{1,10}[批报管审定]"
)
_MOST = 40  # askings looked at; nobody asks more often in one message
_ORDER = {letter: place for row in ("一二三四", "1234", "abc", "甲乙丙", "①②③④") for place, letter in enumerate(row)}


@dataclass(frozen=True, slots=True)
class Choice:
    """What is asked for; `start` to `end` covers the options, in which nothing is stated."""

    start: int
    end: int
    options: tuple[tuple[int, int], ...] = field(default=())
    recommended: int | None = None


def choice(text: str) -> Choice | None:
    listed = _listed(text)
    ask = _asking(text) or _advice(text, listed)
    if ask is None:
        return None
    named = listed or list(_OPTION.finditer(text))
    if named:
        return _named(text, named, ask)
    either = next((m for m in _OR.finditer(text)), None)
    if either:
        return Choice(either.start(), max(either.end(), ask.end()), (_without_lead(either), either.span("b")))
    return Choice(_proposal_start(text, ask), ask.end())


def _without_lead(either: re.Match[str]) -> tuple[int, int]:
    """先拆后建 of 110号是先拆后建还是…"""
    start, end = either.span("a")
    lead = _LEAD.match(either.string, start, end)
    return (lead.end() if lead and lead.end() < end else start), end


def _listed(text: str) -> list[re.Match[str]]:
    """The options behind words that announce them; two at least, in their order."""
    announced = _ANNOUNCED.search(text)
    if announced is None:
        return []
    named = list(_OPTION.finditer(text, announced.end()))
    found = named if len(named) > 1 else list(_LISTED.finditer(text, announced.end()))
    places = [_place(match) for match in found]
    rising = [match for at, match in enumerate(found) if places[at] == at]
    return rising if len(rising) > 1 else []


def _place(match: re.Match[str]) -> int:
    return _ORDER[next(letter for letter in match.groupdict().values() if letter)]


def _advice(text: str, listed: list[re.Match[str]]) -> re.Match[str] | None:
    """Whoever lays out options and says which he would take wants them approved."""
    options = listed or list(_OPTION.finditer(text))
    if len({_place(match) for match in options}) < 2:
        return None
    return _ADVISED.search(text, options[0].end())


def _asking(text: str) -> re.Match[str] | None:
    asks = list(islice(_ASK.finditer(text), _MOST))
    if not asks:
        return None
    about = _About(text)
    return next((ask for ask in asks if about.asks(ask)), None)


_WHEN_ASKED = later(
    r"(?:哪天|什么时候|啥时候|何时|几点|几号|哪里|哪儿|谁来|多少|多久)[^。;!]{0,12}[?,。;!]+[^,。;!?]{0,4}$"
)


class _About:
    """What the whole text must say so that words which may be mere courtesy ask for a decision."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.proposes = _PROPOSAL.search(text) is not None
        self.proposes_besides = _PROPOSAL.search(_COURTESY.sub("", text)) is not None
        self.names_options = later("方案|请(?!问|教)|领导|还是|[ab甲乙]案").search(text) is not None
        self.wonders = "?" in text or later("请示[:,。]?$").search(text) is not None

    def asks(self, ask: re.Match[str]) -> bool:
        words = ask.group()
        if (_TELLS.search(words) or _TELLS.search(self.text, ask.end())) and _OF_INFORMATION.search(self.text):
            return False
        if words in ("妥否", "当否", "是否妥当"):
            return self.proposes_besides
        if ("批示" in words or words == "请示") and later("(?:妥否|当否)[,，]?$").search(
            self.text[max(0, ask.start() - 4) : ask.start()]
        ):
            return self.proposes_besides
        before = self.text[max(0, ask.start() - 24) : ask.start()]
        if words.startswith("给") and _WHEN_ASKED.search(before) and "还是" not in before:
            return False
        if words.startswith(("选", "用", "采", "定", "走", "按", "哪")):
            return self.names_options
        return not words.startswith("请示") or self.proposes or self.wonders


def _named(text: str, named: list[re.Match[str]], ask: re.Match[str]) -> Choice:
    options: dict[int, tuple[int, int]] = {}
    for match in named:
        place = _place(match)
        end = later(r"[,。;!?\n]|方案|$").search(text, match.end())
        following = next((other.start() for other in named if other.start() > match.end()), len(text))
        asked = ask.start() if ask.start() > match.end() else len(text)
        stop = min(end.start() if end else len(text), following, asked)
        if place not in options and stop > match.end():
            options[place] = (match.end(), stop)
    first = text.find("方案")
    before = max(text.rfind(mark, 0, first) for mark in ",。;\n") + 1 if first >= 0 else named[0].start()
    return Choice(
        min(named[0].start(), before),
        max(ask.end(), named[-1].end()),
        tuple(options[k] for k in sorted(options)),
        _recommended(text, named, len(options)),
    )


def _recommended(text: str, named: list[re.Match[str]], count: int) -> int | None:
    advised = _RECOMMEND.search(text)
    if advised is not None:
        return _ORDER.get(advised["n"])
    behind = _ADVISED.search(text, named[0].end())
    if behind is None:
        return None
    said = behind["n"] or behind["p"]
    return _ORDER[said] if said else 0 if behind["first"] else count - 1


def _proposal_start(text: str, ask: re.Match[str]) -> int:
    proposal = _PROPOSAL.search(text)
    return min(proposal.start(), ask.start()) if proposal else ask.start()
