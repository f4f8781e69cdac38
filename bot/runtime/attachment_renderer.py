"""`python -m bot.runtime.attachment_renderer`: draws what standard input orders and prints a line for each file.

A process of its own: plotting and workbooks take a second of the processor and sixty megabytes that a service which
runs for months would keep. It reads the ledger, changes nothing and needs no token.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import signal
import sys
import traceback
from datetime import datetime
from typing import Any, TextIO

from sqlalchemy.ext.asyncio import AsyncSession

from bot.documents.kinds import read_key
from bot.runtime.office_ledger import office_policy
from bot.settings import Settings
from db import people
from db.models import Drawn
from db.session import Database
from schedules.policy import Policy

LONGEST_SECONDS = 120  # an orphan ends by itself


async def draw(order: dict[str, Any], out: TextIO) -> bool:
    """Whether all of it could be drawn; what can be is not lost with what cannot."""
    settings = Settings(_env_file=None)  # type: ignore[call-arg]  # .env may hold the token
    policy, database = office_policy(settings), Database(settings.database_url)
    now, whole = datetime.fromisoformat(order["now"]), True
    try:
        async with database.reading() as session:
            for each in order["files"]:
                try:
                    content = await _drawn(session, each, now, policy)
                except Exception:
                    traceback.print_exc()
                    whole = False
                else:
                    line = {"key": each["key"], "content": base64.b64encode(content).decode()}
                    print(json.dumps(line), file=out, flush=True)
    finally:
        await database.close()
    return whole


async def _drawn(session: AsyncSession, each: dict[str, Any], now: datetime, policy: Policy) -> bytes:
    if each["kind"] == Drawn.DOCUMENT:
        return await _paper(session, each, now, policy)
    from bot.renderers import exports  # plotting: a second that a paper does without

    if each["person_id"] is not None:
        return await _asked_for(session, each, now, policy)
    if each["kind"] == Drawn.WORKBOOK:
        return await exports.workbook(session, now=now, policy=policy)
    if each["leader_id"] is None:
        return await exports.wall_chart(session, now=now, policy=policy)
    leader = (await people.by_ids(session, [each["leader_id"]]))[each["leader_id"]]
    return await exports.chart_of_field(session, leader, now=now, policy=policy)


async def _paper(session: AsyncSession, each: dict[str, Any], now: datetime, policy: Policy) -> bytes:
    from bot.renderers.papers.asking import Asking
    from bot.renderers.papers.table import drawn

    person = await people.with_posts(session, each["person_id"])
    return await drawn(Asking(session, now, policy, person), read_key(each["chosen"]))


async def _asked_for(session: AsyncSession, each: dict[str, Any], now: datetime, policy: Policy) -> bytes:
    """What one person asked for, within his role."""
    from bot.renderers import drafts, exports, incoming_difference

    if each["kind"] == Drawn.DIFFERENCE:
        return await incoming_difference.workbook(session, int(each["chosen"]), today=policy.today(now))
    person = await people.with_posts(session, each["person_id"])
    if each["kind"] == Drawn.DRAFT:
        return await drafts.workbook(session, int(each["chosen"]), today=policy.today(now))
    found, title = await exports.chosen_by(session, person, each["chosen"], now=now, policy=policy)
    if each["kind"] == Drawn.WORKBOOK:
        return await exports.workbook(session, now=now, policy=policy, chosen=found, name=title)
    return await exports.chart_of(session, found, title=title, now=now, policy=policy)


def main() -> None:
    signal.alarm(LONGEST_SECONDS)
    os.nice(5)  # the service answers first
    out, sys.stdout = sys.stdout, sys.stderr  # whatever else is printed must not mix with the files
    sys.exit(0 if asyncio.run(draw(json.load(sys.stdin), out)) else 1)


if __name__ == "__main__":
    main()
