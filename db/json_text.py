"""JSON on its way into the database, and what is JSON already."""

from __future__ import annotations

import json
from typing import Any

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))  # made once: `dumps` makes one for every value


class JsonText(str):
    """The text of a JSON value: stored as it stands, where the same text is needed for something else as well."""

    __slots__ = ()


def dumps(value: Any) -> str:
    return value if type(value) is JsonText else _ENCODER.encode(value)


def loads(text: str) -> Any:
    """Most objects and lists in rows of tasks are empty."""
    return {} if text == "{}" else [] if text == "[]" else json.loads(text)
