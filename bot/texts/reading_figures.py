"""Who read the office's replies, in one sentence for `doctor` and one for the weekly report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median


def sentence(outcomes: Mapping[str, int], seconds: Sequence[float], unanswered: int, *, overruled: int = 0) -> str:
    """`seconds`: of each answer of the model that came; empty with `unanswered` 0 where no model is asked.
    `overruled`: proposals that the person put right himself."""
    read = sum(outcomes.values())
    if not read and not seconds and not unanswered:
        return ""
    agreed, differed = outcomes.get("both", 0), outcomes.get("differ", 0)
    said = f"自动识读反馈{read}项：两遍读法一致{agreed}项，不一致、已向本人追问{differed}项"
    if proposed := outcomes.get("proposed", 0) + outcomes.get("second", 0):
        said += f"，由第二遍读法提出{proposed}项"
    if overruled:
        said += f"，其中经本人改正{overruled}项"
    if seconds or unanswered:
        took = f"，答复中位{median(seconds):.1f}秒" if seconds else ""
        said += f"；语言模型请求{len(seconds) + unanswered}次，未答{unanswered}次{took}"
    return said + "。"
