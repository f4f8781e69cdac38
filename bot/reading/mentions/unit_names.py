"""Departments as people call them in running words: 住建局, 住建, 文旅商务市场监管三家."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_TAIL = re.compile(r"(?:委员会|管理局|执法局|监管局|局|委|办|厅|中心|管委会)$")
_LISTED = re.compile(r"[两三四五六七八九几]家|各家|几个局|这几家")
_SHORTEST = 2


def named(text: str, known: Mapping[str, int], *, loose: bool = False) -> list[int]:
    """Their ids in the order of the words. `known`: every name and alias. Cut forms (林草, 财政) count only where a
    list of them is announced (三家) or 局长, 主任 stands behind; `loose`: anywhere."""
    spans: list[tuple[int, int, int]] = []
    for name, unit in known.items():
        for form in _forms(name):
            spans += [(at.start(), at.end(), unit) for at in re.finditer(re.escape(form), text)]
        for form in _cut(name):
            spans += [
                (at.start(), at.end(), unit)
                for at in re.finditer(re.escape(form) if loose else _framed(form, text), text)
            ]
    kept: list[tuple[int, int, int]] = []
    for span in sorted(spans, key=lambda each: each[0] - each[1]):
        if all(span[1] <= other[0] or other[1] <= span[0] for other in kept):
            kept.append(span)
    return list(dict.fromkeys(unit for _, _, unit in sorted(kept)))


def written(text: str, known: Iterable[str]) -> list[str]:
    """The names themselves as they stand in the words, the longest first; no cut forms, which titles share."""
    forms = {form for name in known for form in _forms(name) if form in text}
    return sorted(forms, key=len, reverse=True)


def _forms(name: str) -> list[str]:
    """市住建局, 住建局; 高新区 of 高新区管委会."""
    bare = name.removeprefix("市")
    zone = [bare.removesuffix("管委会")] if bare.endswith("管委会") else []
    return [name, *([bare] if len(bare) > _SHORTEST else []), *(each for each in zone if len(each) > _SHORTEST)]


def _cut(name: str) -> list[str]:
    bare = _TAIL.sub("", name.removeprefix("市"))
    return [bare] if _SHORTEST <= len(bare) < len(name) else []


def _framed(form: str, text: str) -> str:
    listed = _LISTED.search(text)
    return (
        re.escape(form)
        if listed
        else rf"{re.escape(form)}(?=(?:局|委|办)?(?:局长|主任|的?同志|那边|那头|那嘎达|那里|口))"
    )
