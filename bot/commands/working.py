"""What most commands need: settings, the ledger, one step in its transaction, and a way to run."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, TypeVar

import click

from bot import settings as given
from bot.runtime.looking import to_look_at
from bot.runtime.office_ledger import ledger, office_policy
from db.session import Database
from schedules.machine_clock import machine_clock
from schedules.policy import Policy
from schedules.steps.context import StepContext

T = TypeVar("T")


def running(work: Coroutine[Any, Any, T]) -> T:
    """`asyncio.run` looks at its task when it ends by writing its result out: half a second for 10,000 rows."""
    found: list[T] = []

    async def run() -> None:
        found.append(await work)

    asyncio.run(run())
    return found[0]


@asynccontextmanager
async def opened(*, creates: bool = True) -> AsyncIterator[tuple[Database, Policy]]:
    settings = given.load()
    policy = office_policy(settings)
    async with ledger(settings, creates=creates) as database:
        yield database, policy


@asynccontextmanager
async def looking(*, or_empty: bool = False) -> AsyncIterator[tuple[Database, Policy]]:
    """The ledger to look at: never created. `or_empty`: where there is none, an empty one that is thrown away.

    Raises Refused where there is none.
    """
    settings = given.load()
    policy = office_policy(settings)
    with to_look_at(settings, or_empty=or_empty) as there:
        async with ledger(there, creates=there is not settings) as database:
            yield database, policy


@asynccontextmanager
async def one_step(name: str, *, now: datetime | None = None, creates: bool = True) -> AsyncIterator[StepContext]:
    """One transaction of a command; the journal names the command as its cause.

    `creates` False: it needs what a ledger holds. Raises Refused where there is none.
    """
    async with opened(creates=creates) as (database, policy), database.writing() as session:
        yield StepContext(session, now or machine_clock(), f"command:{name}", policy)


def say(text: str) -> None:
    click.echo(text)
