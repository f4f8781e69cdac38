"""A message that only asks: answered from the ledger where the ledger knows, else put before whoever can answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from telegram import Update

from bot.commands.status_filter import Asked, of_inquiry
from bot.handlers import inquiring, named_tasks, report_intake, status
from bot.handlers.context import BoundContext
from bot.handlers.replying import buttons_of, queue, say, step_context, today_of
from bot.handlers.sight import sight
from bot.texts import keyboards, waiting_for
from bot.texts import matters as texts
from db import departments_named, matters, people, requests, tasks
from db.matter_verbs import MatterKind, Verb
from db.models import Role, Saying, Task
from db.payloads import PlainPayload
from db.rights import Action, Reach, may, reach
from db.tasks import Filter
from schedules.steps import matters as steps

if TYPE_CHECKING:
    from bot.reading.office.asking import Asking

SHOWN_FIRST = 2  # tasks whose cards a head sees at once when he asks about them
CARDS = 3  # so many are shown at once
TOLD = 8  # letters beside a leader's question; who says more wants something
DAYS = 5  # working days for the answer to a leader's question


async def asked(update: Update, context: BoundContext, said: str) -> bool:
    """True where it asks and tells nothing of the work."""
    from bot.reading.office import asking  # see bot.runtime.preload

    seeing = reach(context.person.roles, Action.SEE)
    found = asking.asking(said, counts=seeing >= Reach.FIELD)
    if found is None:
        return False
    if seeing < Reach.FIELD:
        return await _of_head(update, context, said, found)
    if may(context.person.roles, Action.DIRECT):
        return await _of_leader(update, context, said, found)
    return may(context.person.roles, Action.SETTLE) and await _of_office(update, context, said, found)


async def nudged(update: Update, context: BoundContext, said: str) -> bool:
    """批了没, 你们还没回我: of what waits, before his words are taken for a wish to see the card."""
    from bot.reading.office import asking  # see bot.runtime.preload

    found = asking.asking(said)
    if found is None or not found.decided or found.of_card or found.told:
        return False
    own = await report_intake.open_tasks(context)
    if reach(context.person.roles, Action.SEE) >= Reach.FIELD or not own:
        return False
    answers_for = context.person.answers_for(today_of(context))
    mine = [*own, *await tasks.closed_whole_of(context.session, answers_for)]
    return await _what_waits(update, context, said, named_tasks.named(context, said, mine), mine)


async def _of_leader(update: Update, context: BoundContext, said: str, found: Asking) -> bool:
    """The figures, and one tap puts the question before whoever answers for the task."""
    from bot.reading.office import directives  # see bot.runtime.preload

    if directives.orders(said) or directives.wants_by_a_day(
        said, today=today_of(context), calendar=context.office.policy.calendar
    ):
        return False
    his = Filter() if sight(context) is Reach.ALL else Filter(leader_id=context.person.id)
    field = await tasks.matching(context.session, his)
    named = named_tasks.named(context, said, field)
    if len(found.told) > TOLD and not named:
        return False  # he says something as well
    if named_tasks.foreign(context, said, field):
        return False  # of a task outside his field: for the office to look into
    if named and len(named) <= CARDS:
        return await shown_with_offer(update, context, said, named)
    return await _listed(update, context, said)


async def shown_with_offer(update: Update, context: BoundContext, said: str, named: Sequence[Task]) -> bool:
    """A leader sees the cards; by a tap whoever answers for them hears his question."""
    saying = await report_intake.keep(context, update, said)
    for task in named:
        await status.show_card(update, context, task)
    await _offer_to_ask(update, context, saying, named)
    return True


async def _offer_to_ask(update: Update, context: BoundContext, saying: Saying, named: Sequence[Task]) -> None:
    calendar, today = context.office.policy.calendar, today_of(context)
    drafts = [
        await steps.raised(
            step_context(context),
            MatterKind.DIRECTIVE,
            person=context.person,
            saying=saying,
            task=task,
            holder=task.owner,
            due=calendar.forward(today, DAYS),
            draft=True,
        )
        for task in named
    ]
    for draft in drafts:
        draft.next_on = None  # the card has answered him; he is not reminded of what he may leave
    rows = [
        [
            (texts.ASK_FOR_ANSWER, keyboards.of_matter(drafts[0].id, Verb.CONFIRM)),
            (texts.ENOUGH, keyboards.of_matter(drafts[0].id, Verb.CANCEL)),
        ]
    ]
    owners = dict.fromkeys(task.owner.name for task in named)
    day = calendar.forward(today, DAYS)
    text = texts.shall_they_answer(list(owners), day, today=today)
    await queue(context, update, PlainPayload(text, buttons=buttons_of(rows)), items=[task.id for task in named])


async def _of_office(update: Update, context: BoundContext, said: str, found: Asking) -> bool:
    from bot.reading.office import inquiries  # see bot.runtime.preload

    if inquiries.passes_on(said):
        return False
    known = await inquiring.seen(context)
    named = named_tasks.named(context, said, known) if any(map(str.isdigit, said)) else []
    if named and len(named) <= CARDS and not found.told:
        for task in await tasks.whole_of(context.session, named):
            await status.show_card(update, context, task)
        return True
    return not found.told and await _listed(update, context, said)


async def _listed(update: Update, context: BoundContext, said: str) -> bool:
    """What is understood of a question to the ledger answers it, though some of its words are left over."""
    from bot.reading.office import inquiries  # see bot.runtime.preload

    if inquiries.by_department(said):
        await status.show_departments(update, context)
        return True
    inquiry = inquiries.inquiry(said, today=today_of(context))
    if inquiry.about is not None and inquiry.about in inquiring.OTHERS:
        return await inquiring.OTHERS[inquiry.about](update, context)
    asked_of = replace(inquiry, rest="")
    if inquiry.supporting and (of := await of_inquiry(context.session, asked_of, asker=context.person)) is not None:
        await status.answer(update, context, of)
        return True
    named = await departments_named.in_words(context.session, [said])
    whole = sight(context) is Reach.ALL and inquiry.leader != "我"
    leader = context.person.id if may(context.person.roles, Action.DIRECT) and not whole else None
    led = [each for each in await people.with_role(context.session, Role.LEADER) if each.name in said]
    leader = leader or (max(led, key=lambda each: len(each.name)).id if led else None)
    if not (named or inquiry.facets or inquiry.source or inquiry.due or inquiry.leader == "我" or led):
        return False
    department = next(iter(named), None)
    if department is not None:  # of one department every task is shown, the worst first
        inquiry = replace(inquiry, facets=tuple(each for each in inquiry.facets if each is not inquiries.Facet.BEHIND))
    whose = "我牵头" if leader else "全市" if may(context.person.roles, Action.DIRECT) else "督查台账"
    title = "、".join(list(named.values())[:1]) or (led[-1].name if led else whose)
    parts = [title, inquiry.source or "", inquiry.due_words, *inquiry.named]
    asked_for = Asked(
        Filter(department_id=department, leader_id=leader), "·".join(filter(None, parts)), inquiry=inquiry
    )
    await status.answer(update, context, asked_for)
    return True


async def _of_head(update: Update, context: BoundContext, said: str, found: Asking) -> bool:
    from bot.reading.asks import standpoints  # see bot.runtime.preload

    own = await report_intake.open_tasks(context)
    if not (may(context.person.roles, Action.REPORT) or own) or _tells(context, found.told, own):
        return False
    if found.told and standpoints.standpoint(found.told) is not None:
        return False  # 不归我们管，应该是他们牵头吧: he says something of it
    answers_for = context.person.answers_for(today_of(context))
    mine = [*own, *await tasks.closed_whole_of(context.session, answers_for)]
    named = named_tasks.named(context, said, mine)
    if found.decided and await _what_waits(update, context, said, named, mine):
        return True
    if found.of_own_list and not named:
        return await _own_list(update, context, said)
    if len(named) == 1 and found.of_card and not found.told:
        await status.show_card(update, context, named[0])
        return True
    await _to_office(update, context, said, named, found.told)
    return True


def _tells(context: BoundContext, told: str, own: Sequence[Task]) -> bool:
    """Whether anything beside the question reports on a task."""
    from bot.reading import replies  # see bot.runtime.preload

    if not told:
        return False
    reading = replies.read(
        told, named_tasks.asked(own), today=today_of(context), calendar=context.office.policy.calendar
    )
    return bool(reading.rows)


async def _what_waits(
    update: Update, context: BoundContext, said: str, named: Sequence[Task], mine: Sequence[Task]
) -> bool:
    """批了没: what waits of his, with whom; the office hears that he asks."""
    about = [task.id for task in named or mine]
    known = {task.id: task for task in mine}
    lines = [
        waiting_for.request(known[each.task_id].number, each.kind, _day(context, each.asked_at), today_of(context))
        for each in await requests.open_for(context.session, about)
    ]
    raised = [
        each
        for each in await matters.open_ones(context.session)
        if each.raised_by_id == context.person.id and (each.task_id in about or each.task_id is None)
    ]
    holders = await people.by_ids(context.session, [each.holder_id for each in raised if each.holder_id])
    for each in raised:
        number = known[each.task_id].number if each.task_id in known else None
        holder = holders[each.holder_id].name if each.holder_id in holders else ""
        lines.append(waiting_for.matter(number, each.kind, _day(context, each.raised_at), holder, today_of(context)))
    if not lines:
        return False
    saying = await report_intake.keep(context, update, said)
    await report_intake.raise_letter(context, MatterKind.QUESTION, saying, task=named[0] if len(named) == 1 else None)
    await say(context, update, waiting_for.text(lines))
    return True


def _day(context: BoundContext, moment) -> date:  # type: ignore[no-untyped-def]
    return context.office.policy.local(moment).date()


async def _own_list(update: Update, context: BoundContext, said: str) -> bool:
    from bot.reading.office import inquiries  # see bot.runtime.preload
    from bot.reading.office.inquiries import Facet

    inquiry = inquiries.inquiry(said, today=today_of(context))
    facets = tuple(facet for facet in inquiry.facets if facet is not Facet.SILENT)
    if not (facets or inquiry.due):
        await status.mine(update, context)
        return True
    asked_for = Asked(Filter(), "您名下", inquiry)
    await status.answer_of(update, context, asked_for, [task.id for task in await report_intake.open_tasks(context)])
    return True


async def _to_office(update: Update, context: BoundContext, said: str, named: Sequence[Task], told: str = "") -> None:
    """To the office, with the task he means; what he tells beside the question is asked about on its own."""
    from bot.handlers.reporters import continuing, thread
    from bot.reading.acts.acts import HeadAct, of_head
    from bot.reading.office import asking  # see bot.runtime.preload

    own = await report_intake.open_tasks(context)
    alike = [] if named else named_tasks.sharing(said, own)[:1]
    hard = HeadAct.DIFFICULTY in of_head(said) and len(named or alike) == 1
    if hard:
        await continuing.ask(update, context, said, (list(named) or alike)[0], thread.Thread())
        return
    going_on = (await thread.in_hand(context, own)).task if not named else None
    about = named[0] if len(named) == 1 else None if named else going_on
    saying = await report_intake.keep(context, update, said)
    await report_intake.raise_letter(context, MatterKind.QUESTION, saying, task=about)
    if asking.of_record(said):
        for task in named[:SHOWN_FIRST]:
            await status.show_card(update, context, task)  # what the ledger knows he need not wait for
    await say(context, update, report_intake.passed_on(said))
    numbered = [task for task in named if str(task.number) in told]
    if len(numbered) == 1 and len(told) > TOLD:
        await continuing.ask(update, context, told, numbered[0], thread.Thread(), saying)
