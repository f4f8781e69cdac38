"""Taps and replies under letters, difficulties and 批示. The first tap wins; the other copies say by whom."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from telegram import Update

from bot.handlers import report_intake
from bot.handlers.context import BoundContext
from bot.handlers.coordinator_actions import heard_rows
from bot.handlers.replying import buttons_of, queue, rebutton, rewrite, say, step_context
from bot.renderers import matters as showing
from bot.texts import decisions, keyboards, questions, sentences, task_answers, words
from bot.texts import matters as texts
from bot.texts.matters import MatterLine
from db import departments_named, matters, outbox, people, reports, tasks
from db.calls import concerning
from db.matter_verbs import Verb
from db.messages import Rank
from db.models import Matter, MatterKind, MatterState, Person, Saying, Task
from db.open_questions import Asked, OpenQuestion
from db.payloads import MatterPayload, Part, PlainPayload
from db.reading_facts import Row, Said
from db.rights import Action, may
from schedules.steps import asking, closing, looking_back, reopening, stopping
from schedules.steps import matters as steps
from schedules.steps.refusals import NotHisToDecide


async def line_of(context: BoundContext, matter: Matter) -> MatterLine:
    policy = context.office.policy
    return (await showing.lines_of(context.session, [matter], policy=policy, now=context.now))[0]


def parts(context: BoundContext, matter: Matter) -> set[Part]:
    person, parts = context.person, set()
    if may(person.roles, Action.SETTLE):
        parts.add(Part.OFFICE)
    answers_for = person.answers_for(context.office.policy.today(context.now))
    if matter.holder_id in answers_for:
        parts.add(Part.HOLDER)
    if matter.raised_by_id in answers_for:
        parts.add(Part.RAISER)
    return parts


async def drop_buttons(update: Update, context: BoundContext) -> None:
    message = update.effective_message
    if message is not None:
        await rebutton(context, update, message.chat_id, message.message_id)


async def finish(update: Update, context: BoundContext, matter: Matter, outcome: str) -> None:
    """End it, and let every copy of it say so; he who tapped sees it on the message he tapped."""
    await steps.end(step_context(context), matter, outcome)
    await show_ended(update, context, matter, outcome)


async def show_ended(update: Update, context: BoundContext, matter: Matter, outcome: str) -> None:
    if not await mark(update, context, matter, texts.OUTCOMES[outcome]):
        line = await line_of(context, matter)
        await say(context, update, texts.ended(line, context.person.name, outcome))


async def mark(update: Update, context: BoundContext, matter: Matter, what: str) -> bool:
    """Whether the tapped message was among the copies."""
    tapped, message = False, update.callback_query.message if update.callback_query else None
    for row in await concerning.copies_of_matter(context.session, matter.id):
        if row.chat_id is None or row.message_id is None:
            continue
        here = message is not None and (message.chat.id, message.message_id) == (row.chat_id, row.message_id)
        shown = (row.sent or {}).get("text")
        if shown:
            text = words.cut(decisions.handled(shown, context.person.name, what))
            await rewrite(context, update, row.chat_id, row.message_id, text)
        else:
            await rebutton(context, update, row.chat_id, row.message_id)
        tapped |= here
    return tapped


async def tell(
    context: BoundContext,
    person_id: int,
    text: str,
    *,
    task_id: int | None = None,
    rows: Sequence[Sequence[keyboards.Button]] = (),
) -> None:
    """A message of our own accord to somebody else about his matter; it waits for the end of the quiet hours."""
    await outbox.queue_message(
        context.session,
        PlainPayload(text, items=(task_id,) if task_id else (), buttons=buttons_of(rows)),
        now=context.now,
        cause=context.cause,
        rank=Rank.BULK,
        person_id=person_id,
        items=(task_id,) if task_id else (),
        not_before=context.office.policy.allowed_at_or_after(context.now),
    )


async def show(update: Update, context: BoundContext, matter: Matter, about: list[int]) -> None:
    mine = parts(context, matter)
    part = next((each for each in (Part.HOLDER, Part.OFFICE, Part.RAISER) if each in mine), None)
    if part is None:
        raise NotHisToDecide(task_answers.FOR_THE_OFFICE)
    alike = [
        each
        for each in await matters.of_saying(context.session, matter.saying_id)
        if each.state is MatterState.OPEN and showing.key(each) == showing.key(matter) and not about
    ]
    more = tuple(each.id for each in alike if each.id != matter.id)
    items = [each.task_id for each in alike or [matter] if each.task_id is not None]
    await queue(context, update, MatterPayload(matter.id, part, more), items=items)


# The office and a letter.


async def as_report(update: Update, context: BoundContext, matter: Matter, about: list[int]) -> None:
    """The sender's words become a report on one of his tasks."""
    sender = await people.with_posts(context.session, matter.raised_by_id)
    today = context.office.policy.today(context.now)
    found = await tasks.open_of(context.session, sender.answers_for(today))
    if not about and await _read_whole(update, context, matter, sender, found):
        return
    wanted = about[0] if about else matter.task_id
    chosen = [task for task in found if task.id == wanted or len(found) == 1]
    if len(chosen) != 1:
        await _ask_which(update, context, matter, found)
        return
    task = chosen[0]
    saying = await reports.saying(context.session, matter.saying_id)
    assert saying is not None, "a matter is somebody's words"
    row = Row(task.number, state=Said.IN_PROGRESS, substance=False)
    await report_intake.store_for(context, saying, [row], sender)
    matter.task_id = task.id
    named = task_answers.named(task.number, task.title)
    await tell(context, sender.id, texts.recorded(named), task_id=task.id)
    await finish(update, context, matter, "as_report")


async def _read_whole(
    update: Update, context: BoundContext, matter: Matter, sender: Person, found: Sequence[Task]
) -> bool:
    """A letter that names tasks of its sender is read like a telephone answer: all of them, shown before they count."""
    saying = await reports.saying(context.session, matter.saying_id)
    assert saying is not None, "a matter is somebody's words"
    return await heard_rows.of_letter(update, context, matter, sender, saying.words, found)


async def _ask_which(update: Update, context: BoundContext, matter: Matter, found: Sequence[Task]) -> None:
    if not found:
        raise NotHisToDecide(sentences.NO_OPEN_TASKS_OF_HIS)
    rows = [
        [(questions.task_label(task.number, task.title), keyboards.of_matter(matter.id, Verb.AS_REPORT, task.id))]
        for task in found[:20]
    ]
    await queue(context, update, PlainPayload(texts.WHICH_REPORT, buttons=buttons_of(rows)))


async def ask_words(update: Update, context: BoundContext, matter: Matter, verb: Verb, text: str) -> None:
    """What he writes next is taken for this verb of this matter (`matter_taps.words_given`)."""
    opened = OpenQuestion(text, matter_id=matter.id, verb=int(verb))
    await asking.ask(step_context(context), context.person, Asked.MATTER_WORDS, opened)
    await say(context, update, text)


async def answer(update: Update, context: BoundContext, matter: Matter, about: list[int]) -> None:
    line = await line_of(context, matter)
    await ask_words(update, context, matter, Verb.ANSWER, texts.WRITE_ANSWER.format(who=line.who))


async def noted(update: Update, context: BoundContext, matter: Matter, about: list[int]) -> None:
    await tell(context, matter.raised_by_id, texts.NOTED, task_id=matter.task_id)
    await finish(update, context, matter, "noted")


# A difficulty on its way.


async def ask_help(update: Update, context: BoundContext, matter: Matter, about: list[int]) -> None:
    head = await people.head_of(context.session, about[0]) if about else None
    if head is None:
        raise NotHisToDecide(texts.NO_SUCH_DEPARTMENT)
    await hand_to(update, context, matter, head)


async def hand_to(update: Update, context: BoundContext, matter: Matter, head: Person) -> None:
    await steps.hand_to(step_context(context), matter, head)
    line = await line_of(context, matter)
    if head.id != matter.raised_by_id:
        await tell(context, matter.raised_by_id, texts.handed(line.task, head.name), task_id=matter.task_id)
    what = f"已请{head.name}协调"
    if not await mark(update, context, matter, what):
        await say(context, update, f"{line.task}：{what}。")


async def pass_on(update: Update, context: BoundContext, matter: Matter, about: list[int]) -> None:
    await ask_words(update, context, matter, Verb.PASS_ON, texts.WRITE_DEPARTMENT)


async def coordinated(update: Update, context: BoundContext, matter: Matter, about: list[int]) -> None:
    await helper_answers(update, context, matter, done=True, saying=None)


async def cannot(update: Update, context: BoundContext, matter: Matter, about: list[int]) -> None:
    await ask_words(update, context, matter, Verb.CANNOT, texts.WRITE_WHY)


async def helper_answers(
    update: Update, context: BoundContext, matter: Matter, *, done: bool, saying: Saying | None
) -> None:
    """已协调 ends it for both sides, and the head may say that it is not so; 暂不能 brings it back to the office."""
    line = await line_of(context, matter)
    matter.answer_id = saying.id if saying is not None else matter.answer_id
    said = saying.words if saying is not None else ""
    text = texts.helper_said(line.task, context.person.name, done=done, said=said)
    if done:
        rows = [[(texts.LABELS[Verb.NOT_SOLVED], f"hard:{matter.task_id}")]] if matter.task_id else []
        await tell(context, matter.raised_by_id, text, task_id=matter.task_id, rows=rows)
        await _tell_office(context, matter, text)
        await finish(update, context, matter, "coordinated")
        return
    await tell(context, matter.raised_by_id, text, task_id=matter.task_id)
    await steps.back_to_office(step_context(context), matter, saying)
    await say(context, update, sentences.PASSED_BACK)


async def _tell_office(context: BoundContext, matter: Matter, text: str) -> None:
    await tell_responsible(context, matter.department_id, text, task_id=matter.task_id)


async def tell_responsible(
    context: BoundContext, department_id: int | None, text: str, *, task_id: int | None = None
) -> None:
    """The coordinators of a department."""
    for person in await people.responsible(context.session, department_id):
        if person.id != context.person.id:
            await tell(context, person.id, text, task_id=task_id)


async def solved(update: Update, context: BoundContext, matter: Matter, about: list[int]) -> None:
    line = await line_of(context, matter)
    for person_id in {matter.raised_by_id, matter.holder_id} - {context.person.id, None}:
        await tell(context, person_id, texts.solved(line.task, context.person.name), task_id=matter.task_id)  # type: ignore[arg-type]
    await finish(update, context, matter, "solved")


async def not_solved(update: Update, context: BoundContext, matter: Matter, about: list[int]) -> None:
    line = await line_of(context, matter)
    await drop_buttons(update, context)
    await say(context, update, texts.still_open(line.task))


# Refusals, papers handed in, suspensions, words on what is closed.


def ends(outcome: str, word: Callable[[MatterLine, str], str]) -> Callable[..., Awaitable[None]]:
    async def act(update: Update, context: BoundContext, matter: Matter, about: list[int]) -> None:
        line = await line_of(context, matter)
        await tell(context, matter.raised_by_id, word(line, context.person.name), task_id=matter.task_id)
        await finish(update, context, matter, outcome)

    return act


async def stop(update: Update, context: BoundContext, matter: Matter, about: list[int]) -> None:
    await stopping.stop(step_context(context), matter.task_id or 0)
    await ends("stopped", lambda line, _: texts.stopped(line.task))(update, context, matter, about)


async def reopen(update: Update, context: BoundContext, matter: Matter, about: list[int]) -> None:
    if matter.kind is MatterKind.LOOK_BACK:
        await closing.reopen(step_context(context), [matter.task_id or 0])  # which ends it and tells the owner
        await show_ended(update, context, matter, "reopened")
        return
    task = await tasks.locked(context.session, matter.task_id or 0)
    if task is not None:
        await reopening.reopen(step_context(context), task)
    await ends("reopened", lambda line, _: texts.reopened(line.task))(update, context, matter, about)


async def holds(update: Update, context: BoundContext, matter: Matter, about: list[int]) -> None:
    await finish(update, context, matter, "holds")


async def relapsed(update: Update, context: BoundContext, matter: Matter, about: list[int]) -> None:
    await looking_back.tell_owner(step_context(context), matter)
    await finish(update, context, matter, "relapsed")


# Words as a reply to a message about a matter, or under a question of ours about one.


async def passed_on(update: Update, context: BoundContext, matter: Matter, said: str) -> None:
    named = await departments_named.in_words(context.session, [said])
    head = await people.head_of(context.session, next(iter(named))) if named else None
    if head is None:
        raise NotHisToDecide(texts.NO_SUCH_DEPARTMENT)
    await hand_to(update, context, matter, head)


async def cannot_because(update: Update, context: BoundContext, matter: Matter, said: str) -> None:
    saying = await report_intake.keep(context, update, said)
    await helper_answers(update, context, matter, done=False, saying=saying)


async def answer_sender(update: Update, context: BoundContext, matter: Matter, said: str) -> None:
    """A coordinator's words go to whoever raised it; a letter is over with it, a difficulty is not."""
    await tell(context, matter.raised_by_id, task_answers.from_office(said), task_id=matter.task_id)
    if matter.kind in (MatterKind.PROBLEM, MatterKind.DIRECTIVE):
        await say(context, update, sentences.PASSED_BACK)
        return
    await steps.end(step_context(context), matter, "answered")
    await mark(update, context, matter, texts.OUTCOMES["answered"])
    await say(context, update, sentences.PASSED_BACK)


async def office_writes(update: Update, context: BoundContext, matter: Matter, said: str) -> None:
    if matter.state is MatterState.OPEN:
        await answer_sender(update, context, matter, said)
        return
    await tell(context, matter.raised_by_id, task_answers.from_office(said), task_id=matter.task_id)
    await say(context, update, sentences.PASSED_BACK)


async def helper_writes(update: Update, context: BoundContext, matter: Matter, said: str) -> None:
    from bot.reading import answers  # see bot.runtime.preload

    saying = await report_intake.keep(context, update, said)
    verdict = answers.helped(said)
    if verdict is not None:
        await helper_answers(update, context, matter, done=verdict, saying=saying)
        return
    matter.answer_id = saying.id
    line = await line_of(context, matter)
    text = f"{line.task}的困难，{context.person.name}回复：{words.quoted(said, 300)}"
    await tell(context, matter.raised_by_id, text, task_id=matter.task_id)
    await _tell_office(context, matter, text)
    rows = [
        [
            (texts.LABELS[verb], keyboards.of_matter(matter.id, verb))
            for verb in (Verb.COORDINATED, Verb.CANNOT, Verb.PASS_ON)
        ]
    ]
    await queue(context, update, PlainPayload(sentences.PASSED_BACK_OPEN, buttons=buttons_of(rows)))


async def taken_back(update: Update, context: BoundContext, matter: Matter, about: list[int]) -> None:
    """A 督办单 is no longer needed for this task."""
    await steps.end(step_context(context), matter, "withdrawn", state=MatterState.WITHDRAWN)
    await drop_buttons(update, context)
    await say(context, update, texts.CANCELLED_ORDER)
