"""The ledger and the rules of an office as its settings name them: what a command needs of the service's parts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from bot.runtime.instance_lock import only_one
from bot.settings import Settings
from db import migrations
from db.session import Database
from schedules import policy as policies
from schedules.calendar_files import calendar_with
from schedules.policy import Policy
from schedules.workdays import Calendar


def office_policy(settings: Settings) -> Policy:
    """The defaults, changed by the office's own files. Raises PolicyFault."""
    calendar = calendar_with(settings.calendar) if settings.calendar else Calendar.standard()
    loaded = policies.load(settings.policy, calendar=calendar)
    return replace(loaded, zone=settings.timezone) if settings.timezone else loaded


@asynccontextmanager
async def ledger(settings: Settings, *, alone: bool = False) -> AsyncIterator[Database]:
    """The database at today's schema; the first command creates it.

    `alone`: the caller holds the lock of `only_one`. Who does not must not change the schema under a living service,
    nor move what the WAL holds.
    """
    database = Database(settings.database_url, checkpoints=alone)
    try:
        await migrations.upgrade(database, alone=None if alone else only_one(settings, "migrate"))
        yield database
    finally:
        await database.close()
