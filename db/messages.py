"""Kinds of message and of other calls, and the order in which they go out.

A row of the outbox holds a kind and its payload (`db/payloads.py`); words are made of it at sending, in `bot/texts/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any


class Rank(IntEnum):
    """What goes first when many wait."""

    ANSWER = 0
    URGENT = 1
    BULK = 2


class Kind(StrEnum):
    # answers: they carry a snapshot of what was understood
    PLAIN = "plain"  # one or several sentences, as they stand
    WELCOME = "welcome"  # after enrolment
    ECHO = "echo"  # what a report was understood to say, with 更正 and 撤销
    QUESTION = "question"  # asked back, with buttons
    TASK_CARD = "task_card"  # one task with its buttons
    LISTING = "listing"  # /mine, /status: a list of tasks
    REACTION = "reaction"  # to 收到 and thanks
    MENU = "menu"  # the commands of a role
    EDIT_ECHO = "edit_echo"  # an echo rewritten after an edited or withdrawn message
    EDIT_BUTTONS = "edit_buttons"  # 已由…处理: the others' buttons go
    DELETION = "deletion"  # of a message that bears a mark of secrecy
    # carried by ids, read anew at sending
    MORNING = "morning"  # the one merged message of the day
    URGENT = "urgent"  # 急件, outside the morning
    DESK = "desk"  # the coordinators' morning list
    CLAIM = "claim"  # a claim to be checked
    REQUEST = "request"  # an extension or a decision to be made
    OUTCOME = "outcome"  # of one's own request or claim
    URGE = "urge"  # 催办 by a coordinator
    DIGEST = "digest"
    ATTACHMENT = "attachment"  # a file that goes with it
    MATTER = "matter"  # a letter, a difficulty, a 批示: put before whoever is to act on it
    EVIDENCE = "evidence"  # a file somebody sent, to whoever checks what it proves
    FOLLOW_UP = "follow_up"  # what waits for somebody, in one list
    PARTNER = "partner"  # 配合事项, to the head of a supporting department
    POST = "post"  # who comes, goes, stands in, and whose account is whose
    NOTICE = "notice"  # to coordinators: what the service itself has to say


class Repeat(StrEnum):
    """What is done with a send whose outcome is unknown."""

    AGAIN = "again"  # once more, marked 重发
    SILENT = "silent"  # left alone: the next rung speaks for it
    CALL = "call"  # the same call does no harm twice


# What only the supervision office hears.
OF_THE_OFFICE = frozenset(
    {Kind.DESK, Kind.NOTICE, Kind.FOLLOW_UP, Kind.CLAIM, Kind.REQUEST, Kind.MATTER, Kind.DIGEST, Kind.ATTACHMENT}
)

# Idempotent calls are repeated; the rest is a message, which could double.
IDEMPOTENT = frozenset({Kind.REACTION, Kind.MENU, Kind.EDIT_ECHO, Kind.EDIT_BUTTONS, Kind.DELETION})

# Morning and desk messages are silent by themselves; the day before and the due day say otherwise in their payload.
_SPOKEN_FOR = frozenset({Kind.MORNING, Kind.DESK})


def repeat_of(kind: str, stored: Mapping[str, Any]) -> Repeat:
    """What is done with this message if its outcome is unknown: as its stored payload says, else by its kind."""
    said = stored.get("repeat")
    if said in set(Repeat):
        return Repeat(said)
    if kind in IDEMPOTENT:
        return Repeat.CALL
    return Repeat.SILENT if kind in _SPOKEN_FOR else Repeat.AGAIN


@dataclass(frozen=True, slots=True)
class Call:
    """One call to a messenger, in the terms of Telegram's Bot API but without its types.

    `files` maps a parameter to (file name, content). `items` are the tasks the message speaks of, in its order.
    """

    method: str
    parameters: dict[str, Any]
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    items: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NotNeeded:
    """The message is no longer needed, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Nowhere:
    """There is nobody to send it to now, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotYet:
    """Its turn comes later, and why; what else goes to the chat need not wait for it."""

    reason: str
    seconds: float
