"""What became of the 议定事项 of a meeting, and of any other ledger, on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.documents.content import Document, Part, Text
from bot.texts.papers.shared import full_day, in_sentence, numbered, task_table
from bot.texts.task_lines import TaskLine
from schedules.tally import Tally


def line(place: int, name: str, on: date, tally: Tally) -> str:
    overdue = f"，超期{tally.overdue}" if tally.overdue else ""
    return (
        f"{place}. {name}（{full_day(on)}）：共{tally.total}项，已销号{tally.closed}，在办{tally.unfinished}{overdue}"
    )


def listing(lines: Sequence[str]) -> str:
    if not lines:
        return "目前没有可查看的会议。督查员可发“会议纪要：会议名称”，其后每行一项，录入议定事项。"
    return "\n".join(["【会议清单】由近到远；发会议名称可看各项办理情况。", *lines])


def document(
    name: str, tally: Tally, lines: Sequence[TaskLine], *, since: date | None, sender: str, today: date
) -> Document:
    decided = "会" in name  # any other ledger is printed alike, and was decided by nobody
    held = f"{full_day(since)}议定的事项，" if since is not None and decided else ""
    groups = (
        ("超期事项", [line for line in lines if _overdue(line)]),
        ("在办事项", [line for line in lines if not line.closed and not _overdue(line)]),
        ("办结和中止事项", [line for line in lines if line.closed]),
    )
    said = Text(f"{held}截至{full_day(today)}，{in_sentence(tally)}")
    sections: list[tuple[str, list[Part]]] = [("总体情况", [said])]
    sections += [(f"{title}（{len(found)}项）", [task_table(found)]) for title, found in groups if found]
    return Document(f"{name}{'议定事项' if decided else ''}办理情况", numbered(sections), sender=sender, on=today)


def _overdue(line: TaskLine) -> bool:
    return not line.closed and (line.days_left or 0) < 0
