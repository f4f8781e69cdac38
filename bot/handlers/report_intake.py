"""A message of a head becomes reports, one echo, and at most one question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from telegram import Update

from bot.handlers import clarifications, indicators, late_words, named_tasks, subitems, waits_with
from bot.handlers.context import BoundContext
from bot.handlers.echo_rows import echo_row
from bot.handlers.named_tasks import asked
from bot.handlers.replied_tasks import replied_tasks
from bot.handlers.replying import queue, react, say, step_context, today_of
from bot.handlers.reporters import beyond_rows
from bot.reading.asks.courtesy import is_greeting, is_thanks
from bot.reading.asks.standpoints import asks_office
from bot.reading.commands import signs
from bot.reading.text.normal_form import plain
from bot.texts import matters as matter_texts
from bot.texts import questions, sentences, task_answers
from db import open_tasks as open_tasks_of
from db import outbox, reports, tasks
from db.lifecycle import UNFINISHED
from db.models import MatterKind, Mode, Person, Question, Saying, Task, Way
from db.open_questions import Asked, Choice, Do, OpenQuestion, read_stored
from db.open_tasks import KnownTask, OpenTask
from db.payloads import EchoPayload, EchoQuestion, OutcomePayload, RequestOutcome
from db.reading_facts import Intent, Query, Reading, Row, Said
from db.reading_figures import OF_SECOND, OVERRULED
from schedules.steps import asking, learning, red_lines, reporting, signing, withdrawing
from schedules.steps import matters as steps
from schedules.steps.notices import tell_outcomes
from schedules.steps.reporting import Heard, Understood

if TYPE_CHECKING:
    from bot.reading.asks.asides import Asides

AT_ONCE = 4  # questions about dates in one message


async def open_tasks(context: BoundContext) -> Sequence[Task]:
    """What this person may report on today: his own, and those of whoever he stands in for. Read once
    per update: several readings are tried on the same words."""
    scope = context.scope
    if scope.open_tasks is None:
        scope.open_tasks = await tasks.open_of(context.session, context.person.answers_for(today_of(context)))
    return [task for task in scope.open_tasks if task.state in UNFINISHED]


async def his_tasks(context: BoundContext) -> Sequence[OpenTask]:
    """As `open_tasks`, for whoever reads words of them: of twenty one is spoken of, and that one is loaded."""
    scope = context.scope
    if scope.his is None:
        scope.his = await open_tasks_of.of(context.session, context.person.answers_for(today_of(context)))
    ended = open_tasks_of.ended_here(context.session)
    return [task for task in scope.his if task.id not in ended] if ended else scope.his


async def finished_tasks(context: BoundContext) -> Sequence[tasks.Named]:
    """Those of his that are closed or stopped: who names one by its number means it and no day of the month."""
    return await tasks.finished_of(context.session, context.person.answers_for(today_of(context)))


async def keep(
    context: BoundContext, update: Update, said: str, *, way: Way = Way.CHAT, reading: Reading | None = None
) -> Saying:
    message = update.effective_message
    read_by = {str(ref or ""): reader for ref, reader in reading.read_by} if reading is not None else None
    heard = Heard(
        person=context.person,
        words=said,
        way=way,
        chat_id=message.chat_id if message else None,
        message_id=message.message_id if message else None,
        read_by=read_by,
    )
    return await reporting.keep_saying(step_context(context), heard)


async def keep_for(context: BoundContext, update: Update, said: str, person: Person) -> Saying:
    """Words of somebody else, put on record by the person in hand."""
    message = update.effective_message
    heard = Heard(
        person=person,
        words=said,
        way=Way.PAPER_NOTE,
        chat_id=message.chat_id if message else None,
        message_id=message.message_id if message else None,
        entered_by=context.person,
    )
    return await reporting.keep_saying(step_context(context), heard)


async def take_in(
    context: BoundContext,
    update: Update,
    reading: Reading,
    found: Sequence[KnownTask],
    saying: Saying,
    *,
    beside: Asides | None = None,
) -> None:
    """Store what is safe, ask about the rest, answer in one message."""
    in_part = beside is not None and beside.refuses_a_part
    if reading.intent is Intent.CORRECTION:
        await learning.corrected(step_context(context), saying, asked(found), reading.rows)
    if not reading.rows and not in_part and _asks(saying.words, reading):
        await raise_letter(context, MatterKind.QUESTION, saying)
        await say(context, update, passed_on(saying.words))
        return
    if not reading.rows and not in_part and await _for_the_office(context, update, reading, found, saying):
        return
    stored = await store(context, saying, reading.rows, reading.queries, found)
    await close_answered(context, [row.number for row in stored.rows], saying)
    told = None if in_part else await pass_on(context, stored, saying)
    if stored.rows or stored.asked:
        if told in (MatterKind.QUESTION, MatterKind.LETTER):
            stored = replace(stored, addendum=sentences.ALSO_TO_OFFICE + _how_to_ask(saying.words))
        stored = await beyond_rows.added(context, stored, beyond_rows.Kept(saying, reading, beside, told), found)
        await queue(context, update, stored, items=stored.items)
        return
    await _nothing_stored(context, update, reading, found, saying)


def passed_on(said: str) -> str:
    return sentences.PASSED_ON + _how_to_ask(said)


def _how_to_ask(said: str) -> str:
    """选择题: whoever wants a decision and brings no choice hears what is wanting."""
    from bot.reading.asks import decisions  # see bot.runtime.preload

    choice = decisions.choice(plain(said))
    return "" if choice is None or len(choice.options) >= 2 else sentences.OPTIONS_WANTED


async def _for_the_office(
    context: BoundContext, update: Update, reading: Reading, found: Sequence[KnownTask], saying: Saying
) -> bool:
    """这事我不清楚，你问我们主任: nothing is reported, and the office is to do something."""
    from bot.reading.asks import standpoints  # see bot.runtime.preload

    asks_more = reading.intent is Intent.EXTENSION or standpoints.claims(saying.words)
    blocked = any(row.blocker for query in reading.queries for row in query.proposed)
    if asks_more or blocked or not standpoints.wants_office(saying.words):
        return False
    named = named_tasks.named(context, saying.words, found)
    await raise_letter(context, MatterKind.LETTER, saying, task=named[0] if len(named) == 1 else None)
    await say(context, update, sentences.TO_OFFICE)
    return True


async def take_back(context: BoundContext, saying: Saying) -> list[Task]:
    """撤销: the tasks it spoke of; that it was misread is kept, for the readers to learn from."""
    withdrawn = await withdrawing.withdraw(step_context(context), saying)
    if withdrawn:
        await learning.misread(step_context(context), saying, asked(await his_tasks(context)))
    if saying.entered_by_id is not None and saying.person_id != context.person.id:
        # He was told of the entry, and is told that it is gone.
        undone = [OutcomePayload(RequestOutcome.UNDONE, task.id, reason="代您登记的反馈") for task in withdrawn]
        if undone:
            await tell_outcomes(step_context(context), [(saying.person_id, each) for each in undone])
    return withdrawn


def _asks(said: str, reading: Reading) -> bool:
    """It wants an answer from the office, and nothing read of it says how far something is."""
    proposed = any(row.state is not Said.IN_PROGRESS for query in reading.queries for row in query.proposed)
    return asks_office(said) and not proposed and reading.intent not in (Intent.CORRECTION, Intent.EXTENSION)


async def store(
    context: BoundContext,
    saying: Saying,
    rows: Sequence[Row],
    queries: Sequence[Query],
    found: Sequence[KnownTask],
    *,
    round_: int = 1,
) -> EchoPayload:
    """The echo: what stands now, and the open question."""
    steps = step_context(context)
    refs = {row.ref for row in rows}
    named = [task for task in found if task.number in refs]
    figures = await indicators.figures_of(context, saying.words, named)
    about = await _whole(context, named)
    understood = await reporting.report(steps, saying, rows, person=context.person, figures=figures, known=about)
    context.scope.measures.clear()
    parts = await subitems.store(context, saying.words, understood)
    for each in understood:
        if each.task.red_line:
            await red_lines.follow(steps, each.task, saying)
    if queries:
        questions_ = await clarifications.ask(context, queries, asked(found), saying=saying, round_=round_)
    else:
        questions_ = await _follow_up(context, understood, saying)
    return EchoPayload(
        tuple(echo_row(each, also=parts.get(each.task.id, ())) for each in understood),
        items=tuple(each.task.id for each in understood),
        questions=questions_,
        saying_id=saying.id,
        assisted=tuple(each.task.number for each in understood if _by_second(saying, each.task)),
    )


async def _whole(context: BoundContext, found: Sequence[KnownTask]) -> Sequence[Task]:
    """With all that belongs to them, for a step."""
    narrow = [task.id for task in found if isinstance(task, OpenTask)]
    loaded = await tasks.by_ids(context.session, narrow) if narrow else {}
    return [task if isinstance(task, Task) else loaded[task.id] for task in found]


def _by_second(saying: Saying, task: Task) -> bool:
    return (saying.read_by or {}).get(str(task.number)) == OF_SECOND


async def _follow_up(
    context: BoundContext, understood: Sequence[Understood], saying: Saying
) -> tuple[EchoQuestion, ...]:
    """After a clear report: is the difficulty over, or what is the one missing figure? Asked once."""
    for each in understood:
        if each.difficulty_stands:
            return (await _ask_difficulty(context, each.task, saying),)
    late = [each for each in understood if await _is_late(context, each)]
    if late:
        for each in late:
            await steps.raised(
                step_context(context), MatterKind.LATE, person=context.person, saying=saying, task=each.task
            )
        return tuple([await _ask_late(context, each, saying) for each in late[:AT_ONCE]])
    doubted = indicators.questions(understood)
    if doubted:
        return tuple(
            [await _open(context, Asked.FIGURE, text, choices, saying) for _, text, choices in doubted[:AT_ONCE]]
        )
    unplaced = [each for each in understood if each.periods]
    if unplaced:
        return tuple([await _ask_period(context, each, saying) for each in unplaced[:AT_ONCE]])
    hollow = [each.task for each in understood if not each.report.substance]
    unasked = [task for task in hollow if not task.asked_figure]
    if not unasked:
        return ()
    beside = [task.number for task in hollow if task is not unasked[0]]
    return (await _ask_figure(context, unasked[0], saying, beside),)


async def _is_late(context: BoundContext, each: Understood) -> bool:
    return late_words.said_late(each, today=today_of(context)) is not None and not each.extension


async def _ask_late(context: BoundContext, each: Understood, saying: Saying) -> EchoQuestion:
    """The next step with the date filled in; one tap applies for it."""
    today, calendar = today_of(context), context.office.policy.calendar
    text, choices = late_words.question(each, today=today, calendar=calendar)
    return await _open(context, Asked.LATE, text, choices, saying)


async def _ask_difficulty(context: BoundContext, task: Task, saying: Saying) -> EchoQuestion:
    solved = Row(ref=task.number, difficulty_solved=True)
    choices = [Choice(questions.SOLVED, row=solved), Choice(questions.NOT_SOLVED, do=Do.LATER)]
    return await _open(context, Asked.DIFFICULTY, questions.difficulty_over(task.number, task.title), choices, saying)


async def _ask_period(context: BoundContext, each: Understood, saying: Saying) -> EchoQuestion:
    """Unanswered the reminders of both go on as without a report."""
    labels = {key: questions.period_label(key) for key in each.periods}
    text = questions.which_period(each.task.number, each.task.title, list(labels.values()))
    choices = [Choice(label, do=f"{Asked.PERIOD}:{each.report.id}:{key}") for key, label in labels.items()]
    return await _open(context, Asked.PERIOD, text, choices, saying)


async def _ask_figure(context: BoundContext, task: Task, saying: Saying, beside: Sequence[int]) -> EchoQuestion:
    """Of one; that the others lack a figure too is said, so that Friday's report surprises nobody."""
    task.asked_figure = True
    recurring = task.mode == Mode.RECURRING
    text = questions.hollow(task.number, task.title, recurring=recurring, beside=beside)
    choices = [] if recurring else clarifications.percent_choices(Row(ref=task.number))
    choices.append(Choice(questions.LATER, do=Do.LATER))
    return await _open(context, Asked.HOLLOW, text, choices, saying)


async def _open(
    context: BoundContext, kind: Asked, text: str, choices: Sequence[Choice], saying: Saying
) -> EchoQuestion:
    opened = OpenQuestion(text, choices=tuple(choices))
    question = await asking.ask(step_context(context), context.person, kind, opened, saying=saying)
    return EchoQuestion(question.id, text, tuple(choice.label for choice in choices))


async def store_for(context: BoundContext, saying: Saying, rows: Sequence[Row], person: Person) -> Sequence[Understood]:
    """What the office files of somebody's words: stored as his, on the record as done by the coordinator."""
    about = list((await tasks.by_ids(context.session, await _ids_of(context, rows))).values())
    figures = await indicators.figures_of(context, saying.words, about)
    return await reporting.report(step_context(context), saying, rows, person=person, figures=figures)


async def _ids_of(context: BoundContext, rows: Sequence[Row]) -> list[int]:
    found = await tasks.ids_of(context.session, [row.ref for row in rows if row.ref is not None])
    return list(found.values())


async def pass_on(context: BoundContext, stored: EchoPayload, saying: Saying) -> MatterKind | None:
    """What a coordinator has to hear of at once; difficulties go their own way with the report."""
    from bot.reading.asks import standpoints  # see bot.runtime.preload
    from bot.reading.office import asking

    if (
        any(row.delegate for row in stored.rows)
        or standpoints.standpoint(saying.words) is standpoints.Standpoint.CHANGE
    ):
        kind = MatterKind.CHANGE
    elif not stored.rows or any(map(beyond_rows.goes_to_somebody, stored.rows)):
        return None  # what is asked back about is not yet said; what goes to somebody goes with all his words
    elif asking.asking(saying.words) is not None:
        kind = MatterKind.QUESTION
    elif standpoints.wants_office(saying.words):
        kind = MatterKind.LETTER
    else:
        return None
    about = await tasks.by_ids(context.session, stored.items if len(stored.items) == 1 else [])
    await raise_letter(context, kind, saying, task=next(iter(about.values()), None))
    return kind


async def raise_letter(
    context: BoundContext, kind: MatterKind, saying: Saying, *, task: KnownTask | None = None
) -> None:
    """His words go to the coordinators responsible for him, who answer, file or note them."""
    await steps.raised(step_context(context), kind, person=context.person, saying=saying, task=task)


async def _nothing_stored(
    context: BoundContext, update: Update, reading: Reading, found: Sequence[KnownTask], saying: Saying
) -> None:
    if reading.intent == Intent.ACK and signs(saying.words):
        await acknowledge(context, update, found)  # thanks alone sign for nothing
    elif reading.intent == Intent.QUESTION:
        await raise_letter(context, MatterKind.QUESTION, saying)
        await say(context, update, passed_on(saying.words))
    elif reading.intent in (Intent.ACK, Intent.SMALLTALK) and is_thanks(plain(saying.words)):
        await react(context, update)
    elif reading.intent == Intent.SMALLTALK and is_greeting(saying.words):
        await say(context, update, sentences.GREETING)
    elif reading.intent == Intent.SMALLTALK:
        await unrelated(context, update, saying)
    elif not found:
        await raise_letter(context, MatterKind.LETTER, saying)
        await say(context, update, sentences.NOTHING_TO_REPORT)
    else:
        await raise_letter(context, MatterKind.LETTER, saying)
        await say(context, update, matter_texts.PASSED_ON)


async def unrelated(context: BoundContext, update: Update, saying: Saying) -> None:
    """What is kept as no report says so, and one tap makes it one or passes it on."""
    choices = (Choice(questions.IS_PROGRESS, do=Do.PROGRESS), Choice(questions.TO_THE_OFFICE, do=Do.OFFICE))
    await queue(
        context,
        update,
        EchoPayload(
            questions=(await _open(context, Asked.UNRELATED, sentences.UNRELATED, choices, saying),),
            saying_id=saying.id,
        ),
    )


async def acknowledge(context: BoundContext, update: Update, found: Sequence[KnownTask]) -> None:
    """收到 signs for the items of the message replied to, else of the last hand-out; else it is only acknowledged."""
    mine = {task.id for task in found}
    replied = await replied_tasks(context, update)
    target = replied or await _last_hand_out(context)
    signed = await signing.sign(step_context(context), [task_id for task_id in target if task_id in mine])
    if signed:
        text = task_answers.signed(task.number for task in signed)
        await say(context, update, text, items=[task.id for task in signed])
    else:
        await react(context, update)


async def _last_hand_out(context: BoundContext) -> Sequence[int]:
    return await outbox.last_hand_out(context.session, context.person.id)


async def answered(
    context: BoundContext,
    update: Update,
    answers: Sequence[tuple[Question, Sequence[Row]]],
    *,
    saying: Saying,
    also: tuple[EchoQuestion, ...] = (),
) -> None:
    """Answers to open questions: store them, then ask what waits behind them and `also` what was opened instead."""
    for question, said in answers:
        asking.close(step_context(context), question, _answer_to(question, said))
    found = await his_tasks(context)
    rows = [row for _, said in answers for row in said]
    rest = [query for question, _ in answers for query in read_stored(question.facts).rest]
    stored = await store(context, saying, rows, rest, found)
    if also:
        stored = replace(stored, questions=(*stored.questions, *also))
    if stored.rows or stored.asked:
        await queue(context, update, stored, items=stored.items)
    else:
        await say(context, update, sentences.UNSURE)


def _answer_to(question: Question, said: Sequence[Row]) -> str:
    """Whether what we proposed, if we did, was right; the figures of the readers count it."""
    query = read_stored(question.facts).query
    return OVERRULED if query is not None and query.proposed and tuple(said) != query.proposed else "answered"


async def close_answered(context: BoundContext, numbers: Sequence[int], saying: Saying) -> None:
    """What he has reported meanwhile needs no answer to an older doubt of the same task."""
    for question in await waits_with.open_questions(context):
        asked_of = read_stored(question.facts).refs
        if question.saying_id != saying.id and len(asked_of) == 1 and asked_of[0] in numbers:
            asking.close(step_context(context), question, "reported")


async def ask_about(
    context: BoundContext, queries: Sequence[Query], found: Sequence[KnownTask], saying: Saying
) -> tuple[EchoQuestion, ...]:
    return await clarifications.ask(context, queries, asked(found), saying=saying)


async def again_or_hand_over(
    context: BoundContext, update: Update, question: Question, found: Sequence[KnownTask], saying: Saying
) -> None:
    """An answer that is none: asked once more; after two rounds a person of the office takes over, politely."""
    first = (await reports.saying(context.session, question.saying_id) if question.saying_id else None) or saying
    if question.round >= asking.ROUNDS or question.kind != Asked.DOUBT:
        asking.close(step_context(context), question, "handed_over")
        await raise_letter(context, MatterKind.LETTER, first)
        await say(context, update, questions.to_coordinator())
        return
    asking.close(step_context(context), question, "asked_again")
    before = read_stored(question.facts)
    assert before.query is not None, "a doubt of the reader's is kept with its question"
    queries = [before.query, *before.rest]
    asked_again = await clarifications.ask(context, queries, asked(found), saying=first, round_=question.round + 1)
    await queue(context, update, EchoPayload(questions=asked_again, saying_id=first.id))
