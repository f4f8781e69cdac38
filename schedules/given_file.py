"""What stands in a file that the office names: an ordinary one of bounded size, for a pipe or a device never ends."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

MOST = 100_000_000  # bytes of a ledger, a list of cases
MOST_WRITTEN = 2_000_000  # of what people write by hand: settings, policy, calendar


class GivenFault(Exception):
    """Names the file, what is wrong with it, and the remedy."""


def content(file: Path, *, most: int = MOST) -> bytes:
    """Raises GivenFault, and OSError where the system refuses."""
    with _opened(file) as opened:
        if os.fstat(opened.fileno()).st_size > most:
            raise GivenFault(f"{file} 过大（超过{most // 1_000_000} MB）：请核对是否选错了文件，或分成几份。")
        return opened.read(most)


def beginning(file: Path, count: int) -> bytes:
    """Of a file of whatever size. Raises as `content`."""
    with _opened(file) as opened:
        return opened.read(count)


def _opened(file: Path) -> BinaryIO:
    """Never waits: a pipe that nobody writes into would be waited for while it is opened."""
    handle = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise GivenFault(f"{file} 不是普通文件（是文件夹、管道或设备）：请核对路径。")
    return os.fdopen(handle, "rb")


def text(file: Path, *, errors: str = "strict") -> str:
    """Of a file written by hand, in UTF-8. Raises as `content`, and UnicodeDecodeError."""
    return content(file, most=MOST_WRITTEN).decode("utf-8-sig", errors)
