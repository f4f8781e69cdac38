"""Results kept while one message is read: a clause about forty tasks is weighed once, not forty times."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

M = TypeVar("M")
P = ParamSpec("P")
R = TypeVar("R")


class _Known(threading.local):
    """The results for the last message alone, so that no message outlives its reading by more than the next one."""

    def __init__(self) -> None:
        self.message: object = None
        self.results: dict[Hashable, Any] = {}


def once_per_message(function: Callable[Concatenate[M, P], R]) -> Callable[Concatenate[M, P], R]:
    """For a pure function whose first argument is the message heard, told from others by identity."""
    known = _Known()

    @wraps(function)
    def remembered(message: M, *args: P.args, **kwargs: P.kwargs) -> R:
        if known.message is not message:
            known.message, known.results = message, {}
        key = (args, *kwargs.values())
        if key not in known.results:
            known.results[key] = function(message, *args, **kwargs)
        return cast("R", known.results[key])

    return cast("Callable[Concatenate[M, P], R]", remembered)
