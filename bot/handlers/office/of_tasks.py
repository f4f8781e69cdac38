"""Orders about tasks in running words become the orders of `coordinator_actions`, or ask for the one slot missing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from telegram import Update

from bot.handlers import requests as request_taps
from bot.handlers.context import BoundContext
from bot.handlers.coordinator_actions import drafts
from bot.handlers.coordinator_actions import of_tasks as orders
from bot.handlers.office import in_parts, unfinished
from bot.handlers.office.slots import Slots
from bot.handlers.replying import say, step_context, today_of
from bot.reading.acts import new_tasks, office
from bot.reading.acts.office import OfficeAct
from bot.reading.orders.order import Deed, Order
from bot.texts import office as texts
from bot.texts import orders as order_texts
from bot.texts import task_answers
from db import instructions, people, requests, tasks
from db.models import Instruction, RequestKind, Task
from schedules.steps import deciding
from schedules.steps.instructions import finish
from schedules.steps.ordering import ConsentMissing
from schedules.steps.refusals import NotHisToDecide

_DEEDS = {OfficeAct.STOP: Deed.STOP, OfficeAct.RESUME: Deed.RESUME, OfficeAct.REOPEN: Deed.REOPEN}


def _named(task: Task) -> str:
    return task_answers.named(task.number, task.title)


async def step(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    if not slots.tasks:
        return await unfinished.task_asked(update, context, act, slots)
    order = Order(_DEEDS[act], slots.numbers, words=office.reason(slots.said, act))
    return await orders.simple(update, context, order, slots.said)


async def resume(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    """A stop that is not confirmed yet is cancelled with it."""
    waiting = await instructions.drafts_of(context.session, context.person.id, since=context.now - unfinished.LIVES)
    ids = {task.id for task in slots.tasks}
    for draft in await instructions.drafts_about(context.session, "stop", ids) if ids else waiting[:0]:
        from schedules.steps import instructions as steps

        steps.cancel(step_context(context), draft)
        await say(context, update, texts.stop_dropped([_named(task) for task in slots.tasks]))
        return True
    return await step(update, context, act, slots)


async def redate(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    if not slots.tasks:
        return await unfinished.task_asked(update, context, act, slots)
    day = _day(context, slots)
    if day is None:
        return await unfinished.ask(
            update, context, act, slots, "day", _wrong_day(context, slots) + texts.which_day(list(slots.numbers))
        )
    why = "，".join(filter(None, (office.reason(slots.said, act), slots.given.get("consent", ""))))
    order = Order(Deed.REDATE, slots.numbers, words=why, day=day)
    try:
        return await orders.redate(update, context, order, slots.said)
    except ConsentMissing:
        if slots.given.get("consent"):
            raise
        given = {**slots.given, "day": day.isoformat()}
        leader = slots.tasks[0].leader
        choices = [(texts.with_consent(leader.name), texts.with_consent(leader.name))] if leader is not None else []
        text = texts.whose_consent(_named(slots.tasks[0]), day, today=today_of(context))
        return await unfinished.ask(update, context, act, replace(slots, given=given), "consent", text, choices)


def _day(context: BoundContext, slots: Slots) -> date | None:
    if given := slots.given.get("day"):
        return date.fromisoformat(given)
    today, calendar = today_of(context), context.office.policy.calendar
    by, due = office.shift(slots.dated), slots.tasks[0].due
    if by is not None and due is not None:
        return office.shifted(due, by)
    return office.day(slots.dated, today=today, calendar=calendar)


def _wrong_day(context: BoundContext, slots: Slots) -> str:
    """2月30日 is said to be no day before another is asked for; none is offered that nobody has said."""
    from bot.reading.dates.no_such_day import no_such_day  # see bot.runtime.preload

    wrong = no_such_day(slots.dated, today=today_of(context))
    return order_texts.NO_SUCH_DAY.format(day=wrong) + "\n" if wrong else ""


async def hand_over(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    to = slots.given.get("unit") or receiver(slots)
    found = await _given_over(context, slots, to)
    if not found:
        return await unfinished.task_asked(update, context, act, slots)
    if not to and not slots.units:
        return False
    if not to:
        return await unfinished.ask(update, context, act, slots, "unit", texts.WHICH_UNIT)
    numbers = tuple(task.number for task in found)
    stays = re.search(r"(?:改|转|作|为|继续|仍)[^,，。]{0,3}(?:配合|协办)", slots.said) is not None
    order = Order(Deed.HAND_OVER, numbers, to=to, words="support" if stays else "")
    return await orders.hand_over(update, context, order, slots.said)


_TO = re.compile(
    r"(?:请|让|归|改由|转由|由|转给|交给|划给|划到|挂到|挂在|并到|移给|移交给?|转到|换成|改成|调整给|分给)$"
)


def receiver(slots: Slots) -> str:
    """The department behind 归, 挂到; else the one that leads none of the tasks."""
    leads = {task.lead_department_id for task in slots.tasks}
    for unit, name in slots.units.items():
        short = name.removeprefix("市")
        at = next((place for each in (name, short) if (place := slots.said.find(each)) >= 0), -1)
        if at >= 0 and _TO.search(slots.said[:at]) and unit not in leads:
            return name
    others = [name for unit, name in slots.units.items() if unit not in leads]
    return others[-1] if others else ""


_ALL_OF = re.compile(
    r"(?:那|这)?(?:几|[两三四五六七八九十\d]+)(?:件|项|个)(?:事|活|任务)?|(?:全部|所有|都|名下)的?(?:事|任务|活)"
)


async def _given_over(context: BoundContext, slots: Slots, to: str) -> list[Task]:
    """The tasks named; 那三件 of a department: all that it leads."""
    givers = [unit for unit, name in slots.units.items() if name != to]
    if givers and _ALL_OF.search(slots.said) and "tasks" not in slots.given:
        chosen = tasks.Filter(unfinished=True, department_id=givers[0])
        return list(await tasks.matching(context.session, chosen))
    return list(slots.tasks)


_NO_MORE = re.compile(r"取消|去掉|不再|撤销|不急")


async def urgent(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    """急件 is asked about on days off too, and signed for within hours."""
    if not slots.tasks:
        return await unfinished.task_asked(update, context, act, slots)
    on = not _NO_MORE.search(slots.said)
    if all(task.urgent is on for task in slots.tasks):
        await say(context, update, texts.urgent_already([_named(task) for task in slots.tasks], on=on))
        return True
    facts = {"tasks": [task.id for task in slots.tasks], "on": on}
    lines = [texts.urgent(_named(task), on=on) for task in slots.tasks]
    return await drafts.put(update, context, "urgent", facts, lines, slots.said)


async def support(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    if not slots.tasks:
        return await unfinished.task_asked(update, context, act, slots)
    units = {unit: name for unit, name in slots.units.items() if all(unit != t.lead_department_id for t in slots.tasks)}
    have = await tasks.supporting_ids(context.session, slots.tasks[0].id) if len(slots.tasks) == 1 else ()
    new = {unit: name for unit, name in units.items() if unit not in have}
    if units and not new:
        await say(context, update, texts.supports_already(_named(slots.tasks[0]), list(units.values())))
        return True
    units = new
    if not units:
        return await unfinished.ask(update, context, act, slots, "unit", texts.WHICH_UNIT)
    facts = {"tasks": [task.id for task in slots.tasks], "departments": list(units)}
    lines = [texts.supports(_named(task), list(units.values())) for task in slots.tasks]
    return await drafts.put(update, context, "support", facts, lines, slots.said)


async def relead(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    if not slots.tasks:
        return await unfinished.task_asked(update, context, act, slots)
    if not slots.leaders:
        return False
    leader = slots.leaders[-1]
    facts = {"tasks": [task.id for task in slots.tasks], "leader_id": leader.id}
    lines = [texts.releads(_named(task), leader.name) for task in slots.tasks]
    return await drafts.put(update, context, "relead", facts, lines, slots.said)


async def retitle(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    if not slots.tasks:
        return await unfinished.task_asked(update, context, act, slots)
    if len(slots.tasks) > 1:
        await say(context, update, texts.one_title_at_a_time(list(slots.numbers)))
        return True
    task, new = slots.tasks[0], slots.given.get("words") or office.new_words(slots.said)
    if len(new) < 3:
        return await unfinished.ask(update, context, act, slots, "words", texts.which_title(_named(task)))
    facts = {"tasks": [task.id], "title": new[:300]}
    return await drafts.put(update, context, "retitle", facts, [texts.retitles(_named(task), new)], slots.said)


async def target(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    """The whole new target, the old one with the one figure changed, or it is asked for."""
    if not slots.tasks:
        return await unfinished.task_asked(update, context, act, slots)
    task = slots.tasks[0]
    if len(slots.tasks) > 1 and len(new := slots.given.get("words") or office.new_words(slots.said)) >= 4:
        return await orders.target(update, context, Order(Deed.TARGET, slots.numbers, words=new), slots.said)
    new = slots.given.get("words") or office.new_target(slots.said, task.target or "") or office.new_words(slots.said)
    if len(new) < 4:
        return await unfinished.ask(update, context, act, slots, "words", texts.which_target(_named(task), task.target))
    order = Order(Deed.TARGET, (task.number,), words=new)
    return await orders.target(update, context, order, slots.said)


async def returned(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    """退回重办 with his reason and day, in one confirmation; where no claim waits the words mean something else."""
    claims = [await requests.open_of_kind(context.session, task.id, RequestKind.CLOSURE) for task in slots.tasks]
    if not any(claims) and not slots.numbered:
        return await _returned_unnamed(update, context, act, slots)
    waiting = [(task, claim) for task, claim in zip(slots.tasks, claims, strict=True) if claim is not None]
    if waiting:
        for task, _ in waiting:
            deciding.may_close(step_context(context), task)  # says at once who may
        due = office.day(slots.dated, today=today_of(context), calendar=context.office.policy.calendar)
        why = office.reason(slots.said, act) or slots.said[:200]
        facts = {
            "tasks": [task.id for task, _ in waiting],
            "requests": [claim.id for _, claim in waiting],
            "why": why,
            "day": due.isoformat() if due else None,
        }
        lines = [texts.returns(_named(task), why, due, today=today_of(context)) for task, _ in waiting]
        return await drafts.put(update, context, "return", facts, lines, slots.said)
    return False


async def _returned_unnamed(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    """Which of the claims that wait: the only one is shown by its name, of several one is to be tapped."""
    waiting = [each.task_id for each in await requests.waiting(context.session) if each.kind == RequestKind.CLOSURE]
    known = list((await tasks.by_ids(context.session, waiting)).values())
    if len(known) == 1:
        return await returned(update, context, act, replace(slots, tasks=tuple(known), numbered=True))
    if not known:
        return False
    choices = [(f"{each.number}号 {each.title}", str(each.id)) for each in known[:6]]
    return await unfinished.ask(update, context, act, slots, "tasks", texts.WHICH_CLAIM, choices)


async def return_confirmed(update: Update, context: BoundContext, given: Instruction) -> None:
    due = date.fromisoformat(given.facts["day"]) if given.facts["day"] else None
    ids = given.facts.get("requests") or [given.facts["request_id"]]
    done, why = [], given.facts["why"]
    try:
        for request_id in ids:
            done.append(await deciding.return_claim(step_context(context), request_id, reason=why, due=due))
    except deciding.TakenAlready as gone:
        if not done:
            raise NotHisToDecide(str(gone)) from None
    finish(step_context(context), given)
    what = task_answers.returned(due, today=today_of(context))
    for decided in done:
        await request_taps.mark_all(update, context, decided.request, what)
    text = "\n".join(task_answers.decided(each.task.number, each.task.title, what) for each in done)
    await say(context, update, text, items=[each.task.id for each in done])


async def new_task(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    """What the clauses give; of the rest the first missing slot is asked for. 一是…；二是… are tasks of their own."""
    several = office.several(slots.said)
    if len(several) > 1:

        async def one(said: str) -> bool:
            return await new_task(update, context, act, replace(slots, said=said))

        return await in_parts.done(update, context, several, one)
    read = new_tasks.new_task(
        slots.said,
        units=slots.names,
        leaders=_aliases(slots),
        today=today_of(context),
        calendar=context.office.policy.calendar,
    )
    if not read.lead and read.more and read.title in (await people.department_names(context.session)):
        read = replace(read, lead=read.title, title=read.more[0], more=read.more[1:])
    lead = slots.given.get("unit") or await _unit_in(context, read.lead or slots.said)
    if not lead:
        return await unfinished.ask(update, context, act, slots, "unit", texts.NEW_TASK_UNIT)
    due = slots.given.get("day") or _iso(context, read.due_words or slots.said)
    if not due:
        text = _wrong_day(context, slots) + texts.new_task_day(read.title, lead)
        return await unfinished.ask(update, context, act, slots, "day", text)
    facts = {
        "supporting": list(await _units(context, read.supporting)),
        "leader": slots.leaders[-1].id if read.leader and slots.leaders else None,
        "source": read.source,
        "target": "；".join([*([read.due_words] if len(read.due_words) > 8 else []), *read.more]),
        "day": due,
        "title": _title(read.title, lead),
        "unit": lead,
    }
    return await orders.new_task_of(update, context, Order(Deed.NEW_TASK), slots.said, facts)


_OF_MEMBERS = re.compile(r"^(?:都|均|分别|各自)?(?:要|须|需|得|应)?(?:报送?|上报|提交|反馈)?")


def _title(title: str, lead: str) -> str:
    """各乡镇都要报春耕进展: what they report."""
    if lead.startswith("各") and title.startswith(lead):
        title = _OF_MEMBERS.sub("", title.removeprefix(lead))
    return title if title and title != lead else "新增事项"


def _aliases(slots: Slots) -> list[str]:
    """Forms of leaders' titles that stand in his words."""
    return re.findall(r"[\u4e00-\u9fff]{2,8}?(?:副市长|市长|书记)|常务", slots.said)


async def _unit_in(context: BoundContext, words: str) -> str:
    return next(iter((await _units(context, words)).values()), "")


async def _units(context: BoundContext, words: str) -> dict[int, str]:
    from bot.handlers.office import slots as finding

    return (await finding.found(context, words)).units if words else {}


def _iso(context: BoundContext, words: str) -> str:
    day = office.day(words, today=today_of(context), calendar=context.office.policy.calendar)
    return day.isoformat() if day is not None else ""
