"""The operator's terminal: one command after another in an empty folder."""

from __future__ import annotations

import asyncio
import io
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest

from bot.cli import main
from bot.sandbox.server import Sandbox
from tests.bot.small_ledger import EXAMPLES, ROW, TITLES


@pytest.fixture
def huiyin(monkeypatch, tmp_path, capsys):
    """Run one command in an empty folder: (exit code, out, err)."""
    for name in [name for name in os.environ if name.startswith("HUIYIN_") and "TEST" not in name]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO())  # nobody answers

    def run(*words: object) -> tuple[int, str, str]:
        code = 0
        try:
            main([str(word) for word in words])
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.fixture(scope="session")
def only_people(tmp_path_factory) -> Path:
    """A folder in which the register was imported. Whoever needs it copies it: importing takes a second each time."""
    return _left_by(tmp_path_factory.mktemp("people"), "import-people", EXAMPLES / "register.csv")


@pytest.fixture(scope="session")
def one_task(only_people, tmp_path_factory) -> Path:
    """The same with a ledger of one task, and its file."""
    folder = Path(shutil.copytree(only_people, tmp_path_factory.mktemp("task"), dirs_exist_ok=True))
    (folder / "small.csv").write_text(TITLES + ROW, "utf-8")
    return _left_by(folder, "import", "small.csv", "--base-date", "2022-02-18", "--ledger", "台账", "--yes")


def _left_by(folder: Path, *words: object) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("HUIYIN_") and "TEST" not in name]:
            patch.delenv(name)
        patch.chdir(folder)
        main([str(word) for word in words])
    return folder


@pytest.fixture
def registered(huiyin: Callable[..., tuple[int, str, str]], only_people: Path, tmp_path: Path) -> None:
    """The register is imported, nothing else."""
    shutil.copytree(only_people, tmp_path, dirs_exist_ok=True)


@pytest.fixture
def imported(huiyin: Callable[..., tuple[int, str, str]], one_task: Path, tmp_path: Path) -> Path:
    """The register and one task; the task's file."""
    return Path(shutil.copytree(one_task, tmp_path, dirs_exist_ok=True)) / "small.csv"


@pytest.fixture(scope="module")
def telegram():
    """The stand-in for Telegram, in a thread of its own."""
    loop = asyncio.new_event_loop()
    sandbox = Sandbox("123456:TEST", username="office_bot")
    thread = Thread(target=loop.run_forever, daemon=True)
    thread.start()
    yield asyncio.run_coroutine_threadsafe(sandbox.start(), loop).result(10)
    asyncio.run_coroutine_threadsafe(sandbox.stop(), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
