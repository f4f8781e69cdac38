"""Words typed under open questions, or a button under one: an answer, a try at one, or something else altogether."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from telegram import Update

from bot.handlers import indicators, late_answers, named_tasks, relaying, report_intake, waits_with, withdrawn_copies
from bot.handlers.context import BoundContext
from bot.handlers.replying import queue, say, step_context, today_of
from bot.reading.acts.acts import HeadAct, of_head
from bot.reading.text.normal_form import plain
from bot.texts import questions, sentences
from bot.texts import reporters as reporter_texts
from db import reports, tasks
from db.models import MatterKind, Question, Saying
from db.open_questions import Asked, Choice, Do, OpenQuestion, read_stored
from db.payloads import EchoPayload, EchoQuestion
from db.reading_facts import AskedTask, Doubt, Query, Reading, Row, Said
from schedules.steps import asking, reporting

# A question of ours that is no doubt of the reader's is answered as if it were this one.
_LIKE = {Asked.HOLLOW.value: Doubt.IMPOSSIBLE_PERCENT, Asked.REWRITE.value: Doubt.UNREADABLE}

Answered = tuple[Question, Choice]


async def typed(update: Update, context: BoundContext, said: str, question: Question) -> bool:
    """True when the words were taken as an answer, right or wrong; False lets them be read as a new report."""
    together = [question]
    if question.saying_id is not None:  # those that were put in one message with it, in their order
        alike = (question.saying_id, question.asked_at)
        together = [
            each for each in await waits_with.open_questions(context) if (each.saying_id, each.asked_at) == alike
        ]
    if question.kind == Asked.LATE and await late_answers.taken(context, update, said, together):
        return True
    chosen = _chosen(said, together)
    if chosen:
        saying = await report_intake.keep(context, update, said)
        await settle(context, update, [_with_difficulty(said, each) for each in chosen], saying=saying)
        return True
    found = await report_intake.his_tasks(context)
    readings = [(each, _read(context, said, each, named_tasks.asked(found))) for each in together]
    tried = [(each, reading) for each, reading in readings if reading is not None]
    if not tried:
        return False
    known = {task.number for task in found}
    if not any(reading.rows for _, reading in tried) and _speaks_of_other(said, together, known):
        return False
    saying = await report_intake.keep(context, update, said)
    for each, reading in tried:
        if reading.rows:
            await report_intake.answered(context, update, [(each, reading.rows)], saying=saying)
            return True
    await report_intake.again_or_hand_over(context, update, tried[0][0], found, saying)
    return True


def _speaks_of_other(said: str, together: Sequence[Question], known: set[int]) -> bool:
    """No answer to what was asked, and no attempt at one: the words are read on their own, and the question stays."""
    from bot.reading import answers  # see bot.runtime.preload

    refs = {ref for each in together for ref in read_stored(each.facts).refs} or known
    numbers = {int(each) for each in re.findall(r"(\d{1,5})号", said)}
    return bool(numbers - refs) or answers.says_its_own(said)


def _chosen(said: str, together: Sequence[Question]) -> list[Answered]:
    """The buttons he might as well have tapped: 对 is for every proposal of the message, 1对2不对 for each its own."""
    from bot.reading import answers  # see bot.runtime.preload

    if (by_line := answers.by_line(said)) and max(by_line) <= len(together):
        judged = [(together[line - 1], yes) for line, yes in by_line.items()]
    elif (yes := answers.agrees(said)) is not None:
        judged = [(each, yes) for each in together]
    else:
        judged = []
    answered = [(each, choice) for each, yes in judged if (choice := _judged(each, yes)) is not None]
    if answered:
        return answered
    found = [(each, choice) for each in together if (choice := _labelled(said, each)) is not None]
    return found if found and found[0][1].do == Do.LATER else found[:1]


def _judged(question: Question, yes: bool) -> Choice | None:
    """What 对 or 不对 means under a proposal; under any other question they are read as its answer."""
    choices = read_stored(question.facts).choices
    if not choices or choices[0].label != questions.RIGHT:
        return None
    return choices[0] if yes else next(each for each in choices if each.do == Do.WRONG)


def _labelled(said: str, question: Question) -> Choice | None:
    from bot.reading import answers  # see bot.runtime.preload

    choices = read_stored(question.facts).choices
    if (numbered := _numbered(said, question)) is not None:
        return numbered
    words = plain(said).strip(" 。.!,")
    if question.kind == Asked.DIFFICULTY and (solved := answers.solved(said)) is not None:
        return choices[0 if solved else 1]
    return next((each for each in choices if plain(each.label) == words), None)


SHORT = 4  # letters of a mere 对
_POINTED = re.compile(r"(?:记|归|挂|算|写)(?:到|在|进)?(\d{1,4})号?(?:上|里|头|名下|吧|$|[,，。 ])")


def _with_difficulty(said: str, answered: Answered) -> Answered:
    """对，要协调，找水利: what he agrees to is so, and stands in the way."""
    question, choice = answered
    row = choice.row
    hard = HeadAct.DIFFICULTY in of_head(said) and HeadAct.NO_DIFFICULTY not in of_head(said)
    if row is None or row.blocker or row.state is not Said.IN_PROGRESS or len(said) <= SHORT or not hard:
        return answered
    return question, replace(choice, row=replace(row, blocker=said[:200]))


def _numbered(said: str, question: Question) -> Choice | None:
    """记120上: asked of which task, the first number that is one of those offered."""
    asked = read_stored(question.facts)
    if asked.query is None or asked.query.doubt is not Doubt.WHICH_TASK:
        return None
    by_ref = {each.row.ref: each for each in asked.choices if each.row is not None}
    said_numbers = (int(each) for each in _POINTED.findall(said))
    return next((by_ref[each] for each in said_numbers if each in by_ref), None)


async def settle(context: BoundContext, update: Update, chosen: Sequence[Answered], *, saying: Saying) -> None:
    """Store what the answers say, then do what they ask for: all of it in one message where it stores anything."""
    storing = [(question, choice.rows) for question, choice in chosen if choice.rows]
    doing = [(question, choice) for question, choice in chosen if not choice.rows]
    wrong = [question for question, choice in doing if choice.do == Do.WRONG]
    for question, choice in doing:
        asking.close(step_context(context), question, choice.do or Do.LATER)
    rewritten = tuple([await _rewrite(context, question) for question in wrong])
    if storing or rewritten:
        await report_intake.answered(context, update, storing, saying=saying, also=rewritten)
        return
    await _do(context, update, *doing[0], saying=saying)


async def _rewrite(context: BoundContext, question: Question) -> EchoQuestion:
    """Our proposal was wrong: the next words are read of the task it was about."""
    query = read_stored(question.facts).query
    kept = query.kept if query is not None else None
    ref = kept.ref if kept is not None else None
    text = questions.write_anew(ref)
    later = Choice(questions.LATER, do=Do.LATER)
    opened = OpenQuestion(text, choices=(later,), ref=ref)
    saying_id = question.saying_id
    asked = await asking.ask(step_context(context), context.person, Asked.REWRITE, opened, saying_id=saying_id)
    return EchoQuestion(asked.id, text, (later.label,))


async def _do(context: BoundContext, update: Update, question: Question, choice: Choice, *, saying: Saying) -> None:
    match choice.do:
        case Do.HARD:
            await say(context, update, sentences.WRITE_DIFFICULTY)
        case Do.NONE:
            await say(context, update, sentences.NO_REPORT)
        case Do.PROGRESS:
            await _is_progress(context, update, saying)
        case str(named) if named.startswith(f"{Asked.PERIOD}:"):
            await _name_period(context, update, named)
        case str(named) if named.startswith(f"{relaying.WHOSE}:"):
            await relaying.whose(update, context, question, int(named.split(":")[1]))
        case str(named) if named.startswith(f"{indicators.FIGURE}:"):
            await indicators.chosen(update, context, named)
        case str(named) if named.startswith(f"{Do.AMEND}:"):
            await _amend(context, update, named, saying)
        case str(named) if named.startswith(f"{Do.OFFICE}:"):
            about = await tasks.by_ids(context.session, [int(named.partition(":")[2])])
            await report_intake.raise_letter(context, MatterKind.LETTER, saying, task=next(iter(about.values()), None))
            await say(context, update, sentences.TO_OFFICE)
        case Do.OFFICE:
            await report_intake.raise_letter(context, MatterKind.LETTER, saying)
            await say(context, update, sentences.TO_OFFICE)
        case _:
            await say(context, update, sentences.AS_YOU_LIKE)


async def _amend(context: BoundContext, update: Update, named: str, saying: Saying) -> None:
    """What he said before is withdrawn, and these words stand in its place."""
    _, earlier_id, number = named.split(":")
    earlier = await reports.saying(context.session, int(earlier_id))
    if earlier is not None and earlier.person_id == saying.person_id:
        await report_intake.take_back(context, earlier)
        await withdrawn_copies.strike(update, context, earlier.id)
    found = await report_intake.his_tasks(context)
    row = Row(int(number), state=Said.IN_PROGRESS)
    stored = await report_intake.store(context, saying, [row], (), found)
    await queue(context, update, replace(stored, addendum=reporter_texts.amended(int(number))), items=stored.items)


async def _name_period(context: BoundContext, update: Update, named: str) -> None:
    _, report_id, key = named.split(":")
    report = await reporting.name_period(step_context(context), int(report_id), key)
    if report is None:
        await say(context, update, sentences.STALE_BUTTON)
        return
    number = (await tasks.numbers_of(context.session, [report.task_id]))[report.task_id]
    await say(context, update, questions.period_named(number, key), items=[report.task_id])


async def _is_progress(context: BoundContext, update: Update, saying: Saying) -> None:
    """这是进展: his words are of the only task, or he says of which."""
    found = await report_intake.his_tasks(context)
    ref = found[0].number if len(found) == 1 else None
    row = Row(ref, state=Said.IN_PROGRESS)
    if ref is not None:
        query = Query(Doubt.UNREADABLE, saying.words[:40], refs=(ref,), kept=row, proposed=(row,))
    else:
        query = Query(Doubt.WHICH_TASK, saying.words[:40], kept=row)
    asked = await report_intake.ask_about(context, [query], found, saying)
    await queue(context, update, EchoPayload(questions=asked, saying_id=saying.id))


def _read(context: BoundContext, said: str, question: Question, tasks: list[AskedTask]) -> Reading | None:
    from bot.reading import answers, replies  # see bot.runtime.preload

    query = _query(question)
    if query is None:
        return None
    calendar, today = context.office.policy.calendar, today_of(context)
    if question.kind == Asked.REWRITE:
        about = [task for task in tasks if not query.refs or task.ref in query.refs]
        reading = replies.read(said, tasks, today=today, calendar=calendar, replied_to=[task.ref for task in about])
        return reading if reading.rows and not reading.queries else None
    return answers.answer(said, query, tasks, today=today, calendar=calendar)


def _query(question: Question) -> Query | None:
    asked = read_stored(question.facts)
    if question.kind == Asked.DOUBT:
        return asked.query
    doubt = _LIKE.get(question.kind)
    if doubt is None:
        return None
    if question.kind == Asked.REWRITE:
        return Query(doubt, refs=(asked.ref,) if asked.ref is not None else ())
    rows = [choice.row for choice in asked.choices if choice.row is not None]
    if not rows:
        return None
    ref = rows[0].ref
    return Query(doubt, refs=(ref,) if ref is not None else (), kept=replace(Row(ref=ref), state=rows[0].state))
