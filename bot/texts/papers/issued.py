"""督办单 and 专报 on paper, from what was put on record when they were signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.documents.content import Colour, Document, Table, Text
from bot.texts.papers.shared import day, full_day, late

DRAFT = "（拟稿，未签发）"


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    title: str
    department: str
    due: date | None
    asked: date | None  # since when an answer is wanted


@dataclass(frozen=True, slots=True)
class Signed:
    """Who drafted, who signed, when it left; `number`: empty while it waits."""

    number: str
    drafter: str
    signer: str
    on: date

    @property
    def notes(self) -> tuple[str, ...]:
        return (f"拟稿：{self.drafter}" + (f"　　签发：{self.signer}" if self.signer else ""),)


def order(signed: Signed, owner: str, colour: str, answer_by: date, rows: Sequence[Row], *, sender: str) -> Document:
    overdue = sum(bool(late(row.due, signed.on)) for row in rows)
    late_ones = f"（其中{overdue}项已超期）" if overdue else ""
    text = (
        f"下列{len(rows)}项督查事项经多次提醒，至今未反馈办理情况{late_ones}。"
        f"请抓紧办理，并于{full_day(answer_by)}前反馈办理情况、存在困难和下一步安排。"
    )
    return Document(
        f"督办单（{colour}）",
        (Text(text), _table(rows, signed.on)),
        number=signed.number or DRAFT,
        to=owner,
        sender=sender,
        on=signed.on,
        colour=Colour(colour),
        notes=signed.notes,
    )


@dataclass(frozen=True, slots=True)
class Silence:
    """What the office had done before it reported."""

    owner: str
    workdays: int
    urged: int
    orders: Sequence[str]


def report(signed: Signed, leaders: Sequence[str], silence: Silence, rows: Sequence[Row], *, sender: str) -> Document:
    done = [f"督查室催办{silence.urged}次" if silence.urged else "经多次提醒"]
    done += [f"{'、'.join(silence.orders)}未答复"] if silence.orders else []
    text = (
        f"{silence.owner}负责的下列{len(rows)}项督查事项，{'，'.join(done)}，"
        f"最久{silence.workdays}个工作日未反馈办理情况。现将有关情况报上，请审阅。"
    )
    return Document(
        "督查专报",
        (Text(text), _table(rows, signed.on), Text("如需批示，请回复督查助手并写明编号，督查室将跟踪落实并及时报告。")),
        number=signed.number or DRAFT,
        to="、".join(leaders),
        sender=sender,
        on=signed.on,
        notes=signed.notes,
    )


def _table(rows: Sequence[Row], on: date) -> Table:
    header = ("编号", "事项", "牵头单位", "时限", "未反馈情况")
    lines = tuple(
        (
            str(row.number),
            row.title,
            row.department,
            day(row.due, on) if row.due else "常态推进",
            "，".join(
                part for part in (late(row.due, on), f"{day(row.asked, on)}起未反馈" if row.asked else "") if part
            )
            or "未反馈",
        )
        for row in rows
    )
    return Table(header, lines, (9, 31, 19, 18, 30))
