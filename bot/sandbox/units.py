"""Telegram counts offsets and lengths in UTF-16 code units."""

from typing import Any

Entity = dict[str, Any]


def units(text: str) -> int:
    if text.isascii():
        return len(text)
    return len(text) + sum(sign > "\uffff" for sign in text)


def byte_offset(text: str, index: int) -> int:
    return len(text[:index].encode())
