"""督查通报 on paper and in the chat, from the same figures: the whole, what happened, the units, what is late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.documents.content import Document, Part, Table, Text
from bot.texts import issuing, weekly, words
from bot.texts.papers.shared import day, figures_table, full_day, in_sentence, late, numbered
from db.figures import Week
from schedules.tally import Tally

TO = "各市领导，各有关单位"
ASKED = "请有关单位对超期和严重滞后的事项逐项查明原因、明确措施和完成时限，抓紧办理并反馈。"


@dataclass(frozen=True, slots=True)
class LateTask:
    number: int
    title: str
    department: str
    due: date | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class Bulletin:
    """`since`: the first day of what it reports on, the day it is drawn is the last; `measured`: line by line."""

    since: date
    today: date
    whole: Tally
    units: Mapping[str, Tally]
    week: Week
    late: Sequence[LateTask]
    measured: Sequence[str] = ()

    @property
    def period(self) -> str:
        return f"{day(self.since, self.today)}至{day(self.today, self.today)}"


def text(found: Bulletin, *, units: int) -> str:
    """As it is read in the chat."""
    by_unit: dict[str, list[issuing.Late]] = {}
    for task in found.late:
        days = (found.today - task.due).days if task.overdue and task.due else 0
        by_unit.setdefault(task.department, []).append(issuing.Late(task.number, task.title, days))
    title = issuing.bulletin_title(found.today, today=found.today)
    return issuing.bulletin(title, weekly.summary(found.whole), list(by_unit.items())[:units])


def periodic_draft(found: Bulletin, text: str) -> str:
    return f"定期拟稿（{found.period}）。{issuing.bulletin_draft(text)}"


def put_before(text: str, signer: str) -> str:
    return f"{text}\n已呈{signer}签发；如需修改，可撤回拟稿。"


def document(found: Bulletin, *, sender: str) -> Document:
    sections: list[tuple[str, list[Part]]] = [
        ("总体情况", [Text(f"截至{full_day(found.today)}，全市督查事项{in_sentence(found.whole)}{_happened(found)}")]),
        ("各单位办理情况", [figures_table("单位", found.units, found.whole)]),
        ("超期和严重滞后事项", [_late(found), Text(ASKED)] if found.late else [Text("目前没有超期或严重滞后的事项。")]),
    ]
    if found.measured:
        sections.append(("指标完成情况", [Text("\n".join(found.measured))]))
    return Document("督查通报", numbered(sections), to=TO, sender=sender, on=found.today)


def in_words(said: str, *, sender: str, today: date) -> Document:
    """A bulletin in the coordinator's own words."""
    return Document("督查通报", (Text(said),), to=TO, sender=sender, on=today)


def _happened(found: Bulletin) -> str:
    week = found.week
    counted = (("申请办结", week.claims), ("销号", week.closed), ("退回", week.returned), ("催办", week.urged))
    done = [f"收到反馈{week.reports}条", *(f"{word}{count}项" for word, count in counted if count)]
    return f"{found.period}，{'，'.join(done)}。"


def _late(found: Bulletin) -> Table:
    rows = tuple(
        (
            str(task.number),
            task.title,
            task.department,
            day(task.due, found.today) if task.due else "常态推进",
            (late(task.due, found.today) if task.overdue else "") or "严重滞后",
        )
        for task in found.late
    )
    return Table(("编号", "事项", "牵头单位", "时限", "情况"), rows, (9, 38, 22, 16, 18))


def week_before(today: date) -> date:
    return today - timedelta(days=6)


def measured_lines(said: str) -> list[str]:
    """Without the lamps, which no printer's letters have."""
    return [f"{line}。" for line in (" ".join(words.without_lamps(row).split()) for row in said.splitlines()) if line]
