"""Words of somebody else that a coordinator puts on record, and words he wants somebody to hear."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time

from telegram import Update

from bot.handlers import choosing, named_tasks, report_intake
from bot.handlers import matters as taps
from bot.handlers import requests as deciders
from bot.handlers.context import BoundContext
from bot.handlers.coordinator_actions import drafts
from bot.handlers.coordinator_actions import telephone as by_telephone
from bot.handlers.coordinator_actions.naming import NotKnown
from bot.handlers.leaders import drafting
from bot.handlers.office import in_parts, unfinished
from bot.handlers.office import slots as finding
from bot.handlers.office.of_tasks import receiver
from bot.handlers.office.slots import Slots
from bot.handlers.replying import buttons_of, queue, say, step_context, today_of
from bot.reading.acts import office
from bot.reading.acts.office import OfficeAct
from bot.reading.orders.order import Deed, Order
from bot.texts import keyboards, task_answers, words
from bot.texts import office as texts
from db import matters, outbox, people, reports, requests, tasks
from db.matter_verbs import MatterKind
from db.messages import Rank
from db.models import Instruction, Person, RequestKind, Role, Task
from db.payloads import PlainPayload
from db.tasks import Filter
from schedules.steps import matters as steps
from schedules.steps.instructions import finish
from schedules.steps.refusals import NotHisToDecide

SHORT = 5  # letters that tell nothing of a task


async def telephone(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    """As that head's report; a department asked for help answers so too. Each of several tasks on its own."""
    pieces = [each for each in re.split(r"[；;。]", slots.said) if len(each) > SHORT]
    if len(pieces) > 1 and not slots.given:
        read = [await finding.found(context, each) for each in pieces]
        if len({each.tasks[0].id for each in read if each.tasks}) > 1:
            by_words = dict(zip(pieces, read, strict=True))

            async def one(said: str) -> bool:
                return bool(by_words[said].tasks) and await telephone(update, context, act, by_words[said])

            return await in_parts.done(update, context, pieces, one)
    head = await _teller(context, slots)
    if head is None:
        return False
    if "words" not in slots.given and office.only_rang(slots.said):
        known = slots if slots.numbered else replace(slots, tasks=())
        return await unfinished.ask(update, context, act, known, "words", texts.what_was_said(head.name))
    told_ = slots.given.get("words") or office.spoken(slots.said)
    if await _of_help(update, context, head, told_, slots):
        return True
    own = [task for task in slots.tasks if task.owner_id == head.id]
    for said in (told_, *(f"{task.number}号{how}{told_}" for task in own[:1] for how in ("", "推进中，"))):
        if not said:
            continue
        try:
            order = Order(Deed.TELEPHONE, who=head.name, words=said)
            return await by_telephone.told(update, context, order, slots.said)
        except (NotHisToDecide, NotKnown):
            continue
    return False


async def _teller(context: BoundContext, slots: Slots) -> Person | None:
    """The head of the department he names first; 局长 of the only task named."""
    if given := slots.given.get("teller"):
        return await people.with_posts(context.session, int(given))
    for unit in slots.units:
        head = await people.head_of(context.session, unit)
        if head is not None:
            return head
    return slots.tasks[0].owner if len(slots.tasks) == 1 else None


async def _of_help(update: Update, context: BoundContext, head: Person, words: str, slots: Slots) -> bool:
    held = [each for each in await matters.held_by(context.session, [head.id], MatterKind.PROBLEM) if each.task_id]
    own = {task.id for task in await tasks.open_of(context.session, [head.id])}
    if not held or any(task.id in own for task in slots.tasks):
        return False
    matter = next((each for each in held if each.task_id in {t.id for t in slots.tasks}), held[0])
    line = await taps.line_of(context, matter)
    facts = {"matter_id": matter.id, "person_id": head.id, "words": words, "tasks": [matter.task_id], "shown": []}
    text = texts.helped(line.task, head.name, line.who, words)
    return await drafts.put(update, context, "helped", facts, [text], slots.said, text=text)


async def helped_confirmed(update: Update, context: BoundContext, given: Instruction) -> None:
    """As if the helper had replied: whoever has the difficulty and the office hear it; it stays open."""
    matter = await steps.held(step_context(context), given.facts["matter_id"])
    head = await people.with_posts(context.session, given.facts["person_id"])
    saying = await report_intake.keep_for(context, update, given.facts["words"], head)
    matter.answer_id = saying.id
    line = await taps.line_of(context, matter)
    text = texts.helper_told(line.task, head.name, given.facts["words"])
    for person_id in dict.fromkeys((matter.raised_by_id, head.id)):
        await taps.tell(context, person_id, text, task_id=matter.task_id)
    await taps.tell_responsible(context, matter.department_id, text, task_id=matter.task_id)
    finish(step_context(context), given)
    await say(context, update, texts.HELPED_DONE)


async def paper(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    """A 批示 on paper: whose and of what is read; his words are asked for where they are not written."""
    leader = await _who_wrote(context, slots)
    if leader is None:
        return False
    quoted = slots.given.get("words") or _quoted(slots.said)
    if not quoted:
        return await unfinished.ask(update, context, act, slots, "words", texts.paper_words(leader.name))
    numbers = "、".join(f"{each}号" for each in slots.numbers if str(each) not in quoted)
    written = _written_on(slots.said) + (f"{numbers}：{quoted}" if numbers else quoted)
    saying = await report_intake.keep_for(context, update, written, leader)
    field = await tasks.matching(context.session, Filter(leader_id=leader.id))
    on = named_tasks.sharing(slots.said.partition("：")[0], field) if not slots.numbered else []
    if len(on) == 1:  # 在环保那份汇报上批了
        await drafting.of_tasks(update, context, saying, leader, on)
        return True
    await drafting.drafted(update, context, saying, leader, field)
    return True


async def _who_wrote(context: BoundContext, slots: Slots) -> Person | None:
    if given := slots.given.get("leader"):
        return await people.with_posts(context.session, int(given))
    return slots.leaders[0] if slots.leaders else None


async def of_some_leader(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    """市领导交办：… names nobody: whose words they are is asked; then they are his 批示."""
    if slots.leaders:
        return False
    if "leader" in slots.given:
        given = {**slots.given, "words": _quoted(slots.said) or slots.said}
        return await paper(update, context, act, replace(slots, given=given))
    every = await people.with_role(context.session, Role.LEADER)
    choices = [(each.name, str(each.id)) for each in every[:12]]
    return await unfinished.ask(update, context, act, slots, "leader", texts.WHICH_LEADER, choices)


_QUOTE = re.compile(r"[:：](?P<said>.+?)(?:[。；;]?\s*(?:纸件|原件|纸质)[^。]*。?[^。]*)?$", re.S)


def _written_on(said: str) -> str:
    """分管城建副市长1月4日批示: the day on the paper stays with the words."""
    from bot.reading.office import directives  # see bot.runtime.preload

    found = directives.on_paper(said)
    return f"（{found.given}）" if found is not None and found.given else ""


def _quoted(said: str) -> str:
    found = _QUOTE.search(said)
    if found is not None:
        return found["said"].strip('“”" 。')
    told = _TOLD.search(said)
    return _AS_DIRECTIVE.sub("", told["said"]).strip('“”" ，,。') if told else ""


_TOLD = re.compile(
    r"(?:市长|书记|常务|秘书长)[^,，。]{0,8}(?:讲|说|要求|强调|指示|交代|提出|提)(?:了|的是|到)?[,，:：]?(?P<said>.{6,})",
    re.S,
)
_AS_DIRECTIVE = re.compile(r"[,，。]?(?:请|帮我?)?(?:录|记|登)(?:成|为|入|个|作)?(?:一件|一条)?批示(?=[,，。]|$)")


async def consent(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    """常务电话里说同意: of the one application that waits of what he names; conditions go with it."""
    if not slots.leaders:
        return False
    leader = slots.leaders[0]
    known = {task.id: task for task in await _asked_about(context, slots)}
    waiting = [
        each for each in await requests.open_for(context.session, list(known)) if each.kind == RequestKind.EXTENSION
    ]
    if len(waiting) != 1:
        return False
    task, request = known[waiting[0].task_id], waiting[0]
    beside = texts.condition(slots.said)
    facts = {"request_id": request.id, "consent": texts.with_consent(leader.name), "beside": beside, "tasks": [task.id]}
    named = task_answers.named(task.number, task.title)
    said = office.day(slots.dated, today=today_of(context), calendar=context.office.policy.calendar)
    other = said if said is not None and said != request.wanted and not beside else None
    text = texts.consented(named, request.wanted, leader.name, beside, said=other, today=today_of(context))
    return await drafts.put(update, context, "consent", {**facts, "shown": []}, [text], slots.said, text=text)


async def _asked_about(context: BoundContext, slots: Slots) -> Sequence[Task]:
    if slots.tasks:
        return slots.tasks
    unit = next(iter(slots.units), None)
    chosen = Filter(unfinished=True, department_id=unit) if unit else Filter(unfinished=True)
    return await tasks.matching(context.session, chosen)


async def consent_confirmed(update: Update, context: BoundContext, given: Instruction) -> None:
    finish(step_context(context), given)
    await deciders.on_consent(update, context, given.facts["request_id"], given.facts["consent"])
    request = await requests.locked(context.session, given.facts["request_id"])
    if request is not None and given.facts["beside"]:
        await choosing.add(context, request, given.facts["beside"])


_WANTS_OF = re.compile(r"(?:问|找|跟|向)[\u4e00-\u9fff]{2,8}(?:要|拿)")


async def ask(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    """A question in the office's own courteous words, to the owner or the heads he names."""
    of_unit = slots.units and _WANTS_OF.search(slots.said) is not None
    if "chosen" not in slots.given and not of_unit and await wrong_unit(update, context, act, slots):
        return True
    meant = await _asked(context, slots)
    if not meant:
        return False
    about = [task_answers.named(task.number, task.title) for task in slots.tasks if slots.numbered]
    by = office.day(slots.dated, today=today_of(context), calendar=context.office.policy.calendar)
    told = texts.question(about, slots.said, by, today=today_of(context))
    ids = [task.id for task in slots.tasks if slots.numbered]
    facts = {"people": [each.id for each in meant], "text": told, "tasks": ids, "shown": []}
    text = texts.shall_ask([each.name for each in meant], told)
    return await drafts.put(update, context, "tell", facts, [text], slots.said, text=text)


async def _asked(context: BoundContext, slots: Slots) -> list[Person]:
    owners = [task.owner for task in slots.tasks if slots.numbered]
    if slots.units and _WANTS_OF.search(slots.said):
        owners = []
    heads = [await people.head_of(context.session, unit) for unit in slots.units]
    found = [*owners, *(head for head in heads if head is not None and not owners)]
    if not found and (field := texts.field_of(slots.said)):
        found = await _of_field(context, field)
    return list({each.id: each for each in found}.values())


async def _of_field(context: BoundContext, field: str) -> list[Person]:
    """农业口: the heads whose tasks the leader of that field leads."""
    led = [each for each in await tasks.leaders_of_tasks(context.session) if field in each.name]
    found = await tasks.matching(context.session, Filter(unfinished=True, leader_id=led[0].id)) if len(led) == 1 else []
    return [task.owner for task in found]


async def told(update: Update, context: BoundContext, given: Instruction) -> None:
    about = next(iter(given.facts["tasks"]), None)
    meant = await people.by_ids(context.session, given.facts["people"])
    for person_id in meant:
        await taps.tell(context, person_id, given.facts["text"], task_id=about)
    finish(step_context(context), given)
    await say(context, update, texts.asked([each.name for each in meant.values()]))


async def wrong_unit(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    """72号工信局怎么回事: whose it is, what is open of it, and whom to ask."""
    if len(slots.tasks) != 1 or not slots.units:
        return False
    task = slots.tasks[0]
    supporting = (await tasks.supporting(context.session, [task.id])).get(task.id, [])
    if task.lead_department_id in slots.units or any(name in supporting for name in slots.units.values()):
        return False
    open_ones = await matters.of_tasks(context.session, [task.id], MatterKind.PROBLEM)
    known = {
        each.id: each
        for each in await reports.problems(context.session, [m.problem_id for m in open_ones if m.problem_id])
    }
    obstacles = [known[each.problem_id].obstacle for each in open_ones if each.problem_id in known]
    saying = await report_intake.keep(context, update, slots.said)
    rows = [[(texts.HANDLE_PROBLEM.format(number=task.number), keyboards.of_matter(each.id, 0))] for each in open_ones]
    rows.append([(texts.TELL.format(name=task.owner.name), f"relay:{saying.id}:{task.owner_id}")])
    rows.append([(f"{task.number}号 {task.title}"[:40], f"t:{task.id}")])
    text = texts.of_another_unit(
        task_answers.named(task.number, task.title),
        task.lead_department.name,
        next(iter(slots.units.values())),
        obstacles,
    )
    await queue(context, update, PlainPayload(text, items=(task.id,), buttons=buttons_of(rows)), items=[task.id])
    return True


async def help_from(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    """A difficulty that waits goes to the department he names, after one confirmation."""
    if len(slots.tasks) != 1:
        return False
    task = slots.tasks[0]
    open_ones = await matters.of_tasks(context.session, [task.id], MatterKind.PROBLEM)
    to = receiver(slots)
    unit = next((unit for unit, name in slots.units.items() if name == to), None)
    head = await people.head_of(context.session, unit) if unit is not None else None
    if not open_ones or head is None:
        return False
    line = await taps.line_of(context, open_ones[0])
    today = today_of(context)
    by = office.day(slots.dated, today=today, calendar=context.office.policy.calendar)
    text = texts.help_from(task_answers.named(task.number, task.title), head.name, line.obstacle, by, today=today)
    facts = {
        "matter_id": open_ones[0].id,
        "person_id": head.id,
        "tasks": [task.id],
        "by": by.isoformat() if by else None,
    }
    return await drafts.put(update, context, "hand_problem", facts, [text], slots.said)


async def help_confirmed(update: Update, context: BoundContext, given: Instruction) -> None:
    matter = await steps.held(step_context(context), given.facts["matter_id"])
    head = await people.with_posts(context.session, given.facts["person_id"])
    finish(step_context(context), given)
    await taps.hand_to(update, context, matter, head)
    by = date.fromisoformat(given.facts["by"]) if given.facts.get("by") else None
    if by is not None:
        matter.next_on = context.office.policy.calendar.at_or_before(by)
        line = await taps.line_of(context, matter)
        await taps.tell(context, head.id, texts.help_by(line.task, by, today=today_of(context)), task_id=matter.task_id)


_HOURS = (("下午", 14), ("晚上", 18), ("中午", 12), ("上午", 8), ("早上", 8))


async def own_reminder(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    if await remind(update, context, " ".join(filter(None, (slots.said, slots.given.get("day", ""))))):
        return True
    return await unfinished.ask(update, context, act, slots, "day", texts.REMIND_WHEN) if not slots.given else False


_CLOCK = re.compile(r"(?P<hour>\d{1,2}|[一二两三四五六七八九十]{1,2})(?:点(?P<half>半)?|[:：](?P<minute>\d{2}))")


def _clock(said: str) -> time:
    """下午三点半 → 15:30; a part of the day alone begins it."""
    from bot.reading.text import numerals  # see bot.runtime.preload

    part = next((hour for word, hour in _HOURS if word in said), None)
    found = _CLOCK.search(said)
    if found is None:
        return time(part if part is not None else 9, 0)
    read = numerals.number(found["hour"])
    hour = int(read) if read is not None else 9
    hour += 12 if hour < 12 and (part or 0) >= 14 else 0
    return time(min(hour, 23), 30 if found["half"] else min(int(found["minute"] or 0), 59))


async def remind(update: Update, context: BoundContext, said: str) -> bool:
    """后天上午提醒我…: a message to himself alone on that day; nobody else hears of it. False where no day is said."""
    today, policy = today_of(context), context.office.policy
    day = office.day(said, today=today, calendar=policy.calendar)
    if day is None:
        return False
    clock = _clock(said)
    at = policy.at(day, clock)
    await outbox.queue_message(
        context.session,
        PlainPayload(texts.reminder(said)),
        now=context.now,
        cause=context.cause,
        rank=Rank.BULK,
        person_id=context.person.id,
        not_before=at,
    )
    shown = f"{words.day(day, today=today)}{clock.hour}点{f'{clock.minute}分' if clock.minute else ''}"
    await say(context, update, texts.reminder_set(shown, said, day_off=not policy.calendar.is_workday(day)))
    return True
