"""Expressions that only some messages need: compiled at their first use, so that importing the reader stays cheap."""

from __future__ import annotations

import re
from typing import Any, cast


class _Later:
    def __init__(self, source: str) -> None:
        self.source = source

    def __getattr__(self, name: str) -> Any:
        value = getattr(re.compile(self.source), name)
        self.__dict__[name] = value
        return value


def later(source: str) -> re.Pattern[str]:
    """Like `re.compile`, but only when it is first asked for something."""
    return cast("re.Pattern[str]", _Later(source))
