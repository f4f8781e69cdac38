"""Files that go out beside the messages."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, LargeBinary, String, text
from sqlalchemy.orm import Mapped, deferred, mapped_column

from db.models.base import Base, Key, Word, partial_index


class Drawn(StrEnum):
    CHART = "chart"  # PNG
    WORKBOOK = "workbook"  # xlsx
    DRAFT = "draft"  # xlsx: what a speech or minutes hand out
    FAULTS = "faults"  # somebody's own workbook, with what is wrong written into its cells
    INVITATIONS = "invitations"  # xlsx: links for everybody without an account
    DIFFERENCE = "difference"  # xlsx: what an import would change
    DOCUMENT = "document"  # docx: a paper of the office


_UNMADE = text("made_at IS NULL")
_KEPT = text("content IS NOT NULL")


class Attachment(Base):
    """One file: ordered with the message it goes with, made by a process of its own, uploaded once.

    Where a person asked for it, it is his alone; otherwise it goes to all who read the weekly report.
    """

    __tablename__ = "attachment"
    __table_args__ = (
        partial_index("ix_attachment_unmade", "id", where=_UNMADE),
        partial_index("ix_attachment_kept", "made_at", where=_KEPT),
    )
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)  # chart:2027-01-08:office
    kind: Mapped[Drawn] = mapped_column(Word(Drawn))
    slot: Mapped[str] = mapped_column(String(20))
    leader_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)  # of his field; None: the whole
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)  # who asked for it
    chosen: Mapped[str] = mapped_column(String(100), default="")  # which tasks, in his words; empty: all of his
    name: Mapped[str] = mapped_column(String(120))  # of the file
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))  # None: not made yet, or purged
    file_id: Mapped[str | None] = mapped_column(String(300))  # under which the messenger knows it
    ordered_at: Mapped[datetime]
    not_before: Mapped[datetime | None]  # made at an hour to come: a sheet before a meeting
    made_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)  # that failed
    # The row that uploads it while it is being sent; the others wait for the file_id.
    uploader_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"), index=True)
