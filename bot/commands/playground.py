"""`huiyin playground`: the same stage as the demo, as a page to play with."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import sqlite3
import tempfile
from datetime import date
from pathlib import Path

import click
import structlog

from bot.commands.working import say
from bot.console.given import DAY, NEW_FILE
from bot.playground import cast
from bot.playground.cast import ExamplesMissing
from bot.playground.page import server
from bot.playground.page.playground import FIRST, LATEST
from bot.runtime.operator_errors import Refused
from db.system_reasons import reason
from schedules.workdays import Calendar


@click.command("playground", help="在本机网页上自己演练：扮演任何人，说任何话，拨到任何一天；按 Ctrl-C 结束。")
@click.option("--port", type=click.IntRange(0, 65535), default=8022, show_default=True, help="本机端口；0 为任选。")
@click.option("--database", type=NEW_FILE, help="把演练存入这个新文件。")
@click.option(
    "--begin",
    type=DAY,
    default=f"{FIRST}",
    show_default=True,
    help="故事从这个工作日的上午开始。",
)
def command(port: int, database: Path | None, begin: date) -> None:
    """Play the office yourself on a local web page: any person, any word, any day. Ends with Ctrl-C."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    if database is not None:
        _must_be_new(database)
    _must_be_a_working_day(begin)
    ended = contextlib.suppress(KeyboardInterrupt, asyncio.CancelledError)
    with ended, tempfile.TemporaryDirectory(prefix="huiyin-playground-") as folder:
        asyncio.run(_play((database or Path(folder) / "playground.db").resolve(), port, begin))


def _must_be_new(file: Path) -> None:
    """Raises Refused: a story begins with an empty ledger, and never in one that has served a real bot."""
    if not file.parent.is_dir():
        raise Refused(f"没有文件夹 {file.parent}，请先建好，或换一个位置。")
    if not file.exists():
        return
    if _served_a_real_token(file):
        raise Refused(f"{file} 已用于正式服务，不能作演练之用。")
    raise Refused(f"{file} 已存在；演练从空台账开始，请换一个文件名。")


def _served_a_real_token(file: Path) -> bool:
    try:
        with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as ledger:
            return bool(ledger.execute("SELECT 1 FROM mark WHERE name = 'real_token'").fetchone())
    except sqlite3.DatabaseError:
        return False


def _must_be_a_working_day(begin: date) -> None:
    """Raises Refused: the example ledger is of February 2022, and its tasks are handed out on a working morning."""
    if not FIRST <= begin <= LATEST:
        raise Refused(f"故事只能从{FIRST}至{LATEST}之间的一天开始：示例台账是2022年的。")
    if not Calendar.standard().is_workday(begin):
        raise Refused(f"{begin} 不是工作日，请换一天。")


async def _play(file: Path, port: int, begin: date) -> None:
    playing = asyncio.current_task()
    if playing is not None:
        with contextlib.suppress(NotImplementedError):  # Windows knows Ctrl-C alone
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, playing.cancel)
    try:
        cast.example("ledger.xlsx")
        await server.serve(
            file, port=port, begin=begin, started=lambda address: say(f"演练场：{address}（按 Ctrl-C 结束）")
        )
    except ExamplesMissing as fault:
        raise Refused(str(fault)) from fault
    except OSError as fault:
        raise Refused(f"端口 {port} 不能使用：{reason(fault)}。请用 --port 换一个。") from fault
