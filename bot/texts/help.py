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
    soon: date  # next week, whatever its deadline


# Whose page is shown first to somebody of several roles.
ORDER = (
    Role.DIRECTOR,
    Role.COORDINATOR,
    Role.LEADER,
    Role.SECRETARY,
    Role.HEAD,
    Role.DEPUTY,
    Role.LIAISON,
)


def text(roles: Sequence[Role], example: Example | None) -> str:
    """One role's page, which fits one screen, and how to see those of his others."""
    first, *others = [role for role in ORDER if role in roles] or [Role.HEAD]
    parts = [sentences.HELP[first.value]]
    if example is not None:
        parts.append("\n".join([HEAD, *(f"　{each}" for each in _EXAMPLES[first](example))]))
    if others:
        named = [sentences.ROLE_WORDS[role.value] for role in others]
        parts.append(sentences.HELP_ALSO.format(roles="、".join(named), first=named[0]))
    return "\n\n".join(parts)


def more(example: Example | None) -> str:
    """What coordinators set up besides: figures, sub-items, types; as orders of one of their tasks."""
    shown = [HEAD, *(f"　{each}" for each in _of_setting_up(example))] if example is not None else []
    return "\n\n".join([sentences.HELP_MORE, *(["\n".join(shown)] if shown else [])])


def _of_setting_up(own: Example) -> list[str]:
    return [
        f"{own.number}号指标：完成投资48亿元，6月底20亿元",
        f"{own.number}号问题清单：北岸排口（{own.other}，{own.day.month}月{own.day.day}日前）；东湾垃圾点",
        f"{own.number}号类型：项目　{own.number}号资金来源：专项债券　{own.number}号阶段：开工",
        f"{own.number}号四个一：一个专班、一套方案、一张图表、一名专员　{own.number}号专员空缺",
        f"{own.number}号轮次：{own.owner}；{own.other}　{own.number}号轮到谁",
    ]


MORE = "更多用法"


def page_asked(said: str) -> Role | None:
    """督查员用法, 联络员用法: a page by its name."""
    return next((role for role in ORDER if said.strip() == f"{sentences.ROLE_WORDS[role.value]}用法"), None)


def _reports(own: Example) -> list[str]:
    """What whoever answers for a task sends most."""
    return [
        f"{own.number}号完成60%，预计{own.day.month}月{own.day.day}日前办结",
        f"{own.number}号已办结",
        f"{own.number}号有困难：资金未到位，请{own.other}协调",
        f"{own.number}号申请延期两周，因资金未到位",
    ]


def _of_head(own: Example) -> list[str]:
    return [*_reports(own), f"我{own.soon.month}月{own.soon.day}日外出三天，由王副局长代"]


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
        f"{own.number}号要抓紧，{own.soon.month}月{own.soon.day}日前报一次",
        f"{own.number}号现在怎样",
        "我分管的有几项超期",
        "困难清单",
        f"{own.number}号历史",
    ]


def _of_liaison(own: Example) -> list[str]:
    return [*_reports(own), f"{own.number}号历史"]


def _of_secretary(own: Example) -> list[str]:
    return [
        f"{own.number}号：请抓紧，{own.soon.month}月{own.soon.day}日前报一次",
        f"{own.number}号现在怎样",
        "超期",
        "请示",
        f"{own.number}号历史",
    ]


def _of_director(own: Example) -> list[str]:
    return [
        f"{own.number}号现在怎样",
        "谁没回",
        f"{own.number}号改期到{own.day.month}月{own.day.day}日",
        f"催办{own.number}号",
        f"我{own.soon.month}月{own.soon.day}日外出三天，由李副主任代",
    ]


_EXAMPLES = {
    Role.DIRECTOR: _of_director,
    Role.SECRETARY: _of_secretary,
    Role.DEPUTY: _of_liaison,
    Role.LIAISON: _of_liaison,
    Role.HEAD: _of_head,
    Role.COORDINATOR: _of_coordinator,
    Role.LEADER: _of_leader,
}
