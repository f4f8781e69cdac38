"""A leader's sheet before his meeting: his figures, what presses, what waits for him, his units, his projects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.documents.content import Document, Part, Table, Text
from bot.texts.papers.shared import figures_table, full_day, in_sentence, numbered, stand, task_table
from bot.texts.task_lines import TaskLine
from schedules.standing import Lamp
from schedules.tally import Tally


@dataclass(frozen=True, slots=True)
class Field:
    """`measured`: the line of his indicators; `waiting`: what waits for his word, a line each."""

    leaders: str
    whole: Tally
    units: Mapping[str, Tally]
    lines: Sequence[TaskLine]  # unfinished, worst first
    projects: Sequence[tuple[TaskLine, str]]  # with what its type asks for: 阶段、资金来源、专员
    waiting: Sequence[str] = ()
    measured: str = ""


def document(field: Field, *, sender: str, today: date) -> Document:
    pressing = [line for line in field.lines if line.lamp in (Lamp.RED, Lamp.YELLOW)]
    projects = {line.task_id for line, _ in field.projects}
    others = [line for line in field.lines if line not in pressing and line.task_id not in projects]
    sections: list[tuple[str, list[Part]]] = [
        ("总体情况", [Text(f"截至{full_day(today)}，{field.leaders}牵头事项{in_sentence(field.whole)}")]),
        ("需要关注的事项", [task_table(pressing)] if pressing else [Text("目前没有超期或明显滞后的事项。")]),
    ]
    if field.waiting:
        rows = "\n".join(f"{place}．{row}" for place, row in enumerate(field.waiting, 1))
        sections.append(("等待您决定的事项", [Text(rows)]))
    if field.projects:
        sections.append(("项目情况", [_projects(field.projects)]))
    if field.measured:
        sections.append(("指标情况", [Text(field.measured)]))
    sections.append(("各单位情况", [figures_table("单位", field.units, field.whole)]))
    if others:
        sections.append(("其他在办事项", [task_table(others)]))
    return Document(f"{field.leaders}分管工作督查情况", numbered(sections), sender=sender, on=today)


def _projects(projects: Sequence[tuple[TaskLine, str]]) -> Table:
    rows = tuple((str(line.number), line.title, line.department, known, stand(line)) for line, known in projects)
    return Table(("编号", "项目", "牵头单位", "阶段和要素", "办理情况"), rows, (9, 26, 18, 25, 26))
