"""One service at a time on an embedded database: a second one would serve the same people twice."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.refusals import Refused
from bot.settings import Settings
from db.session import async_url


def ledger_file(settings: Settings) -> Path | None:
    """The SQLite file, if the ledger is one."""
    url = async_url(settings.database_url)
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    return Path(url.database)


@contextmanager
def only_one(settings: Settings, what: str) -> Iterator[None]:
    """Hold the lock beside the file; the system lets go of it when the process ends, however it ends.

    Raises Refused while another holds it.
    """
    file = ledger_file(settings)
    if file is None:
        yield
        return
    with file.with_name(file.name + ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Refused(f"{file} 正由运行中的服务使用，不能{_WORDS.get(what, what)}；请先停止服务。") from None
        yield


_WORDS = {"tick": "手动推进时间（tick）", "run": "再启动一个服务", "restore": "恢复备份"}
