"""批示: a leader's free words, read back before they count, sent at once, and his for ten minutes to take back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from telegram import Update

from bot.handlers import matters as taps
from bot.handlers import report_intake
from bot.handlers.context import BoundContext
from bot.handlers.leaders import drafting
from bot.handlers.replying import buttons_of, queue, react, rewrite, say, step_context
from bot.reading.asks.courtesy import is_greeting
from bot.texts import keyboards, sentences, task_answers
from bot.texts import matters as texts
from db import evidence, matters, people, reports, tasks
from db.calls import concerning
from db.matter_verbs import MatterKind, MatterState, Verb
from db.models import Matter, Person
from db.payloads import PlainPayload
from db.rights import Action, may
from db.tasks import Filter
from schedules.steps import evidencing
from schedules.steps import matters as steps
from schedules.steps.refusals import NotHisToDecide

TAKEN_BACK_WITHIN = timedelta(minutes=10)
DRAFT_LIVES = timedelta(days=1)
REMEMBERED = timedelta(days=30)
SCANNED_WITHIN = timedelta(hours=1)


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
    before = await _referred_to(context, said) if directives.refers_back(said) else ""
    if before is None:
        await say(context, update, texts.NOTHING_BEFORE)
        return True
    saying = await report_intake.keep(context, update, texts.with_earlier(said, before))
    await drafting.drafted(update, context, saying, context.person, field)
    return True


async def _referred_to(context: BoundContext, said: str) -> str | None:
    """照这个办, 还照上次那样: what he wrote last before it; None where there is nothing to go by."""
    since = context.now - REMEMBERED
    before = await matters.given_by(context.session, context.person.id, since=since)
    newest = next((each for each in before if each.kind is MatterKind.DIRECTIVE), None)
    if newest is None:
        return None
    known = await reports.saying(context.session, newest.saying_id)
    return known.words if known is not None else None


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
    await drafting.drafted(update, context, saying, leader, field)
    return True


async def _leader_named(context: BoundContext, who: str) -> Person | None:
    found = await people.leaders_called(context.session, who)
    return found[0] if len(found) == 1 else None


async def about(update: Update, context: BoundContext, matter: Matter, chosen: list[int]) -> None:
    """He says which task he meant; 0: none, it is for the office."""
    task = (await tasks.by_ids(context.session, chosen)).get(chosen[0]) if chosen and chosen[0] else None
    directive = matter.kind is MatterKind.DIRECTIVE
    if task is not None:
        matter.task_id, matter.department_id = task.id, task.lead_department_id
        matter.holder_id = task.owner_id if directive else None
    await taps.drop_buttons(update, context)
    await context.session.flush()
    if not directive:
        await steps.confirm(step_context(context), matter)
        named = [task_answers.named(task.number, task.title)] if task is not None else []
        await say(context, update, texts.passed_on(matter.kind, named))
        return
    await drafting.read_back(update, context, [matter])


async def confirm(update: Update, context: BoundContext, matter: Matter, chosen: list[int]) -> None:
    """All that his message gave rise to counts from now on and goes out at once."""
    drafts = [
        each
        for each in await matters.of_saying(context.session, matter.saying_id)
        if each.state is MatterState.DRAFT
        and (each.task_id is not None or each.holder_id is not None or each.id == matter.id)
    ]
    for draft in drafts:
        await steps.confirm(step_context(context), draft)
    await _tell_their_leaders(context, drafts)
    await _tell_whose_words(context, drafts)
    await _bind_scans(context, drafts)
    await taps.drop_buttons(update, context)
    lines = [await taps.line_of(context, draft) for draft in drafts]
    rows = [[(texts.LABELS[Verb.WITHDRAW], keyboards.of_matter(draft.id, Verb.WITHDRAW))] for draft in drafts]
    items = [draft.task_id for draft in drafts if draft.task_id is not None]
    text = "\n".join(texts.sent(line) for line in lines)
    await queue(context, update, PlainPayload(text, items=tuple(items), buttons=buttons_of(rows)), items=items)


async def _tell_whose_words(context: BoundContext, drafts: Sequence[Matter]) -> None:
    """What somebody else has entered as his he reads, and may contradict."""
    for draft in drafts:
        if draft.raised_by_id != context.person.id and not may(context.person.roles, Action.PASS_WORD):
            line = await taps.line_of(context, draft)
            text = texts.entered_as_yours(line, context.person.name)
            await taps.tell(context, draft.raised_by_id, text, task_id=draft.task_id)


async def _tell_their_leaders(context: BoundContext, drafts: Sequence[Matter]) -> None:
    """A 批示 on a task that another leader leads: he hears of it."""
    known = await tasks.by_ids(context.session, [draft.task_id for draft in drafts if draft.task_id is not None])
    for draft in drafts:
        task = known.get(draft.task_id or 0)
        if task is None or task.leader_id in (None, draft.raised_by_id):
            continue
        line = await taps.line_of(context, draft)
        await taps.tell(context, task.leader_id, texts.of_your_field(line), task_id=task.id)


async def to_unit(update: Update, context: BoundContext, matter: Matter, chosen: list[int]) -> None:
    """No single task is meant: the head of the department gets it."""
    head = await people.head_of(context.session, chosen[0]) if chosen else None
    if head is None:
        raise NotHisToDecide(texts.NO_SUCH_DEPARTMENT)
    matter.holder_id, matter.department_id = head.id, chosen[0]
    await taps.drop_buttons(update, context)
    await context.session.flush()
    await drafting.read_back(update, context, [matter])


async def answered_by_holder(update: Update, context: BoundContext, matter: Matter, said: str) -> None:
    """A 批示 about no single task is answered by a reply; the leader reads the answer as it is."""
    saying = await report_intake.keep(context, update, said)
    await steps.answer_with(step_context(context), matter, saying)
    line = await taps.line_of(context, matter)
    await taps.tell_responsible(
        context, matter.department_id, texts.directive_answered(line, context.person.name, said)
    )
    await say(context, update, texts.answer_sent(line.who))


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
