"""A real terminal: a command of ours on a pty, what it says, and what somebody types."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = (sys.executable, "-c", "from bot.cli import program; program()")


class Terminal:
    """As a context: the command is ended with it."""

    def __init__(self, words: Sequence[str], *, folder: Path, env: Mapping[str, str], seconds: float = 60) -> None:
        self._deadline = time.monotonic() + seconds
        self._ours, theirs = pty.openpty()
        given = {**env, "PYTHONPATH": str(ROOT), "TERM": "dumb"}
        self._process = subprocess.Popen(
            [*PROGRAM, *words],
            cwd=folder,
            env=given,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        self._said, self.seen = b"", 0

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        os.close(self._ours)

    @property
    def said(self) -> str:
        return self._said.decode(errors="replace").replace("\r\n", "\n")

    def expect(self, words: str) -> None:
        """Wait until it says this, after what was waited for before."""
        while words not in self.said[self.seen :]:
            assert self._more(), f"ended without “{words}”:\n{self.said}"
        self.seen = self.said.index(words, self.seen) + len(words)

    def type(self, line: str) -> None:
        os.write(self._ours, f"{line}\n".encode())

    def interrupt(self) -> int:
        """Ctrl-C; the exit code."""
        self._process.send_signal(signal.SIGINT)
        return self.ended()

    def ended(self) -> int:
        while self._more():
            pass
        return self._process.wait()

    def _more(self) -> bool:
        left = self._deadline - time.monotonic()
        assert left > 0, f"still waiting:\n{self.said}"
        if not select.select([self._ours], [], [], left)[0]:
            return True
        try:
            piece = os.read(self._ours, 65536)
        except OSError:  # what Linux says of a terminal that nobody holds any more
            return False
        self._said += piece
        return bool(piece)
