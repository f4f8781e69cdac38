"""One service at a time on an embedded database: a second one would serve the same people twice."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from bot.runtime.operator_errors import Refused
from bot.settings import Settings
from db.session import async_url
from db.system_reasons import reason

try:
    import fcntl
except ImportError:  # not a Unix: good enough for the playground, not for a service
    fcntl = None  # type: ignore[assignment]


def ledger_file(settings: Settings) -> Path | None:
    """The SQLite file itself, if the ledger is one: by whatever name it is called there is one lock beside it."""
    url = async_url(settings.database_url)
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    return Path(url.database).resolve()


@contextmanager
def only_one(settings: Settings, what: str) -> Iterator[None]:
    """Hold the lock beside the file; the system lets go of it when the process ends, however it ends.

    Raises Refused while another holds it, and where there is no place for it.
    """
    file = ledger_file(settings)
    if file is None:
        yield
        return
    if fcntl is None:
        raise Refused("本系统没有文件锁，不能保证只有一个服务使用台账：请在 Linux 上运行（演练场不受影响）。")
    with _lock_of(file) as lock:
        taken = _held(lock.fileno()) and _held_itself(file, create=what == "run")
        if not taken:
            raise Refused(f"{file} 正由运行中的服务使用，不能{_WORDS.get(what, what)}；请先停止服务。")
        try:
            yield
        finally:
            taken()


def _held(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _held_itself(file: Path, *, create: bool) -> Callable[[], None] | None:
    """Lock the ledger's own file: it has one lock under all its hard links, and with the file beside it deleted.

    How to let go of it; None where somebody else holds it. Where no ledger stands there is nothing to lock.
    """
    try:
        found = os.stat(file)
        handle = _OPENED.get((found.st_dev, found.st_ino))
    except OSError:
        handle = None
    if handle is None:
        try:
            handle = os.open(file, os.O_RDWR | os.O_CLOEXEC | (os.O_CREAT if create else 0), 0o600)
        except OSError:
            return lambda: None  # not there, or not ours to write: what comes next says so
        found = os.fstat(handle)
        _OPENED[found.st_dev, found.st_ino] = handle
    if handle in _HELD or not _held(handle):
        return None
    _HELD.add(handle)
    return lambda: _let_go(handle)


def _let_go(handle: int) -> None:
    _HELD.discard(handle)
    fcntl.flock(handle, fcntl.LOCK_UN)


# Open while the process lives: to close one would let go of the locks of SQLite's own connections in this process.
_OPENED: dict[tuple[int, int], int] = {}
_HELD: set[int] = set()


def _lock_of(file: Path) -> IO[str]:
    try:
        return file.with_name(file.name + ".lock").open("w")
    except OSError as fault:
        remedy = "请先建好这个文件夹，或核对 HUIYIN_DATABASE_URL 与权限"
        raise Refused(f"不能在 {file.parent} 中建立锁文件（{reason(fault)}）：{remedy}。") from fault


_WORDS = {
    "tick": "手动推进时间（tick）",
    "run": "再启动一个服务",
    "restore": "恢复备份",
    "forget": "整理台账文件",
    "migrate": "升级台账结构",
}
