"""Takes hidden characters out of an update before anything reads it; the inbox keeps what came."""

from __future__ import annotations

from typing import Any

from bot.reading.text.hidden import without_hidden


def visible(raw: Any) -> Any:
    """The very same object where nothing is hidden.

    Entities count UTF-16 units: those of a text that changed are left out, save a command that begins it.
    """
    if isinstance(raw, str):
        return without_hidden(raw)
    if isinstance(raw, list):
        items = [visible(each) for each in raw]
        return raw if all(new is old for new, old in zip(items, raw, strict=True)) else items
    if not isinstance(raw, dict):
        return raw
    found = {name: visible(value) for name, value in raw.items()}
    if all(found[name] is value for name, value in raw.items()):
        return raw
    for text, entities in (("text", "entities"), ("caption", "caption_entities")):
        if entities in found and found.get(text) is not raw.get(text):
            found[entities] = [each for each in found[entities] if _unmoved(each, raw[text])]
    return found


def _unmoved(entity: dict[str, Any], text: str) -> bool:
    covered = text[: int(entity["length"])]
    return entity["offset"] == 0 and without_hidden(covered) is covered
