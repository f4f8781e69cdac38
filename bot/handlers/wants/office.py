"""A coordinator's words that no table of acts told: what he surely wants is done, else he taps one of the likeliest."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final

from telegram import Update

from bot.commands.status_filter import Asked
from bot.handlers import coordinating, enrolment, exporting, status, supervision_orders
from bot.handlers import coordinator_ways as ways
from bot.handlers.context import BoundContext
from bot.handlers.office import doing, unfinished
from bot.handlers.office import slots as finding
from bot.handlers.office.slots import Slots
from bot.handlers.replying import buttons_of, queue, react, say, step_context
from bot.handlers.report_intake import keep
from bot.handlers.wants.hearing import heard, sure
from bot.handlers.wants.serving import BY_ACTS
from bot.reading.acts import moods
from bot.reading.acts.office import LOOKS_UP as LOOKING
from bot.second_reader.wants.labels import LOOKS_UP, Want
from bot.texts import coordinators, drafting, wanting
from db import people, reports
from db.payloads import PlainPayload
from db.tasks import Filter
from schedules.steps import instructions as steps

WAITING = 2  # matters of those he names, before all else
OFFERED = 3  # wants that he may tap
LEAST = 0.06  # of a want that is offered
CARDS = 3

Do = Callable[[Update, BoundContext, Slots], Awaitable[bool]]


async def taken(update: Update, context: BoundContext, said: str) -> bool:
    want = sure(heard(context, said))
    if want is None or await context.replied_to(update) is not None:
        return False
    if want not in LOOKS_UP and (moods.forbidding(said) or moods.addressed(said)):
        return False  # what is forbidden is no order
    return await do(update, context, want, await finding.found(context, said))


async def offered(update: Update, context: BoundContext, said: str) -> bool:
    """The likeliest wants as buttons; behind 都不是 stands all that may be done with such words."""
    wanted = heard(context, said)
    if wanted is None or await context.replied_to(update) is not None:
        return False
    likely = [want for want in wanted.ranked if want in wanting.LABELS and wanted.shares[want] >= LEAST][:OFFERED]
    if not likely:
        return False
    await ask_which(update, context, said, likely)
    return True


async def ask_which(update: Update, context: BoundContext, said: str, likely: Sequence[Want]) -> None:
    saying = await keep(context, update, said)
    facts = {"said": said, "wants": [want.value for want in likely], "missing": "chosen", "choices": [], "given": {}}
    draft = await steps.draft(step_context(context), unfinished.KIND, facts, saying=saying)
    slots = await finding.found(context, said)
    about = [(task.number, task.owner.name) for task in slots.tasks]
    found = await ways.named(context, said)
    targets = await ways.people_named(context, said, found)
    waiting = await ways.waiting(context, found, list(targets))
    rows = [[(wanting.label(want, about), f"want:{draft.id}:{place}")] for place, want in enumerate(likely)]
    named = [(person_id, name) for person_id, name in targets.items() if name in said][:1]
    passed = [[(coordinators.pass_to(name), f"relay:{saying.id}:{person_id}")] for person_id, name in named]
    rows = [*waiting[:WAITING], *rows, *passed]
    rows.append([(wanting.NONE_OF_THEM, f"want:{draft.id}:{len(likely)}")])
    await queue(context, update, PlainPayload(wanting.WHICH, buttons=buttons_of(rows)))


async def tapped(update: Update, context: BoundContext, numbers: list[int]) -> None:
    draft = await unfinished.tapped_on(update, context, numbers, many=lambda facts: len(facts.get("wants", ())) + 1)
    if draft is None:
        return
    steps.cancel(step_context(context), draft)
    said, wants = draft.facts["said"], draft.facts["wants"]
    chosen = Want(wants[numbers[1]]) if numbers[1] < len(wants) else None
    if chosen is not None and await do(update, context, chosen, await finding.found(context, said)):
        return
    saying = await reports.saying(context.session, draft.saying_id) if draft.saying_id is not None else None
    assert saying is not None, "it was kept with the draft"
    await coordinating.menu(update, context, said, saying)


async def do(update: Update, context: BoundContext, want: Want, slots: Slots) -> bool:
    if want is Want.TASK:
        return await _card(update, context, slots)
    if want is Want.PEOPLE and not moods.asking(slots.said):
        return False  # 联络员定小王了 asks nothing
    for act in BY_ACTS.get(want, ()):
        if act in LOOKING and slots.unknown:
            continue  # 999号 is asked about, not passed over
        if await doing.tried(update, context, act, slots):
            return True
    if (by := _BESIDES_ACTS.get(want)) is not None and await by(update, context, slots):
        return True
    first = next(iter(BY_ACTS.get(want, ())), None)
    return first is not None and not slots.tasks and await unfinished.task_asked(update, context, first, slots)


async def _card(update: Update, context: BoundContext, slots: Slots) -> bool:
    if 0 < len(slots.tasks) <= CARDS:
        for task in slots.tasks:
            await status.show_card(update, context, task)
        return True
    if slots.near:
        asked = [each.id for each in slots.near]
        await status.answer_of(update, context, Asked(Filter(), wanting.THESE), asked)
        return True
    return False


async def _file(update: Update, context: BoundContext, slots: Slots) -> bool:
    """The workbook of the leader or department he names, else of the whole ledger; 图 is the wall chart."""
    named = [*(leader.name for leader in slots.leaders), *slots.units.values()]
    await exporting.ordered(update, context, slots.said, named[0] if named else "")
    return True


async def _help(update: Update, context: BoundContext, _slots: Slots) -> bool:
    await enrolment.on_help(update, context)
    return True


async def _thanked(update: Update, context: BoundContext, slots: Slots) -> bool:
    if slots.tasks or slots.units or slots.leaders:
        return False
    await react(context, update)
    return True


async def _cannot(update: Update, context: BoundContext, slots: Slots) -> bool:
    if slots.tasks:
        return False
    await say(context, update, wanting.CANNOT)
    return True


async def _minutes(update: Update, context: BoundContext, _slots: Slots) -> bool:
    await say(context, update, drafting.FORM)
    return True


async def _milestone(update: Update, context: BoundContext, _slots: Slots) -> bool:
    await say(context, update, wanting.MILESTONES)
    return True


async def _order_issued(update: Update, context: BoundContext, slots: Slots) -> bool:
    owners = list(dict.fromkeys(task.owner_id for task in slots.tasks))
    for unit in () if owners else slots.units:
        head = await people.head_of(context.session, unit)
        owners += [head.id] if head is not None else []
    if len(owners) != 1:
        await say(context, update, wanting.NO_ORDER_FOR)
        return True
    await supervision_orders.drafted(update, context, owners[0])
    return True


_BESIDES_ACTS: Final[Mapping[Want, Do]] = {
    Want.EXPORT: _file,
    Want.HOW: _help,
    Want.THANKS: _thanked,
    Want.CANNOT: _cannot,
    Want.MINUTES: _minutes,
    Want.MILESTONE: _milestone,
    Want.ORDER_ISSUE: _order_issued,
}
