"""The parameters of one call, as a form, JSON or multipart brought them."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from bot.sandbox.refusals import refuse


class Upload(NamedTuple):
    name: str
    kind: str
    content: bytes


class Given:
    __slots__ = ("files", "values")

    def __init__(self, values: Mapping[str, Any], files: Mapping[str, Upload] | None = None) -> None:
        self.values = values
        self.files = files or {}

    def has(self, name: str) -> bool:
        return name in self.values

    def text(self, name: str) -> str:
        value = self.values.get(name)
        if value is None:
            return ""
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    def number(self, name: str) -> int | None:
        value = self.values.get(name)
        if value is None or value == "":
            return None
        try:
            return int(value)
        except (TypeError, ValueError):
            raise refuse("number", name=name) from None

    def flag(self, name: str) -> bool:
        value = self.values.get(name)
        return value is True or str(value).lower() in {"true", "yes", "1"}

    def data(self, name: str) -> Any:
        """An object or array, whether it came as JSON inside a form or as itself; None if absent."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise refuse("object", name=name.replace("_", " ")) from None
