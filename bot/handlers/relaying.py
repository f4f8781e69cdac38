"""转述: a secretary's words about his leader's tasks go to the coordinators, and out once one of them has confirmed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from telegram import Update

from bot.handlers import matters, named_tasks, report_intake
from bot.handlers.context import BoundContext
from bot.handlers.replied_tasks import replied_tasks
from bot.handlers.replying import queue, react, say, step_context, today_of
from bot.reading.asks.courtesy import is_greeting
from bot.texts import matters as texts
from bot.texts import questions, sentences, task_answers, words
from db import people, reports, tasks
from db.lifecycle import UNFINISHED
from db.models import Matter, Question, Request, RequestKind, Saying, Task
from db.open_questions import Asked, Choice, Do, OpenQuestion, read_stored
from db.payloads import EchoPayload, EchoQuestion, PlainPayload, RequestPayload
from db.requests import locked
from db.rights import Action, may
from db.tasks import Filter
from schedules.steps import asking
from schedules.steps import relaying as steps
from schedules.steps.refusals import NotHisToDecide

WHOSE = "whose"  # of a button under the question in whose name he speaks
_OF_THE_LEADER = re.compile(
    r"^(?:转述|传达|转达)?[:：,， ]*(?:按|根据)?(?P<who>[\u4e00-\u9fff]{0,8}?(?:市长|书记|秘书长|主任|主席|领导|部长))"
    r"(?:本人)?(?:的)?(?:批示|指示|要求|意见|说|讲|交代|强调|明确|同意|表示|定了)"
)


async def said_by_secretary(update: Update, context: BoundContext, said: str) -> bool:
    """False where it is no word of his leader about one of the leader's tasks: then it is his own letter."""
    from bot.reading.office import choices, directives  # see bot.runtime.preload

    if directives.is_seen(said):
        await react(context, update)
        return True
    if is_greeting(said):
        await say(context, update, sentences.GREETING_SECRETARY)
        return True
    named = _OF_THE_LEADER.search(said) is not None
    if may(context.person.roles, Action.REPORT) and not named:
        return False  # he reports as well: only what is plainly his leader's is taken for it
    request = await _replied_request(update, context)
    if request is not None and request.kind == RequestKind.DECISION:
        place = choices.option(said, request.options, request.recommended)
        task = (await tasks.by_ids(context.session, [request.task_id]))[request.task_id]
        if place is not None and step_context(context).may(Action.PASS_WORD, task):
            await chosen(update, context, request, task, place)
            return True
    field = await tasks.matching(context.session, Filter(unfinished=True, field=frozenset(context.person.serves)))
    read = named_tasks.read(context, said, field)
    replied = await replied_tasks(context, update)
    about = [task for task in field if task.number in read.refs] or [task for task in field if task.id in replied][:1]
    if not about:
        if named:
            await say(context, update, texts.RELAY_WHICH)
        return named
    due = named_tasks.due(context, said, field)
    saying = await report_intake.keep(context, update, said)
    speakers = await _speakers(context, said)
    led = {task.leader_id for task in about}
    if len(led) == 1 and (not speakers or led <= speakers):
        await _pass_on(update, context, saying, about, due)
    else:
        await _ask_whose(update, context, saying, about, due)
    return True


async def _speakers(context: BoundContext, said: str) -> set[int]:
    """Whose word it is by these words: of several who may be called so, those he serves."""
    named = _OF_THE_LEADER.search(said)
    called = await people.leaders_called(context.session, named["who"]) if named and named["who"] else []
    found = {each.id for each in called}
    return found & set(context.person.serves) or found


async def _pass_on(update: Update, context: BoundContext, saying: Saying, about: Sequence[Task], due: date) -> None:
    await steps.pass_on(step_context(context), saying, about, due=due)
    day = words.day(due, today=today_of(context))
    text = texts.relay_sent(saying.words, await _leader(context, about[0]), day)
    items = tuple(task.id for task in about)
    await queue(context, update, PlainPayload(text, items=items), items=items)


async def _ask_whose(update: Update, context: BoundContext, saying: Saying, about: Sequence[Task], due: date) -> None:
    """His words name one leader and a task of another, or tasks of several: he says in whose name he speaks."""
    led: dict[int, list[Task]] = {}
    for task in about:
        led.setdefault(task.leader_id or 0, []).append(task)
    leaders = await people.by_ids(context.session, led)
    fields = [(leaders[each].name, [task.number for task in of]) for each, of in led.items()]
    choices = [
        Choice(texts.word_of(*field), do=f"{WHOSE}:{leader_id}") for field, leader_id in zip(fields, led, strict=True)
    ]
    each_his_own = [Choice(texts.EACH_HIS_OWN, do=f"{WHOSE}:0")] if len(led) > 1 else []
    choices = [*choices, *each_his_own, Choice(questions.TO_THE_OFFICE, do=Do.OFFICE)]
    text = texts.whose_word(saying.words, fields)
    opened = OpenQuestion(text, choices=tuple(choices), about=tuple(task.id for task in about), by=due)
    asked = await asking.ask(step_context(context), context.person, Asked.WHOSE_WORD, opened, saying=saying)
    shown = EchoQuestion(asked.id, text, tuple(each.label for each in choices))
    await queue(context, update, EchoPayload(questions=(shown,)), items=opened.about)


async def whose(update: Update, context: BoundContext, question: Question, leader_id: int) -> None:
    """His tap: what this leader, or each of them, says of his own tasks goes before the coordinators."""
    asked, saying = read_stored(question.facts), await reports.saying(context.session, question.saying_id or 0)
    found = await tasks.by_ids(context.session, asked.about)
    running = [task for task in found.values() if task.state in UNFINISHED]
    meant = [task for task in running if leader_id in (0, task.leader_id)]
    if saying is None or not meant or asked.by is None:
        await say(context, update, sentences.STALE_BUTTON)
        return
    for each in dict.fromkeys(task.leader_id for task in meant):
        try:
            await _pass_on(update, context, saying, [task for task in meant if task.leader_id == each], asked.by)
        except NotHisToDecide as refused:
            await say(context, update, str(refused))
    if left_out := [task.number for task in running if task not in meant]:
        await say(context, update, texts.not_included(left_out))


async def _replied_request(update: Update, context: BoundContext) -> Request | None:
    target = await context.replied_to(update)
    if target is None or not isinstance(target.payload, RequestPayload):
        return None
    return await locked(context.session, target.payload.request_id)


async def chosen(update: Update, context: BoundContext, request: Request, task: Task, place: int) -> None:
    """An option that the leader has chosen, by his secretary's tap or word."""
    named, option = task_answers.named(task.number, task.title), request.options[place]
    saying = await report_intake.keep(context, update, texts.choice_words(task.number, option))
    await steps.pass_on(step_context(context), saying, [task], request_id=request.id, chosen=place)
    await say(context, update, texts.choice_sent(named, option, await _leader(context, task)), items=[task.id])


async def _leader(context: BoundContext, task: Task) -> str:
    assert task.leader_id is not None, "he may pass on the word of its leader only"
    return (await people.by_ids(context.session, [task.leader_id]))[task.leader_id].name


async def confirmed(update: Update, context: BoundContext, matter: Matter, about: list[int]) -> None:
    """The coordinator's tap; the secretary hears of it, and so does the leader where he has an account."""
    done = await steps.confirm(step_context(context), matter)
    by, leader = context.person.name, done.leader
    await matters.tell(context, done.bearer.id, texts.relay_confirmed(done.words, leader.name, by))
    if leader.reachable:
        await matters.tell(context, leader.id, texts.relayed_of_you(done.words, done.bearer.name, by))
    await matters.mark(update, context, matter, texts.OUTCOMES["relayed"])
    await say(context, update, texts.relay_confirmed(done.words, leader.name, by), items=done.items)
