"""A loop that runs its tasks in an order drawn by a seed."""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Callable
from typing import Any

LONGEST_WORK = 8  # turns of the loop that a thread's work seems to take


class DrawnOrder(asyncio.SelectorEventLoop):
    """Who is ready takes his step when the seed says; what is no task's step keeps its place, as expected. What a
    thread would do (SQLite's commit, a long reading) is done at once and known some drawn turns later, and the loop's
    time stands still until nobody is ready, then it is the next alarm's: no time of the machine takes part, so that a
    seed gives its order again, step for step, however slow the machine.

    Until `begin` is called the order is asyncio's own.
    """

    _ready: deque[Any]
    _scheduled: list[asyncio.TimerHandle]

    def __init__(self) -> None:
        super().__init__()
        self._chance: random.Random | None = None
        self.drawn: list[int] = []  # how each round was put in order, for whoever compares two runs

    def begin(self, seed: int) -> None:
        self._now = super().time()
        self._chance = random.Random(seed)

    def time(self) -> float:
        return super().time() if self._chance is None else self._now

    def run_in_executor(self, executor: Any, func: Callable[..., Any], *args: Any) -> Any:
        if self._chance is None:
            return super().run_in_executor(executor, func, *args)
        done = self.create_future()
        try:
            result = func(*args)
        except Exception as error:
            self._after(self._chance.randrange(LONGEST_WORK), done, done.set_exception, error)
        else:
            self._after(self._chance.randrange(LONGEST_WORK), done, done.set_result, result)
        return done

    def _after(self, turns: int, done: asyncio.Future[Any], tell: Callable[[Any], None], what: Any) -> None:
        if turns:
            self.call_soon(self._after, turns - 1, done, tell, what)
        elif not done.done():
            tell(what)

    def _run_once(self) -> None:
        if self._chance is not None and not self._ready and self._scheduled:
            self._now = max(self._now, self._scheduled[0].when())
        if self._chance is not None and len(self._ready) > 1:
            handles = list(self._ready)
            places = [at for at, handle in enumerate(handles) if _is_step(handle)]
            order = self._chance.sample(places, len(places))
            self.drawn.extend(order)
            moved = [handles[at] for at in order]
            for at, handle in zip(places, moved, strict=True):
                handles[at] = handle
            self._ready.clear()
            self._ready.extend(handles)
        super()._run_once()  # type: ignore[misc]


def _is_step(handle: Any) -> bool:
    callback = handle._callback
    return type(callback).__name__ == "TaskStepMethWrapper" or isinstance(
        getattr(callback, "__self__", None), asyncio.Task
    )
