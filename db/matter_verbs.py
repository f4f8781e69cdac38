"""What somebody raised and somebody has to act on: its kinds, and what may be done about each by whom."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Final

from db.payloads import Part


class MatterKind(StrEnum):
    LETTER = "letter"  # 来信: words that nobody could place
    QUESTION = "question"  # 提问
    PROBLEM = "problem"  # 困难
    DIRECTIVE = "directive"  # 批示
    REFUSAL = "refusal"  # 职责异议: the task is not ours
    SUBMITTED = "submitted"  # 称已报送
    SUSPENSION = "suspension"  # 拟调整、中止
    REOPENING = "reopening"  # a new word on a closed task
    CHANGE = "change"  # 责任人变动
    ORDER = "order"  # 督办单: one task of it
    SHARE = "share"  # 分头反馈: one member's part of a task for a group
    NOTE = "note"  # 配合反馈: what a supporting department says of a task; nobody has to act on it
    RELAY = "relay"  # 转述: a leader's word brought by his secretary
    PAPER = "paper"  # 待签发: a paper of the office that its director is to sign
    LOOK_BACK = "look_back"  # 回头看: does what was closed still hold?
    RED_LINE = "red_line"  # 有: what must never happen has happened
    LATE = "late"  # 预警: by the head's own words the date will not hold


class MatterState(StrEnum):
    DRAFT = "draft"  # shown back to whoever said it, and not yet confirmed
    OPEN = "open"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


class Verb(IntEnum):
    """The numbers stand in callback data and keep their meaning."""

    SHOW = 0
    AS_REPORT = 1  # 转为反馈
    ANSWER = 2  # 回复
    NOTED = 3  # 知道了
    CONFIRM = 4  # 确认
    CANCEL = 5  # 取消
    WITHDRAW = 6  # 撤回
    ASK_HELP = 7  # 请…协调
    COORDINATED = 8  # 已协调
    CANNOT = 9  # 暂不能
    PASS_ON = 10  # 转给…
    SOLVED = 11  # 已解决
    NOT_SOLVED = 12  # 尚未解决
    REOPEN = 13  # 重新打开
    RECEIVED = 14  # 已查收
    NOT_RECEIVED = 15  # 未收到
    STOP = 16  # 同意中止
    KEEP = 17  # 仍由该单位办理
    READ = 18  # 已阅
    ABOUT = 19  # of a draft: the task it is about
    UPHOLD = 20  # 同意调整
    DONE = 21  # 已落实
    TAKE_BACK = 22  # 收回 of a 督办单
    ISSUE = 23  # 签发
    SEND_BACK = 24  # 退回修改
    RELAYED = 25  # 核实无误，发出
    NOT_RELAYED = 26  # 不予发出
    HOLDS = 27  # 巩固
    RELAPSED = 28  # 反弹
    HANDLED = 29  # 已处置
    OWN_TASK = 30  # 另立事项 of a 批示
    TO_UNIT = 31  # of a draft: the department whose head is to have it


_LETTER: Final = (Verb.AS_REPORT, Verb.ANSWER, Verb.NOTED)

VERBS: Final[dict[tuple[MatterKind, Part], tuple[Verb, ...]]] = {
    (MatterKind.LETTER, Part.OFFICE): _LETTER,
    (MatterKind.QUESTION, Part.OFFICE): (Verb.ANSWER, Verb.AS_REPORT, Verb.NOTED),
    (MatterKind.PROBLEM, Part.OFFICE): (Verb.ASK_HELP, Verb.PASS_ON, Verb.ANSWER, Verb.SOLVED),
    (MatterKind.PROBLEM, Part.HOLDER): (Verb.COORDINATED, Verb.CANNOT, Verb.PASS_ON),
    (MatterKind.PROBLEM, Part.RAISER): (Verb.SOLVED, Verb.NOT_SOLVED),
    (MatterKind.DIRECTIVE, Part.RAISER): (Verb.READ,),
    (MatterKind.DIRECTIVE, Part.OFFICE): (Verb.DONE, Verb.ANSWER, Verb.OWN_TASK),
    (MatterKind.DIRECTIVE, Part.HOLDER): (),
    (MatterKind.REFUSAL, Part.OFFICE): (Verb.UPHOLD, Verb.KEEP, Verb.ANSWER),
    (MatterKind.SUBMITTED, Part.OFFICE): (Verb.RECEIVED, Verb.NOT_RECEIVED, Verb.ANSWER),
    (MatterKind.SUSPENSION, Part.OFFICE): (Verb.STOP, Verb.KEEP, Verb.ANSWER),
    (MatterKind.LOOK_BACK, Part.OFFICE): (Verb.HOLDS, Verb.RELAPSED, Verb.REOPEN),
    (MatterKind.RED_LINE, Part.OFFICE): (Verb.HANDLED, Verb.ANSWER),
    (MatterKind.RED_LINE, Part.TOLD): (),
    (MatterKind.REOPENING, Part.OFFICE): (Verb.REOPEN, Verb.ANSWER, Verb.NOTED),
    (MatterKind.ORDER, Part.OFFICE): (Verb.TAKE_BACK,),
    (MatterKind.RELAY, Part.OFFICE): (Verb.RELAYED, Verb.NOT_RELAYED, Verb.ANSWER),
    (MatterKind.PAPER, Part.HOLDER): (Verb.ISSUE, Verb.SEND_BACK),
    (MatterKind.PAPER, Part.OFFICE): (Verb.ISSUE, Verb.SEND_BACK),
    (MatterKind.LATE, Part.OFFICE): (Verb.ANSWER, Verb.NOTED),
    (MatterKind.CHANGE, Part.OFFICE): (Verb.ANSWER, Verb.NOTED),
}


def verbs(kind: MatterKind, part: Part) -> tuple[Verb, ...]:
    return VERBS.get((kind, part), ())
