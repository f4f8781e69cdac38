"""The ledger: what was handed out, to whom, by when, and how far it is."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.lifecycle import State
from db.models.base import Base, Facts, Key, Word, partial_index
from db.models.people import Department, Person


class Mode(StrEnum):
    DEADLINE = "deadline"  # 限期办结
    RECURRING = "recurring"  # 常态推进


class Ledger(Base):
    __tablename__ = "ledger"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    base_date: Mapped[date]
    imported_at: Mapped[datetime]
    columns: Mapped[list[Any] | None]  # of the office's own table, in its order: header and the field it was read as


_UNFINISHED = text("state NOT IN ('closed', 'stopped')")
_FINISHED = text("state IN ('closed', 'stopped')")


class Task(Base):
    """One 事项. Lateness is not kept here: it is a question put to the clock."""

    __tablename__ = "task"
    __table_args__ = (
        Index("ix_task_ledger_id", "ledger_id"),
        Index("ix_task_category", "category"),
        Index("ix_task_title", "title"),
        Index("ix_task_type", "type"),
        Index("ix_task_owner_id_state", "owner_id", "state"),
        Index("ix_task_closed_at", "closed_at", "id"),
        partial_index("ix_task_unfinished", "id", where=_UNFINISHED),
        # Nine tasks of ten, in the end: counted without being read.
        partial_index("ix_task_finished", "lead_department_id", "state", where=_FINISHED),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    ledger_id: Mapped[int] = mapped_column(ForeignKey("ledger.id"))
    no: Mapped[int]  # 序号 in the newest edition that names it; one that an edition leaves out keeps its last
    number: Mapped[int] = mapped_column(unique=True)  # 编号, office-wide, never changes
    category: Mapped[str] = mapped_column(String(100))
    source: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(300))
    target: Mapped[str] = mapped_column(Text, default="")
    lead_department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), index=True)
    leader_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    liaison_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    urgent: Mapped[bool] = mapped_column(default=False)  # 急件
    mode: Mapped[Mode] = mapped_column(Word(Mode))
    type: Mapped[str] = mapped_column(String(40), default="", server_default="")  # as `task_types.toml` names it
    red_line: Mapped[bool] = mapped_column(default=False)  # 红线: standing work whose report is 无 or 有
    original_due: Mapped[date | None]
    due: Mapped[date | None]
    report_every: Mapped[str | None] = mapped_column(String(16))
    report_day: Mapped[int | None]
    imported_digest: Mapped[str] = mapped_column(String(64))  # of the row as imported: importing twice changes nothing

    state: Mapped[State] = mapped_column(Word(State))
    version: Mapped[int] = mapped_column()
    round: Mapped[int] = mapped_column(default=1)
    plan_from: Mapped[date]  # the day of the first hand-out: the plan's line starts there
    began_at: Mapped[datetime]  # of the present round: rungs before it are not planned
    handed_out_at: Mapped[datetime | None]
    signed_at: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]  # first ask the head has not answered
    substance_at: Mapped[datetime | None]  # last report with a figure, a date or a result
    reported_at: Mapped[datetime | None]  # last report of any kind
    claimed_at: Mapped[datetime | None]  # of the waiting or the accepted claim
    closed_at: Mapped[datetime | None]
    overdue_on: Mapped[date | None]  # day of the last overdue rung taken
    repeated_on: Mapped[dict[str, Any]] = mapped_column(
        Facts, default=dict
    )  # a rung without end → day it was last taken on
    asked_figure: Mapped[bool] = mapped_column(default=False)  # the one missing figure was asked for in this round
    evidence_wanted: Mapped[str] = mapped_column(String(200), default="", server_default="")  # before it is closed
    percent: Mapped[float | None]
    expected: Mapped[date | None]  # the date last promised for the whole task

    owner: Mapped[Person] = relationship(foreign_keys=[owner_id], lazy="raise")
    leader: Mapped[Person | None] = relationship(foreign_keys=[leader_id], lazy="raise")
    lead_department: Mapped[Department] = relationship(foreign_keys=[lead_department_id], lazy="raise")
    milestones: Mapped[list[Milestone]] = relationship(
        order_by="Milestone.position", lazy="raise", cascade="all, delete-orphan"
    )

    # Two workers who read the same task cannot both change it: the slower one starts again.
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


_UNTOLD = text("told_at IS NULL")


class SupportingDepartment(Base):
    __tablename__ = "supporting_department"
    __table_args__ = (
        partial_index(
            "ix_supporting_department_untold",
            "department_id",
            "task_id",
            where=_UNTOLD,
        ),
    )
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), index=True)
    told_at: Mapped[datetime | None]  # somebody there has heard of the task: it is told once


class LedgerRow(Base):
    """The row of a task as the newest edition of its ledger had it: against it the next edition is compared."""

    __tablename__ = "ledger_row"
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), primary_key=True)
    position: Mapped[int]  # its place in the file
    row: Mapped[dict[str, Any]]
    changed: Mapped[list[Any]] = mapped_column(default=list)  # field, before, after: what was handed out anew for
    changed_round: Mapped[int | None]  # the round that began with it
    missing_since: Mapped[datetime | None]  # the first edition that does not name it


class Milestone(Base):
    __tablename__ = "milestone"
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    due: Mapped[date]
