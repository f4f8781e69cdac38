"""What a coordinator hears that only he can hear."""

from __future__ import annotations

import re

from bot.texts.task_answers import FROM_OFFICE

GREETING = "您好！发“台账”看全局，发“谁没签收”“谁没回”“三月到期”等直接查询；发“帮助”看全部用法。"
NAMES_ONE = "这句话要怎么办？可转告责任人，也可点编号看事项、直接办理。"
WHOM_TO_URGE = "要催办哪一项？"
UNREAD = "没有读懂这句话，未作处理。可点选下列内容，或回复具体的消息；发“帮助”看用法。"
URGE_EVERYBODY = "催办所有没回的"  # of the button under the morning list
OFFERED = ("台账", "待核查", "请示", "来信", "谁没签收", "谁没回", "帮助")


TO_ALL = re.compile(r"各(?:责任人|单位|部门|牵头单位|承办单位|位)|全体|所有(?:责任人|单位|部门)|大家")


def pass_to_all(count: int) -> str:
    return f"转告全部{count}位责任人"


def passed_to_all(count: int) -> str:
    return f"已转告{count}位责任人。"


def pass_to(name: str) -> str:
    return f"转告{name}"


def open_matter(whose: str, kind: str) -> str:
    return f"办理{whose}的{kind}" if whose else f"办理{kind}"


_REQUESTS = {"closure": "办结申请", "extension": "延期申请", "decision": "请示"}


def open_request(number: int, kind: str) -> str:
    return f"办理{number}号的{_REQUESTS.get(kind, '申请')}"


def from_office(said: str) -> str:
    return f"{FROM_OFFICE}{said}\n请直接回复。"
