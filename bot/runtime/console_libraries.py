"""Libraries for coloured terminals that others take up wherever they are installed.

structlog and httpx import rich and pygments if they can, for tracebacks and a command that nobody here calls: 5 MB and
a fifth of a second of every start. An operator's set has neither; a development set has both.
"""

from __future__ import annotations

import sys
from typing import Any

_UNUSED = ("rich", "pygments")


def without_console_libraries() -> None:
    """For a process that is ours alone: from now on they count as not installed."""
    modules: dict[str, Any] = sys.modules
    for name in _UNUSED:
        modules.setdefault(name, None)
