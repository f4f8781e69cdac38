"""`python -m bot.runtime.ledger_reader`: reads the ledger that standard input brings, within limits, and prints it.

A process of its own: a file made to hurt takes its memory and its time, not those of the service.
"""

from __future__ import annotations

import gc
import os
import pickle
import sys

from bot.ledger_files.sheet_json import dumped_lines
from bot.ledger_files.workbook import read_ledger

PROGRESS = "rows"  # a line of standard error that says how far it is
MOST_MEMORY = 700 * 2**20  # of address space; 10,000 rows take a third of it
MOST_SECONDS = 60  # of the processor


def limited() -> None:
    """From here on this process has so much and no more; where the system knows no limits (Windows), it has none."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def _tell(done: int, of: int) -> None:
    print(f"{PROGRESS} {done} {of}", file=sys.stderr, flush=True)


def main() -> None:
    limited()
    order = pickle.load(sys.stdin.buffer)  # from our own parent; what goes back is JSON
    if order.pop("tells", False):
        order["progress"] = _tell
    gc.disable()  # it ends with the file, and nothing in it is thrown away before
    sys.stdout.writelines(f"{line}\n" for line in dumped_lines(read_ledger(order.pop("source"), **order)))
    sys.stdout.flush()
    os._exit(0)  # taking half a million objects apart is work for nobody


if __name__ == "__main__":
    main()
