"""From the ledger to what is printed: the workbook and the wall chart, from the same recount as every message."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands import status_filter
from bot.renderers.indicators import measured_of
from bot.renderers.task_lines import standings
from bot.renderers.wall_chart import wall_chart as wall_chart_of
from bot.texts import ledger_fields, words
from bot.texts.departments import DepartmentRow
from bot.texts.ledger_columns import LedgerLine, LedgerPart
from bot.texts.ledger_workbook import ledger_workbook
from bot.texts.wall_chart.chart import chart
from db import journal, ledger_editions, people, reports, requests, tasks
from db.models import Person, Report, RequestKind, Saying, Task
from db.rights import Action, Reach, reach
from db.tasks import Filter
from schedules.policy import Policy
from schedules.survey import figures


async def workbook(
    session: AsyncSession, *, now: datetime, policy: Policy, chosen: Sequence[Task] | None = None, name: str = ""
) -> bytes:
    """The whole ledger as xlsx, or these tasks of it under a name."""
    found = await tasks.matching(session, Filter()) if chosen is None else chosen
    parts = await ledger_parts(session, found, now=now, policy=policy, whole=chosen is None)
    measured = await measured_of(session, found, today=policy.today(now))
    return ledger_workbook(parts, title=name or await title(session), as_of=policy.today(now), measured=measured)


async def wall_chart(session: AsyncSession, *, now: datetime, policy: Policy) -> bytes:
    """The wall chart as PNG."""
    return await chart_of(session, None, title=await title(session), now=now, policy=policy)


async def chart_of_field(session: AsyncSession, leader: Person, *, now: datetime, policy: Policy) -> bytes:
    """The wall chart of what one leader leads, as PNG."""
    chosen = Filter(leader_id=leader.id)
    return await _drawn(session, chosen, f"{leader.name}牵头事项", now=now, policy=policy)


async def chosen_by(
    session: AsyncSession, person: Person, asked: str, *, now: datetime, policy: Policy
) -> tuple[Sequence[Task] | None, str]:
    """The tasks these words name, within the person's role, and what to call them; None: the whole ledger."""
    found = await status_filter.chosen(session, asked, today=policy.today(now), asker=person)
    whole = reach(person.roles, Action.EXPORT) is Reach.ALL
    if found is None or (not asked.strip() and whole):
        return (None if whole else []), await title(session)
    matching = await tasks.matching(session, found.filter)
    if found.narrowed or found.only is not None:
        kept = {task.id for task, _ in await status_filter.kept(session, found, found.filter, now=now, policy=policy)}
        matching = [task for task in matching if task.id in kept]
    his = matching if whole else [task for task in matching if task.leader_id in person.field_ids]
    leaders = "、".join(each.name for each in (await people.by_ids(session, person.field_ids)).values())
    return his, found.title if asked.strip() else f"{leaders}牵头事项"


async def chart_of(
    session: AsyncSession, found: Sequence[Task] | None, *, title: str, now: datetime, policy: Policy
) -> bytes:
    """The wall chart of these tasks, as PNG; None: of all."""
    chosen = Filter() if found is None else Filter(only=frozenset(task.id for task in found))
    return await _drawn(session, chosen, title, now=now, policy=policy)


async def _drawn(session: AsyncSession, chosen: Filter, title: str, *, now: datetime, policy: Policy) -> bytes:
    return chart(await wall_chart_of(session, chosen, title=f"{title}挂图作战", now=now, policy=policy))


async def departments(
    session: AsyncSession, *, now: datetime, policy: Policy, chosen: Filter | None = None
) -> list[DepartmentRow]:
    """The figures of every lead department, worst first."""
    counted = await figures(session, chosen or Filter(), now=now, policy=policy)
    names = {each.id: each.name for each in await people.departments(session)}
    return [DepartmentRow(name, tally) for name, tally in counted.by_department(names).items()]


async def title(session: AsyncSession) -> str:
    """The ledger's name where there is only one."""
    known = await tasks.ledgers(session)
    return known[0].name if len(known) == 1 else "督查事项台账"


async def ledger_parts(
    session: AsyncSession, found: Sequence[Task], *, now: datetime, policy: Policy, whole: bool
) -> list[LedgerPart]:
    """Ledger by ledger, the rows of each in the order of its newest edition."""
    lines = {line.number: line for line in await ledger_lines(session, found, now=now, policy=policy)}
    parts = []
    for ledger in await tasks.ledgers(session):
        own = [task for task in found if task.ledger_id == ledger.id]
        order = await ledger_editions.positions(session, ledger.id)
        own.sort(key=lambda task: (order.get(task.id, len(order) + 1), task.number))
        columns = [(str(header), field) for header, field in ledger.columns or ()]
        if own:
            parts.append(
                LedgerPart(ledger.name, [lines[task.number] for task in own], columns, ledger.base_date, whole)
            )
    return parts


async def ledger_lines(
    session: AsyncSession, found: Sequence[Task], *, now: datetime, policy: Policy
) -> list[LedgerLine]:
    """In the order given."""
    ids = [task.id for task in found]
    standing = await standings(session, found, now=now, policy=policy)
    rows = {
        each.task_id: each.row
        for ledger_id in dict.fromkeys(task.ledger_id for task in found)
        for each in await ledger_editions.known(session, ledger_id)
    }
    latest = await reports.latest(session, ids)
    shared = await reports.shared(session, [saying.id for _, saying in latest.values()])
    obstacles = {each.task_id: each.obstacle for each in await reports.open_problems(session, ids)}
    extended = await requests.granted_often(session, RequestKind.EXTENSION)
    urged = await journal.how_often(session, "urge")
    liaisons = await people.by_ids(session, {task.liaison_id for task in found if task.liaison_id is not None})

    def day(moment: datetime | None) -> date | None:
        return policy.today(moment) if moment else None

    return [
        LedgerLine(
            number=task.number,
            row=rows[task.id],
            standing=standing[task.id],
            original_due=task.original_due,
            expected=task.expected,
            handed_out=day(task.handed_out_at),
            signed=day(task.signed_at),
            closed=day(task.closed_at),
            extensions=extended.get(task.id, 0),
            urged=urged.get(task.id, 0),
            liaison=liaisons[task.liaison_id].name if task.liaison_id in liaisons else "",
            latest=_of_this_task(*latest[task.id], shared) if task.id in latest else "",
            reported_at=policy.local(latest[task.id][0].at) if task.id in latest else None,
            obstacle=obstacles.get(task.id, ""),
        )
        for task in found
    ]


def _of_this_task(report: Report, saying: Saying, shared: Collection[int]) -> str:
    """The words, where they speak of this task alone; else what was read of it."""
    if saying.id not in shared:
        return saying.words
    said = ledger_fields.SAID.get(report.said, "") if report.said else ""
    parts = [
        said,
        f"进度{words.percent(report.percent)}" if report.percent is not None else "",
        f"预计{ledger_fields.day(report.expected_date)}" if report.expected_date else "",
        f"申请延期至{ledger_fields.day(report.new_deadline)}" if report.new_deadline else "",
        f"困难：{report.blocker}" if report.blocker else "",
    ]
    return "，".join(part for part in parts if part)
