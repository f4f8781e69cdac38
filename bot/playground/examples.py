"""Where the example files are: beside the packages in a clone, inside the package in a wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
PLACES = (_PACKAGE / "examples", _PACKAGE.parent / "examples")


class ExamplesMissing(Exception):
    """The text says where they were looked for."""


def example(name: str) -> Path:
    for folder in PLACES:
        if (folder / name).is_file():
            return folder / name
    raise ExamplesMissing(f"找不到示例文件 {name}（已在 {PLACES[0]} 查找）：安装不完整，请重新安装。")
