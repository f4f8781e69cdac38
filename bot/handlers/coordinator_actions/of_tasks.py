"""Orders about tasks, read back: 新增, 转办, 改期, 目标, 中止, 恢复, 重新打开, 销号, 催办."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from telegram import Update

from bot.handlers.context import BoundContext
from bot.handlers.coordinator_actions import drafts, urging
from bot.handlers.coordinator_actions.naming import NotKnown, department, person, tasks_numbered
from bot.handlers.replying import step_context, today_of
from bot.reading.acts import targets
from bot.reading.orders.order import Deed, Order
from bot.texts import decisions, sharing, task_answers
from bot.texts import orders as texts
from db import departments_named, people, posts, requests
from db.lifecycle import Step, advance
from db.models import Person, RequestKind, Role, Task
from db.shared_tasks import groups
from schedules.steps import deciding, milestones, ordering

_STEPS = {
    Deed.STOP: (Step.STOP, "中止办理"),
    Deed.RESUME: (Step.RESUME, "恢复办理"),
    Deed.REOPEN: (Step.REOPEN, "重新打开"),
}


def _named(task: Task) -> str:
    return task_answers.named(task.number, task.title)


async def hand_over(update: Update, context: BoundContext, order: Order, said: str) -> bool:
    found = await tasks_numbered(context, order.numbers)
    unit = await department(context, order.to)
    owner = await person(context, order.to)
    if unit is None and owner is not None:
        full = await people.with_posts(context.session, owner.id)
        of = next((post.department_id for post in full.posts if post.role is Role.HEAD), None)
        unit = (of, order.to) if of is not None else None
    if unit is None:
        raise NotKnown(_unknown(order.to))
    owner = next(iter(await posts.heads_of(context.session, unit[0])), None)
    if owner is None:
        raise NotKnown(_nobody_of(unit[1]))
    facts = {"tasks": [task.id for task in found], "department_id": unit[0], "owner_id": owner.id}
    lines = [texts.turn(_named(task), unit[1], owner.name) for task in found]
    if order.words == "support":
        facts["stays"] = True
        lines += [texts.stays(_named(task), task.lead_department.name) for task in found]
    return await drafts.put(update, context, order.deed, facts, lines, said)


def _nobody_of(unit: str) -> str:
    """各乡镇 is a group nobody has told the members of; any other department lacks a head."""
    return sharing.NO_MEMBERS.format(name=unit) if unit.startswith("各") else texts.NO_HEAD.format(department=unit)


_GROUP = re.compile(r"各(?:县|市|区|乡|镇|街道|部门|单位|园区|开发区|社区|村)[\u4e00-\u9fff]{0,4}")


def _unknown(name: str) -> str:
    return sharing.NO_MEMBERS.format(name=name) if _GROUP.fullmatch(name) else texts.NO_NAME.format(name=name)


async def redate(update: Update, context: BoundContext, order: Order, said: str) -> bool:
    found = await tasks_numbered(context, order.numbers)
    if order.day is None:
        from bot.reading.dates.no_such_day import no_such_day  # see bot.runtime.preload

        wrong = no_such_day(said, today=today_of(context))
        raise NotKnown(texts.NO_SUCH_DAY.format(day=wrong) if wrong else texts.NO_DATE)
    if all(task.due == order.day for task in found):
        raise NotKnown(texts.same_date([task.number for task in found], order.day, today=today_of(context)))
    for task in found:
        await ordering.may_redate(step_context(context), task, order.day, order.words)  # says at once what is missing
    facts = {"tasks": [task.id for task in found], "day": order.day.isoformat(), "why": order.words}
    today = today_of(context)
    lines = [texts.redate(_named(task), task.due, order.day, today=today) for task in found]
    for task in found:
        moved = milestones.proposed(step_context(context), task, order.day)
        lines += [f"　{decisions.moved(moved, today=today)}"] if moved else []
    lines += [f"· {order.words}"] if order.words else []
    return await drafts.put(update, context, order.deed, facts, lines, said)


async def target(update: Update, context: BoundContext, order: Order, said: str) -> bool:
    """Parts of the old target that the new words do not take up stay; both are shown."""
    found = await tasks_numbered(context, order.numbers)
    old = found[0].target or ""
    new = targets.merged(said, old, order.words) if len(found) == 1 else order.words
    facts = {"tasks": [task.id for task in found], "why": new}
    lines = [texts.target(_named(task), new, task.target or "") for task in found]
    return await drafts.put(update, context, order.deed, facts, lines, said)


async def evidence(update: Update, context: BoundContext, order: Order, said: str) -> bool:
    """66号办结须附验收照片: without it nobody closes the task."""
    found = await tasks_numbered(context, order.numbers)
    facts = {"tasks": [task.id for task in found], "why": order.words}
    return await drafts.put(
        update, context, order.deed, facts, [texts.evidence(_named(t), order.words) for t in found], said
    )


async def simple(update: Update, context: BoundContext, order: Order, said: str) -> bool:
    found = await tasks_numbered(context, order.numbers)
    step, what = _STEPS[order.deed]
    for task in found:
        advance(task.state, step)  # says at once what is possible instead
    facts = {"tasks": [task.id for task in found], "why": order.words}
    lines = [texts.because(_named(task), what, order.words) for task in found]
    return await drafts.put(update, context, order.deed, facts, lines, said)


async def red_line(update: Update, context: BoundContext, order: Order, said: str) -> bool:
    found = await tasks_numbered(context, order.numbers)
    on = bool(order.words)
    lines = [texts.red_line(_named(task), on=on) for task in found]
    return await drafts.put(update, context, order.deed, {"tasks": [task.id for task in found], "on": on}, lines, said)


_BASIS = re.compile(r"^[,，:：。;；（( ]*(?:办理|处理)?(?:依据|根据|理由|原因)?[:：是为]?\s*")


async def close(update: Update, context: BoundContext, order: Order, said: str) -> bool:
    """Without a claim the basis must say how it is known, 现场核查 or 电话核实; a waiting one is granted by its own."""
    from bot.reading.orders import task_orders  # see bot.runtime.preload

    found = await tasks_numbered(context, order.numbers)
    for task in found:
        deciding.may_close(step_context(context), task)  # says at once who may
    basis = _BASIS.sub("", order.words).strip(" )）。")
    waiting = [await requests.open_of_kind(context.session, task.id, RequestKind.CLOSURE) for task in found]
    if all(waiting) and len(basis) < 4:
        return False
    for task, waits in zip(found, waiting, strict=True):
        if waits is None and (len(basis) < 4 or not task_orders.names_how(basis)):
            raise NotKnown(texts.CLOSE_FORM.format(number=task.number, owner=task.owner.name))
    facts = {"tasks": [task.id for task in found], "why": basis or "已核查办结申请"}
    lines = [texts.because(_named(task), "销号", basis) for task in found]
    return await drafts.put(update, context, order.deed, facts, lines, said)


async def urge(update: Update, context: BoundContext, order: Order, said: str) -> bool:
    return await urging.shown(update, context, order, said)


_SPLIT = re.compile(r"[,，;；、\n\t]|\s+")
_URGENT = re.compile(r"^[（(]?(?:急|急件|加急|特急|紧急)[)）]?$")
_DUE = re.compile(r"(?:办结时限|完成时限|时限|期限|截止)[:：]?|(?:完成|办结|报送|报来|提交)$")


@dataclass(slots=True)
class _Read:
    unit: tuple[int, str] | None = None
    due: date | None = None
    leader: Person | None = None
    urgent: bool = False
    rest: list[str] = field(default_factory=list)


async def pieces(context: BoundContext, words: str) -> _Read:
    read = _Read()
    for piece in (each.strip(" 。") for each in _SPLIT.split(words)):
        if not piece:
            continue
        if read.unit is None and (found := await department(context, piece)) is not None:
            read.unit = found
        elif read.due is None and (day := _day(context, piece)) is not None:
            read.due = day
        elif read.due is None and (parted := _day_and_rest(context, piece)) is not None:
            read.due, said_of_it = parted
            read.rest.append(said_of_it)
        elif _URGENT.fullmatch(piece):
            read.urgent = True
        elif read.leader is None and (led := await _leader(context, piece)) is not None:
            read.leader = led
        else:
            read.rest.append(piece)
    return read


_AT_FRONT = re.compile(r"^(?:要|须|需|应|负责|尽快|牵头|承办|办理|主办|抓紧|同志)*[,，:：]?")


async def running(context: BoundContext, words: str) -> _Read:
    """A line without marks between its pieces: 市住建局3月25日前完成汛期危旧房排查."""
    read = await pieces(context, words)
    if read.unit is not None and read.due is not None and read.rest:
        return read
    names = await people.department_names(context.session)
    front = re.sub(r"^(?:由|请|责成|要求)", "", words.strip())
    name = max((each for each in names if front.startswith(each)), key=len, default="")
    if not name:
        return read
    full = await departments_named.full_names(context.session)
    rest = _AT_FRONT.sub("", front[len(name) :])
    parted = _day_and_rest(context, rest)
    if parted is None:
        return read
    return _Read((names[name], full[names[name]]), parted[0], read.leader, read.urgent, [parted[1].strip(" ，,")])


async def new_task(update: Update, context: BoundContext, order: Order, said: str) -> bool:
    """Pieces in any order: a department, a date, a leader, 急件; the first of the rest is the title. In running words
    (…牵头，…配合) the clauses say which is which, and what is missing is asked for."""
    if _RUNNING.search(order.words):
        return False
    read = await pieces(context, order.words)
    group = next((each for each in read.rest if _GROUP.fullmatch(each)), None) if read.unit is None else None
    if group is not None:
        raise NotKnown(_unknown(group))
    if read.unit is None or read.due is None or not read.rest:
        return False  # what is missing is asked for
    unit, due, leader, urgent, rest = read.unit, read.due, read.leader, read.urgent, read.rest
    members = (await groups.members(context.session, [unit[0]])).get(unit[0], [])
    owner = next(iter(await posts.heads_of(context.session, unit[0])), context.person if members else None)
    if owner is None:
        raise NotKnown(_nobody_of(unit[1]))
    title, target = rest[0][:300], "；".join(rest[1:])
    return await _put_new(update, context, order, said, unit, owner, leader, due, title, target, urgent, members)


async def new_task_of(update: Update, context: BoundContext, order: Order, said: str, read: Mapping[str, Any]) -> bool:
    """With the slots filled by whoever has read running words."""
    unit = await department(context, read["unit"])
    if unit is None:
        raise NotKnown(texts.NO_NAME.format(name=read["unit"]))
    members = (await groups.members(context.session, [unit[0]])).get(unit[0], [])
    owner = next(iter(await posts.heads_of(context.session, unit[0])), context.person if members else None)
    if owner is None:
        raise NotKnown(_nobody_of(unit[1]))
    leader = (await people.by_ids(context.session, [read["leader"]])).get(read["leader"]) if read["leader"] else None
    due = date.fromisoformat(read["day"])
    more = {key: read[key] for key in ("supporting", "source") if read[key]}
    title, target = read["title"][:300], read["target"]
    return await _put_new(update, context, order, said, unit, owner, leader, due, title, target, False, members, more)


async def _put_new(
    update: Update,
    context: BoundContext,
    order: Order,
    said: str,
    unit: tuple[int, str],
    owner: Person,
    leader: Person | None,
    due: date,
    title: str,
    target: str,
    urgent: bool,
    members: Sequence[int],
    more: Mapping[str, Any] | None = None,
) -> bool:
    facts = {
        **(more or {}),
        "title": title,
        "target": target,
        "department_id": unit[0],
        "owner_id": owner.id,
        "leader_id": leader.id if leader else None,
        "day": due.isoformat(),
        "urgent": urgent,
        "members": list(members),
    }
    lines = texts.new_task(
        title,
        unit[1],
        owner.name,
        leader.name if leader else "",
        due,
        urgent=urgent,
        target=target,
        today=today_of(context),
    )
    names = await departments_named.full_names(context.session)
    lines += (
        [texts.supported_by([names[each] for each in facts.get("supporting", ())])]
        if more and more.get("supporting")
        else []
    )
    lines += [texts.from_source(more["source"])] if more and more.get("source") else []
    lines += [f"· {len(members)}个成员单位分别反馈，由您汇总"] if members else []
    return await drafts.put(update, context, order.deed, facts, lines, said)


_RUNNING = re.compile(r"[^:：]{2,12}(?:牵头|配合|挂帅|协办|主办)(?=[,，。、;； ]|$)")


def _day(context: BoundContext, piece: str) -> date | None:
    """A piece that is a date and little else."""
    from bot.reading.dates import day_finder  # see bot.runtime.preload
    from bot.reading.text import normal_form

    text = _DUE.sub("", normal_form.normalize(piece).text)
    found = day_finder.first_date(text, today_of(context), context.office.policy.calendar)
    return found if found is not None and len(text) <= 12 and found > today_of(context) else None


_AROUND = re.compile(r"^(?:前|之前|以前|底前|内|要|须|应|完成|办结)+|(?:于|在|须于|要在|应于|请于|并于)$")


def _day_and_rest(context: BoundContext, piece: str) -> tuple[date, str] | None:
    """3月20日前报送储备方案: its day, and what is left."""
    from bot.reading.dates import day_finder  # see bot.runtime.preload
    from bot.reading.text import normal_form

    text = normal_form.normalize(piece).text
    found = [each for each in day_finder.find(text, today_of(context), context.office.policy.calendar) if each.day]
    if len(found) != 1 or found[0].day is None or found[0].day <= today_of(context):
        return None
    before, after = _AROUND.sub("", text[: found[0].start]), _AROUND.sub("", text[found[0].end :])
    rest = f"{before}{after}".strip(" 。")
    return (found[0].day, rest) if len(rest) >= 4 else None


async def _leader(context: BoundContext, piece: str) -> Person | None:
    bare = re.sub(r"^(?:牵头领导|分管领导|包联领导|由)[:：]?|(?:分管|牵头|包联|负责)$", "", piece)
    leaders = await people.with_role(context.session, Role.LEADER)
    exact = [each for each in leaders if each.name in (piece, bare)]
    fitting = exact or [each for each in leaders if len(bare) >= 2 and bare in each.name]
    return fitting[0] if len(fitting) == 1 else None
