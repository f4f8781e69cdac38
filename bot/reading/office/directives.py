"""A leader's free words: about which tasks, by which day, or only a courtesy."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.reading.dates import day_finder
from bot.reading.kinds import SURE, MentionKind, Words
from bot.reading.lexicon.expressions import any_of
from bot.reading.mentions import called_numbers, named_tasks
from bot.reading.mentions.mention import Mention
from bot.reading.text import normal_form
from db.reading_facts import AskedTask
from schedules.workdays import Calendar

_SEEN = re.compile(
    r"(?:(?:好的?|好吧|嗯+|行|可以|知道了?|已?阅|已阅知|看到了?|看了|了解|明白|收到|ok|谢谢?|辛苦了?|不错|很好|很不错|没有?问题|没意见|清楚|有数|心里有数|行了|歇着|忙吧|忙去|"
    r"同志们|大家|各位|你们|你|我|就这样|先这样|👍|👌|🙏)[了啊呀吧的,!。 、]*)+"
)
_GIVEN = r"(?:于|在)?(?P<given>\d{1,2}月\d{1,2}[日号]?|昨天|今天|上午|下午|刚才|前天|上周[一二三四五]?)?"
_PAPER = re.compile(
    rf"(?:录入?|登记|补录|代录)?(?P<who>[\u4e00-\u9fff]{{0,10}}?){_GIVEN}(?P<about>(?:对|就|在|关于)[^:：,，]{{0,24}}?)?(?:上)?(?:又?作出?了?)?(?:的)?批示(?:如下|精神)?[:：,，]?(?P<said>.+)",
    re.S,
)
_SPOKEN = re.compile(
    rf"(?:录入?|登记|补录|代录)?(?P<who>[\u4e00-\u9fff]{{0,8}}?(?:市长|书记|秘书长)){_GIVEN}(?:在[\u4e00-\u9fff]{{0,10}}(?:会上|现场|上))?"
    r"(?:口头|当面|电话)?(?:又)?(?:讲|说|要求|强调|指示|交代|安排|部署|明确)(?:了|道)?[:：,，]?(?P<said>.+)",
    re.S,
)


@dataclass(frozen=True, slots=True)
class Directive:
    """`refs`: the tasks his words name; `numbers`: numbers he names that none of them has."""

    refs: tuple[int, ...]
    by: date | None
    unknown: tuple[int, ...] = ()


_ORDERS = any_of(Words.ORDERS_OTHERS)
_OFFICE = any_of(Words.ORDERS_OFFICE)


def orders(written: str) -> bool:
    """Somebody is to do something: more than a question."""
    return _ORDERS.search(normal_form.plain(written)) is not None


_BACK = re.compile(
    r"(?:也|还|都)?(?:是)?(?:照|按)(?:着)?(?:这个|这样|此|上次|上回|老样子|以前|之前|刚才)[^,，。]{0,6}(?:办|来|报|做|样)|老样子|跟(?:上次|上回)一样"
)


def refers_back(written: str) -> bool:
    """照这个办: it says nothing without what he said before."""
    return _BACK.search(normal_form.plain(written)) is not None


def wants_by_a_day(written: str, *, today: date, calendar: Calendar) -> bool:
    """下周二之前给我一页纸: a day by which something is to come, whatever else is asked."""
    said = normal_form.normalize(written).text
    return any(
        found.day is not None and found.day >= today and _BEFORE.match(said, found.end) and _is_wanted_by(said, found)
        for found in day_finder.find(said, today, calendar)
    )


def for_the_office(written: str) -> bool:
    """The supervision office itself is to do it."""
    return _OFFICE.search(normal_form.plain(written)) is not None


_NEXT = re.compile(r"[。；;!！\n]|(?:[,，])?(?=另外|还有一?[件个]|再就是|再一个)")


def sentences(written: str) -> list[str]:
    """His words by sentences, and from 另外 on."""
    return [part.strip() for part in _NEXT.split(written) if len(part.strip()) > 3]


def is_seen(written: str) -> bool:
    """阅, 好, 知道了: he has taken note and wants nothing."""
    return _SEEN.fullmatch(normal_form.plain(written).strip(" 。.!,")) is not None


def read(written: str, tasks: Sequence[AskedTask], *, today: date, calendar: Calendar) -> Directive:
    said = normal_form.normalize(written)
    sure = [mention for mention in named_tasks.mentions(said.text, tasks) if mention.kind in SURE]
    known = {task.ref for task in tasks}
    refs = tuple(dict.fromkeys(ref for mention in sure for ref in mention.refs if ref in known))
    at_head = tuple(ref for ref in _bare_numbers(said.text) if ref in known)
    numbered = called_numbers.numbers(said.text, known)
    refs = numbered if len(numbered) > len(at_head) else at_head or numbered or _titled(sure, refs)
    by = _by(said.text, sure, refs, today=today, calendar=calendar)
    numbers = called_numbers.unknown(said.text, known)
    return Directive(refs, by, () if refs else numbers)


def _titled(sure: Sequence[Mention], refs: tuple[int, ...]) -> tuple[int, ...]:
    """20号要是办不完 beside a title is a day: the title names the task."""
    titled = tuple(dict.fromkeys(ref for each in sure if each.kind is MentionKind.TITLE for ref in each.refs))
    return tuple(ref for ref in titled if ref in refs) or refs


def _by(text: str, sure: Sequence[Mention], refs: Sequence[int], *, today: date, calendar: Calendar) -> date | None:
    """The day by which he wants it: that before which it is, else one that is not named as too late."""
    ahead = [
        found
        for found in day_finder.find(text, today, calendar)
        if found.day is not None
        and found.day >= today
        and not _is_mention(found, sure)
        and not (_is_bare(found, refs) and not _day_by_its_words(text, found))
        and _is_wanted_by(text, found)
    ]
    bounds = [found for found in ahead if found.rule == "within" or _BEFORE.match(text, found.end)]
    told = [found for found in ahead if found.day != today or _by_today(text, found)]
    by = next(iter((*bounds, *told)), None)
    if by is None and _THIS_EVENING.search(text):
        return today
    return by.day if by else None


_THIS_EVENING = re.compile(
    r"(?<![明后]天)(?<!周[一二三四五六日])(?:(?:今天)?下午|今晚|今天|天黑|晚饭)?(?:下班|天黑|晚饭)(?:之|以)?前|今天(?:之|以)?内|当天(?:报|回|给)"
)


_NO_DAY = any_of(Words.NO_DAY, "(?:{})$".format)
_NO_DAY_BEHIND = any_of(Words.NO_DAY_BEHIND)
_BY_TODAY = any_of(Words.BY_TODAY)
_SPAN = re.compile(r"(?:今年|全年|本年度?|本?季度|[一二三四]季度|本月|这个月|年度)")


def _is_wanted_by(text: str, found: day_finder.FoundDate) -> bool:
    """别等五月, 植树节快乐, 今年这块: a time is named, and none by which something is wanted."""
    bounded = _BEFORE.match(text, found.end) is not None
    if _NO_DAY.search(text, 0, found.start) or (not bounded and _NO_DAY_BEHIND.match(text, found.end)):
        return False
    return bounded or found.rule == "within" or _SPAN.fullmatch(text[found.start : found.end]) is None


def _by_today(text: str, found: day_finder.FoundDate) -> bool:
    return _BY_TODAY.match(text[found.end :]) is not None


def _day_by_its_words(text: str, found: day_finder.FoundDate) -> bool:
    """16号能报 beside a title: the sixteenth."""
    called = _HAO.match(text, found.start)
    return called is not None and called_numbers.is_day(text, called)


_HAO = re.compile(r"(\d{1,5})[号日]")
_BEFORE = re.compile(r"[之以]?[前内]|底前")
_BARE = re.compile(
    r"(?<![\d.月年日号第:/-])(\d{1,4})(?=(?:和|、|与|,|及|的|也|都|同意|不|可|延|要|先|再|办|项目|那|这|请|事)|[\u4e00-\u9fff]{2}|$)"
    r"(?!万|亿|元|个|家|户|人|次|天|年|月|日|点|时|分|%|米|公里|亩|吨|台|座|条|件|项|宗|处|套|岁|平方|多|几|余|倍|级|期|届|名|位|份|周|栋)"
)


def _bare_numbers(text: str) -> tuple[int, ...]:
    """66和67都要抓紧, 81同意方案一: a number at the head of what is said, with no unit behind it."""
    head = re.match(r"[^\u4e00-\u9fff]*|(?:那|这|请)", text)
    found = [each for each in _BARE.finditer(text) if each.start() <= (head.end() if head else 0) or "和" in text]
    return tuple(dict.fromkeys(int(each[1]) for each in found))


def _is_bare(found: day_finder.FoundDate, refs: Sequence[int]) -> bool:
    return found.rule == "bare-day" and bool(refs)


def _is_mention(found: day_finder.FoundDate, sure: Sequence[Mention]) -> bool:
    """66号 is a task before it is a day of the month."""
    return any(found.start < each.end and each.start < found.end for each in sure)


@dataclass(frozen=True, slots=True)
class OnPaper:
    """A 批示 that a coordinator enters: whose, of which day as written, its words; `sure`: it can be nothing else."""

    who: str
    said: str
    given: str = ""
    sure: bool = True


def on_paper(written: str) -> OnPaper | None:
    """None where he enters none."""
    text = written.strip()
    found = _PAPER.fullmatch(text)
    if found is not None:
        about = re.search(r"\d{1,5}号", found["about"] or "")
        said = found["said"].strip()
        said = f"{about[0]}：{said}" if about and about[0] not in said else said
        return OnPaper(found["who"].strip(), said, (found["given"] or "").strip())
    spoken = _SPOKEN.fullmatch(text)
    if spoken is None:
        return None
    return OnPaper(spoken["who"].strip(), spoken["said"].strip(), (spoken["given"] or "").strip(), sure=False)
