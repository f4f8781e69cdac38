"""`python -m bot.sandbox --port 8081 --token 123456:TEST` prints its URL on one line and serves until it is ended."""

import argparse
import asyncio
import contextlib
import re
import signal
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import Never

from bot.sandbox.limits import Limits
from bot.sandbox.server import Sandbox

MODES = ("off", "soft", "hard")
_WRONG = "用法有误：{}。加 --help 看说明。\n"
_SAID = {  # argparse speaks by the machine's locale, for which it has no Chinese
    r"unrecognized arguments: (.*)": r"没有选项“\1”",
    r"argument (\S+): expected one argument": r"选项“\1”后面应有一个值",
    r"argument (\S+): (?:ignored explicit argument.*)": r"选项“\1”后面不带值",
    r"ambiguous option: (\S+) could match (.*)": r"“\1”不止一个意思：\2",
    r"argument (\S+): (.*)": r"\1 \2",
}


class _Parser(argparse.ArgumentParser):
    def format_help(self) -> str:
        return super().format_help().replace("usage: ", "用法：").replace("options:", "选项：")

    def error(self, message: str) -> Never:
        for english, chinese in _SAID.items():
            if (found := re.fullmatch(english, message, re.DOTALL)) is not None:
                message = found.expand(chinese)
                break
        self.exit(2, _WRONG.format(message))


def _port(given: str) -> int:
    if not given.isdecimal() or int(given) > 65535:
        raise argparse.ArgumentTypeError(f"应为0至65535的整数，不是“{given}”")
    return int(given)


def _moment(given: str) -> datetime:
    with contextlib.suppress(ValueError):
        if (moment := datetime.fromisoformat(given)).tzinfo is not None:
            return moment
    raise argparse.ArgumentTypeError(f"应写作 2026-03-02T09:00:00+08:00，不是“{given}”")


def _mode(given: str) -> str:
    if given not in MODES:
        raise argparse.ArgumentTypeError(f"只能是 {'、'.join(MODES)}，不是“{given}”")
    return given


def arguments(given: Sequence[str]) -> argparse.Namespace:
    parser = _Parser(
        prog="python -m bot.sandbox", description="Telegram 的替身，只在本机上应答；起动后印出网址。", add_help=False
    )
    parser.add_argument("-h", "--help", action="help", help="显示本说明")
    parser.add_argument("--port", type=_port, default=0, metavar="端口", help="不写或写0：任一空闲端口")
    parser.add_argument("--token", default="123456:TEST", metavar="令牌", help="机器人的令牌，默认 123456:TEST")
    parser.add_argument("--clock", type=_moment, metavar="时间", help="虚拟时钟由此开始，如 2026-03-02T09:00:00+08:00")
    parser.add_argument("--limits", type=_mode, default="off", metavar="限流", help="off 不限（默认）、soft、hard")
    return parser.parse_args(given)


async def _serve(given: argparse.Namespace) -> None:
    sandbox = Sandbox(given.token, clock=given.clock, limits=Limits(mode=given.limits))
    sys.stdout.write(await sandbox.start(port=given.port) + "\n")
    sys.stdout.flush()
    ended = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, ended.set)
    await ended.wait()
    await sandbox.stop()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(arguments(sys.argv[1:])))
