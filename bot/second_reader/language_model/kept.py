"""What is kept with an inbox row of a model that was asked: its answer as written, and how long it took."""

from __future__ import annotations

import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """`answer` is None where none came in time."""

    answer: str | None
    seconds: float

    def packed(self) -> bytes:
        return json.dumps({"answer": self.answer, "seconds": round(self.seconds, 3)}, ensure_ascii=False).encode()


def unpacked(supplement: bytes | None) -> KeptAnswer | None:
    """None: no model was asked, or what was kept is nothing this program wrote."""
    try:
        kept = json.loads(supplement) if supplement else None
        return KeptAnswer(kept["answer"], float(kept["seconds"])) if kept else None
    except (ValueError, KeyError, TypeError):
        return None
