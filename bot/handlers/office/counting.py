"""Figures asked for in running words: several at once for a week or month, and how departments answer."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from telegram import Update

from bot.handlers.context import BoundContext
from bot.handlers.office.slots import Slots
from bot.handlers.replying import say, today_of
from bot.reading.acts.office import OfficeAct
from bot.texts import office_figures as texts
from db import people
from db.tasks import Filter
from db.week import week
from schedules.standing import Lamp, Standing
from schedules.survey import figures, worst_first

MANY = 10


async def counted(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    """Of the span he names what was answered, claimed, closed, urged; and how things stand now, the late ones named."""
    if slots.numbered:
        return False
    unit, leader = next(iter(slots.units), None), slots.leaders[0] if slots.leaders else None
    chosen = Filter(department_id=unit, leader_id=leader.id if leader is not None and unit is None else None)
    name, first, until = _span(context, slots.said)
    happened = await week(context.session, since=first, until=until, chosen=chosen)
    stood = await figures(context.session, chosen, now=context.now, policy=context.office.policy)
    ordered = worst_first(stood.unfinished)
    late = [task.number for task, found in ordered if found.overdue]
    red = [task.number for task, found in ordered if found.lamp is Lamp.RED and not found.overdue]
    silent = {task.lead_department_id for task, found in ordered if _owes(found)}
    names = {each.id: each.name for each in await people.departments(context.session)}
    of = slots.units.get(unit, "") if unit is not None else (leader.name if leader is not None else "")
    text = texts.counts(of, name, happened, stood.whole(), late, red, [names[each] for each in silent if each in names])
    await say(context, update, text)
    return True


def _owes(found: Standing) -> bool:
    return found.report_late or found.sign_late


def _span(context: BoundContext, said: str) -> tuple[str, datetime, datetime]:
    """本周 from Monday on; 上周, 本月, 上月, 今年; and as much of it as has passed."""
    policy, today = context.office.policy, today_of(context)
    monday = today - timedelta(days=today.weekday())
    first_of_month = today.replace(day=1)
    spans: tuple[tuple[str, str, date, date], ...] = (
        (r"上(?:一)?(?:个)?(?:周|星期|礼拜)", "上周", monday - timedelta(days=7), monday),
        (r"上(?:一)?个?月", "上月", (first_of_month - timedelta(days=1)).replace(day=1), first_of_month),
        (r"(?:本|这个?|当)月", "本月", first_of_month, today + timedelta(days=1)),
        (r"今年|年初|全年|累计|总共|一共", "今年以来", today.replace(month=1, day=1), today + timedelta(days=1)),
        (r"今天|今日|今儿", "今天", today, today + timedelta(days=1)),
    )
    for pattern, name, first, after in spans:
        if re.search(pattern, said):
            return name, policy.at(first, time()), min(policy.at(after, time()), context.now)
    return "本周", policy.at(monday, time()), context.now


_COUNT = re.compile(
    r"[前后最](?P<n>[一二两三四五六七八九十\d]+)(?:个|家|名)|(?P<m>[一二两三四五六七八九十\d]+)(?:个|家)(?:单位|部门)"
)
_BEST = re.compile(r"最?(?:好|快|积极|高)的?")


async def rates(update: Update, context: BoundContext, act: OfficeAct, slots: Slots) -> bool:
    """Department by department: of what is open, how much has been signed for and answered in time; worst first."""
    stood = await figures(context.session, Filter(), now=context.now, policy=context.office.policy)
    names = {each.id: each.name for each in await people.departments(context.session)}
    found: dict[str, list[Standing]] = {}
    for task, standing in stood.unfinished:
        found.setdefault(names[task.lead_department_id], []).append(standing)
    rows = [
        texts.Rate(name, len(each), sum(_owes(one) for one in each), sum(one.overdue for one in each))
        for name, each in found.items()
        if not slots.units or name in slots.units.values()
    ]
    best = bool(_BEST.search(slots.said)) and "差" not in slots.said
    rows.sort(key=lambda each: (each.share, -each.owed, -each.late, each.name), reverse=best)
    closed = stood.by_department(names)
    await say(context, update, texts.rates(rows, _asked_for(slots.said), closed, best=best))
    return True


def _asked_for(said: str) -> int:
    from bot.reading.text import numerals  # see bot.runtime.preload

    found = _COUNT.search(said)
    if found is None:
        return MANY * 4
    read = numerals.number(found["n"] or found["m"])
    return int(read) if read is not None else MANY
