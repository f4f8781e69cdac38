"""What a head says of a task beside how far it is: not ours, handed in already, to be stopped; and who answers for it.

These are no progress: each is a matter of its own for the coordinators.
"""

from __future__ import annotations

import re
from enum import StrEnum

from bot.reading.kinds import Words
from bot.reading.lexicon.expressions import any_of
from bot.reading.text.normal_form import plain


class Standpoint(StrEnum):
    REFUSAL = "refusal"
    SUBMITTED = "submitted"
    SUSPENSION = "suspension"
    CHANGE = "change"
    QUESTION = "question"


_REFUSAL = any_of(Words.REFUSAL)
_NOT_OURS = any_of(Words.NOT_OURS)
_SUBMITTED = any_of(Words.SUBMITTED)
_SUSPENSION = any_of(Words.SUSPENSION)
_SETTLED = any_of(Words.SUSPENSION_NOT)
_CHANGE = any_of(Words.CHANGE)
_NEWS = any_of(Words.NEWS)
_OF_HELP = any_of(Words.OF_HELP)
_RETRACTS = any_of(Words.RETRACTION)
_WANTS_OFFICE = any_of(Words.WANTS_OFFICE)
_FORWARDED = any_of(Words.FORWARDED)
_REPORTS_LATER = any_of(Words.REPORTS_LATER)
LATER = 36  # letters; who says more says something
_TELLS = re.compile(r"%|完成|办结|卡|困难|延期|受阻|成了|做了|已|还[差剩缺]|启动|开工|签了|来不及|[万亿]元?")
_UNCLAIMS = any_of(Words.UNCLAIM)
_UNEXTENDS = any_of(Words.UNEXTEND)
_ASKS = re.compile(
    r"(?:请|麻烦|烦请|能否|能不能|可否|帮忙?)[^,。;]{0,16}?(?:发|给|提供|告知|告诉|说明|明确|解释|提醒|重发|转发|寄)[^,。;]{0,6}(?:我|一下|一份|我们|本局|本单位)|"
    r"(?:请|麻烦)?(?:回电|回个?电话|给我(?:回|打)(?:个)?电话|联系(?:我|一下)|来电)|"
    r"(?:能否|能不能|可否|可不可以|是否可以|是不是可以|可以不|行不行|怎么办|咋办|怎么弄|哪里|什么时候|多久|几号之?前)|"
    r"(?:请问|咨询|请教|想问)|(?:吗|呢|么)[?。!]*$|[?]$"
)
_EXTENSION = re.compile(r"延期|改到|改至|调整到|宽限|推迟|延长|缓(?:一缓|几天)|顺延|晚(?:几|一|两)")
_CLAIM = re.compile(
    r"(?:申请|报请|提请|请(?:予|予以|给予|准予)?|可以|可|请求|要求|拟)(?:予以|准予|给予|办理)?(?:办结|销号|核销|结项|销案|销账|结案)(?!情况|标准|条件|时间|材料|手续)|"
    r"(?:请|可以?)(?:督查室|贵办|你们)?(?:派人)?(?:来)?(?:核查|核验|验收)(?:销号|办结)"
)
_NO_CLAIM = re.compile(
    r"(?:不|未|没|暂|还|怎么|如何|什么时候|何时|才能|需要|等)[^,。;]{0,4}(?:申请|办结|销号|核销)|[吗?]|月底|之?后再|争取|预计|力争|下周|明天"
)


def standpoint(written: str) -> Standpoint | None:
    """What the message is mainly about, if it is one of these; a report with figures is none."""
    text = plain(written)
    if (_REFUSAL.search(text) or _NOT_OURS.search(text)) and not re.search(r"困难|协调|卡", text):
        return Standpoint.REFUSAL
    if _SUSPENSION.search(text) and not _SETTLED.search(text):
        return Standpoint.SUSPENSION
    if re.search(r"[吗呢么?]$", text.strip(" 。.!")):
        return None  # he asks, and says nothing
    if _CHANGE.search(text):
        return Standpoint.CHANGE
    if _SUBMITTED.search(text) and not re.search(r"\d+%|[一二三四五六七八九]成", text):
        return Standpoint.SUBMITTED
    return None


def asks_office(written: str) -> bool:
    """Whether he wants an answer from the office; more time is an application, not a question."""
    text = plain(written).strip()
    return _ASKS.search(text) is not None and not _EXTENSION.search(text)


def claims(written: str) -> bool:
    """申请办结, 请予销号 in any words, and nothing that takes it back."""
    text = plain(written)
    return _CLAIM.search(text) is not None and not _NO_CLAIM.search(text)


def is_news(written: str) -> bool:
    """On a closed task: that it is no longer as it was."""
    return _NEWS.search(plain(written)) is not None


def speaks_of_help(written: str) -> bool:
    """Words of somebody asked for help that name nothing: 已协调好了, 这个事得找发改委, 暂时办不了."""
    return _OF_HELP.search(plain(written)) is not None


def reports_later(written: str) -> bool:
    """He says when he will report, and reports nothing yet."""
    text = plain(written).strip(" 。.!,")
    return len(text) <= LATER and _REPORTS_LATER.search(text) is not None and _TELLS.search(text) is None


def retracts(written: str) -> bool:
    """What he has just written is not to count."""
    return _RETRACTS.search(plain(written)) is not None


def wants_office(written: str) -> bool:
    """The office itself is to do something for him."""
    return _WANTS_OFFICE.search(plain(written)) is not None


def is_forwarded(written: str) -> bool:
    """Somebody else's words, passed on."""
    return _FORWARDED.search(plain(written)) is not None


def unclaims(written: str) -> bool:
    """A claim of his is not to be decided yet."""
    return _UNCLAIMS.search(plain(written)) is not None


def unextends(written: str) -> bool:
    """More time is no longer wanted."""
    return _UNEXTENDS.search(plain(written)) is not None
