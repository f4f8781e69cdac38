"""Questions put to a person: asked, answered, or handed to a coordinator after two rounds."""

from __future__ import annotations

from db.added import added
from db.models import Person, Question, Saying
from db.open_questions import Asked, OpenQuestion, written
from schedules.steps.context import StepContext

ROUNDS = 2


async def ask(
    context: StepContext,
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
        asked_at=context.now,
    )
    question = await added(context.session, question)
    context.note("ask", question=question.id, of=kind.value, round=round_)
    return question


def close(context: StepContext, question: Question, outcome: str) -> None:
    question.closed_at, question.outcome = context.now, outcome
    context.note("answer", question=question.id, outcome=outcome)
