"""What is answered to 无 and 有."""

from __future__ import annotations

from collections.abc import Sequence

from bot.texts import words

NONE, SOME = "无", "有"
TOLD = "已即时报督查室和牵头领导。请直接回复时间、地点和情况，将一并转告；紧急情况请同时电话报告。"


def which(numbers: Sequence[int]) -> str:
    return f"请写明是哪一项（{words.numbers(numbers)}），例如“{numbers[0]}号有：时间、地点、情况”。"
