"""Was anything lost or doubled? Counted in the database file and in the stand-in for Telegram, and held to the laws."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.playground import oracle
from bot.playground.stage import Stage

_SILENT = "('reaction', 'menu', 'edit_echo', 'edit_buttons', 'deletion')"  # kinds that are no messages of their own


@dataclass(frozen=True, slots=True)
class Proof:
    """Of the whole story up to a moment."""

    at: datetime
    received: int  # what people sent, by Telegram's own count
    stored: int
    served: int
    sent: int  # messages of the service, by Telegram's own count
    again: int  # marked 重发, because their first sending ended in the dark
    lost: int
    doubled: int  # without such a mark
    due: int  # could leave by now and has not
    breaches: tuple[str, ...]

    @property
    def whole(self) -> bool:
        return not (self.lost or self.doubled or self.due or self.breaches)


async def proof(stage: Stage) -> Proof:
    """As things stand at rest."""
    world = stage.sandbox.world
    there = Counter((post.chat.id, post.id) for post in world.posts if post.outgoing)
    issued, waiting = world.updates.issued, len(world.updates.waiting)
    calls = stage.sandbox.calls.wire()
    file = Path(str(stage.database.url.database))
    today, now = stage.policy.today(stage.clock.now), stage.clock.now
    broken = await asyncio.to_thread(oracle.breaches, file, calls, today=today, laws=oracle.DESPITE_FAULTS)
    return await asyncio.to_thread(_counted, file, there, issued, waiting, now, tuple(map(str, broken)))


def _counted(
    file: Path, there: Counter[tuple[int, int]], issued: int, waiting: int, now: datetime, broken: tuple[str, ...]
) -> Proof:
    ledger = oracle.opened(file)

    def one(query: str, *given: object) -> int:
        return int(ledger.execute(query, given).fetchone()[0])

    try:
        ours = _sent(ledger)
        stored = one("SELECT count(*) FROM inbox")
        dark = one(f"SELECT count(*) FROM outbox WHERE state = 'unknown' AND kind NOT IN {_SILENT}")
        moment = now.astimezone(UTC).replace(tzinfo=None).isoformat(" ", timespec="microseconds")
        unhandled = one("SELECT count(*) FROM inbox WHERE state != 'done'")
        return Proof(
            at=now,
            received=issued,
            stored=stored,
            served=stored - unhandled,
            sent=sum(there.values()),
            again=one("SELECT count(*) FROM outbox WHERE again_of_id IS NOT NULL AND state = 'sent'"),
            lost=max(0, issued - waiting - stored) + sum((ours - there).values()),
            doubled=max(0, sum((there - ours).values()) - dark),
            due=unhandled
            + one(
                "SELECT count(*) FROM outbox WHERE state IN ('queued', 'later', 'sending') "
                "AND coalesce(not_before, '') <= ?",
                moment,
            ),
            breaches=broken,
        )
    finally:
        ledger.close()


def _sent(ledger: sqlite3.Connection) -> Counter[tuple[int, int]]:
    rows = ledger.execute(f"SELECT chat_id, message_id FROM outbox WHERE state = 'sent' AND kind NOT IN {_SILENT}")
    return Counter((row["chat_id"], row["message_id"]) for row in rows)
