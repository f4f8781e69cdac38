"""`huiyin tick`: one step of time, by hand."""

from __future__ import annotations

import click

from bot import settings as given
from bot.commands.preview import moment_of
from bot.commands.working import running, say
from bot.runtime.bulletin_job import jobs_of
from bot.runtime.instance_lock import only_one
from bot.runtime.office_ledger import ledger, must_stand, office_policy
from bot.runtime.operator_errors import Refused
from db import metadata
from schedules.machine_clock import machine_clock
from schedules.timetable import Timetable


@click.command("tick", help="把现在到期的提醒排入发件箱一次；由 huiyin run 发出。")
@click.option("--at", "moment", help="本地时间，只写日期为当天的早间提醒；已用于正式服务的台账不能用。")
def command(moment: str | None) -> None:
    """Take what is due now and queue it; `huiyin run` sends it."""
    running(_tick(moment))


async def _tick(moment: str | None) -> None:
    settings = given.load()
    policy = office_policy(settings)
    now = machine_clock() if moment is None else moment_of(moment, policy)
    must_stand(settings)
    with only_one(settings, "tick"):
        async with ledger(settings, alone=True, creates=False) as database:
            if moment is not None:
                async with database.reading() as session:
                    if await metadata.value(session, metadata.REAL_TOKEN):
                        raise Refused("这个台账已用于正式服务，不能用 --at 拨动时间；请在另一个数据库上试。")
            await Timetable(database, policy, jobs=jobs_of(policy)).once(now)
            say(f"已按{policy.local(now):%Y-%m-%d %H:%M}处理到期事项。")
