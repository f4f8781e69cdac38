"""PostgreSQL's disk is full in the middle of work: of its tables alone, of all it has, and where it finds no room for
its log, which ends it until somebody starts it again. Nothing is lost or doubled, and the service goes on by itself.

`DISK_FULL=30 pytest -m soak tests/chaos/test_disk_full.py`, as root: the disk is a mounted tmpfs of some megabytes.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.chaos import postgres_server
from tests.office import staffed

TIMES = int(os.environ.get("DISK_FULL", "6"))
SAYINGS = 8  # of each head while it is full
MEGABYTES = {"tables": 64, "all": 256, "log": 256}

pytestmark = pytest.mark.skipif(
    os.name != "posix" or os.geteuid() != 0 or not shutil.which("mount"), reason="only root can mount a small disk"
)


class Disk:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self) -> None:
        """As another program does: to the last page."""
        with self._ballast.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError:
                return

    def free(self) -> None:
        self._ballast.unlink()


@contextmanager
def small_disk(megabytes: int):
    with tempfile.TemporaryDirectory(prefix="huiyin-disk-") as folder:
        Path(folder).chmod(0o755)  # the server is another user
        mounted = Path(folder) / "disk"
        mounted.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", mounted], check=True)
        try:
            yield Disk(mounted)
        finally:
            subprocess.run(["umount", "--lazy", mounted], check=True)


@contextmanager
def a_server(where: str, disk: Disk):
    with tempfile.TemporaryDirectory(prefix="huiyin-full-", ignore_cleanup_errors=True) as folder:
        started = postgres_server.Server(Path(folder) if where == "tables" else disk.folder)
        yield started
        started.start()
        started.stop()


def of_its_database(server: postgres_server.Server, where: str, disk: Disk) -> str:
    if where != "tables":
        return server.create("short_of_room")
    shutil.chown(disk.folder, "pgserver")
    with psycopg.connect(server.uri, autocommit=True) as connection:
        connection.execute(f"CREATE TABLESPACE small LOCATION '{disk.folder}'")
    return server.create("short_of_room", "TABLESPACE small")


ROOM = "CREATE TABLE room AS SELECT repeat('x', 900) FROM generate_series(1, 100000)"
NEXT_FILE_OF_THE_LOG = "SELECT pg_logical_emit_message(true, 'next', 'file'), pg_switch_wal()"


def refused(url: str, where: str) -> str:
    """What PostgreSQL says to who wants room now."""
    wanted = [NEXT_FILE_OF_THE_LOG] * 20 if where == "log" else [ROOM]
    try:
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
            for statement in wanted:
                connection.execute(statement)
    except psycopg.Error as error:
        return error.sqlstate or type(error).__name__
    return "there is room"


@pytest.mark.soak
@pytest.mark.parametrize("where", ["tables", "all", "log"])
async def test_a_full_disk_loses_no_message_and_goes_on(where):
    told, waited = [], []
    with small_disk(MEGABYTES[where]) as disk, a_server(where, disk) as server:
        url = of_its_database(server, where, disk)

        async def filled_and_freed(office, heads):
            said = []
            for number in range(TIMES):
                said += await postgres_server.each_says(office, heads, number * (SAYINGS + 1))
                await asyncio.to_thread(disk.fill)
                told.append(await asyncio.to_thread(refused, url, where))
                for again in range(1, SAYINGS + 1):
                    said += await postgres_server.each_says(office, heads, number * (SAYINGS + 1) + again)
                await asyncio.sleep(3)
                waited.append(len(await office.stage.client.waiting()))
                await asyncio.to_thread(disk.free)
                await asyncio.to_thread(server.revive)
                while await office.stage.client.waiting():  # noqa: ASYNC110  of another process
                    await asyncio.sleep(0.3)
            return said

        async with staffed(url) as office:
            heads = await postgres_server.heads_with_tasks(office)
            before = {head.chat_id: len(head.messages) for head in heads}
            said = await postgres_server.while_it_runs(office, heads, filled_and_freed)
            unknown = await postgres_server.nothing_lost_and_nothing_doubled(office, heads, said, before)
    print(f"\n{where}: full {TIMES} times: {told}")
    print(f"{len(said)} messages, not taken while it was full: {waited}; {unknown} sends of unknown outcome")
    assert "there is room" not in told
    assert any(waited)  # small rows may find room in pages that are there
