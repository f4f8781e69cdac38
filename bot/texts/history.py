"""The steps of a task in plain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.texts import words
from bot.texts.matters import KINDS as MATTERS
from db.lifecycle import State
from db.matter_verbs import MatterKind

KINDS = {
    "import": "列入台账",
    "new_task": "列入台账",
    "hand_out": "交办",
    "sign": "签收",
    "report": "反馈",
    "withdraw": "撤销反馈",
    "claim": "申请办结",
    "accept": "同意销号",
    "return": "退回重办",
    "redate": "调整时限",
    "refuse_extension": "不同意延期",
    "request": "提出申请",
    "decide": "领导作出决定",
    "take_back": "领导撤回决定",
    "urge": "催办",
    "idle": "长时间无进展，再次提醒",
    "unblock": "困难解除",
    "reopen": "重新打开",
    "stop": "中止",
    "resume": "恢复办理",
    "hand_over": "移交责任人",
    "retarget": "调整目标",
    "undo": "撤销上一项办理",
    "matter": "",
    "change": "台账调整",
    "to_leader": "以专报报领导",
    "milestones": "节点随时限调整",
}
_REQUESTS = {"closure": "申请办结", "extension": "申请延期", "decision": "请示", "confirm": "请责任人确认办结"}


@dataclass(frozen=True, slots=True)
class Step:
    at: datetime  # local
    kind: str
    who: str
    facts: Mapping[str, Any]
    said: str = ""


def text(number: int, title: str, steps: Sequence[Step], today: date) -> str:
    rows = [_row(step, today) for step in steps]
    body = "\n".join(rows) if rows else "尚无记录。"
    return f"{words.titled(number, title)}办理历史：\n{body}"


def _row(step: Step, today: date) -> str:
    who = f"{step.who} " if step.who else ""
    said = f"：{words.quoted(step.said, 60)}" if step.said else ""
    return f"{words.day(step.at.date(), today=today)}{step.at:%H:%M} {who}{deed(step)}{said}"


def deed(step: Step) -> str:
    """The step itself, without who and when."""
    facts = step.facts
    what = KINDS[step.kind]
    if step.kind == "matter":
        what = MATTERS.get(MatterKind(facts["of"]), "来信") if facts.get("of") in set(MatterKind) else "来信"
    if step.kind == "matter" and facts.get("of") == MatterKind.RELAY:
        what = "转述领导意见（送核实，核实前不作为批示）"
    if step.kind == "request":
        what = _REQUESTS.get(str(facts.get("of")), what)
    if step.kind in ("redate", "return") and facts.get("due"):
        what += f"至{facts['due']}"
    if step.kind == "report" and facts.get("way") == "telephone":
        what = "电话代录反馈"
    after = facts.get("state")
    moved = after and after != facts.get("was")
    if step.kind == "report" and moved and after in set(State):
        what += f"，转为{State(after).label}"
    return what
