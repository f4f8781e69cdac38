"""Questions about tasks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, TextClause, bindparam, exists, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.util import identity_key

from db.id_lists import among, id_list
from db.lifecycle import UNFINISHED
from db.models import Department, Ledger, Milestone, Person, SupportingDepartment, Task
from db.session import embedded, flushed
from db.whole_tasks import loaded, one, whole

# Asked at every message: built once, for building costs more than asking.
_OPEN_OF = (
    whole()
    .where(
        Task.state.in_(UNFINISHED),
        Task.owner_id.in_(bindparam("owner_ids", expanding=True))
        | Task.liaison_id.in_(bindparam("owner_ids", expanding=True)),
    )
    .order_by(Task.number)
)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which tasks to show. An empty filter means all of them."""

    number: int | None = None
    department_id: int | None = None
    leader_id: int | None = None
    field: frozenset[int] | None = None  # led by one of these
    owner_id: int | None = None
    answered_by: frozenset[int] | None = None  # owned by one of these, or with one of them as its liaison
    category: str | None = None
    source: str | None = None
    only: frozenset[int] | None = None
    unfinished: bool = False


# In the words of the partial indexes, which are not used for parameters.
IS_UNFINISHED = text("task.state NOT IN ('closed', 'stopped')")
IS_FINISHED = text("task.state IN ('closed', 'stopped')")


def conditions(chosen: Filter) -> list[ColumnElement[bool] | TextClause]:
    """Of the tasks to show."""
    columns = {
        Task.number: chosen.number,
        Task.lead_department_id: chosen.department_id,
        Task.leader_id: chosen.leader_id,
        Task.owner_id: chosen.owner_id,
        Task.category: chosen.category,
        Task.source: chosen.source,
    }
    found: list[ColumnElement[bool] | TextClause] = [
        column == value for column, value in columns.items() if value is not None
    ]
    if chosen.field is not None:
        found.append(Task.leader_id.in_(sorted(chosen.field)))
    if chosen.answered_by is not None:
        answering = sorted(chosen.answered_by)
        found.append(Task.owner_id.in_(answering) | Task.liaison_id.in_(answering))
    if chosen.only is not None:
        found.append(among(Task.id, chosen.only))
    return [*found, IS_UNFINISHED] if chosen.unfinished else found


async def any_of(session: AsyncSession, chosen: Filter) -> bool:
    return await session.scalar(select(Task.id).where(*conditions(chosen)).limit(1)) is not None


async def matching(session: AsyncSession, chosen: Filter) -> Sequence[Task]:
    query = whole().where(*conditions(chosen)).order_by(Task.number)
    return await loaded(session, query)


class Named(NamedTuple):
    """By what people call a task."""

    id: int
    number: int
    no: int
    title: str
    target: str
    due: date | None
    lead_department_id: int
    leader_id: int | None


async def named(session: AsyncSession, chosen: Filter) -> list[Named]:
    """Of all tasks of a filter by their 编号: enough to find out which one is meant."""
    rows = await session.execute(
        select(*[getattr(Task, name) for name in Named._fields]).where(*conditions(chosen)).order_by(Task.number)
    )
    return [Named(*row) for row in rows]


_SENTENCE = 120  # letters: of a longer text the titles are looked for in it instead


async def titled_in(session: AsyncSession, words: str) -> list[Task]:
    """Those whose whole title, of three letters at least, stands in these words. Each piece of a sentence is looked up:
    it has some hundreds, a ledger a hundred thousand titles."""
    if len(words) > _SENTENCE:
        every = await named(session, Filter())
        return await whole_of(session, [each for each in every if len(each.title) >= 3 and each.title in words])
    parts = {words[i:j] for i in range(len(words)) for j in range(i + 3, len(words) + 1)}
    query = whole().where(Task.title.in_(parts)).order_by(Task.number)
    return await loaded(session, query)


async def whole_of(session: AsyncSession, found: Iterable[Named]) -> list[Task]:
    """In the order given."""
    ids = [each.id for each in found]
    known = await by_ids(session, ids) if ids else {}
    return [known[each] for each in ids]


async def first(session: AsyncSession, chosen: Filter) -> Task | None:
    """That with the lowest 编号."""
    number = select(func.min(Task.number)).where(*conditions(chosen)).scalar_subquery()
    return await one(session, whole().where(Task.number == number))


_BY_IDS = whole().where(among(Task.id, id_list("ids")))


async def by_ids(session: AsyncSession, ids: Iterable[int]) -> dict[int, Task]:
    return {task.id: task for task in await loaded(session, _BY_IDS, {"ids": set(ids)})}


async def locked(session: AsyncSession, task_id: int) -> Task | None:
    """The task, held until the transaction ends where the database has several writers."""
    if embedded(session):
        # One writer at a time: what this transaction has read of the task is still true.
        known = session.identity_map.get(identity_key(Task, task_id))
        if isinstance(known, Task) and "milestones" in known.__dict__:
            return known
    # Its row alone is read anew: people are shared with whoever acts, and what is known of him stays.
    anew = select(Task).where(Task.id == task_id).with_for_update().execution_options(populate_existing=True)
    await session.execute(anew)
    return await one(session, whole().where(Task.id == task_id))


async def locked_all(session: AsyncSession, ids: Collection[int]) -> list[Task]:
    """These tasks by their ids, held as by `locked`, in two questions and one for their milestones."""
    anew = select(Task).where(among(Task.id, ids)).order_by(Task.id).with_for_update()
    await session.execute(anew.execution_options(populate_existing=True))
    known = await by_ids(session, ids)
    return [known[each] for each in sorted(known)]


async def ids_of(session: AsyncSession, numbers: Collection[int], *, known: Iterable[Task] = ()) -> dict[int, int]:
    """编号 → id, as far as there are such; of those at hand nothing is asked, for a 编号 never changes."""
    found = {task.number: task.id for task in known}
    wanted = set(numbers) - found.keys()
    if wanted:
        query = select(Task.number, Task.id).where(among(Task.number, wanted))
        found |= {row.number: row.id for row in await session.execute(query)}
    return {number: found[number] for number in numbers if number in found}


async def numbered(session: AsyncSession, numbers: Iterable[int]) -> list[Task]:
    """Those with these 编号, by them."""
    query = whole().where(among(Task.number, set(numbers))).order_by(Task.number)
    return await loaded(session, query)


async def by_number(session: AsyncSession, number: int) -> Task | None:
    return await one(session, whole().where(Task.number == number))


async def open_of(session: AsyncSession, owner_ids: Collection[int]) -> Sequence[Task]:
    """The unfinished tasks of these owners, or for which one of them is liaison."""
    return await loaded(session, _OPEN_OF, {"owner_ids": list(owner_ids)})


_FINISHED_OF = (
    select(*[getattr(Task, name) for name in Named._fields])
    .where(IS_FINISHED, among(Task.owner_id, id_list("ids")) | among(Task.liaison_id, id_list("ids")))
    .order_by(Task.number)
)


async def finished_of(session: AsyncSession, owner_ids: Collection[int]) -> list[Named]:
    """Years of them: by what they are called alone."""
    return [Named(*row) for row in (await (await flushed(session)).execute(_FINISHED_OF, {"ids": owner_ids})).all()]


async def imported(session: AsyncSession, ledger_id: int) -> dict[int, Task]:
    """序号 → task, of one ledger."""
    query = whole().where(Task.ledger_id == ledger_id)
    return {task.no: task for task in await loaded(session, query)}


async def ledger_named(session: AsyncSession, name: str) -> Ledger | None:
    return await session.scalar(select(Ledger).where(Ledger.name == name))


async def ledgers(session: AsyncSession) -> Sequence[Ledger]:
    return (await session.scalars(select(Ledger).order_by(Ledger.id))).all()


async def closed_whole_of(session: AsyncSession, owner_ids: Collection[int]) -> Sequence[Task]:
    query = whole().where(Task.state.not_in(UNFINISHED), Task.owner_id.in_(owner_ids) | Task.liaison_id.in_(owner_ids))
    return await loaded(session, query.order_by(Task.number))


async def ids_of_ledger(session: AsyncSession, ledger_id: int) -> Sequence[int]:
    return (await session.scalars(select(Task.id).where(Task.ledger_id == ledger_id))).all()


async def last_no(session: AsyncSession, ledger_id: int) -> int:
    """The last 序号 of a ledger; 0 where it is empty."""
    return await session.scalar(select(func.max(Task.no)).where(Task.ledger_id == ledger_id)) or 0


async def ids_supported_by(session: AsyncSession, department_id: int) -> Sequence[int]:
    query = select(SupportingDepartment.task_id).where(SupportingDepartment.department_id == department_id)
    return (await session.scalars(query)).all()


async def last_number(session: AsyncSession) -> int:
    return await session.scalar(select(func.max(Task.number))) or 0


async def last_day(session: AsyncSession) -> date | None:
    """The last date or milestone of what is unfinished."""
    due = select(func.max(Task.due)).where(IS_UNFINISHED)
    stone = select(func.max(Milestone.due)).join(Task, Task.id == Milestone.task_id).where(IS_UNFINISHED)
    found = [await session.scalar(due), await session.scalar(stone)]
    return max((day for day in found if day is not None), default=None)


# From one to the next through the index: a ledger of a hundred thousand tasks has some forty of them.
_CATEGORIES = text("""
    WITH RECURSIVE known (name) AS (
        SELECT min(category) FROM task
        UNION ALL
        SELECT (SELECT min(category) FROM task WHERE category > known.name) FROM known WHERE known.name IS NOT NULL
    )
    SELECT name FROM known WHERE name IS NOT NULL
""")


async def categories(session: AsyncSession) -> Sequence[str]:
    return (await session.scalars(_CATEGORIES)).all()


async def supporting(session: AsyncSession, task_ids: Collection[int]) -> dict[int, list[str]]:
    """Names of the supporting departments of each task, in the ledger's order."""
    query = (
        select(SupportingDepartment.task_id, Department.name)
        .join(Department, Department.id == SupportingDepartment.department_id)
        .where(SupportingDepartment.task_id.in_(task_ids))
        .order_by(SupportingDepartment.task_id, SupportingDepartment.position)
    )
    names: dict[int, list[str]] = {}
    for task_id, name in await session.execute(query):
        names.setdefault(task_id, []).append(name)
    return names


async def supporting_ids(session: AsyncSession, task_id: int) -> Sequence[int]:
    """Ids of its supporting departments, in the ledger's order."""
    query = select(SupportingDepartment.department_id).where(SupportingDepartment.task_id == task_id)
    return (await session.scalars(query.order_by(SupportingDepartment.position))).all()


async def supporting_places(session: AsyncSession, task_ids: Collection[int]) -> dict[int, dict[int, int]]:
    """Of each task that is supported: department → its place."""
    query = select(
        SupportingDepartment.task_id, SupportingDepartment.department_id, SupportingDepartment.position
    ).where(among(SupportingDepartment.task_id, task_ids))
    places: dict[int, dict[int, int]] = {}
    for task_id, department_id, position in await session.execute(query):
        places.setdefault(task_id, {})[department_id] = position
    return places


async def leaders_of_tasks(session: AsyncSession) -> Sequence[Person]:
    leads = exists().where(Task.leader_id == Person.id)
    query = select(Person).where(leads).order_by(Person.id)
    return (await session.scalars(query)).all()


async def owners(session: AsyncSession, *, unfinished: bool = False) -> Sequence[Person]:
    """Everybody who answers for a task."""
    owns = exists().where(Task.owner_id == Person.id)
    query = select(Person).where(owns.where(IS_UNFINISHED) if unfinished else owns).order_by(Person.id)
    return (await session.scalars(query)).all()


async def owners_of_unfinished(session: AsyncSession) -> Sequence[Person]:
    answers = exists().where(Task.owner_id == Person.id, Task.state.in_(UNFINISHED))
    return (await session.scalars(select(Person).where(answers).order_by(Person.id))).all()


async def numbers_of(session: AsyncSession, ids: Collection[int]) -> dict[int, int]:
    """The 编号 of each of these tasks."""
    return {row[0]: row[1] for row in await session.execute(select(Task.id, Task.number).where(among(Task.id, ids)))}


async def numbers(session: AsyncSession) -> dict[int, int]:
    """Id → 编号, of every task."""
    return {row.id: row.number for row in await session.execute(select(Task.id, Task.number))}
