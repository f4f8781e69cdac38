"""`python -m bot.runtime.fault_noter`: writes faults into the cells of the workbook that standard input brings.

A process of its own, within limits: the file is a stranger's, and its library takes sixty megabytes a service that runs
for months would keep.
"""

from __future__ import annotations

import pickle
import sys

from bot.ledger_files.fault_workbook import noted
from bot.runtime.ledger_reader import limited


def main() -> None:
    limited()
    content, faults = pickle.load(sys.stdin.buffer)  # from our own parent
    sys.stdout.buffer.write(noted(content, faults))


if __name__ == "__main__":
    main()
