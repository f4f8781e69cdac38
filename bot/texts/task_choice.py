"""Which of these tasks: a button for each, so that none is out of reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.texts import keyboards
from bot.texts.keyboards import Button
from bot.texts.questions import task_label

TITLED = 10  # rows with a title; the others have a button by number, their titles stand in the text
MOST = 90  # Telegram shows 100 buttons, and a way out stands below


@dataclass(frozen=True, slots=True)
class TaskChoice:
    text: str
    rows: list[Sequence[Button]] = field(default_factory=list)


def of_tasks(question: str, offered: Sequence[tuple[int, str, str]], *, beyond: str) -> TaskChoice:
    """`offered`: 编号, title, and the data of its button; `beyond`: what to do about a task that has no button."""
    titled, numbered, rest = offered[:TITLED], offered[TITLED:MOST], offered[MOST:]
    lines = [question, *(f"　{number}号 {title[:20]}" for number, title, _ in numbered)]
    lines += [f"其余{len(rest)}项{beyond}。"] if rest else []
    rows: list[Sequence[Button]] = [[(task_label(number, title)[:40], data)] for number, title, data in titled]
    rows += keyboards.rows_of([(f"{number}号", data) for number, _, data in numbered], 5)
    return TaskChoice("\n".join(lines), rows)
