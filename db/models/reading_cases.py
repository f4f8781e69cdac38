"""Readings that people have corrected, as labelled cases for the readers."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Key, Word


class CaseState(StrEnum):
    PENDING = "pending"  # somebody corrected it; nobody of the office has looked at it
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class ReadingCase(Base):
    """One message that was misread, against the open tasks and the day of then. Its words stand in the saying only."""

    __tablename__ = "reading_case"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    saying_id: Mapped[int] = mapped_column(ForeignKey("saying.id"), unique=True)
    today: Mapped[date]
    tasks: Mapped[list[dict[str, Any]]] = mapped_column(JSON)  # as in a reply case: ref, title, due
    gold: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # None: only known to be misread
    state: Mapped[CaseState] = mapped_column(Word(CaseState), default=CaseState.PENDING, index=True)
    at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
