"""What a head reads of words that name nothing, or that are no report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.texts import words

OTHER_TASK = "是别的事项"
NO_DIFFICULTY = "好的，{number}号刚才点的“有困难”不作记录。"


NOT_IN_THAT_NAME = (
    "领导批示、销号和人员事项由本人或督查室办理，这句话没有记入任何事项，已转督查员。本人名下事项的进展请直接写。"
)


def going_on(number: int, title: str, said: str) -> str:
    return f"{words.quoted(said, 60)}是接着{words.titled(number, title)}说的吗？"


def records(number: int) -> str:
    return f"是，记为{number}号反馈"


def amends(number: int) -> str:
    return f"更正{number}号，以这条为准"


def claims(number: int) -> str:
    return f"{number}号申请办结"


def hard(number: int) -> str:
    return f"{number}号有困难，请督查室协调"


def to_office(number: int) -> str:
    return f"转督查员（关于{number}号）"


def amended(number: int) -> str:
    return f"{number}号前一条已作废，以这条为准。"


def stands_in(deputy: str, absent: str, begins: date | None, ends: date | None, *, today: date) -> str:
    since = words.day(begins, today=today) if begins else ""
    until = f"至{words.day(ends, today=today)}" if ends else ""
    return f"{deputy}代理{absent}：{since}{until}。其间提醒发给{deputy}。"


def of_posts(standing: str) -> str:
    head = f"目前登记的是：{standing}\n" if standing else ""
    return f"{head}您说的人员、代理安排已转督查员，登记后双方都会收到通知；登记前仍按现有安排发送。"


SHOWN = 60  # letters of a stretch in the echo


def _quoted(said: Sequence[str]) -> str:
    return "".join(words.quoted(each, SHOWN) for each in said)


def left_out(said: Sequence[str]) -> str:
    return f"另有一段未记入：{_quoted(said)}，已随原话存档。如需办理或属工作进展，请点下面的按钮。"


def is_progress_of(number: int) -> str:
    return f"是{number}号的进展"


def part_refused(said: Sequence[str]) -> str:
    return f"其中{_quoted(said)}作为职责异议已转督查室研究，答复前请继续关注。"


def request_passed_on(said: Sequence[str]) -> str:
    return f"您提出的{_quoted(said)}已转督查员，会尽快答复您。"


def share_replaced(number: int, title: str, wrong: float, right: float) -> str:
    return f"{words.titled(number, title)}上次报的进度{words.percent(wrong)}改为{words.percent(right)}，对吗？"
