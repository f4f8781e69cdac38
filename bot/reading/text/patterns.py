"""Expressions that only some messages need: compiled at their first use, so that importing the reader stays cheap."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, cast


class _Later:
    def __init__(self, source: str | Callable[[], str]) -> None:
        self.source = source

    def __getattr__(self, name: str) -> Any:
        source = self.source if isinstance(self.source, str) else self.source()
        value = getattr(re.compile(source), name)
        self.__dict__[name] = value
        return value


def later(source: str | Callable[[], str]) -> re.Pattern[str]:
    """Like `re.compile`, but only when it is first asked for something; a function gives the source then, too."""
    return cast("re.Pattern[str]", _Later(source))
