"""A ledger without a messenger: steps are taken at a desk, and what they queue is counted."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db import agenda, migrations, people, tasks
from db.models import AgendaRow, OutboxRow, Person, Role, Task
from db.session import Database
from schedules.policy import Policy
from schedules.steps import enrolling, importing, posts
from schedules.steps.context import StepContext
from tests.office import row

POLICY = Policy()
BEGIN = "2022-02-14 10:00"

_TEMPLATE: list[Path] = []


class Bench:
    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = at(BEGIN)
        self._chats = 1000

    @asynccontextmanager
    async def step(self, by: Person | None = None, *, when: str | None = None) -> AsyncIterator[StepContext]:
        """`when` moves the clock."""
        self.now = at(when) if when else self.now
        async with self.database.writing() as session:
            actor = await people.with_posts(session, by.id) if by else None
            yield StepContext(session, self.now, "test", POLICY, actor)

    async def person(self, name: str, role: Role | None = None, *, bound: bool = True) -> Person:
        async with self.step() as context:
            found = await importing.person_named(context, name)
            if role is not None:
                await posts.appoint(context, await people.with_posts(context.session, found.id), role)
            if bound:
                self._chats += 1
                await enrolling.bind(context, await enrolling.invite(context, found), self._chats)
        return found

    async def ledger(self, *rows: Any, name: str = "台账") -> list[Task]:
        async with self.step() as context:
            return (await importing.import_ledger(context, rows, name=name, base_date=context.today)).tasks

    async def task(
        self, title: str = "编制年度预算草案", *, owner: str = "市财政局局长", no: int = 1, **facts: Any
    ) -> Task:
        return (await self.ledger(row(title, no=no, owner=owner, **facts)))[0]

    async def found(self, task: Task) -> Task:
        async with self.database.reading() as session:
            return (await tasks.by_ids(session, [task.id]))[task.id]

    async def coming(self, session: AsyncSession) -> Sequence[AgendaRow]:
        return await agenda.coming(session, until=self.now + timedelta(days=400))

    async def queued(self, kind: str | None = None) -> Sequence[OutboxRow]:
        query = select(OutboxRow).order_by(OutboxRow.id)
        async with self.database.reading() as session:
            return (await session.scalars(query if kind is None else query.where(OutboxRow.kind == kind))).all()


def at(moment: str) -> datetime:
    day, _, clock = moment.partition(" ")
    return POLICY.at(datetime.fromisoformat(day).date(), clock)


@asynccontextmanager
async def bench() -> AsyncIterator[Bench]:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{shutil.copy(await _empty(), folder)}")
        yield Bench(database)
        await database.close()


async def _empty() -> Path:
    if not _TEMPLATE:
        file = Path(tempfile.mkdtemp(prefix="huiyin-bench-")) / "huiyin.db"
        database = Database(f"sqlite:///{file}")
        await migrations.upgrade(database)
        await database.checkpoint()
        await database.close()
        _TEMPLATE.append(file)
    return _TEMPLATE[0]
