"""What came in, stored before it is confirmed."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Key, Word, partial_index


class InboxState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    POISON = "poison"  # failed three times: set aside, sender and coordinator told


class InboxRow(Base):
    """One raw update. Served in the order of `id`; `update_id` only tells a second copy, it is not assumed to grow."""

    __tablename__ = "inbox"
    __table_args__ = (
        partial_index(
            "ix_inbox_waiting",
            "id",
            where=text("state = 'waiting'"),
        ),
        partial_index(
            "ix_inbox_waiting_chat",
            "chat_id",
            "id",
            where=text("state = 'waiting'"),
        ),
        partial_index(
            "ix_inbox_tapped",
            "matter",
            "id",
            where=text("state = 'waiting' AND matter IS NOT NULL"),
        ),
        Index("ix_inbox_handled_at", "handled_at"),
        partial_index("ix_inbox_poison", "id", where=text("state = 'poison'")),
        partial_index(
            "ix_inbox_supplement",
            "received_at",
            where=text("supplement IS NOT NULL"),
        ),
        partial_index(
            "ix_inbox_needing",
            "chat_id",
            "id",
            where=text("needs IS NOT NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    update_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    chat_id: Mapped[int | None] = mapped_column(BigInteger)
    received_at: Mapped[datetime]
    raw: Mapped[str] = mapped_column(Text)
    state: Mapped[InboxState] = mapped_column(Word(InboxState), default=InboxState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    handled_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(String(500))  # why it failed; of a done one, why nothing was owed
    needs: Mapped[str | None] = mapped_column(String(20))  # what must be fetched before it can be served
    matter: Mapped[str | None] = mapped_column(String(20))  # what a tap is about: the first on it wins
    supplement: Mapped[bytes | None] = mapped_column(LargeBinary)  # what was fetched; None: nothing came
