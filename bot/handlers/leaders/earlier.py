"""A leader's word on a 批示 of his that stands: was it seen, it needs no answer, the answer will do or will not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from telegram import Update

from bot.handlers import matters as taps
from bot.handlers import named_tasks
from bot.handlers.context import BoundContext
from bot.handlers.coordinator_actions import drafts
from bot.handlers.leaders import errands
from bot.handlers.replying import buttons_of, queue, say, step_context
from bot.reading.acts import moods
from bot.texts import keyboards, words
from bot.texts import leaders as texts
from bot.texts import matters as matter_texts
from db import matters, people, reports, tasks
from db.matter_verbs import MatterKind, MatterState, Verb
from db.models import Instruction, Matter
from db.payloads import MatterPayload, PlainPayload
from schedules.steps import matters as steps
from schedules.steps.instructions import finish

REMEMBERED = timedelta(days=30)
SHARED = 2  # neighbouring letters his words share with those of the earlier one


async def asked_receipt(update: Update, context: BoundContext, said: str) -> bool:
    """他看了没: delivered at, answered or not; whether it was read nobody can know."""
    matter = await _meant(update, context, said)
    if matter is None:
        return False
    line = await taps.line_of(context, matter)
    if matter.state is MatterState.DRAFT:
        rows = [
            [(matter_texts.LABELS[each], keyboards.of_matter(matter.id, each)) for each in (Verb.CONFIRM, Verb.CANCEL)]
        ]
        text = texts.NOT_SENT.format(said=words.quoted(line.said, 120))
        await queue(context, update, PlainPayload(text, buttons=buttons_of(rows)))
        return True
    local = context.office.policy.local(matter.raised_at)
    at = f"{words.day(local.date(), today=line.today)}{local:%H:%M}"
    text = texts.receipt(line.task or words.quoted(line.said, 40), at, _holder(line), line.answer, line.answered_by)
    await say(context, update, text, items=_items(matter))
    return True


async def lets_go(update: Update, context: BoundContext, said: str) -> bool:
    matter = await _meant(update, context, said)
    if matter is None:
        return False
    line = await taps.line_of(context, matter)
    about = f"对{line.task}" if line.task else ""
    if matter.state is MatterState.DRAFT:
        await steps.end(step_context(context), matter, "cancelled", state=MatterState.WITHDRAWN)
        await say(context, update, texts.draft_dropped(about))
        return True
    return await _shown(update, context, "let_go", matter, said, texts.let_go(about, said, _holder(line)))


async def sends_back(update: Update, context: BoundContext, said: str) -> bool:
    matter = await _meant(update, context, said, answered=True)
    if matter is None:
        return False
    line = await taps.line_of(context, matter)
    return await _shown(update, context, "again", matter, said, texts.again(line.task, said, _holder(line)))


async def accepts(update: Update, context: BoundContext, said: str) -> bool:
    """The answer will do: the 批示 is over, and his words go with it."""
    matter = await _meant(update, context, said, answered=True)
    if matter is None or matter.answer_id is None:
        return False
    line = await taps.line_of(context, matter)
    about = f"对{line.task}" if line.task else ""
    return await _shown(update, context, "let_go", matter, said, texts.let_go(about, said, _holder(line)))


async def _shown(update: Update, context: BoundContext, kind: str, matter: Matter, said: str, text: str) -> bool:
    facts = {"matter_id": matter.id, "words": said, "tasks": _items(matter), "shown": []}
    return await drafts.put(update, context, kind, facts, [text], said, text=text)


def _items(matter: Matter) -> list[int]:
    return [matter.task_id] if matter.task_id is not None else []


def _holder(line: matter_texts.MatterLine) -> str:
    return line.holder or line.owner or "督查室"


async def spoken_of(context: BoundContext, said: str, mine: Sequence[Matter]) -> list[Matter]:
    """Those his words may mean that name no task: none where he says more than an aside, or names other people."""
    if not moods.is_aside(said):
        return []
    heads = {each.id for each in await errands.heads_named(context, said, loose=True)}
    return [each for each in mine if not heads or each.holder_id in heads]


async def _meant(update: Update, context: BoundContext, said: str, *, answered: bool = False) -> Matter | None:
    """The one he replies to, names, or uses the words of; else his newest. `answered`: those with an answer first."""
    mine = await _standing(context)
    target = await context.replied_to(update)
    if target is not None and isinstance(target.payload, MatterPayload):
        return await _replied_to(context, target.payload.matter_id)
    if not mine or (target is not None and not target.task_ids):
        return None
    known = await tasks.by_ids(context.session, [each.task_id for each in mine if each.task_id])
    named = {task.id for task in named_tasks.named(context, said, list(known.values()))}
    if target is not None:
        named |= set(target.task_ids)
    fitting = [each for each in mine if each.task_id in named] or await _alike(context, said, mine)
    chosen = fitting or ([] if _names_other(context, said, known.values()) else await spoken_of(context, said, mine))
    with_answer = [each for each in chosen if each.answer_id is not None]
    return next(iter((*(with_answer if answered else ()), *chosen)), None)


async def _replied_to(context: BoundContext, matter_id: int) -> Matter | None:
    """However long ago he gave it."""
    matter = (await matters.by_ids(context.session, [matter_id])).get(matter_id)
    if matter is None or matter.kind is not MatterKind.DIRECTIVE or matter.raised_by_id != context.person.id:
        return None
    return matter if matter.state is MatterState.OPEN else None


def _names_other(context: BoundContext, said: str, known) -> bool:  # type: ignore[no-untyped-def]
    """He names a task by its number that none of his earlier ones is about."""
    from bot.reading.mentions import called_numbers  # see bot.runtime.preload

    return bool(called_numbers.unknown(said, {task.number for task in known}))


async def _standing(context: BoundContext) -> list[Matter]:
    """His own that stand or wait for his confirmation, newest first."""
    found = await matters.given_by(context.session, context.person.id, since=context.now - REMEMBERED)
    offered = [each for each in found if each.state is MatterState.DRAFT and each.next_on is None]
    return [each for each in found if each.kind is MatterKind.DIRECTIVE and each not in offered]


async def _alike(context: BoundContext, said: str, mine: Sequence[Matter]) -> list[Matter]:
    known = await reports.sayings(context.session, {each.saying_id for each in mine})
    shares = {each.id: named_tasks.pairs_shared(known[each.saying_id].words, said) for each in mine}
    best = max(shares.values(), default=0)
    return [each for each in mine if shares[each.id] == best] if best >= SHARED else []


async def confirmed(update: Update, context: BoundContext, given: Instruction) -> None:
    """Both ends: whoever answers for it and the office hear his words; then the 批示 is over, or waits again."""
    matter = await steps.held(step_context(context), given.facts["matter_id"])
    line, said = await taps.line_of(context, matter), given.facts["words"]
    leader = context.person.name
    if given.kind == "let_go":
        text = texts.let_go_told(leader, f"对{line.task}" if line.task else "", said)
        await steps.end(step_context(context), matter, "let_go")
    else:
        text = texts.again_told(leader, line.task, said)
        await steps.answer_again(step_context(context), matter)
    for person_id in await _both(context, matter):
        await taps.tell(context, person_id, text, task_id=matter.task_id)
    finish(step_context(context), given)
    await say(context, update, matter_texts.READ if given.kind == "let_go" else texts.AGAIN_SENT, items=_items(matter))


async def _both(context: BoundContext, matter: Matter) -> list[int]:
    """Whoever has it, or stands in for him today, and the office."""
    office = await people.responsible(context.session, matter.department_id)
    held_by = [matter.holder_id] if matter.holder_id is not None else []
    today = context.office.policy.today(context.now)
    answering = await people.answering(context.session, held_by, today=today)
    return list(dict.fromkeys(each.id for each in (*answering.values(), *office)))
