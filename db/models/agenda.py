"""What is to happen, one narrow row each, and which periodic runs were made."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Key, Word, partial_index


class Fate(StrEnum):
    WAITING = "waiting"
    QUEUED = "queued"  # a message, or a coordinator's list, came of it
    MERGED = "merged"  # a newer rung of the same task spoke for it
    SUPPRESSED = "suppressed"  # taken, and nothing was said, for the reason beside it


_WAITING = text("fate = 'waiting'")
_SAID = text("outbox_id IS NOT NULL")


class AgendaRow(Base):
    """One coming or taken rung. Taken rows are never deleted and never taken again."""

    __tablename__ = "agenda"
    __table_args__ = (
        UniqueConstraint("task_id", "round", "rung", "occurrence"),
        # Of what waits alone: a taken row leaves them, and a thousand new ones are written to no more than these.
        partial_index("ix_agenda_coming", "at", where=_WAITING),
        partial_index("ix_agenda_waiting", "task_id", where=_WAITING),
        partial_index("ix_agenda_outbox_id", "outbox_id", where=_SAID),
    )
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    round: Mapped[int]
    rung: Mapped[str] = mapped_column(String(24))
    occurrence: Mapped[str] = mapped_column(String(32), default="")
    at: Mapped[datetime]
    fate: Mapped[Fate] = mapped_column(Word(Fate), default=Fate.WAITING)
    reason: Mapped[str | None] = mapped_column(String(40))
    taken_at: Mapped[datetime | None]
    outbox_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"))


class RunSlot(Base):
    """One run of a periodic job. Whoever inserts the row does the run; the key lets it be done once."""

    __tablename__ = "run_slot"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    slot: Mapped[str] = mapped_column(String(40), primary_key=True)
    claimed_at: Mapped[datetime]


class Mark(Base):
    """A fact about this database as a whole, e.g. that it has served a real token."""

    __tablename__ = "mark"
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str] = mapped_column(String(400))
    at: Mapped[datetime]
