"""A leader's free words: about which tasks, by which day, or only a courtesy."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.reading.dates import day_finder
from bot.reading.kinds import SURE, Words
from bot.reading.lexicon.expressions import any_of
from bot.reading.mentions import named_tasks
from bot.reading.mentions.mention import Mention
from bot.reading.text import normal_form
from db.reading_facts import AskedTask
from schedules.workdays import Calendar

_SEEN = re.compile(
    r"(?:(?:好的?|好吧|嗯+|行|可以|知道了?|已?阅|已阅知|看到了?|看了|了解|明白|收到|ok|谢谢?|辛苦了?|不错|很好|很不错|没有?问题|没意见|"
    r"同志们|大家|各位|你们|我|👍|👌|🙏)[了啊呀吧的,!。 、]*)+"
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


def for_the_office(written: str) -> bool:
    """The supervision office itself is to do it."""
    return _OFFICE.search(normal_form.plain(written)) is not None


def is_seen(written: str) -> bool:
    """阅, 好, 知道了: he has taken note and wants nothing."""
    return _SEEN.fullmatch(normal_form.plain(written).strip(" 。.!,")) is not None


def read(written: str, tasks: Sequence[AskedTask], *, today: date, calendar: Calendar) -> Directive:
    said = normal_form.normalize(written)
    sure = [mention for mention in named_tasks.mentions(said.text, tasks) if mention.kind in SURE]
    known = {task.ref for task in tasks}
    refs = tuple(dict.fromkeys(ref for mention in sure for ref in mention.refs if ref in known))
    at_head = tuple(ref for ref in _bare_numbers(said.text) if ref in known)
    numbered = tuple(dict.fromkeys(int(each) for each in _NUMBER.findall(said.text) if int(each) in known))
    refs = at_head or numbered or refs
    ahead = [
        found
        for found in day_finder.find(said.text, today, calendar)
        if found.day is not None and found.day >= today and not _is_mention(found, sure) and not _is_bare(found, refs)
    ]
    bounds = [found for found in ahead if found.rule == "within" or _BEFORE.match(said.text, found.end)]
    told = [found for found in ahead if said.text[found.start : found.end] not in _JUST_NOW]
    by = next(iter((*bounds, *told)), None)
    numbers = tuple(int(each) for each in _NUMBER.findall(said.text) if int(each) not in known)
    return Directive(refs, by.day if by else None, () if refs else numbers)


_BEFORE = re.compile(r"[之以]?[前内]|底前")
_JUST_NOW = {"今天", "今日", "今早", "现在"}  # when he looked, not by when
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


_NUMBER = re.compile(r"(?<![\d月年])(\d{1,5})号(?!文|楼|线|院|地块|[前之以])")


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
