"""签发: a paper leaves the supervision office once its director signs it, or a coordinator where the policy says so.

A paper is an instruction: drafted, shown, and on its drafter's tap either sent out or put before the director, for whom
it is a matter with a next date like any other. What it carries stands in `facts`; `PAPERS` says what issuing it does.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from db import instructions, matters, people, tasks
from db.models import Instruction, InstructionState, Matter, MatterKind, MatterState, Paper, Person, Role, Saying, Way
from db.payloads import Part, PlainPayload
from db.rights import Action, may
from schedules.steps import leader_reports, supervision_orders
from schedules.steps.context import StepContext
from schedules.steps.matters import end, next_date, put_before, raised
from schedules.steps.refusals import NotHisToDecide
from schedules.steps.reporting import Heard, keep_saying

KIND = "issue"
Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Issued:
    """What left the office: `to` names those who get it, `due` is the day by which they are to answer. `mornings`: of
    a 专报, day, leaders, and how many tasks."""

    paper: Paper
    number: str
    to: tuple[str, ...]
    drafter: Person
    items: tuple[int, ...] = ()
    due: date | None = None
    record: Mapping[str, Any] = field(default_factory=dict)  # what its paper says, kept as it was signed
    instruction_id: int = 0
    mornings: tuple[tuple[date, tuple[str, ...], int], ...] = ()


async def _order(context: StepContext, facts: Facts, drafter: Person) -> Issued:
    number, drawn = await supervision_orders.issue(
        context, facts["owner_id"], drafter=drafter, instruction_id=facts["instruction"]
    )
    items = tuple(task.id for task in drawn.tasks)
    record = drawn.record(context.policy)
    return Issued(Paper.ORDER, number, (drawn.owner.name,), drafter, items, drawn.answer_by, record)


async def _report(context: StepContext, facts: Facts, drafter: Person) -> Issued:
    """A 专报 is no message of its own: it goes into the leader's next morning."""
    drawn = await leader_reports.draft(context, facts["owner_id"])
    record = await leader_reports.record(context, drawn)
    await leader_reports.put_up(context, drawn)
    number = await supervision_orders.numbered(context, "report", "督查专报")
    mornings = tuple((on, tuple(of), sum(map(len, of.values()))) for on, of in drawn.by_day.items())
    to = tuple(dict.fromkeys(leader for _, leaders, _ in mornings for leader in leaders))
    items = tuple(task.id for task in drawn.tasks)
    return Issued(Paper.REPORT, number, to, drafter, items, record=record, mornings=mornings)


async def _bulletin(context: StepContext, facts: Facts, drafter: Person) -> Issued:
    """A 通报 goes to the leaders of fields and to everybody who answers for a running task."""
    number = await supervision_orders.numbered(context, "bulletin", "督查通报")
    leaders = [each for each in await people.with_role(context.session, Role.LEADER) if each.reachable]
    owners = [each for each in await tasks.owners_of_unfinished(context.session) if each.reachable]
    told = {each.id: each for each in [*leaders, *owners]}
    if not told:
        raise NotHisToDecide("目前没有可以送达通报的人。")
    button = tuple((label, f"{data}{facts['instruction']}") for label, data in facts.get("export", ()))
    said = PlainPayload(f"【{number}】\n{facts['text']}", buttons=(button,) if button else ())
    for person in told.values():
        await context.tell(person, said, key=f"bulletin:{number}:{person.id}")
    to = (f"{len(leaders)}位市领导、{len(told) - len(leaders)}位责任人",)
    return Issued(Paper.BULLETIN, number, to, drafter, record={"to": sorted(told)})


# What sending a signed paper does, given its facts and its drafter. Each raises NotHisToDecide where it is not needed
# any more.
PAPERS: dict[Paper, Callable[[StepContext, Facts, Person], Awaitable[Issued]]] = {
    Paper.ORDER: _order,
    Paper.REPORT: _report,
    Paper.BULLETIN: _bulletin,
}


async def draft(
    context: StepContext, paper: Paper, facts: Facts, *, text: str, items: tuple[int, ...] = ()
) -> Instruction:
    """On record with the text that its signer will read; without effect until it is signed. Raises NotHisToDecide."""
    if context.actor is None or not may(context.actor.roles, Action.ORDER):
        raise NotHisToDecide(f"{paper.label}由督查室拟稿。")
    saying = await keep_saying(context, Heard(context.actor, text, way=Way.BUTTON))
    drafted = Instruction(
        kind=KIND,
        state=InstructionState.DRAFT,
        person_id=context.actor.id,
        saying_id=saying.id,
        facts={**facts, "paper": paper.value, "tasks": list(items)},
        given_at=context.now,
    )
    context.session.add(drafted)
    await context.session.flush()
    context.note("instruction", instruction=drafted.id, of=KIND, paper=paper.value)
    return drafted


async def signers(context: StepContext) -> list[Person]:
    """The directors who can be reached, and who stands in for one today."""
    directors = await people.with_role(context.session, Role.DIRECTOR, today=context.today)
    stand_in = await people.deputies(context.session, [each.id for each in directors], today=context.today)
    signing = [stand_in.get(each.id, each) for each in directors]
    return [each for each in signing if each.reachable]


async def may_sign(context: StepContext, paper: Paper) -> bool:
    """The director, his deputy; a coordinator where policy says so, or where nobody can be reached to sign."""
    actor = context.actor
    if actor is None:
        return False
    signing = await signers(context)
    if may(actor.roles, Action.ISSUE) or actor.id in {each.id for each in signing}:
        return True
    return may(actor.roles, Action.ORDER) and (paper.label in context.policy.issue_by_coordinator or not signing)


async def submit(context: StepContext, given: Instruction) -> Issued | Person:
    """The drafter's tap: the paper is sent, or it goes to whom is returned. Raises NotHisToDecide."""
    paper = _paper(context, given)
    if await may_sign(context, paper):
        return await _issue(context, given)
    if await _matter(context, given) is not None:
        raise NotHisToDecide(f"这份{paper.label}已呈签，等待签发。")
    signing = await signers(context)
    await _put_before(context, given, signing[0])
    return signing[0]


def _paper(context: StepContext, given: Instruction) -> Paper:
    """What the draft is of. Raises NotHisToDecide where it is over, or its reader is not of the office."""
    if given.state is not InstructionState.DRAFT:
        done = "已签发" if given.state is InstructionState.DONE else "已撤回或退回"
        raise NotHisToDecide(f"这份{Paper(given.facts['paper']).label}{done}。")
    if context.actor is None:
        raise NotHisToDecide("此项由督查室办理。")
    return Paper(given.facts["paper"])


async def _matter(context: StepContext, given: Instruction) -> Matter | None:
    """Where it waits for a signature."""
    found = await matters.of_saying(context.session, given.saying_id or 0)
    return next((each for each in found if each.kind is MatterKind.PAPER and each.state is MatterState.OPEN), None)


async def _put_before(context: StepContext, given: Instruction, signer: Person) -> None:
    saying = await context.session.get(Saying, given.saying_id)
    assert saying is not None and context.actor is not None, "a draft has words and a drafter"  # noqa: PT018
    matter = await raised(context, MatterKind.PAPER, person=context.actor, saying=saying, holder=signer, draft=True)
    matter.state, matter.next_on = MatterState.OPEN, next_date(context)
    context.note("submit", instruction=given.id, matter=matter.id, to=signer.id)
    await put_before(context, matter, signer, Part.HOLDER)


async def sign(context: StepContext, matter: Matter) -> Issued:
    """The signer's tap. Raises NotHisToDecide; then the paper goes on waiting."""
    given = await _given(context, matter)
    if not await may_sign(context, _paper(context, given)):
        raise NotHisToDecide("此件须由督查室主任签发。")
    done = await _issue(context, given)
    await end(context, matter, "issued")
    return done


async def send_back(context: StepContext, matter: Matter) -> Instruction:
    """退回修改: the draft is over; why, the caller tells its drafter. Raises NotHisToDecide."""
    given = await _given(context, matter)
    if not await may_sign(context, _paper(context, given)):
        raise NotHisToDecide("此件须由督查室主任审签。")
    _over(context, given, InstructionState.CANCELLED)
    await end(context, matter, "sent_back")
    return given


async def withdraw(context: StepContext, given: Instruction) -> Matter | None:
    """The drafter, or another of the office, takes the draft back before it is signed; what waited with it."""
    _paper(context, given)
    if context.actor is None or not may(context.actor.roles, Action.ORDER):
        raise NotHisToDecide("此项由督查室办理。")
    matter = await _matter(context, given)
    if matter is not None:
        await end(context, matter, "withdrawn", state=MatterState.WITHDRAWN)
    _over(context, given, InstructionState.CANCELLED)
    return matter


async def _given(context: StepContext, matter: Matter) -> Instruction:
    given = await instructions.of_saying(context.session, matter.saying_id)
    if given is None or given.kind != KIND:
        raise NotHisToDecide("未找到这份拟稿。")
    return given


async def _issue(context: StepContext, given: Instruction) -> Issued:
    drafter = (await people.by_ids(context.session, [given.person_id or 0])).get(given.person_id or 0)
    assert drafter is not None, "a draft is somebody's"
    async with context.session.begin_nested():
        facts = {**given.facts, "instruction": given.id}
        done = await PAPERS[Paper(given.facts["paper"])](context, facts, drafter)
    given.facts = {**given.facts, "number": done.number, "issued": dict(done.record)}
    _over(context, given, InstructionState.DONE)
    context.note("issue", instruction=given.id, of=given.facts["paper"], number=done.number)
    return replace(done, instruction_id=given.id)


def _over(context: StepContext, given: Instruction, state: InstructionState) -> None:
    given.state, given.ended_at = state, context.now
    given.ended_by_id = context.actor.id if context.actor else None
    context.note("instruction_end", instruction=given.id, of=KIND, outcome=state.value)
