"""Columns that are a stretch of the year: 一季度…四季度, 上半年, 6月底. What stands in them is due at its end."""

from __future__ import annotations

import re
from collections.abc import Sequence

YEAR = r"(?:20\d\d年?|今年|明年|本年)?"
MONTHS = r"(?:1[0-2]|0?[1-9]|[一二三四五六七八九十]{1,2})月份?"
STRETCH = rf"(?:第?[一二三四1-4]季度?|前三季度|全年度?|Q[1-4]|[上下]半年|\d{{1,2}}-\d{{1,2}}月|{MONTHS}|年[底末])"
AIM = r"(?:工作|任务|目标|计划|节点|进度|阶段|阶段性|形象|推进|安排|完成|要求|时|拟|应|预期|建设|主要)*"
STAGE = re.compile(rf"{AIM}({YEAR}{STRETCH}[末底]?前?){AIM}")
ONLY_YEAR = re.compile(r"(20\d\d)年?(?:度)?(?:目标|计划|工作|任务|进度|安排|节点)*")
PAST = re.compile(r"情况|进展|实际|已完成|落实|实绩|成效|得分|投资额|亿元|万元")


def stage_phrase(texts: Sequence[str]) -> str | None:
    """The time that a column stands for, by its header lines from top to bottom: 2027年, 一季度 → 2027年一季度."""
    if any(PAST.search(text) for text in texts):
        return None
    lines = [text.replace("(", "").replace(")", "").replace("至", "-").replace("—", "-") for text in texts]
    found = STAGE.fullmatch(lines[-1]) if lines else None
    if not found:
        return None
    year = next((match[1] + "年" for line in lines[:-1] if (match := ONLY_YEAR.fullmatch(line))), "")
    return found[1] if found[1].startswith(("20", "今", "明", "本")) else year + found[1]
