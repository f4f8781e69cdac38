"""What is wrong with `.env` and the environment before any value is looked at: encoding, lines, names."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path

PREFIX = "HUIYIN_"
FILE = ".env"
_OURS = ("TEST_",)  # names of the test suite
_LINE = re.compile(r"\s*(?:export\s+)?['\"]?(?P<name>[A-Za-z_][A-Za-z0-9_.-]*)['\"]?\s*(?:=.*)?", re.DOTALL)


def faults(known: Iterable[str]) -> list[str]:
    """Each with its remedy; no value is shown. `known`: the settings' names, without the prefix."""
    names = [PREFIX + each.upper() for each in known]
    lines, found = _lines()
    given = dict.fromkeys((*(name.upper() for name in os.environ), *lines))
    return [*found, *(_unknown(name, names) for name in given if _foreign(name, names))]


def _foreign(name: str, names: list[str]) -> bool:
    return name.startswith(PREFIX) and name not in names and not name.removeprefix(PREFIX).startswith(_OURS)


def _unknown(name: str, names: list[str]) -> str:
    near = get_close_matches(name, names, n=1, cutoff=0.7)
    return f"{name}：没有这一项设置，" + (f"是否要写 {near[0]}？" if near else "请删去。")


def _lines() -> tuple[list[str], list[str]]:
    """The names that the file sets, and what is wrong with it."""
    file = Path(FILE)
    if not os.path.lexists(file):  # Path.exists raises in a folder that may not be looked into
        return [], []
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        return [], [f"{FILE} 不是 UTF-8 编码（可能是 GBK）：请在编辑器中另存为 UTF-8。"]
    except OSError as fault:
        return [], [f"{FILE} 读不到（{'是文件夹' if file.is_dir() else type(fault).__name__}）：请检查文件和权限。"]
    return list(_names(text)), list(_broken(text))


def _names(text: str) -> Iterator[str]:
    for line in text.splitlines():
        found = _LINE.fullmatch(line)
        if found and "=" in line:
            yield found["name"].upper()


def _broken(text: str) -> Iterator[str]:
    """Lines that would be passed over in silence. A value in quotes may go on over several lines."""
    quote = ""
    for number, line in enumerate(text.splitlines(), 1):
        if not quote and line.strip() and not line.lstrip().startswith("#"):
            if not _LINE.fullmatch(line) or "=" not in line:
                yield f"{FILE} 第 {number} 行不合格式：应为 名称=值，注释以 # 开头。"
                continue
            begun = line.partition("=")[2].strip()[:1]
            quote = begun if begun in ("'", '"') and begun not in line.partition("=")[2].strip()[1:] else ""
        elif quote and quote in line:
            quote = ""
    if quote:
        yield f"{FILE} 中有一处引号没有结束：请补上 {quote}。"
