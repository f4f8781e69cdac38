"""办理经过 of a task on paper: what it is, how it stands, and every step with who and when."""

from __future__ import annotations

from collections.abc import Sequence

from bot.documents.content import Document, Heading, Part, Table, Text
from bot.texts import words
from bot.texts.history import Step, deed
from bot.texts.papers.shared import full_day, limit, stand
from bot.texts.task_lines import TaskLine


def document(line: TaskLine, steps: Sequence[Step], *, sender: str) -> Document:
    facts = [
        ("事项", f"{line.number}号 {line.title}"),
        ("目标要求", line.target or "—"),
        ("牵头单位", line.department),
        ("责任人", line.owner),
        ("牵头领导", line.leader or "未明确"),
        ("办理时限", _limit(line)),
        ("办理情况", stand(line)),
    ]
    parts: list[Part] = [
        Heading("一、基本情况"),
        Table(("项目", "内容"), tuple(facts), (18, 82)),
        Heading("二、办理经过"),
        Table(("时间", "经过", "经办人"), tuple(map(_row, steps)), (22, 60, 20)) if steps else Text("尚无记录。"),
    ]
    return Document(f"{line.number}号事项办理经过", tuple(parts), sender=sender, on=line.today)


def _limit(line: TaskLine) -> str:
    changed = line.original_due is not None and line.original_due != line.due
    return limit(line) + (f"（原定{full_day(line.original_due)}）" if changed and line.original_due else "")


def _row(step: Step) -> tuple[str, ...]:
    said = f"：{words.quoted(step.said, 160)}" if step.said else ""
    return f"{full_day(step.at.date())}{step.at:%H:%M}", f"{deed(step)}{said}", step.who
