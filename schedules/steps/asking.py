"""Questions put to a person: asked, answered, or handed to a coordinator after two rounds."""

from __future__ import annotations

from db.models import Person, Question, Saying
from db.open_questions import Asked, OpenQuestion, written
from schedules.steps.context import Desk

ROUNDS = 2


async def ask(
    desk: Desk,
    person: Person,
    kind: Asked,
    asked: OpenQuestion,
    *,
    saying: Saying | None = None,
    saying_id: int | None = None,
    round_: int = 1,
) -> Question:
    """`saying` (or its id): the words that gave rise to it."""
    question = Question(
        person_id=person.id,
        saying_id=saying.id if saying else saying_id,
        kind=kind.value,
        facts=written(asked),
        round=round_,
        asked_at=desk.now,
    )
    desk.session.add(question)
    await desk.session.flush()
    desk.note("ask", question=question.id, of=kind.value, round=round_)
    return question


def close(desk: Desk, question: Question, outcome: str) -> None:
    question.closed_at, question.outcome = desk.now, outcome
    desk.note("answer", question=question.id, outcome=outcome)
