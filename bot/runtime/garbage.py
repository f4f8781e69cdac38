"""How often Python looks for garbage: what is loaded stays, and a look at the ledger makes rows by the ten thousand."""

from __future__ import annotations

import gc

ROWS = 10_000  # more objects than before the next look; Python's own measure is 700, a twentieth of a tick's time


def settle() -> None:
    """What has been loaded so far is never looked through again."""
    gc.freeze()
    gc.set_threshold(ROWS, 20, 20)
