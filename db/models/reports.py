"""What people said of their tasks, word for word, and what followed from it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Key, Word, partial_index
from db.reading_facts import Said


class Way(StrEnum):
    CHAT = "chat"
    BUTTON = "button"
    TELEPHONE = "telephone"  # 电话代录, entered by a coordinator
    RELAY = "relay"  # 转述 by a secretary
    PAPER_NOTE = "paper_note"  # 批示 given on paper or by word, entered by a coordinator
    PAPER = "paper"  # 台账原有记录: what the table said before it came in


class Saying(Base):
    """One message of a person, kept word for word; the only place where a person's words live."""

    __tablename__ = "saying"
    __table_args__ = (Index("ix_saying_chat_id_message_id", "chat_id", "message_id"), Index("ix_saying_at", "at"))
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    chat_id: Mapped[int | None] = mapped_column(BigInteger)
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    at: Mapped[datetime]
    way: Mapped[Way] = mapped_column(Word(Way))
    words: Mapped[str] = mapped_column(Text)
    cause: Mapped[str] = mapped_column(String(80))
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    read_by: Mapped[dict[str, str] | None] = mapped_column(JSON)  # by 编号 ("" where none): which reader read it


class Report(Base):
    """回音: what one saying says of one task. A withdrawn report stays, with the moment it was withdrawn."""

    __tablename__ = "report"
    __table_args__ = (Index("ix_report_task_id_at", "task_id", "at"),)
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    saying_id: Mapped[int] = mapped_column(ForeignKey("saying.id"), index=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    at: Mapped[datetime]
    said: Mapped[Said | None] = mapped_column(Word(Said))
    percent: Mapped[float | None]
    expected_date: Mapped[date | None]
    new_deadline: Mapped[date | None]
    reason: Mapped[str | None] = mapped_column(Text)
    blocker: Mapped[str | None] = mapped_column(Text)
    help_from: Mapped[list[Any]] = mapped_column(default=list)
    delegate: Mapped[str | None] = mapped_column(Text)
    promised_percent: Mapped[float | None]
    promised_by: Mapped[date | None]
    substance: Mapped[bool]
    period: Mapped[str | None] = mapped_column(String(16))  # of a recurring task: the period it reports for
    before: Mapped[dict[str, Any]]  # the task's facts before it, so that a withdrawal restores them
    withdrawn_at: Mapped[datetime | None]


_OPEN = text("ended_at IS NULL")


class Promise(Base):
    """承诺: a date, or a percent by a date; the first wording stays."""

    __tablename__ = "promise"
    __table_args__ = (
        partial_index("ix_promise_open", "by", where=_OPEN),
        Index("ix_promise_ended_at", "ended_at"),
    )
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    by: Mapped[date]
    percent: Mapped[float | None]
    made_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]
    kept: Mapped[bool | None]  # None: open, or replaced by a later promise


class Problem(Base):
    """问题: an obstacle, and whose help is wanted."""

    __tablename__ = "problem"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    obstacle: Mapped[str] = mapped_column(Text)
    help_from: Mapped[list[Any]] = mapped_column(default=list)
    since: Mapped[datetime]
    solved_at: Mapped[datetime | None]


class Evidence(Base):
    """A file a person sent: kept by Telegram's id of it."""

    __tablename__ = "evidence"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    saying_id: Mapped[int] = mapped_column(ForeignKey("saying.id"), index=True)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    file_id: Mapped[str] = mapped_column(String(300))
    name: Mapped[str] = mapped_column(String(300), default="")
    album: Mapped[str | None] = mapped_column(String(64), index=True)
