"""A leader's free words: about which tasks, by which day, or only a courtesy."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.reading.dates import day_finder
from bot.reading.kinds import SURE
from bot.reading.mentions import named_tasks
from bot.reading.mentions.mention import Mention
from bot.reading.text import normal_form
from db.reading_facts import AskedTask
from schedules.workdays import Calendar

_SEEN = re.compile(
    r"(?:(?:好的?|好吧|嗯+|行|可以|知道了?|已?阅|已阅知|看到了?|看了|了解|明白|收到|ok|谢谢?|辛苦了?|不错|很好|很不错|没有?问题|没意见|"
    r"同志们|大家|各位|你们|我|👍|👌|🙏)[了啊呀吧的,!。 、]*)+"
)
_PAPER = re.compile(
    r"(?:录入?|登记|补录|代录)?(?P<who>[\u4e00-\u9fff]{0,10}?)(?:的)?批示(?:如下|精神)?[:：,，]?(?P<said>.+)", re.S
)


@dataclass(frozen=True, slots=True)
class Directive:
    """`refs`: the tasks his words name; `numbers`: numbers he names that none of them has."""

    refs: tuple[int, ...]
    by: date | None
    unknown: tuple[int, ...] = ()


def is_seen(written: str) -> bool:
    """阅, 好, 知道了: he has taken note and wants nothing."""
    return _SEEN.fullmatch(normal_form.plain(written).strip(" 。.!,")) is not None


def read(written: str, tasks: Sequence[AskedTask], *, today: date, calendar: Calendar) -> Directive:
    said = normal_form.normalize(written)
    sure = [mention for mention in named_tasks.mentions(said.text, tasks) if mention.kind in SURE]
    known = {task.ref for task in tasks}
    refs = tuple(dict.fromkeys(ref for mention in sure for ref in mention.refs if ref in known))
    refs = refs or tuple(dict.fromkeys(int(each) for each in _NUMBER.findall(said.text) if int(each) in known))
    ahead = [
        found.day
        for found in day_finder.find(said.text, today, calendar)
        if found.day is not None and found.day >= today and not _is_mention(found, sure) and not _is_bare(found, refs)
    ]
    numbers = tuple(int(each) for each in _NUMBER.findall(said.text) if int(each) not in known)
    return Directive(refs, ahead[0] if ahead else None, () if refs else numbers)


def _is_bare(found: day_finder.FoundDate, refs: Sequence[int]) -> bool:
    return found.rule == "bare-day" and bool(refs)


def _is_mention(found: day_finder.FoundDate, sure: Sequence[Mention]) -> bool:
    """66号 is a task before it is a day of the month."""
    return any(found.start < each.end and each.start < found.end for each in sure)


_NUMBER = re.compile(r"(?<![\d月年])(\d{1,5})号(?!文|楼|线|院|地块|[前之以])")


def on_paper(written: str) -> tuple[str, str] | None:
    """Who gave the 批示 that a coordinator enters, and its words; None where he enters none."""
    found = _PAPER.fullmatch(written.strip())
    return (found["who"].strip(), found["said"].strip()) if found else None
