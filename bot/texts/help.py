"""/help: what the reader can do, with five examples of his own tasks that he can send as they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.texts import sentences
from db.rights import Role

HEAD = "用您手上的事项举例（可照样发）："


@dataclass(frozen=True, slots=True)
class Example:
    """One of his tasks, as the examples speak of it. `other`: another department than its own."""

    number: int
    department: str
    owner: str
    other: str
    day: date


def text(roles: Sequence[Role], example: Example | None) -> str:
    parts = [sentences.HELP[role.value] for role in roles] or [sentences.HELP[Role.HEAD.value]]
    if example is None:
        return "\n\n".join(parts)
    shown = _EXAMPLES[roles[0] if roles else Role.HEAD](example)
    return "\n\n".join([*parts, "\n".join([HEAD, *(f"　{each}" for each in shown)])])


def _of_head(own: Example) -> list[str]:
    month, day = own.day.month, own.day.day
    return [
        f"{own.number}号完成60%，预计{month}月{day}日前办结",
        f"{own.number}号已办结",
        f"{own.number}号卡在用地指标，请{own.other}协调",
        f"{own.number}号申请延期两周，因资金未到位",
        f"我{month}月{day}日外出三天，由王副局长代",
    ]


def _of_coordinator(own: Example) -> list[str]:
    return [
        f"代{own.department}报：{own.number}号完成60%，月底前办结",
        f"{own.number}号改期到{own.day.month}月{own.day.day}日　{own.number}号转办{own.other}　中止{own.number}号",
        f"{own.number}号销号，依据：现场核查已完工　更正{own.number}号：完成60%",
        f"新增任务：{own.other} 老旧小区改造方案 {own.day.month}月{own.day.day}日前　没回的都催一下",
        f"{own.owner}换成李四　解绑{own.owner}　邀请名单",
    ]


def _of_leader(own: Example) -> list[str]:
    return [
        f"{own.number}号要抓紧，{own.day.month}月{own.day.day}日前报一次",
        f"{own.number}号现在怎样",
        "我分管的有几项超期",
        "困难清单",
        f"{own.number}号历史",
    ]


_EXAMPLES = {Role.HEAD: _of_head, Role.COORDINATOR: _of_coordinator, Role.LEADER: _of_leader}
