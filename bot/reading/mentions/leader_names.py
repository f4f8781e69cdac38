"""Leaders as people call them: 常务, 城建市长, 生态副市长, 市长."""

from __future__ import annotations

import re
from collections.abc import Iterable

_MAYOR = re.compile(r"(?:副?市长|副?书记|秘书长|副?[县区]长)$")
_FIELD = re.compile(r"^(?:分管|协管|主管)?(?P<field>[\u4e00-\u9fff]*?)(?P<post>副?(?:市长|县长|区长)|副?书记|秘书长)$")
_BEFORE_MAYOR = re.compile(r"[\u4e00-\u9fff]{0,4}副?$")


def named(text: str, names: Iterable[str]) -> list[str]:
    """In the order in which they stand; the longest form at a place counts."""
    spans: list[tuple[int, int, str]] = []
    for name in names:
        spans += [(found.start(), found.end(), name) for found in _pattern(name).finditer(text)]
    kept: list[tuple[int, int, str]] = []
    for span in sorted(spans, key=lambda each: each[0] - each[1]):
        if all(span[1] <= other[0] or other[1] <= span[0] for other in kept):
            kept.append(span)
    return list(dict.fromkeys(name for _, _, name in sorted(kept)))


def _pattern(name: str) -> re.Pattern[str]:
    """Its whole form, and the usual shorter ones."""
    parts = _FIELD.fullmatch(name)
    if parts is None:
        return re.compile(re.escape(name))
    field, post = parts["field"], parts["post"]
    if not field:
        return (
            re.compile(rf"(?<![\u4e00-\u9fff]副)(?<!副){re.escape(post)}" + r"(?!热线|论坛|办公会|信箱)")
            if "副" not in post
            else re.compile(re.escape(name))
        )
    if field == "常务":
        return re.compile(rf"{re.escape(name)}|常务(?:市长)?(?!会|工作会|委员|副)")
    short = "|".join(dict.fromkeys(field[at : at + 2] for at in range(len(field) - 1)))
    loose = post.replace("副", "副?")
    return re.compile(rf"{re.escape(name)}|(?:分管)?(?:{re.escape(field)}|{short})(?:的)?{loose}")
