"""What is known of a task besides its columns: the fields of its type, each with its history."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Key


class TaskField(Base):
    """One value from its day until it ends: a project moves from 储备 to 开工, and both stay known."""

    __tablename__ = "task_field"
    __table_args__ = (Index("ix_task_field_name_value", "name", "value"),)
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    value: Mapped[str] = mapped_column(String(200))
    since: Mapped[datetime]
    ended_at: Mapped[datetime | None]
