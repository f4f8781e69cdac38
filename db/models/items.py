"""Sub-items and cases of a task, and the visits to them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.item_words import ItemState
from db.models.base import Base, Key, Word


class Item(Base):
    """A finding, a stretch, a household, a case, a check: what its kind asks stands in `task_types.toml`."""

    __tablename__ = "item"
    __table_args__ = (
        Index("ix_item_task_id_state", "task_id", "state"),
        Index("ix_item_state_kind", "state", "kind"),
    )
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    number: Mapped[int]  # within its task and kind
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(300))
    owner: Mapped[str] = mapped_column(String(100), default="")  # unit or person, as written
    leader: Mapped[str] = mapped_column(String(100), default="")
    place: Mapped[str] = mapped_column(String(120), default="")  # place or firm
    due: Mapped[date | None]
    every: Mapped[str | None] = mapped_column(String(16))  # a visit in each of these periods
    state: Mapped[ItemState] = mapped_column(Word(ItemState))
    opened_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"), index=True)  # that has closed it
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"), index=True)  # 新增…, in a reply
    promise_id: Mapped[int | None] = mapped_column(ForeignKey("promise.id"), index=True)  # a broken one


class ItemCount(Base):
    """Of a task whose sub-items are known by their number alone: 36个问题已整改35个."""

    __tablename__ = "item_count"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    total: Mapped[int]
    done: Mapped[int]


class Visit(Base):
    """Somebody was there, on a day, and found something."""

    __tablename__ = "visit"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), index=True)
    visitor: Mapped[str] = mapped_column(String(100))
    on: Mapped[date] = mapped_column("visited_on")
    found: Mapped[str] = mapped_column(Text, default="")
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"), index=True)
