"""What becomes of a message: role × kind of message → outcome. The table is printed into the documents and every cell
is played by a test."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from db.rights import Role


class Outcome(StrEnum):
    STORED = "记为反馈，回显并可更正、撤销"
    CONFIRM = "记为反馈；“已办结”先请责任人确认"
    QUESTION = "带按钮反问，一点即记"
    TO_OFFICE = "转责任督查员：转为反馈、回复、知道了"
    DIRECTIVE = "作为批示复述，确认后发出"
    PICK = "作为批示，先问是哪一项"
    CARD = "显示事项卡片"
    CARD_AND_ASK = "显示事项卡片；点一下即请责任人答复"
    LIST = "按条件列出事项"
    WAYS = "问要做哪一件：最可能的几样，或列出转告、事项、常用查询"
    URGED = "按编号催办"
    BASIS = "请写明销号依据，或代录责任人的反馈"
    COURTESY = "致意或点赞，不作记录"
    UNRELATED = "告知未作记录，可点“这是进展”或“转督查员”"
    KEPT = "归入事项；不明时问是哪一项"
    SECRET = "不予保存，尽可能删除，并告知双方"


class Message(StrEnum):
    """Kinds of message, each with the sentence that stands for it in the test."""

    REPORT = "2号完成60%"
    DONE = "2号已办结"
    WHICH = "完成60%"
    OBJECTION = "2号不属我单位职责"
    VAGUE = "这件事不能再拖了"
    INSTRUCTION = "2号要抓紧，3月底前报一次"
    ASK_TASK = "2号现在怎样"
    ASK_LIST = "哪些超期了"
    ASK_OFFICE = "请问2号的验收标准是什么"
    URGE = "催办2号"
    THANKS = "谢谢"
    GREETING = "你好"
    PRIVATE = "晚上一起打球吧"
    SECRET = "【机密】2号额度3亿元"


_HEAD: Final = {
    Message.REPORT: Outcome.STORED,
    Message.DONE: Outcome.STORED,
    Message.WHICH: Outcome.QUESTION,
    Message.OBJECTION: Outcome.TO_OFFICE,
    Message.INSTRUCTION: Outcome.QUESTION,
    Message.VAGUE: Outcome.QUESTION,
    Message.ASK_TASK: Outcome.CARD,
    Message.ASK_LIST: Outcome.LIST,
    Message.ASK_OFFICE: Outcome.TO_OFFICE,
    Message.URGE: Outcome.QUESTION,
    Message.THANKS: Outcome.COURTESY,
    Message.GREETING: Outcome.COURTESY,
    Message.PRIVATE: Outcome.UNRELATED,
    Message.SECRET: Outcome.SECRET,
}

_LEADER: Final = {
    Message.REPORT: Outcome.DIRECTIVE,
    Message.DONE: Outcome.DIRECTIVE,
    Message.WHICH: Outcome.PICK,
    Message.OBJECTION: Outcome.DIRECTIVE,
    Message.INSTRUCTION: Outcome.DIRECTIVE,
    Message.VAGUE: Outcome.PICK,
    Message.ASK_TASK: Outcome.CARD,
    Message.ASK_LIST: Outcome.LIST,
    Message.ASK_OFFICE: Outcome.CARD_AND_ASK,
    Message.URGE: Outcome.DIRECTIVE,
    Message.THANKS: Outcome.COURTESY,
    Message.GREETING: Outcome.COURTESY,
    Message.PRIVATE: Outcome.PICK,
    Message.SECRET: Outcome.SECRET,
}

_COORDINATOR: Final = {
    **dict.fromkeys(Message, Outcome.WAYS),
    Message.DONE: Outcome.BASIS,
    Message.ASK_TASK: Outcome.CARD,
    Message.ASK_OFFICE: Outcome.CARD,
    Message.ASK_LIST: Outcome.LIST,
    Message.URGE: Outcome.URGED,
    Message.THANKS: Outcome.COURTESY,
    Message.GREETING: Outcome.COURTESY,
    Message.SECRET: Outcome.SECRET,
}

_SECRETARY: Final = {
    **dict.fromkeys(Message, Outcome.TO_OFFICE),
    Message.ASK_TASK: Outcome.CARD,
    Message.ASK_LIST: Outcome.LIST,
    Message.THANKS: Outcome.COURTESY,
    Message.GREETING: Outcome.COURTESY,
    Message.SECRET: Outcome.SECRET,
}

TABLE: Final[dict[Role, dict[Message, Outcome]]] = {
    Role.HEAD: _HEAD,
    Role.DEPUTY: _HEAD,
    Role.LIAISON: {**_HEAD, Message.DONE: Outcome.CONFIRM},
    Role.LEADER: _LEADER,
    Role.SECRETARY: _SECRETARY,
    Role.COORDINATOR: _COORDINATOR,
    Role.DIRECTOR: _COORDINATOR,
}

_ROLES: Final = {
    Role.HEAD: "部门负责人",
    Role.DEPUTY: "代理",
    Role.LIAISON: "联络员",
    Role.LEADER: "市领导",
    Role.SECRETARY: "秘书",
    Role.COORDINATOR: "督查员",
    Role.DIRECTOR: "督查室主任",
}


def markdown() -> str:
    """The table as docs/messages.md shows it."""
    head = "| 例句 | " + " | ".join(_ROLES[role] for role in TABLE) + " |"
    rule = "|---" * (len(TABLE) + 1) + "|"
    rows = [
        f"| {message.value} | " + " | ".join(TABLE[role][message].value for role in TABLE) + " |" for message in Message
    ]
    return "\n".join(["# 一条消息，一个结果", "", head, rule, *rows, ""])
