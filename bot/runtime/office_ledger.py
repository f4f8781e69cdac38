"""The ledger and the rules of an office as its settings name them: what a command needs of the service's parts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from bot.console.database_faults import place
from bot.runtime.instance_lock import ledger_file, only_one
from bot.runtime.operator_errors import Refused
from bot.settings import Settings
from db import migrations
from db.session import Database
from db.system_reasons import reason
from schedules import given_file, task_types
from schedules import policy as policies
from schedules.calendar_files import calendar_with
from schedules.policy import Policy
from schedules.task_types import TaskTypes
from schedules.workdays import Calendar


def office_policy(settings: Settings) -> Policy:
    """The defaults, changed by the office's own files. Raises PolicyFault."""
    calendar = calendar_with(settings.calendar) if settings.calendar else Calendar.standard()
    loaded = policies.load(settings.policy, calendar=calendar)
    if settings.task_types is not None:
        loaded = replace(loaded, types=_types(settings.task_types))
    return replace(loaded, zone=settings.timezone) if settings.timezone else loaded


def _types(file: Path) -> TaskTypes:
    """The office's own. Raises PolicyFault with everything that is wrong."""
    try:
        return task_types.read(given_file.text(file))
    except (OSError, UnicodeDecodeError) as error:
        why = "不是 UTF-8 编码" if isinstance(error, UnicodeDecodeError) else reason(error)
        raise policies.PolicyFault([f"读不到类型文件 {file}（{why}）；请核对路径，并以 UTF-8 保存"]) from error
    except task_types.TypesFault as fault:
        raise policies.PolicyFault([str(fault)]) from fault


def standing(file: Path) -> bool:
    """Whether there is anything in the file."""
    return file.exists() and (not file.is_file() or file.stat().st_size > 0)


def none_yet(url: str) -> str:
    return f"{place(url)}还没有建立：请先用 huiyin init 或 huiyin import-people、huiyin import 导入，" + (
        "或核对 HUIYIN_DATABASE_URL 和所在的文件夹。"
    )


def must_stand(settings: Settings) -> None:
    """Raises Refused where the ledger is a file and none is there: before a lock is laid beside it."""
    file = ledger_file(settings)
    if file is not None and not standing(file):
        raise Refused(none_yet(settings.database_url))


@asynccontextmanager
async def ledger(settings: Settings, *, alone: bool = False, creates: bool = True) -> AsyncIterator[Database]:
    """The database at today's schema; the first command that writes creates it. Raises Refused where it may not.

    `alone`: the caller holds the lock of `only_one`. Who does not must not change the schema under a living service,
    nor move what the WAL holds.
    """
    file = ledger_file(settings)
    if not creates:
        must_stand(settings)
    if file is not None and standing(file):
        migrations.refuse_foreign(file)
    database = Database(settings.database_url, checkpoints=alone)
    try:
        if not creates and file is None and await migrations.revision(database) is None:
            raise Refused(none_yet(settings.database_url))
        await migrations.upgrade(database, alone=None if alone else only_one(settings, "migrate"))
        yield database
    finally:
        await database.close()
