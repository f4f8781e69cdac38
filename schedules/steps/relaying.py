"""转述: what is brought in a leader's name, by his secretary or a head, counts once a coordinator has confirmed it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from db import instructions, people, tasks
from db.models import Instruction, InstructionState, Matter, MatterKind, Person, Saying, Task, Way
from db.rights import Action, may
from schedules.steps import deciding
from schedules.steps.context import StepContext
from schedules.steps.matters import confirm as confirm_matter
from schedules.steps.matters import end, raised
from schedules.steps.refusals import NotHisToDecide
from schedules.steps.reporting import Heard, keep_saying

KIND = "relay"


@dataclass(frozen=True, slots=True)
class Relayed:
    """What went out in the leader's name."""

    leader: Person
    bearer: Person
    words: str
    items: tuple[int, ...]


async def pass_on(
    context: StepContext,
    saying: Saying,
    found: Sequence[Task],
    *,
    due: date | None = None,
    request_id: int | None = None,
    chosen: int | None = None,
) -> Matter:
    """Before the coordinators from now on: the word of the one leader who leads these tasks, brought by his secretary
    or by whoever answers for them. Raises NotHisToDecide."""
    bearer, leader_ids = context.actor, {task.leader_id for task in found}
    if bearer is None or len(leader_ids) != 1 or None in leader_ids or not _brings(context, found):
        raise NotHisToDecide("只能转述所服务领导对其牵头事项的意见。")
    given = Instruction(
        kind=KIND,
        state=InstructionState.DRAFT,
        person_id=bearer.id,
        saying_id=saying.id,
        facts={
            "leader_id": leader_ids.pop(),
            "tasks": [task.id for task in found],
            "day": due.isoformat() if due else None,
            "request_id": request_id,
            "chosen": chosen,
            "as": Action.PASS_WORD.value if _all(context, Action.PASS_WORD, found) else Action.REPORT.value,
        },
        given_at=context.now,
    )
    context.session.add(given)
    await context.session.flush()
    context.note("instruction", instruction=given.id, of=KIND)
    return await raised(
        context, MatterKind.RELAY, person=bearer, saying=saying, task=found[0] if len(found) == 1 else None
    )


def _all(context: StepContext, action: Action, found: Sequence[Task]) -> bool:
    return all(context.may(action, task) for task in found)


def _brings(context: StepContext, found: Sequence[Task]) -> bool:
    return _all(context, Action.PASS_WORD, found) or _all(context, Action.REPORT, found)


async def confirm(context: StepContext, matter: Matter) -> Relayed:
    """A coordinator has asked: it goes out as the leader's own word. Raises NotHisToDecide."""
    given = await instructions.of_saying(context.session, matter.saying_id)
    if given is None or given.kind != KIND or given.state is not InstructionState.DRAFT:
        raise NotHisToDecide("未找到这件转述。")
    if context.actor is None or not may(context.actor.roles, Action.ENTER):
        raise NotHisToDecide("转述由督查员核实。")
    leader = await people.with_posts(context.session, given.facts["leader_id"])
    brought = await context.session.get(Saying, matter.saying_id)
    bearer = await people.with_posts(context.session, matter.raised_by_id)
    assert brought is not None, "a matter is somebody's words"
    of_secretary = given.facts.get("as", Action.PASS_WORD) == Action.PASS_WORD
    if of_secretary and leader.id not in bearer.serves:
        raise NotHisToDecide(f"{bearer.name}已不再担任{leader.name}的秘书，此件请直接向领导核实。")
    about = await tasks.by_ids(context.session, given.facts["tasks"])
    if not of_secretary and any(task.leader_id != leader.id for task in about.values()):
        raise NotHisToDecide(f"该事项已不由{leader.name}牵头，此件请直接向领导核实。")
    if not of_secretary and not _all(context.by(bearer), Action.REPORT, list(about.values())):
        raise NotHisToDecide(f"{bearer.name}已不再负责该事项，此件请直接向领导核实。")
    if given.facts.get("request_id") is not None:
        await deciding.decide(context.by(leader), given.facts["request_id"], given.facts["chosen"])
    else:
        await _direct(context, given, leader, bearer, brought)
    given.state, given.ended_at, given.ended_by_id = InstructionState.DONE, context.now, context.actor.id
    context.note("relay", instruction=given.id, leader=leader.id, bearer=bearer.id)
    await end(context, matter, "relayed")
    return Relayed(leader, bearer, brought.words, tuple(given.facts["tasks"]))


async def _direct(context: StepContext, given: Instruction, leader: Person, bearer: Person, brought: Saying) -> None:
    """A 批示 for each task, as the leader's words put on record by whoever brought them."""
    heard = Heard(person=leader, words=brought.words, way=Way.RELAY, entered_by=bearer)
    saying = await keep_saying(context, heard)
    due = date.fromisoformat(given.facts["day"]) if given.facts.get("day") else None
    found = await tasks.by_ids(context.session, given.facts["tasks"])
    for task in found.values():
        if task.leader_id != leader.id:
            raise NotHisToDecide(f"{task.number}号已不由{leader.name}牵头，此件请另行办理。")
        draft = await raised(
            context,
            MatterKind.DIRECTIVE,
            person=leader,
            saying=saying,
            task=task,
            holder=task.owner,
            due=due,
            draft=True,
        )
        await confirm_matter(context, draft)
