"""How an order begins, which tasks it names, and how it ends: what all orders about tasks share."""

from __future__ import annotations

import re

_ONE = r"(?:第|编号|任务|事项)?\d{1,6}(?:号|项|#)?"
NUMBERS = rf"(?P<numbers>(?:第|编号|任务|事项)?\d{{1,6}}(?:(?:号|项)?(?:[、,和及与]|至|到|-){_ONE})*(?:号|项|#)(?:事项|任务|工作)?)"
TAKE = r"(?:请|麻烦|帮我?|现|同意|决定|经研究)?(?:把|将|对)?"
END = r"[。.!]?$"


def numbers(text: str) -> tuple[int, ...]:
    """3、5号, 3-5号."""
    found: list[int] = []
    for first, last in re.findall(r"(\d{1,6})(?:号|项)?(?:(?:至|到|-)(?:第)?(\d{1,6}))?", text):
        start, end = int(first), int(last or first)
        found += range(start, end + 1) if start <= end < start + 50 else (start, end)
    return tuple(dict.fromkeys(found))
