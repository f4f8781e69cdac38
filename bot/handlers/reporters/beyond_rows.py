"""What a head says beyond what is stored: a part that is not his, a request, a stretch that gave nothing. None of it
vanishes: the first two go to the coordinators, the third is named in the echo, and he says with a tap what it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.handlers.context import BoundContext
from bot.handlers.replying import step_context
from bot.texts import questions
from bot.texts import reporters as texts
from db import tasks
from db.models import MatterKind, Saying
from db.open_questions import Asked, Choice, Do, OpenQuestion
from db.open_tasks import KnownTask
from db.payloads import EchoPayload, EchoQuestion, EchoRow
from db.reading_facts import Reading, Row, Said, Stretch
from schedules.steps import asking
from schedules.steps import matters as steps

if TYPE_CHECKING:
    from bot.reading.asks.asides import Asides

BUTTONS = 3  # tasks that one tap may name; of more he says which


@dataclass(frozen=True, slots=True)
class Kept:
    """The words that were read, what was made of them, and what they say besides."""

    saying: Saying
    reading: Reading
    beside: Asides | None
    told: MatterKind | None  # how all of it has gone to the coordinators already


async def added(context: BoundContext, stored: EchoPayload, kept: Kept, found: Sequence[KnownTask]) -> EchoPayload:
    """The echo, with a line for everything in the message that it does not show."""
    lines = [stored.addendum] if stored.addendum else []
    if kept.beside is not None and kept.beside.refuses_a_part:
        await _raise(context, MatterKind.REFUSAL, stored, kept.saying)
        lines.append(texts.part_refused(kept.beside.refusing))
    asked = kept.beside.asking if kept.beside is not None else ()
    if asked and kept.told is None:
        if not any(map(goes_to_somebody, stored.rows)):
            await _raise(context, MatterKind.LETTER, stored, kept.saying)
        lines.append(texts.request_passed_on(asked))
    left = [each for each in _left_out(kept) if not _is_passed_on(_words(kept, each), kept)]
    more = (await _ask(context, kept, left, found),) if left else ()
    return replace(stored, questions=(*stored.asked, *more), question=None, addendum="\n".join(lines))


def goes_to_somebody(row: EchoRow) -> bool:
    """A coordinator gets it, and with it all the words."""
    return bool(row.blocker or row.decision or row.extension or row.claimed or row.confirming)


def _left_out(kept: Kept) -> Sequence[Stretch]:
    from bot.reading.rows import told  # see bot.runtime.preload

    return told.left_out(kept.reading)


def _words(kept: Kept, stretch: Stretch) -> str:
    read = kept.beside.report if kept.beside is not None else kept.saying.words
    return read[stretch.start : stretch.end].strip(" ,，。;；\n")


def _is_passed_on(said: str, kept: Kept) -> bool:
    """The coordinators have it as a request, or as what the whole message asks."""
    if kept.told in (MatterKind.QUESTION, MatterKind.LETTER, MatterKind.CHANGE):
        return True
    return kept.beside is not None and any(each in said for each in kept.beside.asking)


async def _raise(context: BoundContext, kind: MatterKind, stored: EchoPayload, saying: Saying) -> None:
    about = await tasks.by_ids(context.session, stored.items if len(stored.items) == 1 else [])
    task = next(iter(about.values()), None)
    await steps.raised(step_context(context), kind, person=context.person, saying=saying, task=task)


async def _ask(context: BoundContext, kept: Kept, left: Sequence[Stretch], found: Sequence[KnownTask]) -> EchoQuestion:
    likely = {ref for each in left for ref in each.refs}
    by_likelihood = sorted(found, key=lambda task: task.number not in likely)
    choices = [Choice(questions.TO_THE_OFFICE, do=Do.OFFICE)]
    choices += [
        Choice(texts.is_progress_of(task.number), row=Row(task.number, state=Said.IN_PROGRESS))
        for task in by_likelihood[:BUTTONS]
    ]
    if len(found) > BUTTONS:
        choices.append(Choice(texts.OTHER_TASK, do=Do.PROGRESS))
    text = texts.left_out([_words(kept, each) for each in left])
    opened = OpenQuestion(text, choices=tuple(choices))
    question = await asking.ask(step_context(context), context.person, Asked.LEFT_OUT, opened, saying=kept.saying)
    return EchoQuestion(question.id, text, tuple(choice.label for choice in choices))
