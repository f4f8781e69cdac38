"""The number of a row, however it is written: 7, 7., 第7项, （一）, 一、, ①, 1.1, 2-3."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from bot.reading.text.small_numbers import small_number

PLAIN = re.compile(r"(?:第|NO\.?|No\.?)?(\d{1,6})(?:[.、)号项条]|\.0+)?")
CHINESE = re.compile(r"(?:第)?[(]?([一二三四五六七八九十廿百]{1,4})(?:[)、.项条]|$)")
CIRCLED = re.compile(r"[①-⑳]")
DOTTED = re.compile(r"[(]?(\d{1,4})(?:[.\-—–_](\d{1,4})){1,3}[)、.]?")
CODED = re.compile(r"[A-Za-z\u4e00-\u9fff]{0,6}[-〔\[(]?\d{1,8}(?:[-〕\])号]\d{0,6}号?)?")
LEADING_DOTTED = re.compile(r"^\d{1,2}(?:\.\d{1,2}){1,2}[.、]?(?=[\u4e00-\u9fff“《])")
LEADING = re.compile(r"^(?:[(]?(\d{1,4})[)、.](?!\d)|[(]?([一二三四五六七八九十]{1,3})[)、.])")


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


@lru_cache(maxsize=16_384)
def plain_number(text: str) -> int | None:
    """The whole number that is meant; None for 1.1 and what is no number."""
    if CIRCLED.fullmatch(text):
        return ord(text) - ord("①") + 1
    normal = _normal(text)
    if match := PLAIN.fullmatch(normal.strip("()")) if not normal.endswith(".)") else None:
        return int(match[1])
    chinese = CHINESE.fullmatch(normal)
    return small_number(chinese[1]) if chinese else None


def is_dotted(text: str) -> bool:
    return plain_number(text) is None and DOTTED.fullmatch(_normal(text)) is not None


def parent_of(text: str) -> int | None:
    match = DOTTED.fullmatch(_normal(text))
    return int(match[1]) if match else None


@lru_cache(maxsize=16_384)
def is_number(text: str) -> bool:
    """What stands in a number column and counts, codes (A7, 问题3) among them."""
    if not text or len(text) > 16:
        return False
    return plain_number(text) is not None or is_dotted(text) or CODED.fullmatch(_normal(text)) is not None


@lru_cache(maxsize=16_384)
def level_of(text: str) -> int:
    """一、 stands over （一）, that over 1, that over (1) and 1.1, those over ①."""
    if CIRCLED.fullmatch(text):
        return 4
    normal = _normal(text)
    if CHINESE.fullmatch(normal):
        return 1 if "(" in normal else 0
    return 3 if is_dotted(text) or normal.startswith("(") else 2


def ranked_above(number: str, other: str) -> bool:
    return level_of(number) < level_of(other)


def has_leading_number(title: str) -> bool:
    return leading_number(title)[1] != title


def leading_number(title: str) -> tuple[int | None, str]:
    """A title's own number and the rest of it: 1.新建泵房."""
    normal = LEADING.match(unicodedata.normalize("NFKC", title[:8]))
    if not normal:
        dotted = LEADING_DOTTED.match(unicodedata.normalize("NFKC", title[:12]))
        return None, title[dotted.end() :] if dotted else title
    number = int(normal[1]) if normal[1] else small_number(normal[2])
    return number, title[normal.end() :]
