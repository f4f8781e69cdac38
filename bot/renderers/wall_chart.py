"""From the ledger to the facts of a wall chart, from the same recount as every message."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.renderers.indicators import reached_of
from bot.renderers.subitems import stage_counts
from bot.texts import indicators
from bot.texts.departments import DepartmentRow
from bot.texts.wall_chart.content import Before, Coming, WallChart, Week, Worst
from db import people, reports, task_columns, tasks
from db.lifecycle import UNFINISHED, State
from db.models import Mode
from db.task_columns import LampColumns
from db.tasks import Filter
from db.wall_chart.finished import Finished, finished
from db.wall_chart.week_ago import claimed_before, places, states_before
from schedules import survey
from schedules.policy import Policy
from schedules.standing import Lamp, Standing
from schedules.tally import Tally, in_order, tally, whole
from schedules.tally import finished as finished_tally

WEEKS = 4
_WATCHED = (Lamp.RED, Lamp.YELLOW, Lamp.BLUE)
MOST = 10

Stood = Sequence[tuple[LampColumns, Standing]]


async def wall_chart(session: AsyncSession, chosen: Filter, *, title: str, now: datetime, policy: Policy) -> WallChart:
    """Of the tasks of a filter."""
    today = policy.today(now)
    counted = await survey.figures(session, chosen, now=now, policy=policy)
    done = await finished(session, chosen)
    names = {each.id: each.name for each in await people.departments(session)}
    leading = {task.leader_id for task, _ in counted.unfinished} | {each.leader_id for each in done}
    leaders = await people.by_ids(session, [each for each in leading if each is not None])
    led: dict[int | None, str] = {each.id: each.name for each in leaders.values()}
    return WallChart(
        title=title,
        as_of=today,
        whole=counted.whole(),
        before=await _before(session, chosen, now=now, policy=policy),
        worst=await _worst(session, counted.unfinished, names, policy=policy, today=today),
        weeks=await weeks_ahead(session, counted.unfinished, today),
        departments=_rows(counted.unfinished, done, lambda each: names[_department(each)]),
        areas=_rows(counted.unfinished, done, lambda each: each.category),
        leaders=_rows(counted.unfinished, done, lambda each: led.get(each.leader_id, "未明确")),
        measured=await _measured(session, chosen, today),
        staged=tuple(await stage_counts(session, chosen, policy)),
    )


async def _measured(session: AsyncSession, chosen: Filter, today: date) -> str:
    found = await reached_of(session, chosen, today=today)
    return indicators.summary(indicators.counted(found)) if found else ""


def _department(each: LampColumns | Finished) -> int:
    return each.department_id if isinstance(each, Finished) else each.lead_department_id


def _rows(
    unfinished: Stood, done: Iterable[Finished], name: Callable[[LampColumns | Finished], str]
) -> list[DepartmentRow]:
    """Worst first."""
    groups: defaultdict[str, list[Standing]] = defaultdict(list)
    ended: defaultdict[str, list[Tally]] = defaultdict(list)
    for task, found in unfinished:
        groups[name(task)].append(found)
    for each in done:
        closed = each.count if each.state is State.CLOSED else 0
        ended[name(each)].append(finished_tally(closed=closed, stopped=each.count - closed))
    both = {each: whole([tally(groups[each]), *ended[each]]) for each in [*groups, *(set(ended) - set(groups))]}
    return [DepartmentRow(each, of) for each, of in in_order(both).items()]


async def _before(session: AsyncSession, chosen: Filter, *, now: datetime, policy: Policy) -> Before | None:
    """A week ago, by the journal; whether a task was overdue then is judged by today's date of it."""
    week_ago = now - timedelta(days=7)
    then = await states_before(session, week_ago)
    found = [(each, then.get(each.id, each.state)) for each in await places(session, chosen)]
    known = [(each, state) for each, state in found if state is not None]
    if not known:
        return None
    open_then = [(each, state) for each, state in known if state in UNFINISHED]
    day = policy.today(now) - timedelta(days=7)
    claims = [each.id for each, state in open_then if state is State.CLAIMED]
    claimed = await claimed_before(session, claims, week_ago) if claims else {}
    judged = {task_id: policy.today(at) for task_id, at in claimed.items()}  # claimed in time, it waits for the office
    return Before(
        total=len(known),
        unfinished=len(open_then),
        overdue=sum(each.due is not None and each.due < judged.get(each.id, day) for each, _ in open_then),
        blocked=sum(state is State.BLOCKED for _, state in known),
        closed=sum(state is State.CLOSED for _, state in known),
    )


async def _worst(
    session: AsyncSession, unfinished: Stood, units: Mapping[int, str], *, policy: Policy, today: date
) -> list[Worst]:
    ordered = [each for each in survey.worst_first(unfinished) if each[1].lamp in _WATCHED][:MOST]
    ids = [task.id for task, _ in ordered]
    titles = {each.id: each.title for each in await tasks.named(session, Filter(only=frozenset(ids)))} if ids else {}
    since = (
        {each.task_id: policy.today(each.since) for each in await reports.open_problems(session, ids)} if ids else {}
    )
    return [
        Worst(
            task.number,
            titles[task.id],
            units[task.lead_department_id],
            found.lamp,
            _why(found, since.get(task.id), today),
            _left(found),
        )
        for task, found in ordered
    ]


def _why(found: Standing, blocked_since: date | None, today: date) -> str:
    if found.overdue and found.days_left is not None:
        return f"超期{-found.days_left}天"
    if found.state is State.BLOCKED:
        return f"受阻{max((today - blocked_since).days, 1)}天" if blocked_since else "受阻"
    if found.lamp is Lamp.BLUE:
        return "临近时限"
    if found.gap is not None and found.gap < 0:
        return f"落后{-found.gap:.0f}点"
    if found.hollow:
        return "反馈空泛"
    if found.missed_on is not None:
        return f"反馈逾期{(today - found.missed_on).days}天"
    return "未反馈" if found.report_late else "落后计划"


def _left(found: Standing) -> str:
    if found.overdue or found.days_left is None or found.missed_on is not None:
        return ""
    return "今天到期" if found.days_left == 0 else f"还有{found.days_left}天"


async def weeks_ahead(session: AsyncSession, unfinished: Stood, today: date, *, many: int = WEEKS) -> list[Week]:
    """So many times seven days, from tomorrow on."""
    last = today + timedelta(days=7 * many)
    dated = {
        task.id: task for task, _ in unfinished if task.mode is not Mode.RECURRING and task.state is not State.CLAIMED
    }
    stones = await task_columns.milestones(session, list(dated)) if dated else {}
    ahead = {task_id: [each for each in own if today < each[2] <= last] for task_id, own in stones.items()}
    due = [task for task in dated.values() if task.due is not None and today < task.due <= last]
    titles = await _titles(session, [*(task.id for task in due), *(task_id for task_id, own in ahead.items() if own)])
    coming = [Coming(task.due, task.number, titles[task.id], milestone=False) for task in due if task.due is not None]
    ends = {(task.id, task.due) for task in due}
    coming += [
        Coming(day, dated[task_id].number, f"{titles[task_id]}：{name}", milestone=True)
        for task_id, own in ahead.items()
        for _, name, day in own
        if (task_id, day) not in ends  # the last milestone is often the task's own date
    ]
    reports_due = [found.due for task, found in unfinished if task.mode is Mode.RECURRING and found.due is not None]
    return [_week(today + timedelta(days=7 * n + 1), coming, reports_due) for n in range(many)]


async def _titles(session: AsyncSession, ids: Sequence[int]) -> Mapping[int, str]:
    return {each.id: each.title for each in await tasks.named(session, Filter(only=frozenset(ids)))} if ids else {}


def _week(first: date, coming: Iterable[Coming], reports_due: Iterable[date]) -> Week:
    last = first + timedelta(days=6)
    own = sorted(
        (each for each in coming if first <= each.on <= last), key=lambda each: (each.on, each.milestone, each.number)
    )
    return Week(first, last, own, sum(first <= day <= last for day in reports_due))
