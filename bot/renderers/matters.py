"""A matter, or a list of them, as it stands when the message goes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.documents.kinds import OF_PAPER, Kind
from bot.renderers.text_message import Rendering, message
from bot.texts import keyboards, reasons, task_answers
from bot.texts import matters as texts
from bot.texts.matters import MatterLine
from bot.texts.papers import names
from db import departments_named, instructions, matters, people, reports, tasks
from db.matter_verbs import MatterKind, Verb, verbs
from db.messages import Call, NotNeeded, Nowhere
from db.models import Matter, MatterState, Person, Problem, Task
from db.payloads import FollowUpPayload, MatterPayload, Part
from schedules import periods
from schedules.policy import Policy

LIMIT = 10


async def lines_of(
    session: AsyncSession, found: Sequence[Matter], *, policy: Policy, now: datetime
) -> list[MatterLine]:
    """In the order given."""
    said = await reports.sayings(
        session, _ids(each.saying_id for each in found) | _ids(each.answer_id for each in found)
    )
    named = await people.by_ids(
        session,
        _ids(each.raised_by_id for each in found)
        | _ids(each.holder_id for each in found)
        | _ids(each.entered_by_id for each in said.values())
        | _ids(each.person_id for each in said.values()),
    )
    about = await tasks.by_ids(session, _ids(each.task_id for each in found))
    hard = {each.id: each for each in await reports.problems(session, _ids(each.problem_id for each in found))}
    today = policy.today(now)
    return [
        MatterLine(
            id=each.id,
            kind=each.kind,
            who=named[each.raised_by_id].name,
            said=said[each.saying_id].words,
            today=today,
            since=policy.today(each.raised_at),
            due=each.due,
            next_on=each.next_on,
            holder=named[each.holder_id].name if each.holder_id is not None else "",
            answer=said[each.answer_id].words if each.answer_id is not None else "",
            answered_by=_name(named, said[each.answer_id].person_id if each.answer_id is not None else None),
            period=periods.parse(each.period).label if each.period else "",
            entered_by=_name(named, said[each.saying_id].entered_by_id),
            draft=each.state is MatterState.DRAFT,
            with_its_leader=each.with_its_leader,
            **_of_task(about.get(each.task_id or 0)),
            **_of_problem(hard.get(each.problem_id or 0)),
        )
        for each in found
    ]


Key = tuple[MatterKind, int, int | None]


def key(matter: Matter) -> Key:
    """Alike of all that one message raised of one kind for one person: a 督办单 of fourteen tasks waits as one."""
    return matter.kind, matter.saying_id, matter.holder_id


def together(found: Sequence[Matter], lines: Sequence[MatterLine]) -> list[MatterLine]:
    """One line for what was raised together, in the order given; `lines`: of each of them."""
    groups: dict[Key, list[MatterLine]] = {}
    for matter, line in zip(found, lines, strict=True):
        groups.setdefault(key(matter), []).append(line)
    return [of[0] if len(of) == 1 else replace(of[0], task=f"{of[0].task}等{len(of)}项") for of in groups.values()]


def _ids(values: Iterable[int | None]) -> set[int]:
    return {each for each in values if each is not None}


def _name(named: Mapping[int, Person], person_id: int | None) -> str:
    return named[person_id].name if person_id is not None else ""


def _of_task(task: Task | None) -> dict[str, Any]:
    if task is None:
        return {}
    return {"task": task_answers.named(task.number, task.title), "owner": task.owner.name}


def _of_problem(problem: Problem | None) -> dict[str, Any]:
    return {} if problem is None else {"obstacle": problem.obstacle, "help_from": tuple(problem.help_from)}


async def put(rendering: Rendering, said: MatterPayload) -> Call | NotNeeded | Nowhere:
    found = await matters.by_ids(rendering.session, [said.matter_id, *said.more])
    living = [each for each in found.values() if each.state in (MatterState.OPEN, MatterState.DRAFT)]
    if not living:
        return NotNeeded(reasons.HANDLED)
    lines = await lines_of(rendering.session, living, policy=rendering.policy, now=rendering.now)
    items = [each.task_id for each in living if each.task_id is not None]
    if living[0].state is MatterState.DRAFT and len(lines) == 1:
        verbs_ = (Verb.CONFIRM, Verb.CANCEL) if living[0].task_id is not None else (Verb.CANCEL,)
        choice = [(texts.LABELS[verb], keyboards.of_matter(living[0].id, verb)) for verb in verbs_]
        return await message(rendering, texts.readback(lines[0]), rows=[choice], items=items)
    if living[0].kind is MatterKind.ORDER and said.part is Part.HOLDER:
        printed = [[names.button(Kind.ORDER, said.paper)]] if said.paper else []
        return await message(rendering, texts.order(lines, said.part), rows=printed, items=items)
    if len(lines) > 1:
        rows = keyboards.of_matters([line.id for line in lines[:LIMIT]], alone=True)
        return await message(rendering, texts.several(living[0].kind, lines[:LIMIT]), rows=rows, items=items)
    told_of_his_leader = said.part is Part.RAISER and rendering.row.person_id != living[0].raised_by_id
    rows = [] if told_of_his_leader else await buttons(rendering.session, living[0], said.part)
    return await message(rendering, texts.text(lines[0], said.part), rows=rows, items=items)


async def buttons(session: AsyncSession, matter: Matter, part: Part) -> list[Sequence[keyboards.Button]]:
    """What the reader may do; a difficulty is offered to the departments its words name."""
    rows: list[Sequence[keyboards.Button]] = []
    plain: list[keyboards.Button] = []
    for verb in verbs(matter.kind, part):
        if verb is Verb.ASK_HELP:
            rows += [[each] for each in await _helpers(session, matter)]
        else:
            plain.append((texts.LABELS[verb], keyboards.of_matter(matter.id, verb)))
    if matter.kind is MatterKind.PAPER and part is Part.HOLDER:
        plain += await _printed(session, matter)
    return [*rows, *keyboards.rows_of(plain, 3)]


async def _printed(session: AsyncSession, matter: Matter) -> list[keyboards.Button]:
    """The draft that waits for a signature, as it will look."""
    given = await instructions.of_saying(session, matter.saying_id)
    kind = OF_PAPER.get(given.facts.get("paper", "")) if given is not None else None
    return [names.button(kind, given.id)] if given is not None and kind is not None else []


async def _helpers(session: AsyncSession, matter: Matter) -> list[keyboards.Button]:
    problem = (await reports.problems(session, [matter.problem_id]))[0] if matter.problem_id else None
    if problem is None:
        return []
    task = (await tasks.by_ids(session, [matter.task_id])).get(matter.task_id) if matter.task_id else None
    named = await departments_named.in_words(session, [*problem.help_from, problem.obstacle])
    if task is not None and not named:
        supporting = (await tasks.supporting(session, [task.id])).get(task.id, [])
        named = await departments_named.in_words(session, supporting)
    own = task.lead_department_id if task is not None else None
    return [
        (f"请{name}协调", keyboards.of_matter(matter.id, Verb.ASK_HELP, department_id))
        for department_id, name in list(named.items())[:3]
        if department_id != own
    ]


async def living(session: AsyncSession, ids: Sequence[int]) -> list[Matter]:
    """Those of these that still wait, in the order given."""
    found = await matters.by_ids(session, ids) if ids else {}
    states = (MatterState.OPEN, MatterState.DRAFT)
    return [found[each] for each in ids if each in found and found[each].state in states]


async def follow_up(rendering: Rendering, said: FollowUpPayload) -> Call | NotNeeded | Nowhere:
    asked = await living(rendering.session, said.matter_ids)
    if not asked:
        return NotNeeded(reasons.ALL_HANDLED)
    every = await lines_of(rendering.session, asked, policy=rendering.policy, now=rendering.now)
    lines = together(asked, every)
    rows = keyboards.of_matters([line.id for line in lines[:LIMIT]])
    items = [each.task_id for each in asked if each.task_id is not None]
    return await message(rendering, texts.follow_up(lines, limit=LIMIT), rows=rows, items=items)


def part_of(matter: Matter, person_id: int, *, office: bool) -> Part | None:
    """What the matter is to this person; None where it is none of his."""
    if matter.holder_id == person_id:
        return Part.HOLDER
    if matter.raised_by_id == person_id:
        return Part.RAISER
    return Part.OFFICE if office else None
