"""The head of the weekly report, from the same standings as the rest of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands import openings
from bot.reading.office.inquiries import Facet
from bot.renderers.indicators import reached_of
from bot.renderers.subitems import unready
from bot.texts import indicators as indicator_texts
from bot.texts.weekly_head import Change, Shown
from db import matters, requests
from db.figures import Week
from db.lifecycle import State
from db.matter_verbs import MatterKind
from db.models import RequestKind
from db.record.happened import Event
from db.task_columns import LampColumns
from db.tasks import Filter
from schedules import aging, survey
from schedules.policy import Policy
from schedules.standing import Lamp, Standing

SHORT = 5  # indicators named


def change(
    unfinished: Sequence[tuple[LampColumns, Standing]], happened: Week, *, until: datetime, policy: Policy
) -> Change:
    since = policy.today(until) - timedelta(days=7)
    overdue = sum(found.overdue and found.due is not None and found.due >= since for _, found in unfinished)
    return Change(overdue, happened.closed, happened.new)


async def measured(session: AsyncSession, chosen: Filter, *, now: datetime, policy: Policy) -> tuple[str, int]:
    """The line of the indicators with those short of their target, and how many are short."""
    found = await reached_of(session, chosen, today=policy.today(now))
    if not found:
        return "", 0
    count = indicator_texts.counted(found)
    short = [f"　{number}号 {indicator_texts.line(each)}" for number, each in found if each.met is False][:SHORT]
    return "\n".join([f"◆ {indicator_texts.summary(count)}", *short]), count.short


async def opening(
    session: AsyncSession,
    counted: survey.Figures,
    happened: Week,
    chosen: Filter,
    *,
    day: date,
    now: datetime,
    policy: Policy,
    office: bool,
    short: int,
) -> list[Shown]:
    """The figures that open by a tap, each counted by the rule of the list it opens. `short`: of `measured`."""
    whole, unfinished = counted.whole(), counted.unfinished
    ids = {task.id for task, _ in unfinished}
    of = openings.counts(unfinished, (), today=policy.today(now))
    requested = {each.task_id for each in await requests.waiting(session) if each.kind is not RequestKind.CLOSURE}
    by_word = {
        "超期": whole.overdue,
        "未签收": sum(task.signed_at is None for task, _ in unfinished),
        "未反馈": of[Facet.SILENT],
        "待核查": whole.states[State.CLAIMED],
        "请示": len(requested & ids),
        "已销号": whole.closed,
        "指标未达": short,
        "不齐备": len(await unready(session, chosen, policy)),
        "困难": len(await matters.open_in(session, chosen.field, MatterKind.PROBLEM)),
        "积案": len(aging.lain(unfinished, now=now, policy=policy)),
        **({"提醒": happened.messages} if office else {}),
    }
    by_place: dict[Facet | Event, int] = {Facet.GREY: whole.lamps[Lamp.GREY], Facet.GREEN: whole.lamps[Lamp.GREEN]}
    by_place |= {facet: count for facet, count in of.items() if facet not in by_place}
    by_place |= {
        Event.HANDED_OUT: happened.new,
        Event.REPORTED: happened.reports,
        Event.CLAIMED: happened.claims,
        Event.CLOSED: happened.closed,
        Event.RETURNED: happened.returned,
        Event.URGED: happened.urged,
    }
    if office:
        span = openings.week_of(day, now=now, policy=policy)
        for event in sorted(openings.OF_THE_OFFICE):
            by_place[event] = len((await openings.asked_by(session, event, span)).only or ())
    shown = [Shown(name, count) for name, count in by_word.items()]
    return shown + [
        Shown(_LABELS.get(each, each.value), by_place.get(each, 0), place)
        for place, each in enumerate(openings.OPENINGS)
    ]


_LABELS: Mapping[Facet | Event, str] = {Facet.STANDS_BLOCKED: "受阻", Facet.PACE_BEHIND: "欠进度"}
