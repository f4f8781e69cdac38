"""No module needs itself: rings of imports, those inside functions and below TYPE_CHECKING counted."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "schedules", "db")


def modules() -> dict[str, Path]:
    files = [file for package in PACKAGES for file in (ROOT / package).rglob("*.py") if "versions" not in file.parts]
    return {".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): file for file in files}


def imported(file: Path, known: set[str]) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                name = f"{node.module}.{alias.name}"
                yield name if name in known else node.module


def ring(graph: dict[str, set[str]]) -> list[str]:
    """Modules that reach themselves: what is left when those that need nothing left are taken away, both ways."""
    left = dict(graph)
    while True:
        needed = {name for needs in left.values() for name in needs}
        free = [name for name, needs in left.items() if not needs & left.keys() or name not in needed]
        if not free:
            return sorted(left)
        left = {name: needs & (left.keys() - set(free)) for name, needs in left.items() if name not in free}


def test_there_is_no_ring():
    known = modules()
    graph = {name: set(imported(file, set(known))) & known.keys() - {name} for name, file in known.items()}
    assert ring(graph) == []


def test_a_ring_would_be_found():
    assert ring({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}}) == ["b", "c"]
