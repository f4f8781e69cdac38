"""What a coordinator wants done with a task: 催办1号, 1号可以销号了, 退回1号."""

from __future__ import annotations

import re
from enum import StrEnum

from bot.reading.text.normal_form import plain


class Order(StrEnum):
    URGE = "urge"
    CLOSE = "close"
    RETURN = "return"


_ORDERS = (
    (Order.RETURN, re.compile(r"退回|打回|不予销号|不能销号")),
    (
        Order.CLOSE,
        re.compile(
            r"(?:同意|可以?|予以|准予|给)?(?:销号|核销|销账|办结)(?:了|吧)?$|(?:同意|可以?|予以|准予)(?:销号|核销|办结)"
        ),
    ),
    (Order.URGE, re.compile(r"催(?:一?催|一?下|办|问|报|促)?|(?:再)?(?:提醒|督促)(?:一?下)?")),
)


def order(written: str) -> Order | None:
    text = plain(written).strip(" 。.!,")
    if re.search(r"先不急|不急|多余|解释|等[^,。]{1,10}再(?:催|提醒)", text):
        return None
    if re.search(r"(?:不用|不要|别|不必|无需|暂不|先不|暂缓|不再)[^,。]{0,4}(?:催|提醒|督促|销号|退回)", text):
        return None
    return next((each for each, pattern in _ORDERS if pattern.search(text)), None)


def is_supervision_order(written: str) -> bool:
    """6号下督办单, 督办一下市政府办."""
    return re.search(r"督办单|督办(?:一下|他们|一次)|(?:下|发)(?:个|份|张)?督办", plain(written)) is not None


def names_numbers(written: str) -> bool:
    return re.search(r"\d+号|第\d+", plain(written)) is not None
