"""What somebody raised and somebody else has to act on: letters, difficulties, 批示, refusals."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.matter_verbs import MatterKind, MatterState
from db.models.base import Base, Key, Word


class Matter(Base):
    """One thing with an owner and a next date until it ends. Without a holder it is the supervision office's."""

    __tablename__ = "matter"
    __table_args__ = (
        Index("ix_matter_state_next_on", "state", "next_on"),
        Index("ix_matter_kind_ended_at", "kind", "ended_at"),
    )
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    kind: Mapped[MatterKind] = mapped_column(Word(MatterKind))
    state: Mapped[MatterState] = mapped_column(Word(MatterState), default=MatterState.OPEN)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), index=True)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))  # whose coordinator is responsible
    raised_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    saying_id: Mapped[int] = mapped_column(ForeignKey("saying.id"), index=True)
    problem_id: Mapped[int | None] = mapped_column(ForeignKey("problem.id"), index=True)
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    raised_at: Mapped[datetime]
    due: Mapped[date | None]  # the day by which it is to be done, where one was named
    period: Mapped[str | None] = mapped_column(String(10))  # of standing work a member of a group answers for
    next_on: Mapped[date | None]  # the day on which its owner is asked again; None once it is over
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("saying.id"))  # the last word of its holder
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    outcome: Mapped[str | None] = mapped_column(String(40))

    @property
    def with_its_leader(self) -> bool:
        """批示: its answer was brought to the leader who gave it; it is his to read or to send back."""
        return self.kind is MatterKind.DIRECTIVE and self.answer_id is not None
