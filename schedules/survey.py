"""How all tasks of a filter stand, read from narrow rows, a page at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from db import reports, task_columns
from db.lifecycle import State
from db.models import Mode
from db.task_columns import LampColumns, TaskColumns
from db.tasks import Filter
from schedules.facts import Beside, dated
from schedules.policy import Policy
from schedules.standing import Lamp, Standing, alike, standing
from schedules.tally import Tally, finished, in_order, tally, whole

PAGE = 1000
T = TypeVar("T", bound=LampColumns)


async def pages(session: AsyncSession, chosen: Filter) -> AsyncIterator[list[TaskColumns]]:
    """By their ids, yielding to the loop between two: statements on SQLite never wait."""
    async for found in _pages(task_columns.page, session, chosen):
        yield found


async def _pages(
    page: Callable[..., Awaitable[list[T]]], session: AsyncSession, chosen: Filter
) -> AsyncIterator[list[T]]:
    found = await page(session, chosen, after=0, many=PAGE)
    while found:
        yield found
        await asyncio.sleep(0)
        found = await page(session, chosen, after=found[-1].id, many=PAGE) if len(found) == PAGE else []


@dataclass(frozen=True, slots=True)
class Figures:
    """Of the tasks of a filter: how each unfinished one stands, and how many of each department are finished."""

    unfinished: Sequence[tuple[LampColumns, Standing]]
    finished: Mapping[tuple[int, State], int]

    def whole(self) -> Tally:
        return whole([tally(standing for _, standing in self.unfinished), self._finished(None)])

    def by_department(self, names: Mapping[int, str]) -> dict[str, Tally]:
        """Worst first."""
        groups: dict[int, list[Standing]] = {department_id: [] for department_id, _ in self.finished}
        for task, found in self.unfinished:
            groups.setdefault(task.lead_department_id, []).append(found)
        return in_order({names[each]: whole([tally(group), self._finished(each)]) for each, group in groups.items()})

    def _finished(self, department_id: int | None) -> Tally:
        of = {
            state: sum(
                count
                for (department, each), count in self.finished.items()
                if each is state and department_id in (None, department)
            )
            for state in (State.CLOSED, State.STOPPED)
        }
        return finished(closed=of[State.CLOSED], stopped=of[State.STOPPED])


async def figures(session: AsyncSession, chosen: Filter, *, now: datetime, policy: Policy) -> Figures:
    """What is finished is only counted: nothing of how it stands will change."""
    unfinished = await survey(session, replace(chosen, unfinished=True), now=now, policy=policy)
    return Figures(unfinished, await task_columns.finished_counts(session, chosen))


def worst_first(stood: Sequence[tuple[LampColumns, Standing]]) -> list[tuple[LampColumns, Standing]]:
    """As lists show tasks: by lamp, then by the date asked for."""
    places = {lamp: place for place, lamp in enumerate(Lamp)}

    def key(each: tuple[LampColumns, Standing]) -> tuple[int, bool, date, int]:
        task, found = each
        return places[found.lamp], found.due is None, found.due or date.max, task.number

    return sorted(stood, key=key)


async def survey(
    session: AsyncSession, chosen: Filter, *, now: datetime, policy: Policy
) -> list[tuple[LampColumns, Standing]]:
    """A lamp needs neither promises nor requests, and no words."""
    stood: list[tuple[LampColumns, Standing]] = []
    worked_out: dict[Hashable, Standing] = {}
    page = partial(task_columns.lamp_page, named=bool(policy.rules))
    async for tasks in _pages(page, session, chosen):
        ids = [task.id for task in tasks]
        recurring = [task.id for task in tasks if task.mode is Mode.RECURRING]
        stones = await task_columns.milestones(session, ids)
        periods = await reports.reported_periods(session, recurring) if recurring else {}
        known = Beside(stones, periods, {}, {})
        for task in tasks:
            key = None if task.id in stones else alike(task, policy)
            found = worked_out.get(key) if key is not None else None
            if found is None:
                facts = known.facts(task) if key is None else dated(task)
                found = standing(facts, now, policy, policy.calendar)
                if key is not None:
                    worked_out[key] = found
            stood.append((task, found))
    return stood
