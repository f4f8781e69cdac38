"""Ledgers sent in the chat that wait for a tap."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Key, partial_index

_OPEN = text("closed_at IS NULL")


class IncomingLedger(Base):
    """One table of a file somebody sent: what was read is kept with the update that brought it."""

    __tablename__ = "incoming_ledger"
    __table_args__ = (partial_index("ix_incoming_ledger_open", "id", where=_OPEN),)
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    update_id: Mapped[int] = mapped_column(BigInteger)  # that brought the file, or its newest reading
    part: Mapped[int] = mapped_column(default=0)  # of several ledgers in one file
    name: Mapped[str] = mapped_column(String(200))  # of the ledger
    file_id: Mapped[str] = mapped_column(String(300))
    file_name: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(32))  # of the difference shown
    choices: Mapped[dict[str, Any]]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(
        String(20)
    )  # comparing, confirmed (in hand), written, same, cancelled, failed
