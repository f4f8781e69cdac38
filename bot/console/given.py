"""What may stand behind an option: a day, a number of a task, a file to read, a file to write."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import click

from bot.texts.sentences import ROLE_WORDS

_DAY = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?")
LONGEST_NAME = 60
POSTS = "、".join(f"{word}（{role}）" for role, word in ROLE_WORDS.items())
YEARS = range(1990, 2101)  # an office's papers; beyond them days cannot be counted on from


class Day(click.ParamType[date]):
    name = "日期"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        found = _DAY.fullmatch(str(value).strip())
        if found is None or int(found[1]) not in YEARS:
            self.fail(f"“{value}”不是日期，应写成 2027-03-31。", param, ctx)
        try:
            return date(*map(int, found.groups()))
        except ValueError:
            self.fail(f"日历上没有“{value}”这一天。", param, ctx)


class Post(click.ParamType[str]):
    """In the office's words or the program's own: 督查员, coordinator."""

    name = "职务"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        said = str(value).strip()
        found = next((role for role, word in ROLE_WORDS.items() if said in (role, word)), None)
        if found is None:
            self.fail(f"没有职务“{said}”，可写：{POSTS}。", param, ctx)
        return found


class Name(click.ParamType[str]):
    """Of a person, as a register has it."""

    name = "姓名"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        name = str(value).strip()
        if not name:
            self.fail("姓名不能为空。", param, ctx)
        if any("\ud800" <= letter <= "\udfff" for letter in name):
            self.fail("姓名中有无法识别的字符：请在 UTF-8 终端中执行。", param, ctx)
        if len(name) > LONGEST_NAME or not name.isprintable():
            self.fail(f"姓名过长（超过{LONGEST_NAME}个字），或含有换行等字符。", param, ctx)
        return name


class FileToRead(click.Path):
    """An ordinary file: a pipe or a device might never end."""

    def __init__(self) -> None:
        super().__init__(exists=True, dir_okay=False, path_type=Path)
        self.name = "文件"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            found = super().convert(value, param, ctx)
            ordinary = Path(str(found)).is_file()
        except (OSError, ValueError) as fault:
            self.fail(f"{value} 读不到：路径有误或过长（{type(fault).__name__}）。", param, ctx)
        if not ordinary:
            self.fail(f"{value} 不是普通文件。", param, ctx)
        return found


class Place(click.Path):
    """Looked at by the command; here only whether a file can have such a name at all."""

    def __init__(self, *, file_okay: bool = True, dir_okay: bool = True) -> None:
        super().__init__(file_okay=file_okay, dir_okay=dir_okay, path_type=Path)
        self.name = "文件" if file_okay else "文件夹"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            return super().convert(value, param, ctx)
        except (OSError, ValueError):
            self.fail("文件名过长，或含有不能用的字符。", param, ctx)


DAY = Day()
POST = Post()
NAME = Name()
TO_READ = FileToRead()
TO_WRITE = Place(dir_okay=False)
FOLDER = Place(file_okay=False)
NEW_FILE = Place()
NUMBER = click.IntRange(1, 999_999_999)
