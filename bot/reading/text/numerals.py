"""Figures in words: Chinese numerals, and the percents, tenths and fractions of a text."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DIGITS = {letter: value for value, letter in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2, "仨": 3}
_DIGITS |= {letter: value for value, letter in enumerate("壹贰叁肆伍陆柒捌玖", start=1)}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_BIG = {"万": 10_000, "亿": 100_000_000}
HAN = "零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"
NUMERAL = rf"(?:\d{{1,9}}(?:\.\d{{1,4}})?|[{HAN}]{{1,12}}(?:点[零〇一二三四五六七八九]{{1,4}})?)"


def number(words: str) -> float | None:
    """The value of figures or of a Chinese numeral (十二, 两百零五, 三点五); None if it is none."""
    if re.fullmatch(r"\d{1,12}(\.\d{1,6})?", words):
        return float(words)
    whole, _, decimals = words.partition("点")
    value = _whole(whole)
    if value is None or not all(letter in _DIGITS for letter in decimals):
        return None
    fraction: float = sum(_DIGITS[letter] / 10.0**place for place, letter in enumerate(decimals, start=1))
    return value + fraction


def _whole(words: str) -> int | None:
    if not words or any(letter not in HAN for letter in words):
        return None
    if all(letter in _DIGITS for letter in words):
        return int("".join(str(_DIGITS[letter]) for letter in words))
    total = section = digit = 0
    for letter in words:
        if letter in _DIGITS:
            digit = _DIGITS[letter]
        elif letter in _UNITS:
            section, digit = section + (digit or (1 if not section else 0)) * _UNITS[letter], 0
        else:
            total, section, digit = (total + section + digit) * _BIG[letter], 0, 0
    return total + section + digit


@dataclass(frozen=True, slots=True)
class FoundPercent:
    """A share named in the text; `value` is the lower end of a range."""

    start: int
    end: int
    value: float
    rule: str


# One well-formed numeral, so that 百分之四十五八号 ends with 四十五.
_SPOKEN = (
    r"(?:\d{1,9}(?:\.\d{1,4})?|"
    r"(?:[一二两三四五六七八九]百零?)?(?:[一二三四五六七八九]?十[一二三四五六七八九]?|"
    r"[零〇一二两三四五六七八九](?!十))"
    r"(?:点[零〇一二三四五六七八九]{1,4})?|[一二两三四五六七八九]百)"
)
_TO = r"(?:-|到|至|或|~)"
_ONE = "[一二两三四五六七八九]"
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("percent-range", rf"(?P<a>{NUMERAL})%?{_TO}(?P<b>{NUMERAL})%"),
    (
        "percent-sign",
        rf"(?P<minus>(?:^|(?<=[:(为是达到比率速]))-|负)?(?P<n>{NUMERAL})(?:%|‰(?!.)| ?percent| ?per cent)",
    ),
    ("percent-range", rf"百分之(?P<a>{NUMERAL}){_TO}(?:百分之)?(?P<b>{NUMERAL})"),
    ("percent-words-range", rf"百分之(?P<low>{_ONE}){_ONE}十"),
    ("percent-words", rf"(?P<minus>负)?百分之 ?(?P<n>百(?![一二三四五六七八九])|{_SPOKEN}(?!号))"),
    ("percent-points", rf"(?P<n>{NUMERAL})个百分点"),
    ("percent-dots", rf"(?P<n>{NUMERAL})个点(?!位)"),
    (
        "tenths-range",
        rf"(?P<a>[一二两三四五六七八九\d]){_TO}?(?:成{_TO})?(?P<b>[一二两三四五六七八九\d])成(?!立|果|功|"
        rf"本|员|熟|绩|片|为|都|品|效|年|交|长|因)",
    ),
    (
        "tenths",
        r"(?P<n>\d{1,2}(?:\.\d)?|[一二两三四五六七八九十])成(?P<half>半|[一二三四五六七八九](?!成|个|处|"
        r"项))?(?!立|果|功|本|员|熟|绩|片|为|都|品|效|年|交|长|因)",
    ),
    ("fraction", rf"(?P<below>{NUMERAL})分之(?P<above>{NUMERAL})"),
    ("fraction-slash", r"(?<![\d/])(?P<above>\d{1,2})/(?P<below>\d{1,2})(?![\d/月日号前])"),
    ("no-figure", "#{2,}[%成]"),  # 4²%, 10^9%, -20% as `normal_form` hands them on: a share, and an impossible one
    ("half", r"(?:一大半|一多半|一半|过半|半数|大半|half)"),
)
_PERCENT = tuple((rule, re.compile(pattern)) for rule, pattern in _PATTERNS)
_HINT = re.compile("[%成分半/点‰]|per ?cent|half")
_SLASH_BEFORE = re.compile(
    r"(?:的|完成|完成了|干了|做了|搞了|进度|完成约|约|(?<!不)了|大概|大约|progress|(?<![延推改移迟期长缓拖给放排顺挪调定])到)$"
)


def percents(text: str) -> list[FoundPercent]:
    """All shares in order of place, not overlapping; the first pattern that fits a place wins."""
    if not _HINT.search(text):
        return []
    found: list[FoundPercent] = []
    taken = bytearray(len(text) + 1)
    for rule, pattern in _PERCENT:
        for match in pattern.finditer(text):
            share = None if any(taken[match.start() : match.end()]) else _share(rule, match)
            if share is not None:
                found.append(share)
                taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    return sorted(found, key=lambda share: share.start)


def percent_value(text: str) -> float | None:
    """The first share of a text, or None."""
    shares = percents(text)
    return shares[0].value if shares else None


def _share(rule: str, match: re.Match[str]) -> FoundPercent | None:
    parts = match.groupdict()
    if rule == "fraction-slash" and not _is_fraction(match):
        return None
    if rule == "tenths-range" and re.fullmatch(r"\d[一二两三四五六七八九]成", match.group()):
        return None  # 5七成: number five, seventy percent
    begins = match.string[match.start() - 1 : match.start()] in ("", ",", ";", ":", "\n", "。")
    value = _value(rule, parts, _WIDEST_AT_START if begins else _WIDEST)
    return None if value is None else FoundPercent(match.start(), match.end(), value, rule)


_DONE_BEHIND = re.compile("(?:的?(?:工程量|任务|工作|工程))?(?P<surely>已?)(?:都)?完成(?P<over>了?)")
_DAY_BEFORE = re.compile(
    "(?:预计|预期|计划|力争|争取|确保|保证|拟|定|打算)?(?:于|在)$|(?:预计|预期|计划|力争|争取|确保|保证|拟|打算)$"
)
_USUAL_PARTS = 10  # nobody says 11/31 of the work; 3/31完成 is a day


def _is_fraction(match: re.Match[str]) -> bool:
    """3/4完成, 完成11/15 are shares; 拟于11/15完成, 3/31完成 are days."""
    before = match.string[max(0, match.start() - 8) : match.start()]
    if _DAY_BEFORE.search(before):
        return False
    if _SLASH_BEFORE.search(before):
        return True
    done = _DONE_BEHIND.match(match.string, match.end())
    return done is not None and bool(done["surely"] or done["over"] or int(match["below"]) <= _USUAL_PARTS)


def _value(rule: str, parts: dict[str, str | None], widest: int) -> float | None:
    if rule == "half":
        return 50.0
    if rule == "no-figure":
        return -1.0
    if rule.startswith("fraction"):
        return _fraction(parts["above"], parts["below"])
    if rule in ("percent-range", "tenths-range"):
        low, high = number(parts["a"] or ""), number(parts["b"] or "")
        if low is None or high is None or not low < high <= low + widest:
            return None
        return low * (10 if rule == "tenths-range" else 1)
    if rule == "percent-words-range":
        return 10 * (number(parts["low"] or "") or 0)
    if rule == "tenths":
        return _tenths(parts)
    value = 100.0 if parts["n"] == "百" else number(parts["n"] or "")
    return -value if value is not None and parts.get("minus") else value


_WIDEST = 40  # 6-80%: number six, eighty percent
_WIDEST_AT_START = 15  # the same where a clause begins: 8-35%


def _tenths(parts: dict[str, str | None]) -> float | None:
    value, half = number(parts["n"] or ""), parts["half"]
    if value is None:
        return None
    return value * 10 + (0 if not half else 5 if half == "半" else number(half) or 0)


def _fraction(above: str | None, below: str | None) -> float | None:
    over, under = number(above or ""), number(below or "")
    if over is None or not under or over > under:
        return None
    share = 100 * over / under
    return share if share == round(share, 2) else float(round(share))
