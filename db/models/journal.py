"""Who did what, when, and because of what: append only, sealed in hash-chained blocks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Key


class JournalBlock(Base):
    __tablename__ = "journal_block"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    first_id: Mapped[int]
    last_id: Mapped[int]
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))
    sealed_at: Mapped[datetime]


class JournalRow(Base):
    """Ids and digests only: people's words live in `saying`, so that they can be erased by law."""

    __tablename__ = "journal"
    __table_args__ = (Index("ix_journal_task_id_id", "task_id", "id"),)
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(32))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"))
    cause: Mapped[str] = mapped_column(String(80))
    facts: Mapped[dict[str, Any]]
