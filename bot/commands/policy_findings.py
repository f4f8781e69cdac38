"""What `huiyin doctor` says of the office's policy: what differs from the defaults, and which rules fit nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import time
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from db import tasks
from db.tasks import Filter
from schedules.facts import bare
from schedules.policy import Policy
from schedules.policy_file import KEYS
from schedules.policy_rules import MODES, Rule

_KEY_OF = {field: key for key, (field, _) in KEYS.items()}
_NAMED = {
    "category": "类别",
    "source": "任务来源",
    "urgent": "急件",
    "mode": "办理方式",
    "person": "责任人",
    "department": "牵头单位",
}


def changed(policy: Policy) -> Iterator[str]:
    """The values of the office's own, each with the default it replaces; then its rules, each with its basis."""
    usual = Policy()
    ours = [
        f"{_KEY_OF[each.name]} = {_said(getattr(policy, each.name))}（默认 {_said(getattr(usual, each.name))}）"
        for each in fields(Policy)
        if each.name in _KEY_OF and getattr(policy, each.name) != getattr(usual, each.name)
    ]
    if ours:
        yield f"本单位策略改动{len(ours)}项：{'；'.join(ours)}。"
    for place, rule in enumerate(policy.rules, 1):
        given = "；".join(f"{_KEY_OF[name]} = {_said(value)}" for name, value in rule.given)
        yield f"第{place}条规则，{told(rule)}：{given}（依据：{rule.basis}）。"


def told(rule: Rule) -> str:
    """Which tasks it is for: 任务来源为领导批示、急件为是."""
    modes = {value: word for word, value in MODES.items()}
    return "、".join(f"{_NAMED[name]}为{modes.get(value, _said(value))}" for name, value in rule.when)


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return f"[{', '.join(map(_said, value))}]" if isinstance(value, tuple) else str(value)


async def idle(session: AsyncSession, policy: Policy) -> list[str]:
    """Rules that fit no unfinished task: a name may be written otherwise in the ledger."""
    if not policy.rules:
        return []
    found = [bare(task) for task in await tasks.matching(session, Filter(unfinished=True))]
    return [
        f"第{place}条规则（{told(rule)}）目前不适用于任何在办事项：请核对名称是否与台账一致。"
        for place, rule in enumerate(policy.rules, 1)
        if found and not any(rule.fits(facts) for facts in found)
    ]
