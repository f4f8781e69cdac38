"""Files a command writes: whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from bot.runtime.operator_errors import Refused
from db.system_reasons import reason
from schedules import given_file

_HEAD = 4  # bytes that tell a picture from a workbook from a text of ours


def must_fit(file: Path, *, suffix: str) -> None:
    """Raises Refused where nothing could be written under this name: before the work, not after it."""
    if file.suffix.lower() != suffix:
        raise Refused(f"文件名应以 {suffix} 结尾，现为 {file.name}。")
    if os.path.isdir(file):
        raise Refused(f"{file} 是文件夹，请写明其中的文件名。")
    near = next(each for each in (*file.parents, Path()) if os.path.lexists(each))
    if not os.path.isdir(near) or not os.access(near, os.W_OK, effective_ids=True):
        raise Refused(f"写不进 {file}：{near} 不是可写的文件夹。请换一个位置，或检查权限。")


def _another_kind(file: Path, head: bytes) -> bool:
    """Whether something stands there that does not begin as what is to be written begins."""
    if not os.path.lexists(file):
        return False
    stands = given_file.beginning(file, len(head))
    return bool(stands) and stands != head


def write_private(file: Path, content: bytes) -> None:
    """A new file that its owner alone may read. Raises Refused."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as opened:
            opened.write(content)
    except OSError as fault:
        raise Refused(f"写不进 {file}：{reason(fault)}。请换一个文件夹，或检查权限和磁盘空间。") from fault


def write(file: Path, content: bytes, *, suffix: str, replaces: bool = False) -> None:
    """Raises Refused where the name or the place does not fit; a file of the same kind that stood there is replaced
    at once, any other stays, unless whoever is asked said so (`replaces`)."""
    must_fit(file, suffix=suffix)
    if not replaces and _another_kind(file, content[:_HEAD]):
        raise Refused(f"{file} 已存在，看来是别的文件，不覆盖；请换一个文件名，或先移走它。")
    beside = file.with_name(f".{file.name}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(content)
        os.replace(beside, file)
    except OSError as fault:
        beside.unlink(missing_ok=True)
        raise Refused(f"写不进 {file}：{reason(fault)}。请换一个位置，或检查权限和磁盘空间。") from fault
