"""What is wrong with `.env` and the environment before any value is looked at: encoding, lines, names."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path

from db.system_reasons import reason
from schedules import given_file
from schedules.given_file import GivenFault

PREFIX = "HUIYIN_"
FILE = ".env"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_OURS = ("TEST_",)  # names of the test suite
_LINE = re.compile(r"\s*(?:export\s+)?['\"]?(?P<name>[A-Za-z_][A-Za-z0-9_.-]*)['\"]?\s*(?:=.*)?", re.DOTALL)


def faults(known: Iterable[str]) -> tuple[list[str], bool]:
    """Each with its remedy, and whether the file can be read at all; no value is shown.

    `known`: the settings' names, without the prefix.
    """
    names = [PREFIX + each.upper() for each in known]
    readable, text, found = True, "", []
    try:
        text = _text()
        found = list(_broken(text))
    except _Unreadable as fault:
        readable, found = False, [str(fault)]
    if found:  # the library that reads the lines would name them once more, in English
        logging.getLogger("dotenv").setLevel(logging.CRITICAL)
    given = dict.fromkeys((*(name.upper() for name in os.environ), *_names(text)))
    return [*found, *(_unknown(name, names) for name in given if _foreign(name, names))], readable


class _Unreadable(Exception):
    """Why, in words."""


def _foreign(name: str, names: list[str]) -> bool:
    return name.startswith(PREFIX) and name not in names and not name.removeprefix(PREFIX).startswith(_OURS)


def _unknown(name: str, names: list[str]) -> str:
    ours = [each.removeprefix(PREFIX) for each in names]  # what all begin with makes none alike
    near = get_close_matches(name.removeprefix(PREFIX), ours, n=1, cutoff=0.7)
    return f"{name}：没有这一项设置，" + (f"是否要写 {PREFIX}{near[0]}？" if near else "请删去。")


def _text() -> str:
    """What the file says, nothing where there is none. Raises _Unreadable."""
    file = Path(FILE)
    if not os.path.lexists(file):  # Path.exists raises in a folder that may not be looked into
        return ""
    try:
        read = given_file.content(file, most=given_file.MOST_WRITTEN)
    except GivenFault as fault:
        raise _Unreadable(f"{FILE} 是文件夹：请改名后另建 {FILE} 文件。" if file.is_dir() else str(fault)) from fault
    except OSError as fault:
        raise _Unreadable(f"{FILE} 读不到（{reason(fault)}）：请检查文件和权限。") from fault
    try:
        return read.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        kind = "UTF-16" if read.startswith((b"\xff\xfe", b"\xfe\xff")) else "GBK"
        raise _Unreadable(f"{FILE} 不是 UTF-8 编码（可能是 {kind}）：请在编辑器中另存为 UTF-8。") from fault


def _names(text: str) -> Iterator[str]:
    for line in text.splitlines():
        found = _LINE.fullmatch(line)
        if found and "=" in line:
            yield found["name"].upper()


def _broken(text: str) -> Iterator[str]:
    """Lines that would be passed over in silence. A value in quotes may go on over several lines."""
    quote = ""
    for number, line in enumerate(text.splitlines(), 1):
        if _CONTROL.search(line):
            yield f"{FILE} 第 {number} 行有看不见的控制字符：请删去后重新输入这一行。"
            continue
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
