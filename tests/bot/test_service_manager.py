"""systemd hears READY, WATCHDOG and STOPPING on its socket, and a page to play with needs no Unix."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bot.runtime import watchdog
from bot.runtime.service_manager import ServiceManager
from bot.runtime.watchdog import Loop, Watchdog


@pytest.fixture(params=["file", "abstract"])
def manager(request, tmp_path, monkeypatch):
    """The socket of a service manager; what it heard so far."""
    name = str(tmp_path / "notify") if request.param == "file" else f"@huiyin-test-{tmp_path.name}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(name.replace("@", "\0"))
        heard.setblocking(False)
        monkeypatch.setenv("NOTIFY_SOCKET", name)
        yield lambda: heard.recv(4096).decode()


async def test_ready_once_the_loops_run_then_alive_at_every_look_and_the_end(manager, monkeypatch):
    monkeypatch.setattr(watchdog, "LOOK_SECONDS", 0.01)
    notifier = ServiceManager()

    async def works(stop):
        await stop.wait()

    stop = asyncio.Event()
    loop = Loop("poller", works, lambda: 1, patience=1e9)
    task = asyncio.create_task(Watchdog([loop], on_well=notifier.alive).run(stop))
    await asyncio.sleep(0)
    assert manager() == "READY=1\nSTATUS=正在运行"
    for _ in range(2):
        while True:
            try:
                assert manager() == "WATCHDOG=1"
                break
            except BlockingIOError:
                await asyncio.sleep(0.005)
    stop.set()
    await task
    notifier.stopping()
    said = []
    while not said or not said[-1].startswith("STOPPING"):
        said.append(manager())


async def test_a_loop_that_falls_at_every_look_is_not_called_alive(monkeypatch):
    monkeypatch.setattr(watchdog, "LOOK_SECONDS", 0.005)
    well, fallen, stop = [], [], asyncio.Event()

    async def falls(_stop):
        raise OSError

    def restarted(name, _why):
        fallen.append(name)
        if len(fallen) == 3:
            stop.set()

    dog = Watchdog([Loop("poller", falls, lambda: 1, patience=1)], on_restart=restarted, on_well=lambda: well.append(1))
    await asyncio.wait_for(dog.run(stop), 5)
    assert len(well) <= 2  # at the start, and at the look that was told to stop


def test_nobody_listens(monkeypatch):
    for place in ("", "/nowhere/socket"):
        ServiceManager({"NOTIFY_SOCKET": place}).alive()


PLAYED = """
import sys
sys.modules["fcntl"] = sys.modules["resource"] = None
import bot.commands.playground, bot.commands.demo, bot.runtime.ledger_reader
bot.runtime.ledger_reader.limited()
import asyncio, tempfile
from bot.playground.stage import opened
async def play():
    with tempfile.TemporaryDirectory() as folder:
        async with opened(database_url=f"sqlite:///{folder}/p.db", start="2022-02-18 17:00") as stage:
            print(stage.service.username)
asyncio.run(play())
from bot.cli import main
main(["run"])
"""


def test_the_playground_starts_without_fcntl_and_resource_and_a_service_is_refused(tmp_path):
    given = {
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "PATH": "",
        "PYTHONIOENCODING": "utf-8",
        "HUIYIN_TOKEN": "1:x",
    }
    run = [sys.executable, "-c", PLAYED]
    played = subprocess.run(run, capture_output=True, text=True, cwd=tmp_path, env=given, check=False)
    assert "huiyin_bot" in played.stdout, played.stderr
    assert (played.returncode, "没有文件锁" in played.stderr) == (1, True)
