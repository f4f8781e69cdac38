"""What is said of an application that its sender no longer wants."""

from __future__ import annotations

from bot.texts.task_answers import named

TAKE_BACK = {"closure": "撤回办结申请", "extension": "撤回延期申请"}
_WHAT = {"closure": "办结申请正待核查", "extension": "延期申请正待审批"}


def shall_it_go(number: int, title: str, kind: str) -> str:
    return f"{named(number, title)}的{_WHAT[kind]}。您的话已转督查员；要撤回申请，请点下面的按钮。"
