"""指标 of a task and the figures reported of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from db.measures import Adding, Direction
from db.models.base import Base, Key, Word


class Indicator(Base):
    __tablename__ = "indicator"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    unit: Mapped[str] = mapped_column(String(16))
    direction: Mapped[Direction] = mapped_column(Word(Direction))
    target: Mapped[float]
    adding: Mapped[Adding] = mapped_column(Word(Adding))
    goals: Mapped[list[Any]] = mapped_column(default=list)  # name, day, value of each stage
    ended_at: Mapped[datetime | None]  # replaced by another, or taken back


class IndicatorFigure(Base):
    """Stands while its report does: a withdrawn report takes its figures along."""

    __tablename__ = "indicator_figure"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"), index=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    at: Mapped[datetime]
    period: Mapped[str | None] = mapped_column(String(16))  # key of the period it is of, where one was named or asked
    value: Mapped[float]
    total: Mapped[bool] = mapped_column(default=False)  # 累计: it stands for all before it
