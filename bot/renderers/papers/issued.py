"""Papers that are signed before they leave: as the draft would go out now, or as they went out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from bot.documents.content import Document, read_stored
from bot.documents.kinds import OF_PAPER, Kind
from bot.renderers.papers.asking import Asking
from bot.texts.papers import issued as texts
from bot.texts.papers.bulletin import in_words
from db import instructions, people, tasks
from db.models import Instruction, InstructionState
from db.rights import Reach
from schedules.steps import issuing, leader_reports, supervision_orders
from schedules.steps.refusals import NotHisToDecide


async def order(asking: Asking, instruction_id: int) -> Document | None:
    given = await _given(asking, Kind.ORDER, instruction_id)
    record = await _record(asking, given) if given is not None else None
    if given is None or record is None or not _addressed(asking, Kind.ORDER, [record["owner_id"]]):
        return None
    return texts.order(
        await _signed(asking, given),
        record["owner"],
        record["colour"],
        date.fromisoformat(record["answer_by"]),
        await _rows(asking, record["rows"]),
        sender=asking.policy.office_name,
    )


async def report(asking: Asking, instruction_id: int) -> Document | None:
    """To a leader what is of his field, and nothing of what other leaders read."""
    given = await _given(asking, Kind.REPORT, instruction_id)
    record = await _record(asking, given) if given is not None else None
    if given is None or record is None:
        return None
    by_leader = {int(leader): rows for leader, rows in record["leaders"].items()}
    his = {leader: rows for leader, rows in by_leader.items() if _addressed(asking, Kind.REPORT, [leader])}
    if not his:
        return None
    named = await people.by_ids(asking.session, his)
    return texts.report(
        await _signed(asking, given),
        [named[leader].name for leader in his],
        texts.Silence(record["owner"], record["workdays"], record["urged"], record["orders"]),
        await _rows(asking, [row for rows in his.values() for row in rows]),
        sender=asking.policy.office_name,
    )


async def bulletin(asking: Asking, instruction_id: int) -> Document | None:
    given = await _given(asking, Kind.BULLETIN, instruction_id)
    if given is None or not _addressed(asking, Kind.BULLETIN, given.facts.get("issued", {}).get("to", ())):
        return None
    signed = await _signed(asking, given)
    kept = given.facts.get("document")
    drawn = (
        read_stored(kept) if kept else in_words(given.facts["text"], sender=asking.policy.office_name, today=signed.on)
    )
    return replace(drawn, number=signed.number or texts.DRAFT, on=signed.on, notes=signed.notes)


async def _given(asking: Asking, kind: Kind, instruction_id: int) -> Instruction | None:
    """A draft that waits is for the office alone; what was sent back or withdrawn is no paper."""
    given = await instructions.by_id(asking.session, instruction_id)
    if given is None or given.kind != issuing.KIND or OF_PAPER.get(given.facts.get("paper", "")) is not kind:
        return None
    if given.state is InstructionState.DRAFT:
        return given if asking.reach(kind) is Reach.ALL else None
    return given if given.state is InstructionState.DONE else None


def _addressed(asking: Asking, kind: Kind, to: Sequence[int]) -> bool:
    """Whether it went to him, or to somebody for whom he reads."""
    if asking.reach(kind) is Reach.ALL:
        return True
    assert asking.person is not None, "the operator reaches all"
    person = asking.person
    his = person.field_ids if asking.reach(kind) is Reach.FIELD else frozenset(person.answers_for(asking.today))
    return not his.isdisjoint(to) if asking.reach(kind) is not Reach.NONE else False


async def _record(asking: Asking, given: Instruction) -> Mapping[str, Any] | None:
    """As it was signed; of a draft as it would read now, and nothing where it is not needed any more."""
    if given.state is InstructionState.DONE:
        record: Mapping[str, Any] | None = given.facts.get("issued")  # not kept by programs before papers were printed
        return record
    try:
        if OF_PAPER[given.facts["paper"]] is Kind.ORDER:
            return (await supervision_orders.drawn(asking.step, given.facts["owner_id"])).record(asking.policy)
        drawn = await leader_reports.drawn(asking.step, given.facts["owner_id"])
        return await leader_reports.record(asking.step, drawn)
    except NotHisToDecide:
        return None


async def _signed(asking: Asking, given: Instruction) -> texts.Signed:
    named = await people.by_ids(asking.session, [each for each in (given.person_id, given.ended_by_id) if each])
    done = given.state is InstructionState.DONE
    on = asking.policy.today(given.ended_at) if done and given.ended_at is not None else asking.today
    signer = named.get(given.ended_by_id or 0) if done else None
    drafter = named.get(given.person_id or 0)
    return texts.Signed(
        given.facts.get("number", "") if done else "",
        drafter.name if drafter is not None else "",
        signer.name if signer is not None else "",
        on,
    )


async def _rows(asking: Asking, kept: Sequence[Sequence[Any]]) -> list[texts.Row]:
    found = await tasks.by_ids(asking.session, [row[0] for row in kept])
    return [
        texts.Row(
            found[task_id].number,
            found[task_id].title,
            found[task_id].lead_department.name,
            date.fromisoformat(due) if due else None,
            date.fromisoformat(asked) if asked else None,
        )
        for task_id, due, asked in kept
        if task_id in found
    ]
