"""Which story plays which mechanism of the speech: the table of `docs/mechanisms.md`, read from the stories themselves.

`python -m tests.scenarios.mechanisms.table` writes it.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
DOCUMENT = Path(__file__).parents[3] / "docs" / "mechanisms.md"


@dataclass(frozen=True, slots=True)
class Mechanism:
    number: int
    name: str
    verified: str
    without: str = ""  # why no story plays it


@dataclass(frozen=True, slots=True)
class Story:
    file: str
    name: str
    plays: tuple[int, ...]


def mechanisms() -> list[Mechanism]:
    return [Mechanism(**row) for row in tomllib.loads((HERE / "mechanisms.toml").read_text("utf-8"))["mechanism"]]


def files() -> list[Path]:
    return sorted(path for path in HERE.glob("test_*.py") if path.name != "test_table.py")


def stories() -> list[Story]:
    return [story for path in files() for story in _of_file(path)]


def _of_file(path: Path) -> Iterator[Story]:
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.AsyncFunctionDef) and node.name.startswith("test_"):
            yield Story(path.name, node.name, tuple(sorted(_numbers(node))))


def _numbers(node: ast.AsyncFunctionDef) -> Iterator[int]:
    """Of `@pytest.mark.mechanism(9, 22)`."""
    for mark in node.decorator_list:
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.mechanism":
            yield from (int(ast.literal_eval(each)) for each in mark.args)


def markdown() -> str:
    told = stories()
    rows = [_row(each, [story for story in told if each.number in story.plays]) for each in mechanisms()]
    played = sum(any(each.number in story.plays for story in told) for each in mechanisms())
    return "\n".join(
        [
            "# The speech, mechanism by mechanism",
            "",
            "Made by `python -m tests.scenarios.mechanisms.table`. Each story is played over HTTP in the chat alone;",
            "its office, people and ledger, is what `huiyin import-people` and `huiyin import` leave.",
            f"Played: {played} of {len(rows)}.",
            "",
            "| # | Mechanism | How a user verifies it | Story |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


def _row(mechanism: Mechanism, told: list[Story]) -> str:
    shown = "<br>".join(f"`{story.file}::{story.name}`" for story in told)
    return f"| {mechanism.number} | {mechanism.name} | {mechanism.verified} | {shown or f'none: {mechanism.without}'} |"


if __name__ == "__main__":
    DOCUMENT.write_text(markdown(), "utf-8")
