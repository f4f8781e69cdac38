"""`huiyin restore`: a backup into an empty place."""

from __future__ import annotations

from pathlib import Path

import click

from bot import settings as given
from bot.commands.backup import refused_in_words
from bot.commands.working import say
from bot.console.given import TO_READ
from bot.runtime.instance_lock import ledger_file, only_one
from bot.runtime.operator_errors import Refused
from db import copies, restored
from schedules.machine_clock import machine_clock


@click.command("restore", help="把备份 FILE 恢复为台账；已有台账的位置一律拒绝。")
@click.argument("file", type=TO_READ)
def command(file: Path) -> None:
    """Put the backup FILE in place as the ledger; refused where one stands already."""
    settings = given.load()
    target = ledger_file(settings)
    if target is None:
        raise Refused("台账在 PostgreSQL 上：请用 pg_restore 恢复。")
    _must_be_empty(target)
    with refused_in_words(file, target):
        copies.must_be_database(file)
    with only_one(settings, "restore"):
        _must_be_empty(target)  # once more: nobody else comes between now
        with refused_in_words(file, target), copies.copied(file, target, touch=False) as half:
            copies.check(half)
            doubtful = restored.doubt(half, now=machine_clock())
    say(f"已恢复到 {target}。备份之后的情况没有记录，服务启动后即告知督查员。")
    if doubtful:
        say(f"另有{doubtful}条消息不知备份之后是否已送达，服务启动后按规定重发并报告。")


def _must_be_empty(target: Path) -> None:
    """What an old WAL or journal holds would be played into the ledger that is put before it."""
    if any(target.with_name(target.name + ending).exists() for ending in ("", "-wal", "-journal")):
        raise Refused(f"{target} 已有台账，不覆盖；请先移走它（连同 -wal、-shm、-journal 文件）。")
