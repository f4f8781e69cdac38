"""What the stand-in for Telegram refuses a person, in the visitor's words. Pure."""

from __future__ import annotations

_WORDS = (
    ("no such button", "这个按钮已经不在了"),
    ("no message", "这条消息已经不在了"),
    ("has no message", "只能修改自己发出的消息"),
    ("characters", "消息太长或为空"),
    ("blocked", "此人已停用机器人"),
    ("deactivated", "此账号已注销"),
)


def in_words(fault: str) -> str:
    return next((words for part, words in _WORDS if part in fault), "Telegram 未接受这个操作")
