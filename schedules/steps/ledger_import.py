"""A ledger comes in: compared with what stands, shown, and written as it was shown, in a fixed number of statements."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from db import ledger_editions, task_columns, tasks
from db.ledger_rows import TaskRow
from db.models import Ledger, Task
from schedules.facts import facts_of
from schedules.ledger_difference.difference import Choices, Difference, difference
from schedules.ledger_difference.ledger_names import edition_key
from schedules.ledger_difference.matching import title_key
from schedules.steps import changed_rows, new_rows
from schedules.steps.context import StepContext
from schedules.steps.ledger_names_table import NameTable
from schedules.steps.replan import align

_MANY = 2000
_ANOTHER = 0.5  # so many of its titles in another ledger: it may be that one under a new name


@dataclass(slots=True)
class Imported:
    """How many rows were new, changed, and already as they should be."""

    new: int = 0
    changed: int = 0
    same: int = 0
    closed: int = 0
    task_ids: list[int] = field(default_factory=list)  # of the new and the changed ones
    tasks: list[Task] = field(default_factory=list)  # whole, where the caller asked for them


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an import would do, and to which ledger. `ledger` None: one that does not exist yet."""

    name: str
    ledger: Ledger | None
    difference: Difference
    resembles: Ledger | None = None  # another ledger with many of its titles: somebody should say which it is

    @property
    def digest(self) -> str:
        return hashlib.sha256(f"{self.ledger.id if self.ledger else 0}{self.difference.digest}".encode()).hexdigest()[
            :32
        ]

    def same_as(self, shown: Proposal) -> bool:
        """As equal digests, of two that were made from the same rows: what is one object is not looked into."""
        ledgers = [each.ledger.id if each.ledger else None for each in (self, shown)]
        return ledgers[0] == ledgers[1] and self.difference == shown.difference


async def compare(
    session: AsyncSession,
    rows: Sequence[TaskRow],
    *,
    name: str,
    choices: Choices | None = None,
    new_ledger: bool = False,
) -> Proposal:
    """`new_ledger`: somebody has said that it is none of the ledgers we know."""
    ledger = await _edition_of(session, rows, name)
    known = await ledger_editions.known(session, ledger.id) if ledger else []
    resembles = None if ledger or new_ledger else await _resembling(session, rows)
    given = choices or Choices()
    if len(rows) + len(known) < _MANY:
        return Proposal(name, ledger, difference(known, rows, given), resembles)
    # Ten thousand rows take half a second, in which the senders would stand still.
    return Proposal(name, ledger, await asyncio.to_thread(difference, known, rows, given), resembles)


async def compare_one(
    session: AsyncSession, rows: Sequence[TaskRow], *, name: str, number: int, choices: Choices
) -> Proposal:
    """As `compare`, of the task with this 编号 alone: a tap on it does not wait for the thousands beside it."""
    ledger = await _edition_of(session, rows, name)
    known = await ledger_editions.known(session, ledger.id, number=number) if ledger else []
    found = await asyncio.to_thread(difference, known, rows, replace(choices, whole=False))
    return Proposal(name, ledger, replace(found, new=(), new_places=(), struck_new=()))


async def _edition_of(session: AsyncSession, rows: Sequence[TaskRow], name: str) -> Ledger | None:
    """The ledger of this name, or of this name but for its date or issue; of our own export the one it came from."""
    ledgers = await tasks.ledgers(session)
    named = [each for each in ledgers if each.name == name]
    editions = [each for each in ledgers if edition_key(each.name) == edition_key(name)]
    if named or editions:
        return (named or editions)[0]
    ours = [row.own_id for row in rows if row.own_id is not None]
    found = await ledger_editions.ledger_of_numbers(session, ours) if ours else None
    return next((each for each in ledgers if each.id == found), None)


async def _resembling(session: AsyncSession, rows: Sequence[TaskRow]) -> Ledger | None:
    came = {title_key(row.title) for row in rows}
    ledgers = {each.id: each for each in await tasks.ledgers(session)}
    if not came or not ledgers:
        return None
    shared = {
        ledger_id: len(came & {title_key(title) for title in titles})
        for ledger_id, titles in (await ledger_editions.titles_of(session)).items()
    }
    most = max(shared, key=lambda each: shared[each], default=None)
    return ledgers[most] if most is not None and shared[most] >= max(1, _ANOTHER * len(came)) else None


async def apply(
    context: StepContext,
    proposal: Proposal,
    *,
    base_date: date,
    whole: bool = True,
    columns: Sequence[tuple[str, str | None]] = (),
    told: Callable[[int], None] = lambda rows: None,
    wanted: Collection[int] = (),
) -> Imported:
    """Write a proposal made in this transaction, or a part of one. Conflicts stay as they are, missing rows too.

    `whole` False: rows were refused, so that a task may only seem to be missing. `columns`: headers of the office's
    table, each with the field it was read as; the export keeps them. `told`: so many rows are further on, each twice.
    `wanted`: numbers of the rows in parts still to come.
    """
    ledger = proposal.ledger or await _new_ledger(context, proposal.name, base_date)
    await ledger_editions.held(context.session, ledger.id)
    if columns:
        ledger.columns = [list(each) for each in dict(columns).items()]
    found = proposal.difference
    table = await NameTable.complete(context, found)
    fresh = await new_rows.add(context, ledger, found, table, wanted=wanted)
    told(len(fresh))
    await changed_rows.change(context, ledger, found, table)
    if whole:
        await ledger_editions.mark_missing(context.session, [each.task_id for each in found.missing], now=context.now)
    told(len(found.known))
    touched = [*fresh, *(each.known.task_id for each in found.known if each.changes or each.closes)]
    await _replan(context, touched)
    told(len(fresh) + len(found.known))
    return Imported(len(fresh), len(found.changed), len(found.same), len(found.closing), touched)


async def _replan(context: StepContext, ids: Sequence[int]) -> None:
    """Of the columns that the rules of time read: ten thousand tasks with their words take 100 MB and two seconds."""
    if ids:
        await context.session.flush()
        tasks = list((await task_columns.held(context.session, ids)).values())
        await align(context, tasks, await facts_of(context.session, tasks))
        await ledger_editions.refresh(context.session, ids)


async def _new_ledger(context: StepContext, name: str, base_date: date) -> Ledger:
    found = Ledger(name=name[:200], base_date=base_date, imported_at=context.now)
    context.session.add(found)
    await context.session.flush()
    context.note("ledger", ledger=found.id, base_date=base_date.isoformat())
    return found
