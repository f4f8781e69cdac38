"""Four faults a visitor may bring about, real ones: what each has done so far, and what is left of it in the end."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.playground.page.proof import Proof, proof
from bot.playground.stage import Stage

NETWORK, LIMIT, KILL, LOCK = "network", "limit", "kill", "lock"
_ROWS: dict[str, list[dict[str, Any]]] = {
    NETWORK: [{"kind": "cut_before", "times": -1}],
    LIMIT: [
        {"kind": "error", "code": 429, "retry_after": 20, "times": -1, "method": method}
        for method in ("sendMessage", "sendPhoto", "sendDocument", "editMessageText")
    ],
}
"""Rows of the stand-in's script of faults."""


@dataclass(slots=True)
class Since:
    """Where things stood when a fault began."""

    moment: datetime
    calls: int
    updates: int


class Switches:
    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.thrown: dict[str, bool] = {NETWORK: False, LIMIT: False, KILL: False, LOCK: False}
        self.proof: Proof | None = None
        self.survived = False  # a kill was once followed by a proof that nothing is missing
        self.done: dict[str, str] = {}  # of a fault that is over: what it did
        self._since: dict[str, Since] = {}
        self._holder: sqlite3.Connection | None = None

    async def on(self, name: str) -> None:
        if self.thrown[name]:
            return
        self.proof = None
        self.thrown[name] = True
        world = self.stage.sandbox.world
        self._since[name] = Since(self.stage.clock.now, len(self.stage.sandbox.calls.entries), world.updates.issued)
        if name == KILL and self.stage.process is not None:
            self.stage.process.kill()
        elif name == LOCK:
            await self._lock()
        else:
            await self._script()

    async def off(self, name: str) -> None:
        if not self.thrown[name]:
            return
        self.done[name] = self.did(name)
        self.thrown[name] = False
        if name == LOCK:
            self._unlock()
        elif name != KILL:
            await self._script()

    async def revive(self) -> None:
        """Start the service where it is to live and does not."""
        process = self.stage.process
        if process is not None and not process.alive and not self.thrown[KILL]:
            await process.start(self.stage.clock.now)

    async def _script(self) -> None:
        rows = [row for name, given in _ROWS.items() if self.thrown[name] for row in given]
        await self.stage.client.clear_faults()
        if rows:
            await self.stage.client.faults(*rows)

    async def _lock(self) -> None:
        """Another program holds the ledger's write lock, as a careless backup does."""
        file = self.stage.database.url.database
        assert file is not None, "a stage has a file"
        self._holder = await asyncio.to_thread(_held, file)

    def _unlock(self) -> None:
        if self._holder is not None:
            with contextlib.suppress(sqlite3.Error):
                self._holder.rollback()
            self._holder.close()
            self._holder = None

    def did(self, name: str) -> str:
        """What the fault has done so far, in words."""
        if not self.thrown[name]:
            return self.done.get(name, "")
        since = self._since[name]
        updates = self.stage.sandbox.world.updates
        came, waiting = updates.issued - since.updates, len(updates.waiting)
        faulted = [call for call in self.stage.sandbox.calls.entries[since.calls :] if call.fault]
        if name == NETWORK:
            cut = sum(call.fault == "cut_before" for call in faulted)
            return f"已切断{cut}次通信；{waiting}条消息留在 Telegram 等候"
        if name == LIMIT:
            return f"Telegram 已拒绝{sum(call.fault == 'error' for call in faulted)}次发送；消息留在待发箱"
        if name == KILL:
            return f"进程已被强杀；其间来了{came}条消息，{waiting}条留在 Telegram 等候"
        return f"台账写不进；其间来了{came}条消息，{waiting}条尚未收下"

    async def look(self) -> None:
        self.proof = await proof(self.stage)
        self.survived = self.survived or (KILL in self.done and self.proof.whole)

    def close(self) -> None:
        self._unlock()


def _held(file: str) -> sqlite3.Connection:
    connection = sqlite3.connect(file, timeout=10, check_same_thread=False, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    return connection
