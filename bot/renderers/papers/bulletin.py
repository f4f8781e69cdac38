"""督查通报 from the figures as they stand: one drawing for the chat and for Word."""

from __future__ import annotations

from datetime import date

from bot.renderers import weekly_head
from bot.renderers.papers.asking import Asking
from bot.texts.papers.bulletin import Bulletin, LateTask, measured_lines, week_before
from db import departments_named, tasks
from db.tasks import Filter
from db.week import week
from schedules.standing import Lamp
from schedules.survey import figures, worst_first


async def drawn(asking: Asking, *, since: date | None = None) -> Bulletin:
    """`since`: of what happened; a week where nothing is said."""
    session, policy, today = asking.session, asking.policy, asking.today
    since = since or week_before(today)
    counted = await figures(session, Filter(), now=asking.now, policy=policy)
    units = await departments_named.full_names(session)
    red = [each for each in worst_first(counted.unfinished) if each[1].lamp is Lamp.RED]
    titles = {task.id: task.title for task in (await tasks.by_ids(session, [task.id for task, _ in red])).values()}
    measured, _ = await weekly_head.measured(session, Filter(), now=asking.now, policy=policy)
    return Bulletin(
        since,
        today,
        counted.whole(),
        counted.by_department(units),
        await week(session, since=policy.at(since, "00:00"), until=asking.now, chosen=Filter()),
        [
            LateTask(task.number, titles[task.id], units[task.lead_department_id], standing.due, standing.overdue)
            for task, standing in red
        ],
        measured_lines(measured.removeprefix("◆ ")),
    )
