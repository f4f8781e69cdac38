"""`python -m bot.sandbox --port 8081 --token 123456:TEST` prints its URL on one line and serves until it is ended."""

import argparse
import asyncio
import contextlib
import signal
import sys
from datetime import datetime

from bot.sandbox.limits import Limits
from bot.sandbox.server import Sandbox


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description="A stand-in for Telegram on loopback.")
    parser.add_argument("--port", type=int, default=0, help="0: any free one")
    parser.add_argument("--token", default="123456:TEST")
    parser.add_argument("--clock", type=datetime.fromisoformat, help="ISO time with offset: a virtual clock from there")
    parser.add_argument("--limits", choices=["off", "soft", "hard"], default="off")
    return parser.parse_args()


async def _serve(given: argparse.Namespace) -> None:
    sandbox = Sandbox(given.token, clock=given.clock, limits=Limits(mode=given.limits))
    sys.stdout.write(await sandbox.start(port=given.port) + "\n")
    sys.stdout.flush()
    ended = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, ended.set)
    await ended.wait()
    await sandbox.stop()


with contextlib.suppress(KeyboardInterrupt):
    asyncio.run(_serve(_arguments()))
