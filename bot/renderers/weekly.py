"""The weekly report, read anew at sending: the whole for coordinators, a leader's field, a head's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from bot.renderers import age, readers, weekly_head
from bot.renderers.desk import silent_lines
from bot.renderers.matters import key
from bot.renderers.matters import lines_of as matter_lines
from bot.renderers.task_lines import lines_of
from bot.renderers.text_message import Rendering, message
from bot.renderers.wall_chart import weeks_ahead
from bot.texts import age as age_texts
from bot.texts import desk as desk_texts
from bot.texts import keyboards, reasons, weekly, words
from bot.texts import matters as matter_texts
from bot.texts import weekly_head as head_texts
from bot.texts.matters import MatterLine
from db import matters, people, tasks
from db.figures import Week
from db.matter_verbs import MatterKind
from db.messages import Call, NotNeeded, Nowhere
from db.payloads import DigestPayload, Scope
from db.rights import OFFICE
from db.tasks import Filter
from db.week import asked_most, promises_by_unit, week
from schedules import aging, survey, waiting
from schedules.calendar_gaps import missing_years
from schedules.digest import group as digest_group
from schedules.standing import Lamp
from schedules.steps.context import StepContext

OLDEST = 5
BUTTONS = 10  # tasks that can be opened by a tap


async def digest(rendering: Rendering, report: DigestPayload) -> Call | NotNeeded | Nowhere:
    if report.scope is Scope.GROUP:
        return await _for_group(rendering, report)
    if rendering.row.person_id is None:
        return NotNeeded(reasons.NOBODY)
    person, scope = await people.with_posts(rendering.session, rendering.row.person_id), report.scope
    if scope is Scope.OFFICE and not await _is_coordinator(rendering):
        return NotNeeded(reasons.NO_LONGER_COORDINATOR)
    chosen = {
        Scope.OFFICE: Filter(),
        Scope.LEADER: Filter(field=person.field_ids),
        Scope.HEAD: Filter(owner_id=person.id),
    }[scope]
    counted = await survey.figures(rendering.session, chosen, now=rendering.now, policy=rendering.policy)
    if not counted.whole().total:
        return NotNeeded(reasons.NO_TASKS)
    figures = await _figures(rendering, counted, chosen, report)
    told, short = await weekly_head.measured(rendering.session, chosen, now=rendering.now, policy=rendering.policy)
    figures = replace(figures, measured=told)
    named = await people.by_ids(rendering.session, person.field_ids if scope is Scope.LEADER else [person.id])
    text = weekly.text(figures, scope=scope, name="、".join(each.name for each in named.values()))
    shown = [(line.task_id, line.number) for line in figures.worst.first[:BUTTONS]]
    rows = [*keyboards.of_several(shown, unsigned=False)]
    if scope is not Scope.HEAD:
        opening = await weekly_head.opening(
            rendering.session, counted, figures.week, chosen,
            day=report.day, now=rendering.now, policy=rendering.policy, office=scope is Scope.OFFICE, short=short,
        )  # fmt: skip
        rows += head_texts.buttons(opening, report.day)
    return await message(rendering, text, rows=rows, items=[task_id for task_id, _ in shown])


async def _for_group(rendering: Rendering, report: DigestPayload) -> Call | NotNeeded | Nowhere:
    """Without buttons, for anybody there could tap them; only while it is the group that hears the report."""
    bound = await digest_group(rendering.session)
    if bound is None or bound.chat_id != rendering.row.chat_id:
        return NotNeeded(reasons.GROUP_UNBOUND)
    counted = await survey.figures(rendering.session, Filter(), now=rendering.now, policy=rendering.policy)
    if not counted.whole().total:
        return NotNeeded(reasons.NO_TASKS)
    figures = await _figures(rendering, counted, Filter(), report)
    told, _ = await weekly_head.measured(rendering.session, Filter(), now=rendering.now, policy=rendering.policy)
    return await message(rendering, weekly.text(replace(figures, measured=told), scope=Scope.GROUP, name=bound.title))


async def _is_coordinator(rendering: Rendering) -> bool:
    """Roles may have changed since it was queued: nobody reads a task outside his own."""
    found = await people.with_role(rendering.session, *OFFICE)
    return rendering.row.person_id in {each.id for each in found}


async def _figures(
    rendering: Rendering, counted: survey.Figures, chosen: Filter, report: DigestPayload
) -> weekly.Figures:
    until = rendering.policy.at(report.day, rendering.policy.digest)
    happened = await happened_in(rendering, chosen, report.day)
    unreachable = await people.unreachable_owners(rendering.session) if report.scope is Scope.OFFICE else []
    names = {each.id: each.name for each in await people.departments(rendering.session)}
    ordered = survey.worst_first(counted.unfinished)
    worst, coming = await _listed(
        rendering,
        [task.id for task, found in ordered if found.lamp in (Lamp.RED, Lamp.YELLOW)],
        [task.id for task, found in ordered if found.lamp is Lamp.BLUE],
    )
    return weekly.Figures(
        day=report.day,
        whole=counted.whole(),
        departments=counted.by_department(names),
        week=happened,
        worst=worst,
        coming=coming,
        unreachable=[each.name for each in unreachable],
        limit=rendering.policy.morning_items,
        asked_most=await _asked_most(rendering, until) if report.scope is Scope.OFFICE else (),
        gaps=words.missing_years(await missing_years(rendering.session, rendering.policy, rendering.now))
        if report.scope is Scope.OFFICE
        else "",
        age=await _age(rendering, counted, report.scope),
        looked_back=await _looked_back(rendering, until) if report.scope is Scope.OFFICE else {},
        readers=await _readers(rendering, until) if report.scope is Scope.OFFICE else "",
        hollow=[task.number for task, found in ordered if found.hollow],
        promises=await _promises(rendering, until) if report.scope is Scope.OFFICE else {},
        hard=await _hard(rendering, chosen, report.scope),
        ahead=(await weeks_ahead(rendering.session, counted.unfinished, rendering.today, many=1))[0],
        change=weekly_head.change(counted.unfinished, happened, until=until, policy=rendering.policy),
        **await _waits(rendering, chosen, report.scope),
    )


async def happened_in(rendering: Rendering, chosen: Filter, day: date) -> Week:
    until = rendering.policy.at(day, rendering.policy.digest)
    since = until - timedelta(days=7)
    return await week(rendering.session, since=since, until=max(until, rendering.now), chosen=chosen)


async def _readers(rendering: Rendering, until: datetime) -> str:
    since = until - timedelta(days=7)
    return await readers.told(rendering.session, since=since, until=max(until, rendering.now))


async def _age(rendering: Rendering, counted: survey.Figures, scope: Scope) -> str:
    """A head knows his own."""
    if scope is Scope.HEAD:
        return ""
    lain = aging.lain(counted.unfinished, now=rendering.now, policy=rendering.policy)
    lines = await age.lines_of(rendering.session, lain[:OLDEST])
    return age_texts.section(lines, len(lain), days=rendering.policy.age_days)


async def _asked_most(rendering: Rendering, until: datetime) -> Sequence[tuple[str, int, int]]:
    return await asked_most(
        rendering.session,
        since=until - timedelta(days=7),
        until=max(until, rendering.now),
        more_than=rendering.policy.burden_week,
    )


async def _looked_back(rendering: Rendering, until: datetime) -> dict[str, int]:
    ended = await matters.ended_between(
        rendering.session, MatterKind.LOOK_BACK, since=until - timedelta(days=7), until=max(until, rendering.now)
    )
    return {matter_texts.LOOKED_BACK[outcome]: count for outcome, count in ended.items()}


async def _promises(rendering: Rendering, until: datetime) -> dict[str, tuple[int, int]]:
    """Of the week before the report: unit → how many were kept, how many broken."""
    since = until - timedelta(days=7)
    policy = rendering.policy
    return await promises_by_unit(
        rendering.session, since=since, until=max(until, rendering.now), today=policy.today(rendering.now)
    )


async def _waits(rendering: Rendering, chosen: Filter, scope: Scope) -> dict[str, Any]:
    """Who is silent, and what waits for a tap, in this field; a head is asked himself."""
    if scope is Scope.HEAD:
        return {}
    context = StepContext(rendering.session, rendering.now, rendering.row.cause, rendering.policy)
    if chosen.field is None:
        found = await waiting.for_office(context)
    else:
        silent = await waiting.silent(context, replace(chosen, unfinished=True))
        found = replace(await waiting.for_leader(context, chosen.field), silent=silent)
    kinds = [desk_texts.REQUESTS[each.kind.value] for each in found.requests]
    raised = dict.fromkeys(key(each) for each in found.matters if each.kind is not MatterKind.PROBLEM)
    kinds += [matter_texts.KINDS[kind] for kind, _, _ in raised]
    since = [each.asked_at for each in found.requests] + [each.raised_at for each in found.matters]
    oldest = min(since, default=rendering.now)
    for_whom = await _for_whom(context, found)
    return {
        "for_whom": for_whom,
        "silent": await silent_lines(context, found.silent),
        "waiting": dict(Counter(kinds)),
        "longest": rendering.policy.calendar.between(rendering.policy.today(oldest), rendering.today),
    }


async def _for_whom(context: StepContext, found: waiting.Waiting) -> dict[str, dict[str, int]]:
    """Whose word is waited for → what, how many; the leaders first."""
    deciders = await waiting.asked_of(context, found.requests)
    asked = [(deciders[each.id], desk_texts.REQUESTS[each.kind.value]) for each in found.requests]
    raised = {key(each): each for each in found.matters if each.kind is not MatterKind.PROBLEM}
    asked += [
        ({each.holder_id} if each.holder_id else set(), matter_texts.KINDS[each.kind]) for each in raised.values()
    ]
    named = await people.by_ids(context.session, {person for people_asked, _ in asked for person in people_asked})
    counted: dict[str, Counter[str]] = {}
    for people_asked, what in sorted(asked, key=lambda each: not each[0]):
        for name in [named[each].name for each in people_asked] or [head_texts.OFFICE]:
            counted.setdefault(name, Counter())[what] += 1
    return {name: dict(of) for name, of in counted.items()}


async def _hard(rendering: Rendering, chosen: Filter, scope: Scope) -> Sequence[MatterLine]:
    """The difficulties of a field that stand, oldest first; a head knows his own."""
    if scope is Scope.HEAD:
        return []
    found = await matters.open_in(rendering.session, chosen.field, MatterKind.PROBLEM)
    return await matter_lines(rendering.session, found, policy=rendering.policy, now=rendering.now)


async def _listed(rendering: Rendering, *lists: Sequence[int]) -> list[weekly.Listed]:
    """Of each list the first tasks, with their words, of so many."""
    shown = [ids[: max(rendering.policy.morning_items, BUTTONS)] for ids in lists]
    found = await tasks.by_ids(rendering.session, [task_id for ids in shown for task_id in ids])
    lines = await lines_of(rendering.session, list(found.values()), now=rendering.now, policy=rendering.policy)
    of = {line.task_id: line for line in lines}
    return [weekly.Listed([of[each] for each in first], len(whole)) for first, whole in zip(shown, lists, strict=True)]
