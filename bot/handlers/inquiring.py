"""Questions to the ledger in plain words, each answered within what the asker may see."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from telegram import Update

from bot.commands import status_filter
from bot.commands.status_filter import Asked
from bot.handlers import enrolment, history, status, subjects
from bot.handlers import lists as lists_asked
from bot.handlers.context import BoundContext
from bot.handlers.matters import parts as parts_of
from bot.handlers.named_tasks import asked as asked_tasks
from bot.handlers.replying import buttons_of, queue, say, today_of
from bot.handlers.report_intake import open_tasks
from bot.handlers.sight import sight
from bot.renderers import matters as showing
from bot.texts import keyboards, lists, sentences
from bot.texts import matters as texts
from db import matters, people, tasks
from db.matter_verbs import MatterKind
from db.models import Task
from db.payloads import PlainPayload
from db.rights import Action, Reach, may, reach
from db.tasks import Filter

if TYPE_CHECKING:
    from bot.reading.office.inquiries import Inquiry

LIMIT = 10
LONGEST = 60  # letters of a question
NAMED_ALONE = 12  # letters: 水利局的 alone asks for its tasks, in a longer sentence something is said of it


async def asked(update: Update, context: BoundContext, said: str) -> bool:
    """True where the whole message asks something of the ledger and nothing of it is left unexplained."""
    from bot.reading.office import directives, inquiries  # see bot.runtime.preload

    inquiry = await _inquiry(update, context, said)
    if inquiry is None or (may(context.person.roles, Action.DIRECT) and directives.orders(said)):
        return False
    if inquiry.about is inquiries.About.UNBOUND and not inquiry.rest and may(context.person.roles, Action.SETTLE):
        await _unbound(update, context)
        return True
    if inquiry.about is not None and inquiry.about in OTHERS and not inquiry.rest:
        return await OTHERS[inquiry.about](update, context)
    if reach(context.person.roles, Action.SEE) < Reach.FIELD:
        return inquiry.asks and await _of_head(update, context, said, inquiry)
    return await _of_office(update, context, said, inquiry)


async def _inquiry(update: Update, context: BoundContext, said: str) -> Inquiry | None:
    """None where it cannot be a question to the ledger: too long, a reply, or it says something (2号已办结)."""
    from bot.reading.office import inquiries  # see bot.runtime.preload

    if len(said) > LONGEST or await context.replied_to(update) is not None:
        return None
    inquiry = inquiries.inquiry(said, today=today_of(context))
    if inquiry.number is not None and not (inquiry.rest or inquiry.about or inquiry.facets or inquiry.asks):
        inquiry = replace(inquiry, asks=True)  # 2号 alone asks to see it
    if inquiry.number is not None and inquiry.facets and not inquiry.asks:
        return None
    short = inquiry.number is None and len(said) <= NAMED_ALONE
    return inquiry if inquiry.any or inquiry.asks or short else None


async def _of_office(update: Update, context: BoundContext, said: str, inquiry: Inquiry) -> bool:
    """A coordinator asks about everything, a leader about his field."""
    from bot.reading.office import inquiries  # see bot.runtime.preload
    from bot.reading.office.inquiries import About

    if inquiry.number is None and inquiries.by_department(said):
        await status.show_departments(update, context)
        return True
    if inquiry.number is not None and inquiry.supporting and not inquiry.asks:
        return False  # 38号配合单位加上… orders something
    short = inquiry.number is None and len(said) <= NAMED_ALONE
    found = await status_filter.of_inquiry(context.session, inquiry, asker=context.person)
    if found is None or not (inquiry.any or inquiry.rest or inquiry.asks):
        if (inquiry.asks or short) and await _by_title(update, context, said, inquiry):
            return True
        return _of_subject(inquiry) and await subjects.answered(update, context, inquiry.rest)
    if inquiry.about is About.HISTORY and inquiry.number is not None:
        return await _history(update, context, inquiry.number)
    if not (inquiry.asks or short or found.narrowed or found.only is not None or inquiry.leader):
        return False  # 66号抓紧 says something of it, and asks nothing
    unseen = _of_subject(inquiry) and sight(context) < Reach.ALL and not await _has_any(context, found)
    if not (unseen and await subjects.answered(update, context, inquiry.rest)):
        await status.answer(update, context, found)
    return True


def _of_subject(inquiry: Inquiry) -> bool:
    """环保的事最近怎么样了 asks about a subject, and about nothing more."""
    beside = (inquiry.facets, inquiry.source, inquiry.due, inquiry.about, inquiry.leader, inquiry.supporting)
    return inquiry.asks and inquiry.number is None and not any(beside)


async def _has_any(context: BoundContext, found: Asked) -> bool:
    return await tasks.first(context.session, replace(found.filter, field=context.person.field_ids)) is not None


async def _requests(update: Update, context: BoundContext) -> bool:
    return await lists_asked.show(update, context, "requests")


async def _weekly(update: Update, context: BoundContext) -> bool:
    return await lists_asked.show(update, context, "digest")


async def _help(update: Update, context: BoundContext) -> bool:
    await enrolment.on_help(update, context)
    return True


async def _of_head(update: Update, context: BoundContext, said: str, inquiry: Inquiry) -> bool:
    """A head asks about his own: one by number or title, or those with something in common."""
    from bot.reading.office.inquiries import About

    mine = {task.number: task for task in await _own(context)}
    if not mine:
        return False
    if inquiry.number is not None and not inquiry.rest and inquiry.number in mine:
        if inquiry.about is About.HISTORY:
            await history.show(update, context, mine[inquiry.number])
        else:
            await status.show_card(update, context, mine[inquiry.number])
        return True
    if inquiry.number is None and not inquiry.rest and (inquiry.facets or inquiry.due):
        await status.answer_of(update, context, Asked(Filter(), "您名下", inquiry), [each.id for each in mine.values()])
        return True
    return inquiry.number is None and await _by_title(update, context, said, inquiry)


async def _own(context: BoundContext) -> list[Task]:
    answers_for = context.person.answers_for(today_of(context))
    return [*await open_tasks(context), *await tasks.closed_whole_of(context.session, answers_for)]


async def seen(context: BoundContext) -> list[tasks.Named]:
    match sight(context):
        case Reach.ALL:
            return await tasks.named(context.session, Filter())
        case Reach.FIELD:
            return await tasks.named(context.session, Filter(field=context.person.field_ids))
        case _:
            own = frozenset(task.id for task in await _own(context))
            return await tasks.named(context.session, Filter(only=own))


async def _by_title(update: Update, context: BoundContext, said: str, inquiry: Inquiry) -> bool:
    """老旧小区改造怎么样了: the words left are those of one title."""
    from bot.reading.mentions import titles  # see bot.runtime.preload
    from bot.reading.office.inquiries import About

    if len(inquiry.rest) < 2 or inquiry.number is not None:
        return False
    visible = await seen(context)
    found = titles.keywords(inquiry.rest, asked_tasks(visible))
    beside = 2 if inquiry.asks else 0  # letters that may stand beside a title in a question
    named = [each for each in found if each.end - each.start >= len(inquiry.rest) - beside]
    refs = dict.fromkeys(ref for each in named for ref in each.refs)
    by_ref = {task.number: task for task in visible}
    if len(refs) == 1:
        task_id = by_ref[next(iter(refs))].id
        task = (await tasks.by_ids(context.session, [task_id]))[task_id]
        await (history.show if inquiry.about is About.HISTORY else status.show_card)(update, context, task)
        return True
    if 1 < len(refs) <= LIMIT:
        await status.answer_of(update, context, Asked(Filter(), inquiry.rest), [by_ref[ref].id for ref in refs])
        return True
    return False


async def _history(update: Update, context: BoundContext, number: int) -> bool:
    task = await tasks.by_number(context.session, number)
    if task is None or not await _sees(context, task):
        await say(context, update, sentences.NO_MATCH)
    else:
        await history.show(update, context, task)
    return True


async def _sees(context: BoundContext, task: Task) -> bool:
    match sight(context):
        case Reach.ALL:
            return True
        case Reach.FIELD:
            return task.leader_id in context.person.field_ids
        case _:
            return task.id in {each.id for each in await _own(context)}


async def _unbound(update: Update, context: BoundContext) -> None:
    unreachable = await people.unreachable_owners(context.session)
    await say(context, update, lists.unbound([person.name for person in unreachable]))


async def _matters(update: Update, context: BoundContext) -> bool:
    """来信, 困难清单, 批示清单: what waits, of those he has a part in; a leader's field, oldest first."""
    kinds = _kinds(update)
    found = [each for each in await matters.open_ones(context.session) if parts_of(context, each)]
    if sight(context) is Reach.FIELD:
        his = Filter(unfinished=True, field=context.person.field_ids)
        field = {task.id for task in await tasks.named(context.session, his)}
        found = [each for each in await matters.open_ones(context.session) if each.task_id in field or each in found]
    found = [each for each in found if not kinds or each.kind in kinds]
    if not found:
        await say(context, update, lists.none("待处理"))
        return True
    policy = context.office.policy
    lines = await showing.lines_of(context.session, found[:LIMIT], policy=policy, now=context.now)
    rows = keyboards.of_matters([line.id for line in lines])
    text = texts.open_list("待处理", lines, limit=LIMIT)
    await queue(context, update, PlainPayload(text, buttons=buttons_of(rows)))
    return True


def _kinds(update: Update) -> set[MatterKind]:
    """批示清单 asks for one kind; 待办 and 来信 for all that waits."""
    said = update.effective_message.text or "" if update.effective_message else ""
    return {kind for word, kind in _BY_WORD.items() if word in said}


_BY_WORD = {"批示": MatterKind.DIRECTIVE, "困难": MatterKind.PROBLEM, "问题清单": MatterKind.PROBLEM}


OTHERS: dict[str, Callable[[Update, BoundContext], Awaitable[bool]]] = {
    "matters": _matters,
    "requests": _requests,
    "weekly": _weekly,
    "help": _help,
}
