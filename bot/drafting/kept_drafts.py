"""What came of a text sent in the chat, as it is kept with the update that brought it. Pure."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

ASKS = re.compile(
    r"(?:请|帮我?|麻烦)?(?:把(?:这份|它)?)?(?:拟|起草|草拟|分解|拆解|提取)(?:一?下)?(?:出)?(?:任务|事项|台账|分解表|任务清单)"
)
LIKE_MINUTES = 3  # pieces of work: a text with as many hands something out


@dataclass(frozen=True, slots=True)
class Known:
    """What the office knows of its units: any name → the full one; what each is for; what each has led before."""

    names: Mapping[str, str] = field(default_factory=dict)
    duties: Mapping[str, str] = field(default_factory=dict)
    earlier: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """`asked`: he wants drafts; otherwise they are offered. `fault`: in words, why the text could not be read."""

    name: str
    asked: bool = False
    secret: bool = False
    fault: str = ""
    many: int = 0
    left_out: int = 0  # sentences with an order or a day that were not drafted
    without_lead: int = 0
    without_date: int = 0
    first: tuple[str, ...] = ()
    workbook: bytes = b""


def asks(caption: str) -> bool:
    return ASKS.search(caption) is not None


def written(kept: Kept) -> bytes:
    told = asdict(kept) | {"workbook": base64.b64encode(kept.workbook).decode()}
    return json.dumps({"draft": told}, ensure_ascii=False).encode()


def read_of(supplement: bytes) -> Kept | None:
    """None: it is no draft."""
    try:
        told = json.loads(supplement)["draft"]
        return Kept(**(told | {"workbook": base64.b64decode(told["workbook"]), "first": tuple(told["first"])}))
    except (ValueError, TypeError, KeyError):
        return None
