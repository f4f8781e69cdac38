"""Reading cases read by all who read them: the form of `huiyin read` with who read what of each task."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.reading import replies
from bot.reading.cases import asked_tasks, told
from bot.second_reader import classifier
from bot.second_reader.agreement import Trust
from bot.second_reader.combined import read_by_all
from bot.second_reader.learned import reading
from db.reading_facts import AskedTask, Reading
from schedules.workdays import Calendar


@dataclass(frozen=True, slots=True)
class Asked:
    """A case as the readers are shown it, and what the grammar alone made of it."""

    text: str
    tasks: Sequence[AskedTask]
    today: date
    stages: replies.Stages

    @property
    def reading(self) -> Reading:
        return self.stages.reading


def asked(case: Mapping[str, Any], calendar: Calendar) -> Asked:
    """Of a reply case `{today, tasks, text}`. Raises KeyError, TypeError, ValueError for what is none."""
    tasks = asked_tasks(case)
    today, text = date.fromisoformat(case["today"]), str(case["text"])
    return Asked(text, tasks, today, replies.stages(text, tasks, today=today, calendar=calendar))


def read_case(
    case: Mapping[str, Any], calendar: Calendar, *, answered: str | None = None, trust: Trust = Trust.PROPOSE
) -> dict[str, Any]:
    """As the service reads it; `answered` is a model's answer as written."""
    of = asked(case, calendar)
    agreed = read_by_all(
        of.stages,
        of.text,
        of.tasks,
        today=of.today,
        calendar=calendar,
        classifier=classifier.built_in(),
        learned=reading.built_in(),
        answered=answered,
        trust=trust,
    )
    by = {str(ref): outcome.value for ref, outcome in agreed.outcomes}
    return {"id": case.get("id"), **told(agreed.reading), "read_by": by}
