"""What goes out: every call to the messenger, with its fate."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Key, Word, partial_index


class OutboxState(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"  # claimed; found after a crash it becomes unknown
    SENT = "sent"
    LATER = "later"  # surely not sent: due again at `not_before`
    UNDELIVERABLE = "undeliverable"  # the person cannot be reached; a coordinator was told
    DROPPED = "dropped"  # no longer needed when its turn came
    UNKNOWN = "unknown"  # it may be in Telegram: the answer was lost


OPEN = (OutboxState.QUEUED, OutboxState.LATER)
_OPEN = text("state IN ('queued', 'later')")
_NOTICE = text("kind IN ('claim', 'matter', 'request')")
_ASKED = text("kind IN ('morning', 'urgent', 'urge') AND state = 'sent'")
_COPY = text("again_of_id IS NOT NULL")
_ABOUT = text("about IS NOT NULL")


class OutboxRow(Base):
    """One call to make: its kind and facts, not its words. After sending it keeps what was sent."""

    __tablename__ = "outbox"
    __table_args__ = (
        partial_index("ix_outbox_open", "rank", "id", where=_OPEN),
        partial_index(
            "ix_outbox_sending",
            "claimed_at",
            where=text("state = 'sending'"),
        ),
        Index("ix_outbox_chat_id_message_id", "chat_id", "message_id"),
        partial_index("ix_outbox_again_of_id", "again_of_id", where=_COPY),
        partial_index("ix_outbox_about", "about", where=_ABOUT),
        partial_index("ix_outbox_asked", "ended_at", "person_id", where=_ASKED),
        partial_index("ix_outbox_notice", "person_id", "queued_at", where=_NOTICE),
    )
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    key: Mapped[str | None] = mapped_column(String(120), unique=True)  # makes queuing repeatable
    kind: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    chat_id: Mapped[int | None] = mapped_column(BigInteger)  # None until sending: today's recipient is resolved then
    facts: Mapped[dict[str, Any]]
    rank: Mapped[int]  # 0 answers, 1 urgent, 2 bulk
    state: Mapped[OutboxState] = mapped_column(Word(OutboxState), default=OutboxState.QUEUED)
    queued_at: Mapped[datetime]
    not_before: Mapped[datetime | None]
    claimed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str | None] = mapped_column(String(300))
    cause: Mapped[str] = mapped_column(String(80))
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    sent: Mapped[dict[str, Any] | None]  # text, buttons and the moment, as sent
    again_of_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"))  # 重发 of an unknown one
    about: Mapped[str | None] = mapped_column(String(40))  # by which it is found again: request:7, matter:7, saying:7


class OutboxItem(Base):
    """The tasks a message speaks of, in its order: a reply to the message is resolved against them."""

    __tablename__ = "outbox_item"
    outbox_id: Mapped[int] = mapped_column(ForeignKey("outbox.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
