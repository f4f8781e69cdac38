"""States of a task and the steps between them, as one table.

Store facts only: *late* and *overdue* are questions put to the clock (`schedules/standing.py`), never states.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class State(StrEnum):
    HANDED_OUT = "handed_out"
    SIGNED = "signed"
    IN_PROGRESS = "in_progress"
    BLOCKED = "blocked"
    CLAIMED = "claimed"
    RETURNED = "returned"
    CLOSED = "closed"
    STOPPED = "stopped"

    @property
    def label(self) -> str:
        """The office's word for it."""
        return _STATE_WORDS[self]


class Step(StrEnum):
    HAND_OUT = "hand_out"  # to a new owner, or again after a changed wording
    SIGN = "sign"
    REPORT = "report"
    BLOCK = "block"
    UNBLOCK = "unblock"
    CLAIM = "claim"
    WITHDRAW = "withdraw"
    ACCEPT = "accept"
    RETURN = "return"
    REOPEN = "reopen"  # 回头看 found something wanting
    STOP = "stop"
    RESUME = "resume"
    REDATE = "redate"

    @property
    def label(self) -> str:
        return _STEP_WORDS[self]


_STATE_WORDS: Final = {
    State.HANDED_OUT: "已交办",
    State.SIGNED: "已签收",
    State.IN_PROGRESS: "推进中",
    State.BLOCKED: "受阻",
    State.CLAIMED: "申请办结",
    State.RETURNED: "退回重办",
    State.CLOSED: "已销号",
    State.STOPPED: "中止",
}

_STEP_WORDS: Final = {
    Step.HAND_OUT: "交办",
    Step.SIGN: "签收",
    Step.REPORT: "反馈进展",
    Step.BLOCK: "反映困难",
    Step.UNBLOCK: "解除困难",
    Step.CLAIM: "申请办结",
    Step.WITHDRAW: "撤销办结申请",
    Step.ACCEPT: "同意销号",
    Step.RETURN: "退回重办",
    Step.REOPEN: "回头看后重办",
    Step.STOP: "中止",
    Step.RESUME: "恢复办理",
    Step.REDATE: "调整时限",
}

NEXT: Final[dict[tuple[State, Step], State]] = {
    (State.HANDED_OUT, Step.HAND_OUT): State.HANDED_OUT,
    (State.HANDED_OUT, Step.SIGN): State.SIGNED,
    (State.HANDED_OUT, Step.REPORT): State.IN_PROGRESS,  # any report signs for its task
    (State.HANDED_OUT, Step.BLOCK): State.BLOCKED,
    (State.HANDED_OUT, Step.CLAIM): State.CLAIMED,
    (State.HANDED_OUT, Step.STOP): State.STOPPED,
    (State.HANDED_OUT, Step.REDATE): State.HANDED_OUT,
    (State.SIGNED, Step.HAND_OUT): State.HANDED_OUT,
    (State.SIGNED, Step.SIGN): State.SIGNED,
    (State.SIGNED, Step.REPORT): State.IN_PROGRESS,
    (State.SIGNED, Step.BLOCK): State.BLOCKED,
    (State.SIGNED, Step.CLAIM): State.CLAIMED,
    (State.SIGNED, Step.STOP): State.STOPPED,
    (State.SIGNED, Step.REDATE): State.HANDED_OUT,  # a changed date needs a new signing for
    (State.IN_PROGRESS, Step.HAND_OUT): State.HANDED_OUT,
    (State.IN_PROGRESS, Step.SIGN): State.IN_PROGRESS,
    (State.IN_PROGRESS, Step.REPORT): State.IN_PROGRESS,
    (State.IN_PROGRESS, Step.BLOCK): State.BLOCKED,
    (State.IN_PROGRESS, Step.CLAIM): State.CLAIMED,  # a head's "done" is a claim
    (State.IN_PROGRESS, Step.STOP): State.STOPPED,
    (State.IN_PROGRESS, Step.REDATE): State.IN_PROGRESS,  # `signed_at` is cleared, the work goes on
    (State.BLOCKED, Step.HAND_OUT): State.BLOCKED,  # a new owner inherits the difficulty
    (State.BLOCKED, Step.SIGN): State.BLOCKED,
    (State.BLOCKED, Step.REPORT): State.BLOCKED,  # progress alone does not end a difficulty: he is asked
    (State.BLOCKED, Step.BLOCK): State.BLOCKED,
    (State.BLOCKED, Step.UNBLOCK): State.IN_PROGRESS,
    (State.BLOCKED, Step.CLAIM): State.CLAIMED,
    (State.BLOCKED, Step.STOP): State.STOPPED,
    (State.BLOCKED, Step.REDATE): State.BLOCKED,
    (State.CLAIMED, Step.SIGN): State.CLAIMED,
    (State.CLAIMED, Step.REPORT): State.CLAIMED,  # a later word or proof joins the claim
    (State.CLAIMED, Step.WITHDRAW): State.IN_PROGRESS,
    (State.CLAIMED, Step.ACCEPT): State.CLOSED,  # only the supervision office closes
    (State.CLAIMED, Step.RETURN): State.RETURNED,
    (State.CLAIMED, Step.STOP): State.STOPPED,
    (State.CLAIMED, Step.REDATE): State.CLAIMED,
    (State.RETURNED, Step.HAND_OUT): State.HANDED_OUT,
    (State.RETURNED, Step.SIGN): State.RETURNED,
    (State.RETURNED, Step.REPORT): State.IN_PROGRESS,
    (State.RETURNED, Step.BLOCK): State.BLOCKED,
    (State.RETURNED, Step.CLAIM): State.CLAIMED,
    (State.RETURNED, Step.STOP): State.STOPPED,
    (State.RETURNED, Step.REDATE): State.RETURNED,
    (State.CLOSED, Step.REOPEN): State.RETURNED,
    (State.STOPPED, Step.RESUME): State.HANDED_OUT,  # signed for anew
}

UNFINISHED: Final = frozenset(State) - {State.CLOSED, State.STOPPED}


class StepNotAllowed(Exception):
    """Its text is fit to be shown: what stands, what was wanted, what may be done instead."""

    def __init__(self, state: State, step: Step) -> None:
        self.state = state
        self.step = step
        self.allowed = allowed(state)
        instead = "、".join(choice.label for choice in self.allowed)
        super().__init__(f"该事项现为“{state.label}”，不能{step.label}；目前可以：{instead}。")


def allowed(state: State) -> tuple[Step, ...]:
    return tuple(step for step in Step if (state, step) in NEXT)


def advance(state: State, step: Step) -> State:
    """The state after the step; StepNotAllowed when the table does not know it."""
    try:
        return NEXT[state, step]
    except KeyError:
        raise StepNotAllowed(state, step) from None
