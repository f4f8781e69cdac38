"""`huiyin restore`: a backup into an empty place."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import click

from bot import settings as given
from bot.commands.backup import check
from bot.commands.working import say
from bot.lone import ledger_file, only_one
from bot.refusals import Refused


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """Put the backup FILE in place as the ledger; refused where one stands already."""
    settings = given.load()
    target = ledger_file(settings)
    if target is None:
        raise Refused("台账在 PostgreSQL 上：请用 pg_restore 恢复。")
    check(file)
    with only_one(settings, "restore"):
        if target.exists() or target.with_name(target.name + "-wal").exists():
            raise Refused(f"{target} 已有台账，不覆盖；请先移走它（连同 -wal、-shm 文件）。")
        half = target.with_name(target.name + ".restoring")
        shutil.copyfile(file, half)
        with half.open("rb") as written:
            os.fsync(written.fileno())
        half.replace(target)
    say(f"已恢复到 {target}。")
