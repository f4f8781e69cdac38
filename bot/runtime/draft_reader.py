"""`python -m bot.runtime.draft_reader`: drafts the tasks of the text that standard input brings, and prints them.

A process of its own, within limits: the file is a stranger's.
"""

from __future__ import annotations

import pickle
import sys

from bot.drafting.drafted_file import kept_of
from bot.drafting.kept_drafts import written
from bot.runtime.ledger_reader import limited


def main() -> None:
    limited()
    content, named = pickle.load(sys.stdin.buffer)  # from our own parent
    sys.stdout.buffer.write(written(kept_of(content, **named)))


if __name__ == "__main__":
    main()
