"""Taps: a table from the word in front of the data to what it does. Every tap is answered, stale ones too."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from telegram import Update

from bot.handlers import (
    choosing,
    clarifications,
    coordinating,
    documents,
    enrolment,
    evidence,
    free_text,
    history,
    leader_reports,
    leader_sheets,
    ledger_files,
    matter_taps,
    named_tasks,
    open_questions,
    red_lines,
    report_intake,
    requests,
    returned_tables,
    sharing,
    status,
    supervision_orders,
    withdrawn_copies,
)
from bot.handlers.context import BoundContext
from bot.handlers.coordinator_actions import drafting
from bot.handlers.coordinator_actions import taps as orders
from bot.handlers.figures import opened
from bot.handlers.office import unfinished
from bot.handlers.replying import queue, rebutton, rewrite, say, step_context
from bot.handlers.wants import office as office_wants
from bot.texts import coordinators, echo, keyboards, questions, sentences, task_answers
from db import instructions, outbox, reports, tasks
from db import requests as asked_for
from db.lifecycle import UNFINISHED, State
from db.models import Question, Saying, Task, Way
from db.open_questions import Asked, Choice, Do, OpenQuestion, read_stored
from db.payloads import EchoPayload
from db.reading_facts import Doubt, Query, Row, Said
from db.rights import Action, may
from schedules.steps import asking, signing
from schedules.steps.reporting import Heard, keep_saying

Tap = Callable[[Update, BoundContext, list[int]], Awaitable[None]]


_NUMBER = re.compile("-?[0-9]{1,18}")  # what an id can be: neither ² nor --5 is one


async def on_tap(update: Update, context: BoundContext) -> None:
    query = update.callback_query
    assert query is not None, "the handler is for taps"
    word, *rest = (query.data or "").split(":")
    numbers = [int(each) for each in rest if _NUMBER.fullmatch(each)]
    tap = TAPS.get(word)
    if tap is None or len(numbers) != len(rest) or len(numbers) < _NEEDS.get(word, 1):
        await say(context, update, sentences.STALE_BUTTON)
        return
    await tap(update, context, numbers)


async def _own_task(update: Update, context: BoundContext, task_id: int) -> Task | None:
    """The task, when it is his to report on and still runs; otherwise he is told why not."""
    found = {task.id: task for task in await report_intake.open_tasks(context)}
    if task_id in found:
        return found[task_id]
    known = (await tasks.by_ids(context.session, [task_id])).get(task_id)
    if known is not None and known.state not in UNFINISHED and known.owner_id == context.person.id:
        await say(context, update, task_answers.ended(known.number, known.title, known.state.label))
    else:
        await say(context, update, sentences.STALE_BUTTON)
    return None


async def _sign(update: Update, context: BoundContext, numbers: list[int]) -> None:
    task = await _own_task(update, context, numbers[0])
    if task is None:
        return
    signed = await signing.sign(step_context(context), [task.id])
    text = task_answers.signed([task.number]) if signed else task_answers.signed_before(task.number)
    await say(context, update, text, items=[task.id])


async def _sign_all(update: Update, context: BoundContext, _numbers: list[int]) -> None:
    """All items of the message under which the button is."""
    message = update.effective_message
    assert message is not None, "a button hangs under a message"
    under = await outbox.message(context.session, message.chat_id, message.message_id)
    mine = {task.id for task in await report_intake.open_tasks(context)}
    wanted = [task_id for task_id in (under.task_ids if under else ()) if task_id in mine]
    signed = await signing.sign(step_context(context), wanted)
    if signed:
        text = task_answers.signed(task.number for task in signed)
        await say(context, update, text, items=[task.id for task in signed])
    else:
        await say(context, update, sentences.SIGNED_NONE)


async def _card(update: Update, context: BoundContext, numbers: list[int]) -> None:
    task = (await tasks.by_ids(context.session, [numbers[0]])).get(numbers[0])
    if task is not None and step_context(context).may(_seeing(task), task):
        await status.show_card(update, context, task)
    elif task is not None and task.id in await sharing.shared_ids(context):
        await sharing.card(update, context, task)
    else:
        await say(context, update, sentences.STALE_BUTTON)


def _seeing(task: Task) -> Action:
    return Action.SEE if task.state in UNFINISHED else Action.SEE_ENDED


async def _done(update: Update, context: BoundContext, numbers: list[int]) -> None:
    await _button_report(update, context, numbers[0], Row(ref=None, state=Said.DONE_CLAIMED), task_answers.DONE_LABEL)


async def _button_report(update: Update, context: BoundContext, task_id: int, row: Row, label: str) -> None:
    task = await _own_task(update, context, task_id)
    if task is None:
        return
    if task.state == State.CLAIMED and row.state == Said.DONE_CLAIMED:
        await say(context, update, task_answers.claimed_before(task.number), items=[task.id])
        return
    saying = await _button_saying(context, label)
    stored = await report_intake.store(context, saying, [replace(row, ref=task.number)], (), [task])
    await queue(context, update, stored, items=stored.items)


async def _button_saying(context: BoundContext, label: str) -> Saying:
    return await keep_saying(step_context(context), Heard(context.person, task_answers.tapped(label), way=Way.BUTTON))


async def _progress(update: Update, context: BoundContext, numbers: list[int]) -> None:
    await _ask_about(update, context, numbers[0], Doubt.IMPOSSIBLE_PERCENT, "percent")


async def _extension(update: Update, context: BoundContext, numbers: list[int]) -> None:
    await _ask_about(update, context, numbers[0], Doubt.NO_NEW_DATE, "extension")


async def _ask_about(update: Update, context: BoundContext, task_id: int, doubt: Doubt, kind: str) -> None:
    task = await _own_task(update, context, task_id)
    if task is None:
        return
    saying = await _button_saying(context, task_answers.numbered(task.number))
    state = Said.DELAYED if doubt == Doubt.NO_NEW_DATE else Said.IN_PROGRESS
    query = Query(doubt, refs=(task.number,), kept=Row(ref=task.number, state=state))
    (question,) = await clarifications.ask(context, [query], named_tasks.asked([task]), saying=saying)
    if kind == "percent":
        question = replace(question, text=sentences.HOW_FAR.format(task=task_answers.named(task.number, task.title)))
    await queue(context, update, EchoPayload(questions=(question,)), items=[task.id])


async def _difficulty(update: Update, context: BoundContext, numbers: list[int]) -> None:
    task = await _own_task(update, context, numbers[0])
    if task is None:
        return
    text = sentences.WHICH_DIFFICULTY.format(task=task_answers.named(task.number, task.title))
    asked = OpenQuestion(text, ref=task.number)
    await asking.ask(step_context(context), context.person, Asked.DIFFICULTY_WORDS, asked)
    await say(context, update, text, items=[task.id])


async def _fix(update: Update, context: BoundContext, numbers: list[int]) -> None:
    """更正: the reading is withdrawn, and he says it again."""
    if await _withdraw(update, context, numbers[0]):
        await say(context, update, sentences.FIX)


async def _undo(update: Update, context: BoundContext, numbers: list[int]) -> None:
    order = await instructions.last_done(context.session, context.person.id)
    if order is not None and order.kind == "correct" and order.facts.get("made") == numbers[0]:
        await orders.undo(update, context, order)  # a correction: what it replaced stands again
        return
    await _withdraw(update, context, numbers[0])


async def _withdraw(update: Update, context: BoundContext, saying_id: int) -> bool:
    person = context.person
    saying = await reports.saying(context.session, saying_id)
    if saying is None or person.id not in (saying.person_id, saying.entered_by_id):
        await say(context, update, sentences.STALE_BUTTON)
        return False
    for question in await asked_for.questions_about(context.session, saying.id):
        asking.close(step_context(context), question, "withdrawn")
    withdrawn = await report_intake.take_back(context, saying)
    if not withdrawn and await reports.of_saying(context.session, saying.id):
        await say(context, update, sentences.STANDS_NOW)
        return False
    await withdrawn_copies.strike(update, context, saying.id)
    await _rewrite_tapped(update, context, echo.withdrawn([task.number for task in withdrawn]))
    if not withdrawn:
        await say(context, update, sentences.NOTHING_TO_WITHDRAW)
    return True


async def _rewrite_tapped(update: Update, context: BoundContext, text: str) -> None:
    message = update.effective_message
    if message is not None:
        await rewrite(context, update, message.chat_id, message.message_id, text)


async def _answer(update: Update, context: BoundContext, numbers: list[int]) -> None:
    """A button under a question of ours."""
    question = await asked_for.question(context.session, numbers[0])
    person = context.person
    if question is None or question.person_id != person.id or question.closed_at is not None:
        await _drop_buttons(update, context)
        await say(context, update, sentences.STALE_BUTTON)
        return
    choices = read_stored(question.facts).choices
    if not 0 <= numbers[1] < len(choices):
        await say(context, update, sentences.STALE_BUTTON)
        return
    await _settle(update, context, [(question, choices[numbers[1]])])


async def _answer_all(update: Update, context: BoundContext, numbers: list[int]) -> None:
    """全部正确: every proposal of the message that still waits."""
    await _several(update, context, numbers[0], lambda each: each.label == questions.RIGHT)


async def _answer_later(update: Update, context: BoundContext, numbers: list[int]) -> None:
    await _several(update, context, numbers[0], lambda each: each.do == Do.LATER)


async def _several(update: Update, context: BoundContext, saying_id: int, fits: Callable[[Choice], bool]) -> None:
    waiting = await asked_for.questions_about(context.session, saying_id)
    chosen = [
        (question, choice)
        for question in waiting
        if question.person_id == context.person.id
        for choice in read_stored(question.facts).choices
        if fits(choice)
    ]
    if chosen:
        await _settle(update, context, chosen)
    else:
        await _drop_buttons(update, context)
        await say(context, update, sentences.STALE_BUTTON)


async def _settle(update: Update, context: BoundContext, chosen: Sequence[tuple[Question, Choice]]) -> None:
    first, choice = chosen[0]
    saying = await reports.saying(context.session, first.saying_id) if first.saying_id else None
    saying = saying or await _button_saying(context, choice.label)
    await open_questions.settle(context, update, chosen, saying=saying)
    await _drop_buttons(update, context, keep=first.saying_id)


async def _drop_buttons(update: Update, context: BoundContext, *, keep: int | None = None) -> None:
    """An answered question's buttons go; those of the others of its message stay, and 更正 and 撤销."""
    message = update.effective_message
    if message is None:
        return
    sent = await outbox.message(context.session, message.chat_id, message.message_id)
    said = sent.payload if sent else None
    rows: list[Sequence[keyboards.Button]] = []
    if isinstance(said, EchoPayload):
        still_open = await asked_for.open_among(context.session, [each.id for each in said.asked])
        rows += keyboards.of_questions(said.asked, said.saying_id, still_open)
        rows += keyboards.under_echo(keep) if keep and said.rows else []
    await rebutton(context, update, message.chat_id, message.message_id, rows=rows)


def _of_request(step: Callable[[Update, BoundContext, int], Awaitable[None]]) -> Tap:
    async def tap(update: Update, context: BoundContext, numbers: list[int]) -> None:
        await step(update, context, numbers[0])

    return tap


async def _choose(update: Update, context: BoundContext, numbers: list[int]) -> None:
    await choosing.read_back(update, context, numbers[0], numbers[1])


async def _choose_surely(update: Update, context: BoundContext, numbers: list[int]) -> None:
    await choosing.confirmed(update, context, numbers[0], numbers[1])


async def _history(update: Update, context: BoundContext, numbers: list[int]) -> None:
    task = (await tasks.by_ids(context.session, [numbers[0]])).get(numbers[0])
    if task is not None and step_context(context).may(_seeing(task), task):
        await history.show(update, context, task)
    else:
        await say(context, update, sentences.STALE_BUTTON)


async def _say(update: Update, context: BoundContext, numbers: list[int]) -> None:
    """A tap on one of the words offered is the word typed."""
    if 0 <= numbers[0] < len(coordinators.OFFERED) and may(context.person.roles, Action.SETTLE):
        await free_text.read(update, context, coordinators.OFFERED[numbers[0]])
    else:
        await say(context, update, sentences.STALE_BUTTON)


async def _urge_all(update: Update, context: BoundContext, numbers: list[int]) -> None:
    """Everything of one person; 0: of everybody who is silent, as the words say it."""
    if numbers[0]:
        await requests.on_urge_all(update, context, numbers[0])
    else:
        await free_text.read(update, context, coordinators.URGE_EVERYBODY)


def _rebinding(*, agreed: bool) -> Tap:
    async def tap(update: Update, context: BoundContext, numbers: list[int]) -> None:
        await enrolment.on_rebinding(update, context, numbers[0], agreed=agreed)

    return tap


TAPS: dict[str, Tap] = {
    "bind+": _rebinding(agreed=True),
    "bind-": _rebinding(agreed=False),
    "o": orders.on_tap,
    "slot": unfinished.tapped,
    "want": office_wants.tapped,
    "imp": ledger_files.on_tap,
    "impr": ledger_files.on_again,
    "impc": ledger_files.on_conflict,
    "impstop": ledger_files.on_stop,
    "impt": returned_tables.on_tap,
    "sign": _sign,
    "signall": _sign_all,
    "t": _card,
    "done": _done,
    "prog": _progress,
    "hard": _difficulty,
    "ext": _extension,
    "fix": _fix,
    "undo": _undo,
    "q": _answer,
    "qall": _answer_all,
    "qlater": _answer_later,
    "claim+": _of_request(requests.on_accept),
    "claim-": _of_request(requests.on_return),
    "ext+": _of_request(requests.on_grant),
    "ext=": _of_request(requests.on_grant_alone),
    "ext-": _of_request(requests.on_refuse),
    "conf+": _of_request(requests.on_confirm),
    "conf-": _of_request(requests.on_deny),
    "confall": _of_request(requests.on_confirm_all),
    "dec": _choose,
    "dec!": _choose_surely,
    "decx": _of_request(choosing.dropped),
    "undec": _of_request(choosing.taken_back),
    "req": _of_request(choosing.shown),
    "hist": _history,
    "files": evidence.files_of_task,
    "ev": evidence.chosen,
    "say": _say,
    "open": opened.by_word,
    "fig": opened.by_place,
    "figs": opened.others,
    "draft": drafting.on_tap,
    "shares": _of_request(sharing.table),
    "shareurge": _of_request(sharing.asked_again),
    "relay": coordinating.passed_on,
    "relayall": coordinating.passed_to_all,
    "m": matter_taps.on_tap,
    "urge": _of_request(requests.on_urge),
    "urgeall": _urge_all,
    "none": red_lines.tapped_none,
    "some": red_lines.tapped_some,
    "silent": _of_request(supervision_orders.more),
    "tele": _of_request(supervision_orders.by_telephone),
    "order": _of_request(supervision_orders.drafted),
    "order!": _of_request(supervision_orders.issued),
    "orderx": _of_request(supervision_orders.dropped),
    "doc": documents.on_tap,
    "docx": leader_sheets.cancelled,
    "up": _of_request(leader_reports.drafted),
}
_NEEDS = {
    "fig": 2,
    "slot": 2,
    "want": 2,
    "o": 2,
    "imp": 2,
    "impr": 2,
    "impc": 4,
    "impt": 2,
    "m": 2,
    "relay": 2,
    "ev": 2,
    "doc": 2,
    "signall": 0,
    "q": 2,
    "dec": 2,
    "dec!": 2,
}
