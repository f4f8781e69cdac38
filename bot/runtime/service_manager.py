"""systemd hears when the service is ready, that it lives, and that it ends (sd_notify: one datagram for each)."""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Mapping


class ServiceManager:
    """Does nothing where no manager listens. Never raises: a service that nobody hears serves all the same."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        place = environment.get("NOTIFY_SOCKET", "")
        # "@…" is a name without a file.
        self._address = "\0" + place[1:] if place.startswith("@") else place
        self._ready = False

    def alive(self) -> None:
        """Every loop is well: the first time that means ready."""
        self._tell("WATCHDOG=1" if self._ready else "READY=1\nSTATUS=正在运行")
        self._ready = True

    def waiting(self, reason: str) -> None:
        """Not ready yet, and why; shown by `systemctl status`."""
        self._tell(f"STATUS=等待网络：{reason}")

    def stopping(self) -> None:
        self._tell("STOPPING=1\nSTATUS=正在停止")

    def _tell(self, state: str) -> None:
        if not self._address:
            return
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
            channel.setblocking(False)
            channel.sendto(state.encode(), self._address)
