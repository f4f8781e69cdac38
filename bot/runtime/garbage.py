"""How often Python looks for garbage: what is loaded stays, and a look at the ledger makes rows by the ten thousand."""

from __future__ import annotations

import ctypes
import gc
from functools import cache
from typing import Any

ROWS = 10_000  # more objects than before the next look; Python's own measure is 700, a twentieth of a tick's time


def settle() -> None:
    """What has been loaded so far is never looked through again."""
    gc.freeze()
    gc.set_threshold(ROWS, 20, 20)


def give_back() -> None:
    """What loading or a look at the whole ledger took and nobody needs any more, to the machine (some milliseconds).

    Garbage that came through two looks would wait for 4,000,000 new objects, and glibc keeps freed pages below others
    that are in use.
    """
    gc.collect()
    trim = _trim()
    if trim is not None:
        trim(0)


@cache
def _trim() -> Any:
    """None where the C library is not glibc."""
    return getattr(ctypes.CDLL(None), "malloc_trim", None)
