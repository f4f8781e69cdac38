"""The operator's terminal: one command after another in an empty folder."""

from __future__ import annotations

import io
import os

import pytest

from bot.cli import main


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
