"""Which field of an update holds what Telegram never sends there? python-telegram-bot takes whatever comes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_NUMBERS = {"message_id", "chat_id", "user_id", "date", "edit_date", "file_size", "duration"}
_WORDS = {"text", "caption", "data", "first_name", "last_name", "username", "title", "file_id", "file_name", "type"}
_MOST = 2**63


def wrong(value: Any) -> str | None:
    """The first such field by its name."""
    return next(_wrong(value), None)


def _wrong(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from _wrong(each)
    if not isinstance(value, dict):
        return
    for name, each in value.items():
        if not _fits(name, each):
            yield name
        yield from _wrong(each)


def _fits(name: str, value: Any) -> bool:
    if name in _NUMBERS:
        return _is_number(value)
    if name in _WORDS:
        return isinstance(value, str)
    return name != "id" or isinstance(value, str) or _is_number(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -_MOST <= value < _MOST
