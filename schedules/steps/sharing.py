"""What a task asks of departments beside its lead: supporting ones are told once and may add notes; each member of a
group answers once, and is asked until it has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from db import agenda, matters, outbox, people, posts, reports, tasks
from db.lifecycle import UNFINISHED
from db.messages import Rank
from db.models import Department, Matter, MatterKind, MatterState, Mode, Person, Role, Saying, Task, Way
from db.payloads import OutcomePayload, Part, PartnerPayload, RequestOutcome
from db.rights import Action
from db.shared_tasks import groups, partners
from schedules import period_names, periods
from schedules.periods import Period
from schedules.steps import importing
from schedules.steps.context import StepContext
from schedules.steps.matters import end, next_date, put_before, raised
from schedules.steps.posts import appoint, person_named
from schedules.steps.refusals import NotHisToDecide
from schedules.steps.reporting import Heard, keep_saying

SLOT = "partners"


async def tell_partners(context: StepContext) -> int:
    """Each working morning: the heads of supporting departments hear of what they have not been told, in one message;
    how many messages. A department whose head cannot be reached is told when he can."""
    now, today = context.now, context.today
    if not context.calendar.is_workday(today) or now < context.policy.at(today, context.policy.morning):
        return 0
    if await agenda.slot_claimed(context.session, SLOT, today.isoformat()):
        return 0
    due = await _untold(context)
    if not due or not await agenda.claim_slot(context.session, SLOT, today.isoformat(), now=now):
        return 0
    told = await _told(context, due)
    for person_id, task_ids in told.items():
        await outbox.queue_message(
            context.session,
            PartnerPayload(tuple(task_ids)),
            now=now,
            cause=context.cause,
            rank=Rank.BULK,
            person_id=person_id,
            key=f"partners:{today.isoformat()}:{person_id}",
            items=list(task_ids),
            not_before=context.policy.allowed_at_or_after(now),
        )
    if told:
        context.note("partners", told=len(told))
    return len(told)


async def take_along(context: StepContext, person_ids: Collection[int]) -> dict[int, Sequence[int]]:
    """What goes into the morning message that these people get anyway; where others are to be told too, all are told
    in messages of their own."""
    due = await _untold(context, by=person_ids) if person_ids else []
    return await _told(context, [each for each in due if {person.id for person in each[2]} <= set(person_ids)])


async def _untold(context: StepContext, *, by: Collection[int] | None = None) -> list[tuple[int, int, list[Person]]]:
    """Task, supporting department, and who can be told of it: what came in after the morning waits for the next."""
    morning = context.policy.at(context.today, context.policy.morning)
    untold = await partners.untold(context.session, before=morning, by=by)
    if not untold:
        return []
    of_group = await groups.members(context.session, {department_id for _, department_id in untold})
    heads = await _heads(context, {each for _, d in untold for each in of_group.get(d, [d])})
    due = [
        (
            task_id,
            department_id,
            [heads[each] for each in of_group.get(department_id, [department_id]) if each in heads],
        )
        for task_id, department_id in untold
    ]
    return [each for each in due if each[2]]


async def _told(context: StepContext, due: Sequence[tuple[int, int, list[Person]]]) -> dict[int, Sequence[int]]:
    """On record, by person."""
    told: dict[int, dict[int, None]] = defaultdict(dict)
    for task_id, _, reached in due:
        for person in reached:
            told[person.id][task_id] = None
    of = [(task_id, department_id) for task_id, department_id, _ in due]
    await partners.note_told(context.session, of, now=context.now)
    return {person_id: list(task_ids) for person_id, task_ids in told.items()}


async def _heads(context: StepContext, department_ids: set[int]) -> dict[int, Person]:
    """Department → its head, where he can be reached, else a liaison who can."""
    named = await posts.speakers_of(context.session, department_ids)
    reached = {d: next((each for each in speakers if each.reachable), None) for d, speakers in named.items()}
    return {department_id: person for department_id, person in reached.items() if person is not None}


async def share(context: StepContext, task_ids: Sequence[int], member_ids: Sequence[int], *, words: str) -> None:
    """One answer of each member is asked for, of standing work one for every period. Raises NotHisToDecide."""
    assert context.actor is not None, "a share is asked for by somebody"
    saying = await keep_saying(context, Heard(context.actor, words, way=Way.BUTTON))
    for task_id in task_ids:
        task = await tasks.locked(context.session, task_id)
        if task is None or not context.may(Action.ORDER, task):
            raise NotHisToDecide("此项由督查室办理。")
        waiting = await matters.of_tasks(context.session, [task_id], MatterKind.SHARE)
        asked = {each.department_id for each in waiting}
        missing = [each for each in member_ids if each not in asked]
        if not missing:
            raise NotHisToDecide(f"{task.number}号已请这些单位分头反馈。")
        heads = await _heads(context, set(missing))
        for department_id in missing:
            await _ask(context, task, department_id, heads.get(department_id), saying)


async def _ask(context: StepContext, task: Task, department_id: int, head: Person | None, saying: Saying) -> None:
    assert context.actor is not None, "asked before"
    needs, period = context.policy.period_first_needs, None
    if task.mode is Mode.RECURRING:
        period = periods.begun_well(task.report_every, context.today, context.calendar, task.report_day, needs=needs)
    matter = await _owed(context, task, department_id, head, saying, context.actor, period)
    matter.next_on = next_date(context, matter.due)
    await context.session.flush()
    if head is not None:
        await put_before(context, matter, head, Part.HOLDER)


async def _owed(
    context: StepContext,
    task: Task,
    department_id: int,
    head: Person | None,
    saying: Saying,
    by: Person,
    period: Period | None,
) -> Matter:
    """What one member owes: an answer by the task's day, or the report of a period by its report day."""
    due = period.deadline(task.report_day) if period is not None else task.due
    key = period.key if period is not None else None
    matter = await raised(
        context, MatterKind.SHARE, person=by, saying=saying, task=task, holder=head, due=due, draft=True, period=key
    )
    matter.state, matter.department_id = MatterState.OPEN, department_id
    return matter


async def _owes_next(context: StepContext, matter: Matter, task: Task) -> None:
    """After a period the next: nobody is asked for it, and it waits on no list, before its first reminder."""
    if matter.period is None or matter.department_id is None or task.state not in UNFINISHED:
        return
    head = (await _heads(context, {matter.department_id})).get(matter.department_id)
    saying = await reports.saying(context.session, matter.saying_id)
    by = await people.with_posts(context.session, matter.raised_by_id)
    assert saying is not None, "a matter is somebody's words"
    period = periods.parse(matter.period).next()
    owed = await _owed(context, task, matter.department_id, head, saying, by, period)
    begins = periods.asked_from(period, context.policy, task.report_day)
    owed.next_on = max(begins, context.today)
    owed.raised_at = max(context.now, context.policy.at(begins, context.policy.morning))


async def turn_of_periods(context: StepContext) -> int:
    """Whoever has not answered when the next period is asked for has missed his: missed it stays, and he owes the next.
    How many."""
    passed = await matters.overdue_periods(context.session, MatterKind.SHARE, today=context.today)
    known = await tasks.by_ids(context.session, {each.task_id for each in passed if each.task_id})
    turned = 0
    for matter in passed:
        task = known[matter.task_id or 0]
        following = periods.parse(matter.period or "").next()
        if periods.asked_from(following, context.policy, task.report_day) <= context.today:
            await end(context, matter, "missed")
            await _owes_next(context, matter, task)
            turned += 1
    return turned


def of_period(context: StepContext, task: Task, asked: Sequence[Matter], words: str) -> Matter | None:
    """Which of a member's periods (or the one answer it owes) these words answer; None: it owes nothing yet, they are
    a note. Late words that name a missed period answer that one."""
    waiting = [each for each in asked if each.state is MatterState.OPEN]
    if task.mode is not Mode.RECURRING or all(each.period is None for each in asked):
        return waiting[0] if waiting else None
    named = period_names.named(words, task.report_every, context.today)
    if named is not None:
        return next((each for each in reversed(asked) if each.period == named), None)
    begun = [each for each in waiting if each.period and periods.parse(each.period).first <= context.today]
    return begun[0] if begun else None


async def answered(context: StepContext, matter: Matter, saying: Saying) -> None:
    """A member's answer, of its period where the work has some; with the last one of a period the office and the owner
    hear that all have answered."""
    matter.answer_id, open_ = saying.id, matter.state is MatterState.OPEN
    if open_:
        await end(context, matter, "answered")
    else:
        context.note("matter_answer", matter=matter.id, saying=saying.id)  # of a period that is over
    if matter.task_id is None:
        return
    task = (await tasks.by_ids(context.session, [matter.task_id]))[matter.task_id]
    if open_:
        await _owes_next(context, matter, task)
    await context.session.flush()
    every = await matters.every_of_kind(context.session, task.id, MatterKind.SHARE)
    if any(each.answer_id is None for each in every if each.period == matter.period):
        return
    told = await people.by_ids(context.session, {matter.raised_by_id, task.owner_id})
    for person in told.values():
        if person.reachable:
            outcome = OutcomePayload(RequestOutcome.ALL_ANSWERED, task.id)
            await context.tell(person, outcome, items=(task.id,))


async def note(context: StepContext, task: Task, saying: Saying, department_id: int) -> Matter:
    """Kept beside the task; it moves nothing and nobody has to act on it."""
    assert context.actor is not None, "a note is somebody's"
    matter = await raised(context, MatterKind.NOTE, person=context.actor, saying=saying, task=task, draft=True)
    matter.department_id = department_id
    await end(context, matter, "noted")
    return matter


async def ask_again(context: StepContext, task_id: int) -> list[Matter]:
    """催办 of the members that have not answered. Raises NotHisToDecide."""
    task = await tasks.locked(context.session, task_id)
    if task is None or not context.may(Action.URGE, task):
        raise NotHisToDecide("催办由督查室发出。")
    waiting = await matters.of_tasks(context.session, [task_id], MatterKind.SHARE)
    waiting = [each for each in waiting if each.raised_at <= context.now]  # not of a period that is still to come
    held = await people.by_ids(context.session, {each.holder_id or 0 for each in waiting})
    asked = [each for each in waiting if each.holder_id in held and held[each.holder_id].reachable]
    for matter in asked:
        again = f"urge:{context.today.isoformat()}"
        await put_before(context, matter, held[matter.holder_id or 0], Part.HOLDER, again=again)
    if asked:
        context.note("urge", task=task, matters=[each.id for each in asked])
    return asked


async def name_group(context: StepContext, name: str, member_names: Sequence[str]) -> Department:
    """各县区 and who they are; units that the register does not know are added."""
    group = await importing.department_named(context, name, is_group=True)
    group.is_group = True
    members = [(await importing.department_named(context, each)).id for each in member_names]
    await groups.set_members(context.session, group.id, members)
    context.note("group", group=group.id, members=members)
    return group


async def found(context: StepContext, name: str, *, aliases: Sequence[str], head: str) -> Department:
    """A department that the register has not had. Raises NotHisToDecide."""
    if await people.department_named(context.session, name) is not None:
        raise NotHisToDecide(f"名册中已有{name}。")
    department = await importing.department_named(context, name, aliases=aliases)
    context.note("department", department=department.id)
    if head:
        await appoint(context, await person_named(context, head), Role.HEAD, department_id=department.id)
    return department
