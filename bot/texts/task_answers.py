"""Short answers about one task, or about what was asked for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from bot.texts import words

CLAIM_ACCEPTED = "已销号"
EXTENSION_GRANTED = "同意延期"
EXTENSION_REFUSED = "不同意延期"
CLAIM_CONFIRMED = "确认办结"
CLAIM_DENIED = "尚未办结"
REQUEST_UNKNOWN = "未找到这项申请。"
FROM_OFFICE = "【督查室】"  # opens what a coordinator writes to somebody
FOR_THE_OFFICE = "此项由督查室办理。"
DONE_LABEL = "已办结"


def named(number: int, title: str) -> str:
    return words.titled(number, title)


def ended(number: int, title: str, state: str) -> str:
    return f"{named(number, title)}{state}，无需再报。"


def signed_before(number: int) -> str:
    return f"{number}号此前已签收。"


def claimed_before(number: int) -> str:
    return f"{number}号的办结申请此前已收到，正等待核查。"


def tapped(label: str) -> str:
    """What stands on record as his words when he tapped instead of writing."""
    return f"（按钮）{label}"


def numbered(number: int, said: str = "") -> str:
    """His words with the number of the task they are about in front, as the reader takes them."""
    return f"{number}号{said}"


def consented(consent: str) -> str:
    return f"{EXTENSION_GRANTED}（{consent}）"


def chosen(option: str) -> str:
    return f"选定“{option}”"


def returned(due: date | None, *, today: date, why: str = "") -> str:
    until = f"，新的时限为{words.day(due, today=today)}" if due else ""
    return f"退回重办{until}{f'（原因：{words.quoted(why, 60)}）' if why else ''}"


def decided(number: int, title: str, what: str) -> str:
    return f"{named(number, title)}：{what}。"


def why_return(number: int, title: str) -> str:
    return f"退回{named(number, title)}：请回复退回原因，可一并写明新的时限，例如“缺少验收单，3月15日前补齐”。"


def stands_in(deputy: str, owner: str) -> str:
    return f"{deputy}（代{owner}）"


def urged(owner: str, number: int, title: str) -> str:
    return f"已向{owner}催办{named(number, title)}。"


def from_office(said: str) -> str:
    return f"【督查室答复】{said}"


def signed(numbers: Iterable[int]) -> str:
    known = sorted(numbers)
    return f"已签收{len(known)}项：{words.numbers(known)}。" if len(known) > 1 else f"已签收：{words.numbers(known)}。"


def awaited(numbers: Collection[int]) -> str:
    """To him who says when he will report."""
    if numbers:
        return f"好的，{words.numbers(numbers)}等您的反馈；原时限和提醒不变。"
    return "好的，等您的反馈；届时请写明编号和进展，原时限和提醒不变。"


def all_confirmed(numbers: Sequence[int]) -> str:
    return f"已确认{words.numbers(numbers)}办结，转督查室核查。"
