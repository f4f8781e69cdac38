"""One service at a time on an embedded database: a second one would serve the same people twice."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from bot.runtime.operator_errors import Refused
from bot.settings import Settings
from db.session import async_url


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
    with _lock_of(file) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Refused(f"{file} 正由运行中的服务使用，不能{_WORDS.get(what, what)}；请先停止服务。") from None
        yield


def _lock_of(file: Path) -> IO[str]:
    try:
        return file.with_name(file.name + ".lock").open("w")
    except OSError as fault:
        remedy = "请先建好这个文件夹，或核对 HUIYIN_DATABASE_URL 与权限"
        raise Refused(f"不能在 {file.parent} 中建立锁文件（{fault.strerror}）：{remedy}。") from fault


_WORDS = {
    "tick": "手动推进时间（tick）",
    "run": "再启动一个服务",
    "restore": "恢复备份",
    "migrate": "升级台账结构",
}
