"""What somebody asks of the ledger, in the words of the office: 谁没签收, 三月到期, 58号现在怎样, 议定事项."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from bot.reading.kinds import Words
from bot.reading.lexicon.expressions import by_rule
from bot.reading.text.normal_form import plain


class Facet(StrEnum):
    """A condition on tasks; several narrow each other."""

    OVERDUE = "超期"
    BLOCKED = "受阻"
    UNSIGNED = "未签收"
    SILENT = "未反馈"
    CLAIMED = "待核查"
    CLOSED = "已办结"
    STOPPED = "中止"
    RETURNED = "退回重办"
    URGENT = "急件"
    NEW = "本周新增"
    OPEN = "在办"
    BEHIND = "欠进度"
    NOT_BEGUN = "未启动"
    RED = "红灯"
    YELLOW = "黄灯"
    BLUE = "蓝灯"
    GREY = "灰灯"
    GREEN = "绿灯"
    # exactly as the weekly report counts them
    STANDS_BLOCKED = "受阻状态"
    PACE_BEHIND = "进度类别欠进度"
    AHEAD = "超进度"
    ON_PLAN = "达进度"
    UNREPORTED = "未报进度"
    SIGN_LATE = "领办逾期"
    REPORT_LATE = "反馈逾期"
    HOLLOW = "无实质内容"
    NEWLY_OVERDUE = "本周新增超期"
    ANY = "不限"  # which tasks is said otherwise


_NEW_IN_MONTH = "本月新增"


class About(StrEnum):
    """What is asked for where it is no list of tasks."""

    UNBOUND = "unbound"
    HISTORY = "history"
    MATTERS = "matters"  # 来信, 困难, 批示 that wait
    REQUESTS = "requests"  # 请示, 延期: what waits for a decision
    WEEKLY = "weekly"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Inquiry:
    """`rest`: what is left of the words: a department, a person, a category, a title, a meeting."""

    facets: tuple[Facet, ...] = ()
    about: About | None = None
    number: int | None = None
    source: str | None = None
    due: tuple[date, date] | None = None
    due_words: str = ""
    supporting: str = ""
    leader: str = ""  # 我: his own field
    rest: str = ""
    asks: bool = False  # it has the form of a question
    until: bool = False  # all that has to be done until a day; what recurs has no such day
    since: date | None = None  # from which day on something is new; None: from Monday

    @property
    def named(self) -> list[str]:
        """Its conditions as the title of a list calls them."""
        return [
            _NEW_IN_MONTH if facet is Facet.NEW and self.since is not None else facet.value for facet in self.facets
        ]

    @property
    def any(self) -> bool:
        named = (self.facets, self.about, self.source, self.due, self.supporting, self.leader)
        return any(named) or self.number is not None


_NUMBER = re.compile(r"(?:第|任务|编号)?(\d{1,6})(?:号|项)(?:任务|事项)?|^(?:第|任务|编号)?(\d{1,6})$")
# In this order: what one has read the next does not read again.
_FACETS = (
    *(Facet.UNSIGNED, Facet.SILENT, Facet.OVERDUE, Facet.BLOCKED, Facet.CLAIMED, Facet.STOPPED, Facet.RETURNED),
    *(Facet.NOT_BEGUN, Facet.BEHIND, Facet.RED, Facet.YELLOW, Facet.BLUE, Facet.CLOSED, Facet.HOLLOW, Facet.URGENT),
    *(Facet.NEW, Facet.OPEN),
)


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    return by_rule(Words.INQUIRY)


def _facet(facet: Facet) -> re.Pattern[str]:
    return _rules()[facet.name.lower().replace("_", "-")]


_AS_COUNTED = {
    facet.value: facet
    for facet in (
        Facet.GREY, Facet.GREEN, Facet.AHEAD, Facet.ON_PLAN, Facet.UNREPORTED, Facet.SIGN_LATE, Facet.REPORT_LATE,
        Facet.HOLLOW, Facet.NEWLY_OVERDUE,
    )
}  # fmt: skip
_SOURCE = re.compile(r"重要部署|重点工作|议定事项|领导批示")
_SUPPORTING = re.compile(
    r"(?:配合|协办|协助)(?:单位|部门)?(?:是|为|有|里有|[ :：])*([\u4e00-\u9fff]{2,14}?)(?=的|$|有)|"
    r"([\u4e00-\u9fff]{2,14}?)(?:配合|协办)(?:着|了)?(?:的|哪[些几]|什么|$)"
)
_LEADER = re.compile(
    r"(我|[\u4e00-\u9fff]{0,10}?(?:市长|书记|秘书长|主任))(?:本人)?(?:分管|牵头|交办|包联|负责|管|批示)(?:的)?"
)
_ASKS = re.compile(
    r"怎样|怎么样|如何|咋样|什么情况|啥情况|什么进展|到哪|哪一步|几项|几个|多少|哪些|哪几|哪个|哪家|谁|有没有|有无|"
    r"[吗么嘛呢?]|查一?下|查查|查询|^查(?!收)|看看|看一?下|列一?下|列出|列个|给我|清单|名单|明细|历史|办了没|完成没|动没动|进展|情况|说说|汇总|统计|发我"
)
_FILLER = re.compile(
    r"(?:出|来|做|弄)(?:一?[个份])?(?=本|这|上|$)|(?:都|全部|统一)催(?:一?下|办)?|"
    r"(?:多少|几个?|哪些|什么|还有)(?:人|位|同志)|现在|目前|当前|今天|最新|请问|请|帮我?|麻烦|查一?下?|查询|看一?下?|看看|列一?下?|列出|给我|发我|一下|说说|汇总|统计|"
    r"怎么样|怎样|如何|咋样|什么情况|啥情况|什么进展|进展|情况|进度|到哪(?:一步|儿)?了?|哪一步|哪些|哪几|哪个|哪家|几项|几个|多少|有没有|有无|"
    r"一共|总共|都|还有?|有|是|谁|的|了|吗|么|嘛|呢|没|办|在|那|这|里|中|项|件|个|家|些|清单|名单|明细|"
    r"事情|最近|忙什么|在忙|要到期|到期|已|个清单|把|帮|发|再|一遍|这个月|今年|都是?|属于|归|我|你们|督查室|责任|"
    r"重点任务|任务|事项|事|工作|单位|部门|责任人|局长?们|[,.。!?:、~ ]"
)
_WEEK = timedelta(days=7)


def inquiry(written: str, *, today: date) -> Inquiry:
    """What of the words is understood as a question to the ledger; whether it is one the caller decides by `rest`."""
    text = plain(written).strip(" 。.!,/")
    if (named := _AS_COUNTED.get(text.removesuffix("的").removesuffix("事项"))) is not None:
        return Inquiry((named,))
    asks = bool(_ASKS.search(text))
    text, about = _about(text)
    text, leader = _cut(text, _LEADER, 1)
    text, supporting = _cut(text, _SUPPORTING, 1, 2)
    text, source = _cut(text, _SOURCE, 0)
    since, text = _since(text, today)
    due, due_words, text = _due(text, today) if since is None else (None, "", text)
    facets = []
    for facet in _FACETS:
        if _facet(facet).search(text):
            facets.append(facet)
            text = _facet(facet).sub("", text, count=1)
    if Facet.SILENT in facets:
        due, due_words = None, ""  # 没报2月进度的: a period, and no date on which it is due
    number = _NUMBER.search(text)
    if number:
        text = text[: number.start()] + text[number.end() :]
    return Inquiry(
        tuple(facets),
        about,
        int(number[1] or number[2]) if number else None,
        source or None,
        due,
        due_words,
        supporting,
        leader,
        _rest(text, asks=asks),
        asks,
        due is not None and due[0] == _EVER,
        since,
    )


_THIS_MONTH = re.compile(r"(?:本|这个?|当)月(?=[^,。]{0,4}新)")


def _since(text: str, today: date) -> tuple[date | None, str]:
    """这个月新增了几项: new since the first of the month, and nothing of when it is due."""
    if _THIS_MONTH.search(text) and _facet(Facet.NEW).search(text):
        return today.replace(day=1), _THIS_MONTH.sub("", text, count=1)
    return None, text


_ABOUTS = (About.UNBOUND, About.REQUESTS, About.WEEKLY, About.HELP, About.MATTERS, About.HISTORY)


_BY_DEPARTMENT = re.compile(
    r"(?:哪个|哪家|哪些|各个?)(?:部门|单位|局|委办局|牵头单位)[^,。]{0,8}(?:最|完成率|进度|情况|排名|差|好|快|慢|落后|靠后)|"
    r"(?:部门|单位)(?:排名|排行|完成率|进度)"
)
_PASSES_ON = re.compile(r"(?:报给|转给|告诉|告知|通知|呈报?|转告|回复?一下|发给)(?!我)")


def by_department(written: str) -> bool:
    """The figures of each department: 哪个部门进度最差, 各部门完成率."""
    return _BY_DEPARTMENT.search(plain(written)) is not None


def passes_on(written: str) -> bool:
    """He wants somebody else to hear it, and asks nothing himself."""
    return _PASSES_ON.search(plain(written)) is not None


def _rest(text: str, *, asks: bool) -> str:
    """In a question, words that a report would need mean nothing of their own: 1号完成多少了."""
    rest = _FILLER.sub("", text)
    return re.sub(r"办得|办到|完成|什么|办理?|到底|究竟", "", rest) if asks else rest


def _about(text: str) -> tuple[str, About | None]:
    for about in _ABOUTS:
        if _rules()[about.value].search(text):
            return _rules()[about.value].sub("", text, count=1), about
    return text, None


def _cut(text: str, pattern: re.Pattern[str], *groups: int) -> tuple[str, str]:
    found = pattern.search(text)
    if found is None:
        return text, ""
    said = next((found[group] for group in groups if found[group]), "")
    return text[: found.start()] + text[found.end() :], said


_MONTH = re.compile(
    r"(?:(今年|明年)?(\d{1,2}|[一二三四五六七八九十]{1,3})月份?|(本|这个?|下个?|上个?)月)(?:底|内|份)?(?:要|该)?(?:到期|截止|办结|完成|到时限)?的?"
)
_UNTIL = re.compile(
    r"(?:(?:今年|到)?(\d{1,2}|[一二三四五六七八九十]{1,3})月份?(?:底|末)?(?:之?前|以前|截止)|(?:年|月|季)(?:底|末)(?:之?前|以前))(?:要|该)?(?:到期|截止|办结|完成|交账?|报)?的?"
)
_WEEKLY = re.compile(r"(本|这个?|下个?|上个?)(?:周|星期|礼拜)(?:要|该|内)?(?:到期|截止|办结|完成)的?")
_DAY = re.compile(r"(今天|今日|明天|明日)(?:要|该)?(?:到期|截止)的?")
_DATE = re.compile(r"(\d{1,2})月(\d{1,2})[日号](?:要|该|当天)?(?:到期|截止|办结|完成)的?")
_HAN = {each: n for n, each in enumerate("一二三四五六七八九十", 1)} | {"十一": 11, "十二": 12}


def _due(text: str, today: date) -> tuple[tuple[date, date] | None, str, str]:
    """三月到期, 下周到期, 本月: the span in which the date lies."""
    for pattern, span in (
        (_DATE, _date_span),
        (_UNTIL, _until),
        (_DAY, _day_span),
        (_WEEKLY, _week_span),
        (_MONTH, _month_span),
    ):
        found = pattern.search(text)
        if found is not None and (days := span(found, today)) is not None:
            return days, found[0].strip("的"), text[: found.start()] + text[found.end() :]
    return None, "", text


_EVER = date(2000, 1, 1)


def _until(found: re.Match[str], today: date) -> tuple[date, date] | None:
    """五月底前: all that is due until its last day, late ones too."""
    said = found[1]
    if said is None:
        month = (
            12
            if found[0].startswith("年")
            else today.month
            if found[0].startswith("月")
            else (today.month + 2) // 3 * 3
        )
    else:
        month = int(said) if said.isdigit() else _HAN.get(said, 0)
    if not 1 <= month <= 12:
        return None
    return _EVER, date(today.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _date_span(found: re.Match[str], today: date) -> tuple[date, date] | None:
    try:
        day = date(today.year, int(found[1]), int(found[2]))
    except ValueError:
        return None
    return day, day


def _day_span(found: re.Match[str], today: date) -> tuple[date, date]:
    day = today if found[1].startswith("今") else today + timedelta(days=1)
    return day, day


def _week_span(found: re.Match[str], today: date) -> tuple[date, date]:
    monday = today - timedelta(days=today.weekday()) + _WEEK * _step(found[1])
    return monday, monday + timedelta(days=6)


def _step(word: str) -> int:
    """下周, 上个月."""
    return 1 if word.startswith("下") else -1 if word.startswith("上") else 0


def _month_span(found: re.Match[str], today: date) -> tuple[date, date] | None:
    year, month = today.year, today.month
    if found[3]:
        month += _step(found[3])
    else:
        month = int(found[2]) if found[2].isdigit() else _HAN.get(found[2], 0)
        year += found[1] == "明年"
    if month in (0, 13):
        year, month = (year + 1, 1) if month else (year - 1, 12)
    if not 1 <= month <= 12:
        return None
    first = date(year, month, 1)
    after = date(year + month // 12, month % 12 + 1, 1)
    return first, after - timedelta(days=1)
