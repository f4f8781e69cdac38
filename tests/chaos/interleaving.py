"""A loop that runs its tasks in an order drawn by a seed."""

from __future__ import annotations

import asyncio
import random
from collections import deque
from typing import Any


class DrawnOrder(asyncio.SelectorEventLoop):
    """Who is ready takes his step when the seed says; what is no task's step keeps its place, as expected.

    Until `begin` is called the order is asyncio's own.
    """

    _ready: deque[Any]

    def __init__(self) -> None:
        super().__init__()
        self._chance: random.Random | None = None
        self.drawn: list[int] = []  # how each round was put in order, for whoever compares two runs

    def begin(self, seed: int) -> None:
        self._chance = random.Random(seed)

    def _run_once(self) -> None:
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
