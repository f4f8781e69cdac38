"""指令: what somebody has ordered, shown back before it counts, and what it changed, so that it can be undone."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Key, Word


class InstructionState(StrEnum):
    DRAFT = "draft"  # shown, and not yet confirmed
    DONE = "done"
    UNDONE = "undone"
    CANCELLED = "cancelled"


class Paper(StrEnum):
    """What leaves the supervision office in its own name, and only once it is signed."""

    ORDER = "order"  # 督办单
    BULLETIN = "bulletin"  # 通报
    REPORT = "report"  # 专报

    @property
    def label(self) -> str:
        return _PAPER_WORDS[self]


_PAPER_WORDS = {Paper.ORDER: "督办单", Paper.BULLETIN: "通报", Paper.REPORT: "专报"}


class Instruction(Base):
    """`facts`: what is to be done; `changes`: what was, value by value, before and after."""

    __tablename__ = "instruction"
    __table_args__ = (Index("ix_instruction_person_id_state", "person_id", "state"),)
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    state: Mapped[InstructionState] = mapped_column(Word(InstructionState), default=InstructionState.DRAFT)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # who gave it
    saying_id: Mapped[int | None] = mapped_column(ForeignKey("saying.id"), index=True)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), index=True)
    facts: Mapped[dict[str, Any]]
    changes: Mapped[list[Any] | None] = mapped_column(JSON)
    given_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]  # done, undone or cancelled
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
