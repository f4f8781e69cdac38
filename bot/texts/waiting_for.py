"""What a head is told who asks whether something of his was decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.texts import words
from bot.texts.matters import KINDS
from db.matter_verbs import MatterKind

_REQUESTS = {
    "closure": "办结申请，正待督查室核查",
    "extension": "延期申请，正待审批",
    "decision": "请示，正待领导决定",
}


def request(number: int, kind: str, since: date, today: date) -> str:
    return f"{number}号{words.day(since, today=today)}的{_REQUESTS.get(kind, '申请，正待办理')}"


def matter(number: int | None, kind: MatterKind, since: date, holder: str, today: date) -> str:
    about = f"{number}号" if number is not None else ""
    what = f"反映的{KINDS[kind]}" if kind is MatterKind.PROBLEM else f"的{KINDS[kind]}"
    who = f"已请{holder}协调，尚未答复" if holder else "督查室正在处理"
    return f"{about}{words.day(since, today=today)}{what}，{who}"


def text(lines: Sequence[str]) -> str:
    return "目前尚无结果：\n" + "\n".join(f"　{line}。" for line in lines) + "\n您的询问已转督查员，有结果即告知您。"
