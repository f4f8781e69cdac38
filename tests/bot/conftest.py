"""The operator's terminal: one command after another in an empty folder."""

from __future__ import annotations

import asyncio
import io
import os
from threading import Thread

import pytest

from bot.cli import main
from bot.sandbox.server import Sandbox


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
