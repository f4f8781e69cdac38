"""An order as it was read: what is to be done, about which tasks, about or by whom, by which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Deed(StrEnum):
    """The words stand in stored instructions and keep their meaning."""

    TELEPHONE = "telephone"  # 电话代录
    NEW_TASK = "new_task"  # 新增任务
    HAND_OVER = "hand_over"  # 转办
    REDATE = "redate"  # 改期
    TARGET = "target"  # change of the target
    EVIDENCE = "evidence"  # what has to be shown before it is closed
    STOP = "stop"  # 中止
    RESUME = "resume"  # 恢复
    REOPEN = "reopen"  # 重新打开
    CORRECT = "correct"  # 更正 of a stored reading
    URGE = "urge"  # 催办
    CLOSE = "close"  # 销号 without a claim, with its basis
    DEPUTY = "deputy"  # 外出…由…代
    REPLACE = "replace"  # 换人
    DISMISS = "dismiss"
    UNBIND = "unbind"
    REVOKE = "revoke"
    APPOINT = "appoint"
    INVITE = "invite"
    DEPARTMENT = "department"  # a department that the register has not had
    GROUP = "group"  # 各县区 and who they are
    RED_LINE = "red_line"  # 有无报告
    INDICATORS = "indicators"  # 指标 of a task, or those drafted from the targets of all
    ITEMS = "items"  # sub-items of a task
    ITEM_CHECK = "item_check"
    ITEM_DROP = "item_drop"
    ITEM_RETURN = "item_return"  # what was said to be done stands open again
    TYPE = "type"
    FIELD = "field"  # of the type of a task
    ALERT = "alert"  # 平战转换
    VISIT = "visit"
    MEETING = "meeting"  # 议定事项 of a meeting, as one batch
    CARRY_OVER = "carry_over"  # 结转 into the next ledger
    BULLETIN = "bulletin"  # 通报: in the words given, or drawn from the figures
    ROSTER = "roster"  # 人员名单: who holds which post, from when until when
    SHARE = "share"  # 分头反馈: each of several departments answers once


@dataclass(frozen=True, slots=True)
class Order:
    """`who` and `to`: names as written; `words`: the rest that matters (what was reported, the reason, the basis);
    `sure`: False where the words could be meant otherwise and count only if the name is known."""

    deed: Deed
    numbers: tuple[int, ...] = ()
    who: str = ""
    to: str = ""
    words: str = ""
    first: date | None = None
    day: date | None = None
    role: str = ""
    sure: bool = True
