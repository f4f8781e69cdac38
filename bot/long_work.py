"""Long pure work of an update is done by a thread beside the loop, with no transaction open; its chat waits meanwhile.

The update meets its work in a transaction, which is rolled back; once the result is there it is served anew and finds
it. What the result depends on is the key: where the ledger has moved meanwhile, the work is done again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bot.handlers.update_scope import Apart, WorkApart, here
from db.turns import Waiting

TRIES = 3  # results that did not fit any more before the work is done within the transaction


class LongWork:
    def __init__(self) -> None:
        self.chats: set[int] = set()  # their next update is being worked on
        self._results: dict[int, tuple[Hashable, asyncio.Future[Any]]] = {}  # by inbox row
        self._tries: dict[int, int] = {}
        # One at a time: each thread that computes makes the loop wait for its turn.
        self._threads = ThreadPoolExecutor(1, thread_name_prefix="reading")

    def of(self, row: Waiting) -> WorkApart:
        if row.chat_id is None or self._tries.get(row.id, 0) >= TRIES:
            return here

        def apart(key: Hashable, work: Callable[[], Any]) -> Any:
            known, result = self._results.get(row.id, (None, None))
            if result is None or known != key:
                raise Apart(key, work)
            return result.result()

        return apart

    def begin(self, row: Waiting, apart: Apart) -> None:
        result = asyncio.get_running_loop().run_in_executor(self._threads, apart.work)
        self._tries[row.id] = self._tries.get(row.id, 0) + 1
        self._results[row.id] = apart.key, result
        chat_id = row.chat_id
        if chat_id is not None:
            self.chats.add(chat_id)
            result.add_done_callback(lambda _: self.chats.discard(chat_id))

    def served(self, row: Waiting) -> None:
        self._results.pop(row.id, None)
        self._tries.pop(row.id, None)

    async def wait_beside(self, wake: asyncio.Event) -> None:
        """Wait until some of it is done, or something else came in; then there may be something to serve."""
        waiting = {result for _, result in self._results.values() if not result.done()}
        if not waiting:
            return
        woken = asyncio.create_task(wake.wait())
        try:
            await asyncio.wait({*waiting, woken}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            woken.cancel()
