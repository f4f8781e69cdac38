"""批示: a leader's free words, read back before they count, sent at once, and his for ten minutes to take back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from telegram import Update

from bot.handlers import matters as taps
from bot.handlers import named_tasks, report_intake
from bot.handlers.context import BoundContext
from bot.handlers.replying import buttons_of, queue, react, rewrite, say, step_context, today_of
from bot.reading.asks.courtesy import is_greeting
from bot.texts import keyboards, questions, sentences, task_answers
from bot.texts import matters as texts
from db import departments_named, evidence, matters, people, requests, tasks
from db.calls import concerning
from db.lifecycle import UNFINISHED
from db.matter_verbs import MatterKind, MatterState, Verb
from db.models import Matter, Person, Saying, Task
from db.payloads import PlainPayload
from db.rights import Action, may
from db.tasks import Filter
from schedules.steps import evidencing
from schedules.steps import matters as steps
from schedules.steps.refusals import NotHisToDecide

TAKEN_BACK_WITHIN = timedelta(minutes=10)
DRAFT_LIVES = timedelta(days=1)
SCANNED_WITHIN = timedelta(hours=1)
DAYS = 5  # working days, where he names no day
OFFERED = 8


async def said_by_leader(update: Update, context: BoundContext, said: str) -> bool:
    """The last reading of a leader: a courtesy is acknowledged, everything else is a 批示 to be confirmed."""
    from bot.reading.office import directives  # see bot.runtime.preload

    if directives.is_seen(said):
        await react(context, update)
        return True
    if is_greeting(said):
        await say(context, update, sentences.GREETING_LEADER)
        return True
    field = await tasks.matching(context.session, Filter(leader_id=context.person.id))
    saying = await report_intake.keep(context, update, said)
    await _draft(update, context, saying, context.person, field)
    return True


async def entered(update: Update, context: BoundContext, said: str) -> bool:
    """A coordinator puts on record what a leader wrote on paper: 常务副市长批示：66号要抓紧，3月底前办结."""
    from bot.reading.office import asking, directives  # see bot.runtime.preload

    found = directives.on_paper(said)
    if found is None or asking.asking(said, counts=True) is not None:
        return False
    leader = await _leader_named(context, found.who)
    if leader is None and not found.sure:
        return False
    if leader is None:
        await say(context, update, sentences.WHOSE_DIRECTIVE)
        return True
    words = f"（{found.given}）{found.said}" if found.given else found.said
    field = await tasks.matching(context.session, Filter(leader_id=leader.id))
    saying = await report_intake.keep_for(context, update, words, leader)
    await _draft(update, context, saying, leader, field)
    return True


async def _leader_named(context: BoundContext, who: str) -> Person | None:
    found = await people.leaders_called(context.session, who)
    return found[0] if len(found) == 1 else None


async def _draft(update: Update, context: BoundContext, saying: Saying, leader: Person, field: Sequence[Task]) -> None:
    from bot.reading.office import directives  # see bot.runtime.preload

    calendar, today = context.office.policy.calendar, today_of(context)
    read = named_tasks.read(context, saying.words, field)
    due = read.by or calendar.forward(today, DAYS)
    replied = await report_intake.replied_tasks(context, update)
    by_id = {task.id: task for task in field}
    named = named_tasks.named(context, saying.words, field)
    about = named or [by_id[each] for each in replied if each in by_id]
    if len(about) > 3 and not named:
        about = []  # a list was replied to, not a task
    foreign = named_tasks.foreign(context, saying.words, field)
    if (directives.for_the_office(saying.words) and not named) or foreign:
        draft = await steps.raised(
            step_context(context), MatterKind.DIRECTIVE, person=leader, saying=saying, draft=True, due=due
        )
        await _read_back(update, context, [draft])
        return
    if not about:
        await _ask_which(update, context, saying, leader, field, due)
        return
    drafts = [
        await steps.raised(
            step_context(context),
            MatterKind.DIRECTIVE,
            person=leader,
            saying=saying,
            task=task,
            holder=task.owner,
            due=due,
            draft=True,
        )
        for task in about
    ]
    await _read_back(update, context, drafts)


async def _ask_which(
    update: Update, context: BoundContext, saying: Saying, leader: Person, field: Sequence[Task], due: date
) -> None:
    """No task is named: those of the departments he names come first; or it is for the office to carry out."""
    draft = await steps.raised(
        step_context(context),
        MatterKind.DIRECTIVE,
        person=leader,
        saying=saying,
        draft=True,
        due=due,
    )
    named = await departments_named.in_words(context.session, [saying.words])
    waiting = {each.task_id for each in await requests.open_for(context.session, [task.id for task in field])}
    likely = named_tasks.ranked(saying.words, [task for task in field if task.state in UNFINISHED])
    offered = [task for task in likely if task.lead_department_id in named] or sorted(
        likely, key=lambda task: task.id not in waiting
    )
    rows = [
        [(f"{task.number}号 {task.title}"[:40], keyboards.of_matter(draft.id, Verb.ABOUT, task.id))]
        for task in offered[:OFFERED]
    ]
    rows.append(
        [
            (questions.FOR_THE_OFFICE_TO_DO, keyboards.of_matter(draft.id, Verb.ABOUT, 0)),
            (texts.LABELS[Verb.CANCEL], keyboards.of_matter(draft.id, Verb.CANCEL)),
        ]
    )
    await queue(context, update, PlainPayload(texts.which_task(saying.words), buttons=buttons_of(rows)))


async def _read_back(update: Update, context: BoundContext, drafts: Sequence[Matter]) -> None:
    shown = [texts.readback(await taps.line_of(context, draft)) for draft in drafts]
    rows = [[(texts.LABELS[verb], keyboards.of_matter(drafts[0].id, verb)) for verb in (Verb.CONFIRM, Verb.CANCEL)]]
    items = [draft.task_id for draft in drafts if draft.task_id is not None]
    text = "\n\n".join(shown)
    await queue(context, update, PlainPayload(text, items=tuple(items), buttons=buttons_of(rows)), items=items)


async def about(update: Update, context: BoundContext, matter: Matter, chosen: list[int]) -> None:
    """He says which task he meant; 0: none, it is for the office."""
    task = (await tasks.by_ids(context.session, chosen)).get(chosen[0]) if chosen and chosen[0] else None
    directive = matter.kind is MatterKind.DIRECTIVE
    if task is not None:
        if directive and task.leader_id != matter.raised_by_id:
            raise NotHisToDecide(task_answers.FOR_THE_OFFICE)
        matter.task_id, matter.department_id = task.id, task.lead_department_id
        matter.holder_id = task.owner_id if directive else None
    await taps.drop_buttons(update, context)
    await context.session.flush()
    if not directive:
        await steps.confirm(step_context(context), matter)
        named = [task_answers.named(task.number, task.title)] if task is not None else []
        await say(context, update, texts.passed_on(matter.kind, named))
        return
    await _read_back(update, context, [matter])


async def confirm(update: Update, context: BoundContext, matter: Matter, chosen: list[int]) -> None:
    """All that his message gave rise to counts from now on and goes out at once."""
    drafts = [
        each
        for each in await matters.of_saying(context.session, matter.saying_id)
        if each.state is MatterState.DRAFT and (each.task_id is not None or each.id == matter.id)
    ]
    for draft in drafts:
        await steps.confirm(step_context(context), draft)
    await _bind_scans(context, drafts)
    await taps.drop_buttons(update, context)
    lines = [await taps.line_of(context, draft) for draft in drafts]
    rows = [[(texts.LABELS[Verb.WITHDRAW], keyboards.of_matter(draft.id, Verb.WITHDRAW))] for draft in drafts]
    items = [draft.task_id for draft in drafts if draft.task_id is not None]
    text = "\n".join(texts.sent(line) for line in lines)
    await queue(context, update, PlainPayload(text, items=tuple(items), buttons=buttons_of(rows)), items=items)


async def _bind_scans(context: BoundContext, drafts: Sequence[Matter]) -> None:
    """The picture of a paper 批示, sent with it or shortly before: it lies with the task from now on."""
    ids = [draft.task_id for draft in drafts if draft.task_id is not None]
    if not may(context.person.roles, Action.ENTER) or not ids:
        return
    scans = await evidence.unbound_of(context.session, context.person.id, since=context.now - SCANNED_WITHIN)
    task = (await tasks.by_ids(context.session, ids[:1])).get(ids[0])
    if scans and task is not None:
        await evidencing.bind(step_context(context), list(scans), task)


async def cancel(update: Update, context: BoundContext, matter: Matter, chosen: list[int]) -> None:
    for draft in await matters.of_saying(context.session, matter.saying_id):
        if draft.state is MatterState.DRAFT:
            await steps.end(step_context(context), draft, "cancelled", state=MatterState.WITHDRAWN)
    await taps.drop_buttons(update, context)
    await say(context, update, texts.CANCELLED)


async def withdraw(update: Update, context: BoundContext, matter: Matter, chosen: list[int]) -> None:
    """Within ten minutes what was sent becomes 已撤回; later another 批示 has to say otherwise."""
    if context.now - matter.raised_at > TAKEN_BACK_WITHIN:
        raise NotHisToDecide(texts.TOO_LATE)
    line = await taps.line_of(context, matter)
    await steps.end(step_context(context), matter, "withdrawn", state=MatterState.WITHDRAWN)
    for row in await concerning.copies_of_matter(context.session, matter.id):
        if row.chat_id is not None and row.message_id is not None:
            await rewrite(context, update, row.chat_id, row.message_id, texts.directive_withdrawn(line))
    await taps.drop_buttons(update, context)
    await say(context, update, texts.directive_withdrawn(line))


async def done(update: Update, context: BoundContext, matter: Matter, chosen: list[int]) -> None:
    """已落实, by the office; the leader is told."""
    line = await taps.line_of(context, matter)
    await taps.tell(context, matter.raised_by_id, texts.directive_done(line), task_id=matter.task_id)
    await taps.finish(update, context, matter, "done")


async def read_by_leader(update: Update, context: BoundContext, matter: Matter, chosen: list[int]) -> None:
    """已阅 under an answer: the 批示 is carried out as far as he is concerned."""
    await steps.end(step_context(context), matter, "read")
    await taps.drop_buttons(update, context)
    await say(context, update, texts.READ)


async def typed(update: Update, context: BoundContext, said: str) -> bool:
    """确认, 取消, 撤回 in words, for the newest of his."""
    from bot.reading import answers  # see bot.runtime.preload

    words = said.strip(" 。.!！")
    newest = await matters.newest_directive(context.session, context.person.id, since=context.now - DRAFT_LIVES)
    if newest is None:
        return False
    try:
        if newest.state is MatterState.DRAFT and newest.task_id is not None and answers.agrees(words) is True:
            await confirm(update, context, newest, [])
        elif newest.state is MatterState.DRAFT and (words in _CANCELS or answers.agrees(words) is False):
            await cancel(update, context, newest, [])
        elif newest.state is MatterState.OPEN and len(words) <= 12 and ("撤回" in words or words in _TAKES_BACK):
            await withdraw(update, context, newest, [])
        else:
            return False
    except NotHisToDecide as refused:
        await say(context, update, str(refused))
    return True


_CANCELS = {"取消", "算了", "先不发", "不发了", "撤回", "撤销"}
_TAKES_BACK = {"撤销", "撤销批示", "收回"}
