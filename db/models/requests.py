"""What waits for somebody's tap: requests of a head, and questions we asked back."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Key, Word, partial_index


class RequestKind(StrEnum):
    CLOSURE = "closure"  # 申请办结
    EXTENSION = "extension"  # 申请延期
    DECISION = "decision"  # 请示: a choice among options
    CONFIRM = "confirm"  # a liaison's "done" waits for the head's tap


class RequestState(StrEnum):
    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Request(Base):
    """请示. Where several may decide, the first tap wins."""

    __tablename__ = "request"
    __table_args__ = (Index("ix_request_state_kind", "state", "kind"),)
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    kind: Mapped[RequestKind] = mapped_column(Word(RequestKind))
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    asked_at: Mapped[datetime]
    wanted: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    options: Mapped[list[Any]] = mapped_column(default=list)
    recommended: Mapped[int | None]
    state: Mapped[RequestState] = mapped_column(Word(RequestState), default=RequestState.OPEN)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    chosen: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text, default="")


_OPEN = text("closed_at IS NULL")


class Question(Base):
    """A question we asked and wait for: the state of a dialogue is this row and nothing else."""

    __tablename__ = "question"
    __table_args__ = (
        Index("ix_question_person_id_closed_at", "person_id", "closed_at"),
        partial_index("ix_question_open", "kind", "asked_at", where=_OPEN),
        Index("ix_question_closed_at", "closed_at"),
    )
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    saying_id: Mapped[int | None] = mapped_column(ForeignKey("saying.id"), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    facts: Mapped[dict[str, Any]]
    round: Mapped[int] = mapped_column(default=1)
    asked_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(40))
