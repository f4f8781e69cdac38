"""Instructions: shown before they count, carried out whole, and put back while nothing has followed from them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import Any

from db import changes, instructions, people, tasks
from db import items as db_items
from db import posts as held
from db.item_words import ItemState
from db.lifecycle import UNFINISHED, State, Step, advance
from db.models import (
    Indicator,
    Instruction,
    InstructionState,
    Item,
    Matter,
    MatterState,
    Person,
    Post,
    Problem,
    Promise,
    Report,
    Request,
    RequestState,
    Role,
    Saying,
    SupportingDepartment,
    Task,
    TaskField,
    Visit,
)
from db.payloads import OutcomePayload, PostNews, PostPayload, RequestOutcome
from db.rights import OFFICE, Action, may
from schedules.steps import (
    acting,
    carrying_over,
    closing,
    matters,
    measuring,
    ordering,
    posts,
    red_lines,
    sharing,
    task_typing,
)
from schedules.steps import items as subitems
from schedules.steps.context import StepContext
from schedules.steps.handing_over import tell_both
from schedules.steps.notices import tell_outcomes
from schedules.steps.refusals import NotHisToDecide
from schedules.steps.replan import begin_round, replan

Facts = Mapping[str, Any]


async def draft(
    context: StepContext, kind: str, facts: Facts, *, saying: Saying | None = None, task_id: int | None = None
) -> Instruction:
    """On record, and without effect until somebody confirms it."""
    drafted = Instruction(
        kind=kind,
        state=InstructionState.DRAFT,
        person_id=context.actor.id if context.actor else None,
        saying_id=saying.id if saying else None,
        task_id=task_id,
        facts=dict(facts),
        given_at=context.now,
    )
    context.session.add(drafted)
    await context.session.flush()
    context.note("instruction", instruction=drafted.id, of=kind)
    return drafted


async def carry_out(context: StepContext, given: Instruction) -> None:
    """Raises NotHisToDecide, StepNotAllowed; then nothing has been done."""
    _his(context, given, InstructionState.DRAFT)
    async with context.session.begin_nested():
        with changes.recorded(context.session) as noted:
            await DEEDS[given.kind](context, given.facts)
            await context.session.flush()
    given.changes = noted.written()
    _end(context, given, InstructionState.DONE)


def cancel(context: StepContext, given: Instruction) -> None:
    _his(context, given, InstructionState.DRAFT)
    _end(context, given, InstructionState.CANCELLED)


def _his(context: StepContext, given: Instruction, state: InstructionState) -> None:
    """Whoever gave it; a coordinator also what another one gave. Raises NotHisToDecide."""
    actor = context.actor
    mine = actor is not None and actor.id == given.person_id
    if actor is None or not (mine or may(actor.roles, Action.ORDER)):
        raise NotHisToDecide("此项由督查室办理。")
    needs = _NEEDS.get(given.kind, Action.APPOINT if given.kind in _OF_PEOPLE else Action.ORDER)
    if not may(actor.roles, needs):
        raise NotHisToDecide("您现在的身份不能办理此项，请与督查室联系。")
    if given.state is not state:
        raise NotHisToDecide(_OVER[given.state])


def may_settle(context: StepContext, given: Instruction) -> None:
    """For those that are carried out word by word elsewhere. Raises NotHisToDecide."""
    _his(context, given, InstructionState.DRAFT)


_NEEDS = {"deputy": Action.STAND_IN, **dict.fromkeys(("let_go", "again", "praise", "verdict"), Action.DIRECT)}
_OVER = {
    InstructionState.DRAFT: "这一项还没有确认。",
    InstructionState.DONE: "这一项已经办理。",
    InstructionState.UNDONE: "这一项已经撤销。",
    InstructionState.CANCELLED: "这一项已经取消。",
}


def finish(context: StepContext, given: Instruction, *, undone: bool = False) -> None:
    """Carried out, or put back, word by word elsewhere: it ends with the journal's note."""
    _end(context, given, InstructionState.UNDONE if undone else InstructionState.DONE)


def _end(context: StepContext, given: Instruction, state: InstructionState) -> None:
    given.state, given.ended_at = state, context.now
    given.ended_by_id = context.actor.id if context.actor else None
    context.note("instruction_end", instruction=given.id, of=given.kind, outcome=state.value)


async def undo(context: StepContext, given: Instruction) -> None:
    """撤销: every fact as it was. Raises NotHisToDecide where something has followed."""
    _his(context, given, InstructionState.DONE)
    if not given.changes:
        raise NotHisToDecide("这一项已经发出，不能撤销；情况有变请另行办理。")
    was = {each.id: each.state for each in (await tasks.by_ids(context.session, _task_ids(given))).values()}
    owners = {each.id: each.owner_id for each in (await tasks.by_ids(context.session, _task_ids(given))).values()}
    try:
        async with context.session.begin_nested():
            back = await changes.put_back(context.session, given.changes)
            await context.session.flush()
    except changes.Followed:
        raise NotHisToDecide("这一项之后已有新的办理或变动，不能整项撤销；请直接办理需要更正的部分。") from None
    for made in back.made:
        await _unmake(context, made)
    await context.session.flush()
    rounds = {task.id for task in back.began_round}
    for row in [*back.rows, *back.made]:
        if isinstance(row, Task):
            context.session.expire(row)
    await _tasks_again(context, given, was, owners, rounds)
    _end(context, given, InstructionState.UNDONE)


def _task_ids(given: Instruction) -> list[int]:
    return [row_id for table, row_id, _ in given.changes or () if table == "task"]


async def _unmake(context: StepContext, made: Any) -> None:
    """A post that was given is taken back as if it had not been; a task that was added is stopped."""
    if isinstance(made, Post | Visit | SupportingDepartment):
        await context.session.delete(made)
    elif isinstance(made, Task) and made.state in UNFINISHED:
        made.state = advance(made.state, Step.STOP)
    elif isinstance(made, Indicator | TaskField | Item | Report):
        _end_fact(context, made)
    elif isinstance(made, Request) and made.state is RequestState.OPEN:
        made.state, made.decided_at = RequestState.WITHDRAWN, context.now
    elif isinstance(made, Promise):
        made.ended_at = made.ended_at or context.now
    elif isinstance(made, Problem):
        made.solved_at = made.solved_at or context.now
    elif isinstance(made, Matter) and made.state is MatterState.OPEN:
        await matters.end(context, made, "withdrawn", state=MatterState.WITHDRAWN)


def _end_fact(context: StepContext, made: Indicator | TaskField | Item | Report) -> None:
    """What stands on record as a fact ends, and stays on record."""
    if isinstance(made, Item):
        made.state = ItemState.DROPPED
    elif isinstance(made, Report):
        made.withdrawn_at = context.now
    else:
        made.ended_at = context.now


async def _tasks_again(
    context: StepContext, given: Instruction, was: Mapping[int, State], owners: Mapping[int, int], rounds: set[int]
) -> None:
    """The agenda starts a round of its own: what was said in the one undone stays said."""
    found = await tasks.by_ids(context.session, _task_ids(given))
    for task in found.values():
        if task.id in rounds:
            asked_at, overdue_on = task.asked_at, task.overdue_on
            begin_round(task, context)
            task.asked_at, task.overdue_on = asked_at, overdue_on
            if task.signed_at is None and task.state is State.HANDED_OUT:
                task.handed_out_at = None
        context.note("undo", task=task, instruction=given.id, was=was[task.id].value, state=task.state.value)
    await replan(context, *found.values())
    moved: dict[tuple[int, int], list[Task]] = {}
    undone: list[tuple[int, OutcomePayload]] = []
    for task in found.values():
        if owners[task.id] != task.owner_id:
            moved.setdefault((owners[task.id], task.owner_id), []).append(task)
        elif given.kind in _SAID:
            undone.append((task.owner_id, OutcomePayload(RequestOutcome.UNDONE, task.id, reason=_SAID[given.kind])))
    if undone:
        await tell_outcomes(context, undone)
    named = await people.by_ids(context.session, {each for pair in moved for each in pair})
    for (former, owner), given_back in moved.items():
        await tell_both(context, given_back, named[former], named[owner], back=True)


_SAID = {
    "new_task": "新增任务",
    "evidence": "办结材料要求",
    "redate": "改期",
    "retitle": "改名称",
    "relead": "调整牵头领导",
    "urgent": "急件调整",
    "support": "增加配合单位",
    "target": "调整目标",
    "stop": "中止",
    "resume": "恢复",
    "reopen": "重新打开",
    "close": "销号",
    "correct": "更正",
}


async def _person(context: StepContext, person_id: int) -> Person:
    return await people.with_posts(context.session, person_id)


async def _hand_over(context: StepContext, facts: Facts) -> None:
    stays = facts.get("stays", False)
    await ordering.turn_over(context, facts["tasks"], facts["department_id"], facts["owner_id"], stays=stays)


async def _support(context: StepContext, facts: Facts) -> None:
    await ordering.support(context, facts["tasks"], facts["departments"])


async def _urgent(context: StepContext, facts: Facts) -> None:
    await ordering.urgent(context, facts["tasks"], on=facts["on"])


async def _relead(context: StepContext, facts: Facts) -> None:
    await ordering.relead(context, facts["tasks"], facts["leader_id"])


async def _retitle(context: StepContext, facts: Facts) -> None:
    await ordering.retitle(context, facts["tasks"], facts["title"])


async def _redate(context: StepContext, facts: Facts) -> None:
    await ordering.redate(context, facts["tasks"], date.fromisoformat(facts["day"]), why=facts.get("why", ""))


async def _target(context: StepContext, facts: Facts) -> None:
    await ordering.retarget(context, facts["tasks"], facts["why"])


async def _evidence(context: StepContext, facts: Facts) -> None:
    await ordering.want_evidence(context, facts["tasks"], facts["why"])


async def _stop(context: StepContext, facts: Facts) -> None:
    await ordering.stop(context, facts["tasks"], why=facts.get("why", ""))


async def _resume(context: StepContext, facts: Facts) -> None:
    await ordering.resume(context, facts["tasks"], why=facts.get("why", ""))


async def _reopen(context: StepContext, facts: Facts) -> None:
    await closing.reopen(context, facts["tasks"], why=facts.get("why", ""))


async def _close(context: StepContext, facts: Facts) -> None:
    await closing.close(context, facts["tasks"], basis=facts.get("why", ""))


async def _new_task(context: StepContext, facts: Facts) -> None:
    if context.actor is None or not may(context.actor.roles, Action.ORDER):
        raise NotHisToDecide("此项由督查室办理。")
    made = await ordering.add(
        context,
        title=facts["title"],
        target=facts.get("target", ""),
        department_id=facts["department_id"],
        owner_id=facts["owner_id"],
        leader_id=facts.get("leader_id"),
        due=date.fromisoformat(facts["day"]),
        urgent=facts.get("urgent", False),
        supporting=facts.get("supporting", ()),
        remark=facts.get("source", ""),
    )

    if facts.get("matter_id"):
        await _carried_on(context, facts["matter_id"])
    if facts.get("members"):
        await sharing.share(context, [made.id], facts["members"], words=facts["title"])


async def _carried_on(context: StepContext, matter_id: int) -> None:
    """The 批示 goes on as the task made of it. Raises NotHisToDecide where somebody has ended it meanwhile."""
    try:
        matter = await matters.held(context, matter_id)
    except matters.OverAlready as over:
        raise NotHisToDecide(str(over)) from None
    await matters.end(context, matter, "own_task")


async def _share(context: StepContext, facts: Facts) -> None:
    await sharing.share(context, facts["tasks"], facts["members"], words=facts["why"])


async def _group(context: StepContext, facts: Facts) -> None:
    await sharing.name_group(context, facts["group"], facts["members"])


async def _department(context: StepContext, facts: Facts) -> None:
    await sharing.found(context, facts["name"], aliases=facts["aliases"], head=facts.get("to", ""))


async def _deputy(context: StepContext, facts: Facts) -> None:
    absent, deputy = await _person(context, facts["person_id"]), await _name(context, facts["to"])
    first, last = date.fromisoformat(facts["first"]), date.fromisoformat(facts["day"])
    await posts.appoint(context, deputy, Role.DEPUTY, for_person_id=absent.id, begins=first, ends=last)
    await acting.stands_in(context, deputy, absent, begins=first, ends=last)
    begins = first if first > context.today else None
    if deputy.reachable:
        told = PostPayload(PostNews.STANDS_IN, deputy.id, other_id=absent.id, begins=begins, ends=last)
        await context.tell(deputy, told)
    by = _by(context)
    news = PostPayload(PostNews.OFFICE_STANDS_IN, deputy.id, other_id=absent.id, by_id=by, begins=begins, ends=last)
    await posts.tell_office(context, news)
    if absent.reachable and absent.id != by and not absent.roles & set(OFFICE):
        await context.tell(absent, news)  # what others have entered of him he knows


async def _name(context: StepContext, name: str) -> Person:
    return await people.with_posts(context.session, (await posts.person_named(context, name)).id)


def _by(context: StepContext) -> int | None:
    return context.actor.id if context.actor else None


async def _replace(context: StepContext, facts: Facts) -> None:
    former, new = await _person(context, facts["person_id"]), await _name(context, facts["to"])
    if facts.get("role") is None:
        await posts.dismiss(context, former, to=new)
    else:
        await posts.replace(context, former, new, Role(facts["role"]), facts.get("department_id"))


async def _dismiss(context: StepContext, facts: Facts) -> None:
    person = await _person(context, facts["person_id"])
    if facts.get("role") is None:
        await posts.dismiss(context, person)
        return
    ending = await held.of(context.session, person.id, Role(facts["role"]))
    if not ending:
        raise NotHisToDecide(f"{person.name}没有这一职务。")
    for post in ending:
        await posts.end(context, post)


async def _unbind(context: StepContext, facts: Facts) -> None:
    await posts.unbind(context, await _person(context, facts["person_id"]))


async def _revoke(context: StepContext, facts: Facts) -> None:
    person = await _person(context, facts["person_id"])
    if not await posts.revoke(context, person):
        raise NotHisToDecide(f"{person.name}没有待使用的邀请链接。")


async def _appoint(context: StepContext, facts: Facts) -> None:
    person = await _name(context, facts["to"])
    role, department_id = Role(facts["role"]), facts.get("department_id")
    post = await posts.appoint(
        context, person, role, department_id=department_id, for_person_id=facts.get("for_person_id")
    )
    if post is None:
        raise NotHisToDecide(f"{person.name}已任这一职务。")
    news = PostPayload(
        PostNews.OFFICE_APPOINTED,
        person.id,
        other_id=facts.get("for_person_id"),
        by_id=_by(context),
        role=role.value,
        department_id=department_id,
    )
    await posts.tell_office(context, news, but=person)
    if person.reachable:
        told = PostPayload(PostNews.APPOINTED, person.id, role=role.value, department_id=department_id)
        await context.tell(person, told)


async def _indicators(context: StepContext, facts: Facts) -> None:
    await measuring.measure_by(context, [tuple(each) for each in facts["measures"]])


async def _meeting(context: StepContext, facts: Facts) -> None:
    if context.actor is None or not may(context.actor.roles, Action.ORDER):
        raise NotHisToDecide("此项由督查室办理。")
    for row in facts["rows"]:
        given = {key: value for key, value in row.items() if key != "day"}
        await ordering.add(context, **given, due=date.fromisoformat(row["day"]), of=facts["ledger"])


async def _carry_over(context: StepContext, facts: Facts) -> None:
    await carrying_over.carry_over(context, facts["ledger_id"], facts["to"])


async def _items(context: StepContext, facts: Facts) -> None:
    kind = context.policy.types.kind(facts["kind"])
    named = [subitems.New(**{**each, "due": _date(each.get("due"))}) for each in facts["items"]]
    for task_id in facts["tasks"]:
        task = await ordering.held(context, task_id)
        await subitems.enter(context, task, kind, named)
        await replan(context, task)
    units = await people.department_names(context.session)
    helping = {units[each.owner] for each in named if each.owner in units}
    if helping:  # whose part of it is theirs: they are told, and heard
        await ordering.support(context, facts["tasks"], sorted(helping))


def _date(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


async def _item_check(context: StepContext, facts: Facts) -> None:
    (task_id,) = facts["tasks"]
    task = await ordering.held(context, task_id)
    found = [
        each for each in (await db_items.by_ids(context.session, facts["items"])).values() if each.task_id == task.id
    ]
    for item in found:
        subitems.settle(context, item, _settled(facts))
    if facts.get("returned") and found:
        why = f"（{facts['why']}）" if facts.get("why") else ""
        reason = "、".join(each.title for each in found) + why
        await ordering.tell_owner(context, task, RequestOutcome.PART_RETURNED, reason=reason)
    await replan(context, task)


async def _visit(context: StepContext, facts: Facts) -> None:
    (task_id,) = facts["tasks"]
    task = await ordering.held(context, task_id)
    item = (await db_items.by_ids(context.session, [facts["item"] or 0])).get(facts["item"] or 0)
    await subitems.visit(context, task, facts["visitor"], date.fromisoformat(facts["on"]), facts["found"], item=item)


async def _type(context: StepContext, facts: Facts) -> None:
    await task_typing.type_as(context, facts["tasks"], facts["to"])


async def _field(context: StepContext, facts: Facts) -> None:
    await task_typing.put_field(context, facts["tasks"], facts["name"], facts["to"])


async def _alert(context: StepContext, facts: Facts) -> None:
    await task_typing.alert(context, facts["tasks"], on=facts["on"])


async def _red_line(context: StepContext, facts: Facts) -> None:
    await red_lines.ask_whether(context, facts["tasks"], on=facts["on"])


DEEDS: dict[str, Callable[[StepContext, Facts], Awaitable[None]]] = {
    "hand_over": _hand_over,
    "redate": _redate,
    "support": _support,
    "relead": _relead,
    "urgent": _urgent,
    "retitle": _retitle,
    "target": _target,
    "evidence": _evidence,
    "stop": _stop,
    "resume": _resume,
    "reopen": _reopen,
    "close": _close,
    "new_task": _new_task,
    "share": _share,
    "red_line": _red_line,
    "indicators": _indicators,
    "items": _items,
    "carry_over": _carry_over,
    "meeting": _meeting,
    "item_check": _item_check,
    "visit": _visit,
    "type": _type,
    "field": _field,
    "alert": _alert,
    "group": _group,
    "department": _department,
    "deputy": _deputy,
    "replace": _replace,
    "dismiss": _dismiss,
    "unbind": _unbind,
    "revoke": _revoke,
    "appoint": _appoint,
}


def is_of_people(given: Instruction) -> bool:
    """About who holds which post."""
    return given.kind in _OF_PEOPLE or given.kind == "deputy"


_OF_PEOPLE = frozenset({"group", "department", "replace", "dismiss", "unbind", "revoke", "appoint"})


async def last_of(context: StepContext, person: Person) -> Instruction | None:
    """The newest that he carried out and that may be undone."""
    return await instructions.last_done(context.session, person.id)


def _settled(facts: Facts) -> ItemState:
    if facts["dropped"]:
        return ItemState.DROPPED
    return ItemState.OPEN if facts.get("returned") else ItemState.CHECKED
