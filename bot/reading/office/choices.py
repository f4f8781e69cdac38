"""A decision said in words: 同意方案一, 按建议的办, 不同意, 再议."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.reading.text import numerals
from bot.reading.text.normal_form import plain


class Verdict(StrEnum):
    YES = "yes"
    NO = "no"


_PLACE = re.compile(
    r"(?:原则|完全)?(?:同意|批准|选定?|选择?|采用|采纳|就?按照?|照|定|用|走)?(?:请?按)?"
    r"(?:第(?P<a>[一二三四五六七八九\d])(?:个|种|套|项)?(?:方案|办法|意见)?|(?:方案|选项|办法|意见)(?P<b>[一二三四五六七八九\d]))"
    r"(?:办理?|执行|实施|来|走|推进|落实|吧|的|了|为好|比较好|可行|[,。! ])*"
)
_BARE = re.compile(r"(?:选|定|按)(?P<c>[一二三四五六七八九\d])")
_RECOMMENDED = re.compile(
    r"(?:同意|按|就按|照)?(?:你们|督查室|部门|他们)?(?:的)?(?:建议|推荐)(?:的|方案|意见)*(?:办理?|来|执行|吧|[。! ])*"
)
_YES = re.compile(
    r"(?:原则|完全)?(?:同意|批准|可以|准予?|照准|行|好的?)(?:延期|销号|所请|该方案|办理|你的意见|[吧了。,! ])*"
)
_NO = re.compile(
    r"(?:不同意|不批准?|不予?|不行|不可以|否|退回|驳回|不能(?:再)?(?:延|拖))(?:延期|销号|重办|所请|[再了吧。,! ])*"
)


def verdict(written: str) -> Verdict | None:
    """同意 or 不同意 as the whole message."""
    text = plain(written).strip(" 。.!,")
    if _NO.fullmatch(text):
        return Verdict.NO
    return Verdict.YES if _YES.fullmatch(text) else None


_AGREES = re.compile(r"(?<!不)(?:同意|批准|可以|准予|照准)")
_BUT = re.compile(r"但|不过|只能|只批|只准|改到|改为|先")


def agreed(written: str) -> bool:
    """同意延期 somewhere in his words, without a condition."""
    text = plain(written)
    return _AGREES.search(text) is not None and _BUT.search(text) is None


_CLAUSES = re.compile(r"[,，。;；!！ ]+")
_NOT_GRANTED = re.compile(
    r"^(?:我)?(?:不批|不同意|不准|不行|不能(?:再)?(?:延|拖)|驳回|不予(?:批准|同意)|不给延|不许(?:再)?延)"
)
_GRANTED = re.compile(
    r"^(?:我)?(?:原则(?:上)?|完全)?(?:同意|批准|照准|准了|可以|行|批了|就这么定|给(?:他|你们)?延)(?!的话|再|吧\?|吗)"
)


_ABOUT = re.compile(
    r"^(?:第?\d{1,4}(?:号|项))?(?:的|这个|那个)?(?:延期|展期|申请|请示|销号)?(?:申请|的事|这事|一事)?(?=不|我|同意|批|准|可以|行|驳)"
)


def loose_verdict(written: str) -> Verdict | None:
    """A clause that decides, whatever stands beside it; where two say the opposite none counts."""
    clauses = [_ABOUT.sub("", each) for each in _CLAUSES.split(plain(written)) if each]
    refused = any(_NOT_GRANTED.match(each) for each in clauses)
    granted = any(_GRANTED.match(each) for each in clauses)
    if refused == granted:
        return None
    return Verdict.NO if refused else Verdict.YES


def beside(written: str) -> str:
    """What he says beside the clause that decides."""
    parts = [each for each in re.split(r"[,，。;；!！]+", written.strip()) if each.strip()]
    kept = [each for each in parts if not (_NOT_GRANTED.match(plain(each)) or _GRANTED.match(plain(each)))]
    return "，".join(each.strip() for each in kept)


_LOOSE_PLACE = re.compile(
    r"(?:第|头|前)(?P<n>[一二三四1-4])个|方案(?P<m>[一二三四1-4])|(?P<first>前头那个|前面那个)|(?P<last>后头那个|后面那个)"
)


def loose_option(written: str, options: Sequence[str]) -> int | None:
    """The one option some clause chooses by its place or words, and none is declined: 看岔行了，是头一个."""
    text = plain(written)
    if re.search(r"都不|不(?:要|选|用|同意)|再(?:议|看|想|问)|先(?:问|别)", text):
        return None
    places: set[int] = set()
    for found in _LOOSE_PLACE.finditer(text):
        said = found["n"] or found["m"]
        places.add(int(numerals.number(said) or 0) - 1 if said else 0 if found["first"] else len(options) - 1)
    places |= {n for n, each in enumerate(options) if len(each) > 1 and plain(each) in text}
    return places.pop() if len(places) == 1 and 0 <= max(places) < len(options) else None


_NUMBERED = re.compile(r"^(?:关于|对|那个|第)?(\d{1,5})(?:号|项)?(?:的?(?:那个|这个|请示|申请|延期申请))?[,，:：、 ]*")


@dataclass(frozen=True, slots=True)
class Said:
    """A decision in words: of which task by its number, the verdict itself, and what he adds to it."""

    number: int | None
    verdict: str
    beside: str = ""


def parted(written: str) -> Said:
    """112同意延期，下不为例 → 112, 同意延期, 下不为例."""
    text = plain(written).strip(" 。.!,")
    numbered = _NUMBERED.match(text)
    number = int(numbered[1]) if numbered and numbered.end() < len(text) else None
    rest = text[numbered.end() :] if numbered and number is not None else text
    first, _, beside = rest.partition(",")
    if beside and _BUT.search(beside):
        return Said(number, rest)
    return Said(number, first.strip(), beside.strip())


def option(written: str, options: Sequence[str], recommended: int | None) -> int | None:
    """Which of the options his words choose (0 is the first): by place, by its words, or as recommended."""
    text = plain(written).strip(" 。.!,")
    place = _PLACE.fullmatch(text) or _BARE.fullmatch(text)
    if place is not None:
        said = int(numerals.number(next(each for each in place.groups() if each)) or 0)
        return said - 1 if 0 < said <= len(options) else None
    named = [n for n, each in enumerate(options) if len(each) > 1 and plain(each) in text]
    if len(named) == 1 and len(text) <= len(plain(options[named[0]])) + 12 and not text.startswith("不"):
        return named[0]
    if recommended is not None and (_RECOMMENDED.fullmatch(text) or verdict(text) is Verdict.YES):
        return recommended
    return None
