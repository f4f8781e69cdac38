"""Small whole numbers as people write them in dates: 12, 十二, 廿一, 两, 二〇二七."""

from __future__ import annotations

DIGITS = {"〇": 0, "○": 0, "零": 0, "一": 1, "二": 2, "两": 2, "俩": 2, "三": 3, "仨": 3, "四": 4, "五": 5}
DIGITS |= {"六": 6, "七": 7, "八": 8, "九": 9}
TENS = {"十": 10, "廿": 20, "卅": 30}

# Bounded on purpose: a date never needs more, and a long run of digits is not a date.
NUMBER = r"(?:(?<![\d.])\d{1,4}(?!\d)|(?<![一二三四五六七八九十百千万])[一二两俩三仨四五六七八九十廿卅〇零]{1,4})"


def small_number(words: str) -> int | None:
    """The value below ten thousand, or None for words that are no number (十十, 五一)."""
    words = words.strip()
    if words.isascii():
        return int(words) if words.isdigit() else None
    if any(sign in TENS for sign in words):
        return _with_tens(words)
    if len(words) == 1:
        return DIGITS.get(words)
    return None


def digit_by_digit(words: str) -> int | None:
    """A year: 2027, 二〇二七, 二零二七."""
    if words.isascii():
        return int(words) if words.isdigit() else None
    value = 0
    for sign in words:
        if sign not in DIGITS:
            return None
        value = value * 10 + DIGITS[sign]
    return value


def _with_tens(words: str) -> int | None:
    at = next(i for i, sign in enumerate(words) if sign in TENS)
    head, sign, tail = words[:at], words[at], words[at + 1 :]
    if len(head) > 1 or len(tail) > 1 or (head and sign != "十"):
        return None
    if any(part and not DIGITS.get(part) for part in (head, tail)):
        return None
    return (DIGITS[head] if head else 1) * TENS[sign] + (DIGITS[tail] if tail else 0)
