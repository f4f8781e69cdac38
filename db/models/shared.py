"""Departments beside the lead of a task: members of a group, and supporting ones that were told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class GroupMember(Base):
    __tablename__ = "group_member"
    group_id: Mapped[int] = mapped_column(ForeignKey("department.id"), primary_key=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), primary_key=True, index=True)
    position: Mapped[int]


class PartnerTold(Base):
    """A supporting department has heard of the task: it is told once."""

    __tablename__ = "partner_told"
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), primary_key=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), primary_key=True)
    told_at: Mapped[datetime]
