"""Letters, difficulties, 批示, refusals: raised, handed to whoever can act, followed up, ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from db import agenda, matters, outbox, people, reports, requests, tasks
from db.added import added
from db.calls import notices
from db.lifecycle import State, Step, advance
from db.messages import Rank
from db.models import Matter, MatterKind, MatterState, Person, Problem, Saying, Task
from db.open_questions import Asked
from db.open_tasks import KnownTask
from db.payloads import FollowUpPayload, MatterPayload, OutcomePayload, Part, RequestOutcome
from schedules.steps.context import StepContext
from schedules.steps.refusals import NotHisToDecide
from schedules.steps.replan import replan

SLOT = "matters"


def desk_key(context: StepContext, person_id: int) -> str:
    """Of the one morning list a coordinator or leader gets."""
    return f"desk:{context.today.isoformat()}:{person_id}"


class OverAlready(Exception):
    """Somebody was faster, or it was withdrawn; the text says so and is fit to be shown."""


async def raised(
    context: StepContext,
    kind: MatterKind,
    *,
    person: Person,
    saying: Saying,
    task: KnownTask | None = None,
    problem: Problem | None = None,
    holder: Person | None = None,
    due: date | None = None,
    draft: bool = False,
    period: str | None = None,
) -> Matter:
    """On record from now on, and before whoever is to act on it unless it is a draft."""
    matter = Matter(
        kind=kind,
        state=MatterState.DRAFT if draft else MatterState.OPEN,
        task_id=task.id if task else None,
        department_id=task.lead_department_id if task else people.department_of(person),
        raised_by_id=person.id,
        saying_id=saying.id,
        problem_id=problem.id if problem else None,
        holder_id=holder.id if holder else None,
        raised_at=context.now,
        due=due,
        period=period,
        next_on=context.calendar.forward(context.today, 1) if draft else next_date(context, due),
    )
    matter = await added(context.session, matter)
    context.note("matter", task=task, matter=matter.id, of=kind.value, saying=saying.id, draft=draft)
    if not draft:
        await tell_office(context, matter)
    return matter


def next_date(context: StepContext, due: date | None = None) -> date:
    """The next day on which somebody is asked: before its own day like a milestone, on it, else every second one."""
    if due is not None:
        early, on_time = context.calendar.back(due, context.policy.milestone_before), context.calendar.at_or_before(due)
        ahead = [day for day in (early, on_time) if day > context.today]
        if ahead:
            return ahead[0]
    return context.calendar.forward(context.today, context.policy.waiting_days)


async def tell_office(context: StepContext, matter: Matter, *, part: Part = Part.OFFICE, again: str = "") -> None:
    """The responsible coordinators; never the one who raised it."""
    for person in await people.responsible(context.session, matter.department_id):
        if person.id != matter.raised_by_id:
            await put_before(context, matter, person, part, again=again)


async def put_before(context: StepContext, matter: Matter, person: Person, part: Part, *, again: str = "") -> None:
    """`again`: what tells this message from an earlier one about the same matter. While its holder is absent his
    deputy hears."""
    if part is Part.HOLDER:
        person = (await people.answering(context.session, [person.id], today=context.today))[person.id]
    await _put(context, matter, person, part, again=again)


async def _put(context: StepContext, matter: Matter, person: Person, part: Part, *, again: str = "") -> None:
    urgent = await _urgent(context, matter)
    await notices.queue_notice(
        context.session,
        MatterPayload(matter.id, part, sort=matter.kind.value if part is Part.OFFICE else ""),
        now=context.now,
        cause=context.cause,
        person_id=person.id,
        key=f"matter:{matter.id}:{part}:{again}:{person.id}",
        task_ids=(matter.task_id,) if matter.task_id else (),
        not_before=None
        if matter.kind is MatterKind.RED_LINE
        else context.policy.allowed_at_or_after(context.now, urgent),
        urgent=urgent,
        at_once=matter.kind is MatterKind.RED_LINE,
    )


async def _urgent(context: StepContext, matter: Matter) -> bool:
    """About a 急件 people are told within its window, on any day."""
    task = await context.session.get(Task, matter.task_id) if matter.task_id is not None else None
    return task is not None and task.urgent


async def held(context: StepContext, matter_id: int) -> Matter:
    """The open matter, locked. Raises OverAlready."""
    matter = await matters.locked(context.session, matter_id)
    if matter is None:
        raise NotHisToDecide("未找到这件事。")
    if matter.state in (MatterState.ENDED, MatterState.WITHDRAWN):
        raise OverAlready(await over(context, matter))
    return matter


async def over(context: StepContext, matter: Matter) -> str:
    if matter.state is MatterState.WITHDRAWN:
        return "此件已撤回。"
    who = await people.by_ids(context.session, [matter.ended_by_id]) if matter.ended_by_id else {}
    return f"此件已由{who[matter.ended_by_id].name}处理。" if matter.ended_by_id in who else "此件已办结。"


async def end(context: StepContext, matter: Matter, outcome: str, *, state: MatterState = MatterState.ENDED) -> None:
    matter.state, matter.outcome = state, outcome
    matter.ended_at, matter.next_on = context.now, None
    matter.ended_by_id = context.actor.id if context.actor else None
    context.note("matter_end", matter=matter.id, outcome=outcome)
    if matter.problem_id is not None and outcome != "withdrawn":
        await _solve(context, matter)


async def _solve(context: StepContext, matter: Matter) -> None:
    """The difficulty is over; the task goes on unless another one stands in its way."""
    problem = await context.session.get(Problem, matter.problem_id)
    if problem is None or problem.solved_at is not None:
        return
    problem.solved_at = context.now
    task = await _task(context, matter)
    if task is None or await reports.open_problems(context.session, [task.id]):
        return
    if task.state is State.BLOCKED:
        was, task.state = task.state, advance(task.state, Step.UNBLOCK)
        task.round, task.began_at = task.round + 1, context.now  # what would have come meanwhile is not made good
        context.note("unblock", task=task, was=was.value, state=task.state.value)
    await replan(context, task)


async def _task(context: StepContext, matter: Matter) -> Task | None:

    return await tasks.locked(context.session, matter.task_id) if matter.task_id is not None else None


async def hand_to(context: StepContext, matter: Matter, person: Person) -> None:
    """From now on it is his to act on. Raises NotHisToDecide where no message can reach him."""
    if not person.reachable:
        raise NotHisToDecide(f"{person.name}尚未绑定或暂时联系不上，请电话联系。")
    matter.holder_id = person.id
    matter.next_on = next_date(context)
    context.note("matter_over", matter=matter.id, to=person.id)
    await put_before(context, matter, person, Part.HOLDER, again=context.cause)


async def back_to_office(context: StepContext, matter: Matter, answer: Saying | None) -> None:
    """Its holder cannot: the office looks for another way."""
    matter.holder_id, matter.next_on = None, next_date(context)
    matter.answer_id = answer.id if answer else matter.answer_id
    context.note("matter_back", matter=matter.id)
    await tell_office(context, matter, again=context.cause)


async def confirm(context: StepContext, matter: Matter) -> None:
    """A draft counts from now on: it goes to whoever holds it, and to the coordinators."""
    matter.state, matter.raised_at, matter.next_on = MatterState.OPEN, context.now, next_date(context, matter.due)
    context.note("matter_confirm", matter=matter.id)
    held_by = [matter.holder_id] if matter.holder_id is not None else []
    for holder in (await people.answering(context.session, held_by, today=context.today)).values():
        if holder.reachable:
            await _put(context, matter, holder, Part.HOLDER)
    await tell_office(context, matter)


async def stand_again(context: StepContext, problem: Problem) -> None:
    """The word that ended this difficulty was taken back: its matter waits for the same people as before."""
    for matter in await matters.ended_with(context.session, problem.id):
        matter.state, matter.outcome, matter.ended_at, matter.ended_by_id = MatterState.OPEN, None, None, None
        matter.next_on = next_date(context, matter.due)
        context.note("matter_again", matter=matter.id)


async def solved_with(context: StepContext, problems: Sequence[Problem]) -> None:
    """Difficulties that a head's own words ended take their matters with them."""
    for matter in await matters.of_problems(context.session, [each.id for each in problems]):
        await end(context, matter, "solved")


async def waiting_for_word(context: StepContext, task: Task) -> Sequence[Matter]:
    """批示 and 督办单 on this task."""
    return await matters.of_tasks(context.session, [task.id], MatterKind.DIRECTIVE, MatterKind.ORDER)


async def answered(
    context: StepContext, task: Task, saying: Saying, found: Sequence[Matter], *, substance: bool
) -> None:
    """What is said of a task under a 批示 is brought back to the leader who gave it; an answer of substance ends its
    督办单."""
    for matter in (each for each in found if each.kind is MatterKind.DIRECTIVE):
        matter.answer_id, matter.next_on = saying.id, next_date(context)
        for reader in await people.readers_for(context.session, matter.raised_by_id):
            await put_before(context, matter, reader, Part.RAISER, again=str(saying.id))
    for matter in (each for each in found if each.kind is MatterKind.ORDER and substance):
        matter.answer_id = saying.id
        await end(context, matter, "answered")
        issuer = (await people.by_ids(context.session, [matter.raised_by_id]))[matter.raised_by_id]
        if issuer.reachable:
            outcome = OutcomePayload(RequestOutcome.ORDER_ANSWERED, task.id, who=task.owner.name)
            await context.tell(issuer, outcome, items=(task.id,), urgent=task.urgent)


async def answer_with(context: StepContext, matter: Matter, saying: Saying) -> None:
    """A 批示 about no task has its answer: its leader reads it."""
    matter.answer_id, matter.next_on = saying.id, next_date(context)
    context.note("matter_answer", matter=matter.id, saying=saying.id)
    for reader in await people.readers_for(context.session, matter.raised_by_id):
        await put_before(context, matter, reader, Part.RAISER, again=str(saying.id))


async def answer_again(context: StepContext, matter: Matter) -> None:
    """Its answer will not do: it waits for another one."""
    matter.answer_id, matter.next_on = None, next_date(context, matter.due)
    context.note("matter_answer_again", matter=matter.id)


def unanswered(found: Sequence[Matter]) -> bool:
    """A 批示 among them has had no answer yet: even 明天送过去 is one."""
    return any(each.kind is MatterKind.DIRECTIVE and each.answer_id is None for each in found)


async def carried_out(context: StepContext, closed: Sequence[Task]) -> None:
    """With a task closed its 批示 is carried out, and a 督办单 about it."""
    kinds = MatterKind.ORDER, MatterKind.SHARE, MatterKind.DIRECTIVE
    found = await matters.of_tasks(context.session, [task.id for task in closed], *kinds)
    for matter in found:
        await end(context, matter, "done")
    directives = [each for each in found if each.kind is MatterKind.DIRECTIVE and each.task_id is not None]
    readers = await people.readers_of(context.session, {each.raised_by_id for each in directives})
    for matter in directives:
        assert matter.task_id is not None, "found by its task"
        for reader in readers[matter.raised_by_id]:
            outcome = OutcomePayload(RequestOutcome.DIRECTIVE_DONE, matter.task_id)
            await context.tell(reader, outcome, items=(matter.task_id,))


def follow_up_key(context: StepContext, person_id: int) -> str:
    """Of the one message of a morning that asks a person about what he holds."""
    return f"follow_up:{context.today.isoformat()}:{person_id}"


def is_morning(context: StepContext) -> bool:
    """From the morning of a working day on, until the day is over."""
    begins = context.policy.at(context.today, context.policy.morning)
    return context.calendar.is_workday(context.today) and context.now >= begins


async def follow_up(context: StepContext) -> int:
    """Once each working morning: whoever holds what has come to its day is asked, in one list; how many lists."""
    if not is_morning(context):
        return 0
    await _unanswered(context)
    due = await _undecided(context, await matters.to_follow_up(context.session, today=context.today))
    if not due or not await agenda.claim_slot(context.session, SLOT, context.today.isoformat(), now=context.now):
        return 0
    lists: dict[int, list[int]] = defaultdict(list)
    acquainted = await _Acquainted.of(context, due)
    for matter in due:
        for person in acquainted.asked(matter):
            lists[person.id].append(matter.id)
        draft = matter.state is MatterState.DRAFT and not _of_the_office(matter)  # a leader is reminded of it once
        matter.next_on = None if draft else next_date(context, None if matter.with_its_leader else matter.due)
    drafts = {matter.id for matter in due if matter.state is MatterState.DRAFT}
    listed = await outbox.queued_keys(context.session, [desk_key(context, person_id) for person_id in lists])
    for person_id, waiting in lists.items():
        # whoever has a morning list finds in it what stands; a draft of his own is no part of it
        has_list = desk_key(context, person_id) in listed
        ids = [each for each in waiting if each in drafts or not has_list]
        if has_list:
            _asked_tomorrow(context, [each for each in due if each.id in waiting])
        if not ids:
            continue
        await outbox.queue_message(
            context.session,
            FollowUpPayload(tuple(ids)),
            now=context.now,
            cause=context.cause,
            rank=Rank.BULK,
            person_id=person_id,
            key=follow_up_key(context, person_id),
            not_before=context.policy.allowed_at_or_after(context.now),
        )
    context.note("follow_up", matters=[matter.id for matter in due])
    return len(lists)


def _asked_tomorrow(context: StepContext, due: Sequence[Matter]) -> None:
    """What came up after the list of this very morning was made does not stand in it."""
    for matter in due:
        if matter.kind is MatterKind.LOOK_BACK and is_after_the_list(context, matter):
            matter.next_on = context.calendar.forward(context.today, 1)


def is_after_the_list(context: StepContext, matter: Matter) -> bool:
    return matter.raised_at >= context.policy.at(context.today, context.policy.morning)


def _of_the_office(matter: Matter) -> bool:
    """What the office has to hear whether or not he says which task he means."""
    return matter.kind in (MatterKind.REFUSAL, MatterKind.SUBMITTED, MatterKind.SUSPENSION)


def _left_before(context: StepContext) -> datetime:
    """What was put to its sender before this morning and is still open, he leaves to the office."""
    return context.policy.at(context.calendar.back(context.today, context.policy.waiting_days), context.policy.morning)


async def _undecided(context: StepContext, due: Sequence[Matter]) -> list[Matter]:
    """One of which he has not said for two working days which task he means goes to the coordinators as a letter; the
    others."""
    before = _left_before(context)
    others = []
    for matter in due:
        if matter.state is not MatterState.DRAFT or not _of_the_office(matter) or matter.raised_at >= before:
            others.append(matter)
            continue
        await end(context, matter, "unanswered", state=MatterState.WITHDRAWN)
        saying = await reports.saying(context.session, matter.saying_id)
        person = await people.with_posts(context.session, matter.raised_by_id)
        if saying is not None:
            await raised(context, MatterKind.LETTER, person=person, saying=saying)
    return others


async def _unanswered(context: StepContext) -> None:
    """A doubt that its sender has left open for two working days goes to the coordinators with his words."""
    before = _left_before(context)
    told: set[int] = set()
    left = [await requests.left_open(context.session, kind, before=before) for kind in (Asked.DOUBT, Asked.WHOSE_WORD)]
    for question in [each for of_kind in left for each in of_kind]:
        question.closed_at, question.outcome = context.now, "unanswered"
        context.note("answer", question=question.id, outcome="unanswered")
        if question.saying_id is None or question.saying_id in told:
            continue
        told.add(question.saying_id)
        saying = await reports.saying(context.session, question.saying_id)
        person = await people.with_posts(context.session, question.person_id)
        if saying is not None:
            await raised(context, MatterKind.LETTER, person=person, saying=saying)


@dataclass(frozen=True, slots=True)
class _Acquainted:
    """Whom a morning's matters may be put before, read at once."""

    context: StepContext
    holding: Mapping[int, Person]  # holder → who answers for him today
    people: Mapping[int, Person]  # who wrote a draft, or gave a 批示 that has its answer
    writers: Mapping[int, int]  # of a draft's words
    office: Mapping[int | None, Sequence[Person]]  # who is responsible for a department

    @classmethod
    async def of(cls, context: StepContext, due: Sequence[Matter]) -> _Acquainted:
        drafts = [matter.saying_id for matter in due if matter.state is MatterState.DRAFT]
        said = await reports.sayings(context.session, drafts) if drafts else {}
        writers = {number: saying.entered_by_id or saying.person_id for number, saying in said.items()}
        holders = {matter.holder_id for matter in due if matter.holder_id is not None}
        holding = await people.answering(context.session, holders, today=context.today)
        leaders = {matter.raised_by_id for matter in due if matter.with_its_leader}
        known = await people.by_ids(context.session, leaders.union(writers.values()))
        units = {matter.department_id for matter in due if matter.state is not MatterState.DRAFT}
        return cls(context, holding, known, writers, await people.responsible_of(context.session, units))

    def asked(self, matter: Matter) -> list[Person]:
        """Its holder; the office where it has none, and where its day has passed or he cannot be reached. Of a draft
        who wrote it, of a 批示 with an answer its leader."""
        context = self.context
        if matter.state is MatterState.DRAFT:
            writer = self.people.get(self.writers.get(matter.saying_id, 0))
            return [writer] if writer is not None and writer.reachable else []
        gave = self.people.get(matter.raised_by_id)
        holder = gave if matter.with_its_leader else self.holding.get(matter.holder_id or 0)
        asked = [holder] if holder is not None and holder.reachable else []
        waited = (
            context.calendar.between(context.policy.today(matter.raised_at), context.today)
            > 2 * context.policy.waiting_days
        )
        passed = matter.due is not None and matter.due < context.today
        if not asked or passed or (matter.due is None and waited):
            own = matter.kind in (MatterKind.SHARE, MatterKind.ORDER)  # raised by the office itself
            office = self.office[matter.department_id]
            asked += [each for each in office if (own or each.id != matter.raised_by_id) and each not in asked]
        return asked
