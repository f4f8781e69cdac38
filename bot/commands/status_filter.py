"""What `/status`, `huiyin status` and plain questions ask for: which tasks, and how they are called together."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.reading.office import inquiries
from bot.reading.office.inquiries import Facet, Inquiry
from db import departments_named, people, reports, tasks
from db.lifecycle import UNFINISHED, State
from db.models import Mode, Person, Role
from db.task_columns import LampColumns
from db.tasks import Filter
from schedules import survey
from schedules.policy import Policy
from schedules.standing import Lamp, Pace, Standing


@dataclass(frozen=True, slots=True)
class Asked:
    """`keeps`: which of the filtered tasks are shown."""

    filter: Filter
    title: str
    inquiry: Inquiry = field(default_factory=Inquiry)
    only: frozenset[int] | None = None  # task ids, where a supporting department or a meeting is asked for

    @property
    def overdue(self) -> bool:
        return Facet.OVERDUE in self.inquiry.facets

    @property
    def narrowed(self) -> bool:
        return bool(self.inquiry.facets or self.inquiry.source or self.inquiry.due)

    @property
    def by_line(self) -> bool:
        """Whether each task has to be looked at: the figures know nothing but 超期."""
        others = [facet for facet in self.inquiry.facets if facet is not Facet.OVERDUE]
        return bool(others or self.inquiry.source or self.inquiry.due or self.only is not None)

    def within(self, chosen: Filter) -> Filter:
        """Of these tasks those worth a look: nothing but some facets is ever true of a finished one."""
        asked = self.inquiry
        running = asked.due is not None or any(facet not in _OF_FINISHED for facet in asked.facets)
        return replace(chosen, source=asked.source, only=self.only, unfinished=chosen.unfinished or running)

    def keeps(self, task: LampColumns, standing: Standing, hard: Collection[int], *, today: date) -> bool:
        """`hard`: tasks with an open difficulty."""
        asked = self.inquiry
        if asked.until and task.mode is Mode.RECURRING:
            return False
        if asked.due is not None and not (standing.due is not None and asked.due[0] <= standing.due <= asked.due[1]):
            return False
        if asked.since is not None and task.plan_from < asked.since:
            return False
        facets = (facet for facet in asked.facets if facet is not Facet.NEW or asked.since is None)
        return all(_KEEPS[facet](task, standing, hard, today) for facet in facets)


_OF_FINISHED = frozenset({Facet.CLOSED, Facet.STOPPED, Facet.URGENT, Facet.NEW, Facet.GREY, Facet.GREEN, Facet.ANY})
_KEEPS: dict[Facet, Callable[[LampColumns, Standing, Collection[int], date], bool]] = {
    Facet.OVERDUE: lambda task, standing, hard, today: standing.overdue,
    Facet.BLOCKED: lambda task, standing, hard, today: task.state is State.BLOCKED or task.id in hard,
    Facet.UNSIGNED: lambda task, standing, hard, today: task.signed_at is None,
    Facet.SILENT: lambda task, standing, hard, today: task.asked_at is not None,
    Facet.CLAIMED: lambda task, standing, hard, today: task.state is State.CLAIMED,
    Facet.CLOSED: lambda task, standing, hard, today: task.state is State.CLOSED,
    Facet.STOPPED: lambda task, standing, hard, today: task.state is State.STOPPED,
    Facet.RETURNED: lambda task, standing, hard, today: task.state is State.RETURNED,
    Facet.URGENT: lambda task, standing, hard, today: task.urgent,
    Facet.NEW: lambda task, standing, hard, today: task.plan_from >= today - timedelta(days=today.weekday()),
    Facet.OPEN: lambda task, standing, hard, today: task.state in UNFINISHED,
    Facet.NOT_BEGUN: lambda task, standing, hard, today: task.state in (State.HANDED_OUT, State.SIGNED),
    Facet.RED: lambda task, standing, hard, today: standing.lamp is Lamp.RED,
    Facet.YELLOW: lambda task, standing, hard, today: standing.lamp is Lamp.YELLOW,
    Facet.BLUE: lambda task, standing, hard, today: standing.lamp is Lamp.BLUE,
    Facet.GREY: lambda task, standing, hard, today: standing.lamp is Lamp.GREY,
    Facet.GREEN: lambda task, standing, hard, today: standing.lamp is Lamp.GREEN,
    Facet.STANDS_BLOCKED: lambda task, standing, hard, today: task.state is State.BLOCKED,
    Facet.PACE_BEHIND: lambda task, standing, hard, today: standing.pace is Pace.BEHIND,
    Facet.AHEAD: lambda task, standing, hard, today: standing.pace is Pace.AHEAD,
    Facet.ON_PLAN: lambda task, standing, hard, today: standing.pace is Pace.ON_PLAN,
    Facet.UNREPORTED: lambda task, standing, hard, today: standing.pace is Pace.UNREPORTED,
    Facet.SIGN_LATE: lambda task, standing, hard, today: standing.sign_late,
    Facet.REPORT_LATE: lambda task, standing, hard, today: standing.report_late,
    Facet.HOLLOW: lambda task, standing, hard, today: standing.hollow,
    Facet.NEWLY_OVERDUE: lambda task, standing, hard, today: (
        standing.overdue and standing.due is not None and standing.due >= today - timedelta(days=7)
    ),
    Facet.ANY: lambda task, standing, hard, today: True,
    Facet.BEHIND: lambda task, standing, hard, today: standing.pace is Pace.BEHIND or standing.overdue,
}


async def kept(
    session: AsyncSession, asked: Asked, chosen: Filter, *, now: datetime, policy: Policy
) -> list[tuple[LampColumns, Standing]]:
    """Those of `chosen` that the question keeps, worst first."""
    looked = await survey.survey(session, asked.within(chosen), now=now, policy=policy)
    hard: set[int] = set()
    if Facet.BLOCKED in asked.inquiry.facets:
        hard = {problem.task_id for problem in await reports.open_problems(session, [task.id for task, _ in looked])}
    today = policy.today(now)
    return survey.worst_first([each for each in looked if asked.keeps(*each, hard, today=today)])


async def chosen(
    session: AsyncSession, words: str, *, today: date | None = None, asker: Person | None = None
) -> Asked | None:
    """The tasks these words name; None when something in them goes by no name in the ledger. Without `today` only
    names are understood, no conditions."""
    whole = await _filter(session, words.strip())
    if whole is not None or today is None:
        return whole
    return await of_inquiry(session, inquiries.inquiry(words, today=today), asker=asker)


async def of_inquiry(session: AsyncSession, asked: Inquiry, *, asker: Person | None = None) -> Asked | None:
    found = await _filter(session, asked.rest)
    only: frozenset[int] | None = None
    if found is None:
        ledger = [each for each in await tasks.ledgers(session) if len(asked.rest) >= 2 and asked.rest in each.name]
        if len(ledger) != 1:
            return None
        found = Asked(Filter(), ledger[0].name)
        only = frozenset(await tasks.ids_of_ledger(session, ledger[0].id))
    if asked.number is not None:
        found = replace(found, filter=replace(found.filter, number=asked.number), title=f"{asked.number}号")
    if asked.leader:
        leaders = await _led_by(session, asked.leader, asker)
        if not leaders:
            return None
        field = frozenset(each.id for each in leaders)
        names = "、".join(each.name for each in leaders)
        found = replace(found, filter=replace(found.filter, field=field), title=f"{names}牵头")
    if asked.supporting:
        named = await departments_named.in_words(session, [asked.supporting])
        if not named:
            return None
        only = frozenset(await tasks.ids_supported_by(session, next(iter(named))))
        found = replace(found, title=f"{next(iter(named.values()))}配合")
    parts = [asked.source or "", asked.due_words, *asked.named]
    title = "·".join(part for part in (found.title, *parts) if part)
    if asked.facets == (Facet.OVERDUE,):
        title = f"{found.title}·超期事项"
    return replace(found, title=title, inquiry=asked, only=only)


async def _led_by(session: AsyncSession, words: str, asker: Person | None) -> list[Person]:
    """A secretary who says 我 asks for the leaders he serves."""
    if words == "我":
        return list((await people.by_ids(session, asker.field_ids)).values()) if asker is not None else []
    found = await people.leaders_called(session, words)
    return found if len(found) == 1 else []


async def _filter(session: AsyncSession, words: str) -> Asked | None:
    if not words:
        return Asked(Filter(), "督查台账")
    if words.isdigit() and len(words) <= 6:
        return Asked(Filter(number=int(words)), f"{int(words)}号")
    if department := await _department(session, words):
        return Asked(Filter(department_id=department[0]), department[1])
    person = await people.by_name(session, words)
    if person is not None and person.has(Role.LEADER):
        return Asked(Filter(leader_id=person.id), person.name)
    if person is not None:
        return Asked(Filter(owner_id=person.id), person.name)
    return await _category(session, words)


async def _department(session: AsyncSession, words: str) -> tuple[int, str] | None:
    for name in (words, f"市{words}"):
        found = await people.department_named(session, name)
        if found is not None:
            return found.id, found.name
    return None


async def _category(session: AsyncSession, words: str) -> Asked | None:
    """A category by its name, or by a part of it that fits only one; a leader by a part of his title alike."""
    known = await tasks.categories(session)
    exact = [name for name in known if name == words] or [name for name in known if words in name]
    if len(exact) == 1:
        return Asked(Filter(category=exact[0]), exact[0])
    leaders = await people.leaders_called(session, words)
    if len(leaders) == 1:
        return Asked(Filter(leader_id=leaders[0].id), leaders[0].name)
    return None
