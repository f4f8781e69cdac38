"""A ledger that is only looked at: where its place cannot be written to, a copy of it in a place that can."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.runtime.instance_lock import ledger_file
from bot.runtime.office_ledger import standing
from bot.settings import Settings


@contextmanager
def to_look_at(settings: Settings, *, or_empty: bool = False) -> Iterator[Settings]:
    """The settings as they are, or such as name a copy (or an empty ledger) that is thrown away afterwards.

    SQLite's WAL needs to write beside the file even to read it.
    """
    file = ledger_file(settings)
    missing = file is not None and not standing(file)
    if file is None or (missing and not or_empty) or (not missing and _writable(file)):
        yield settings
        return
    with tempfile.TemporaryDirectory(prefix="huiyin-looking-") as folder:
        aside = Path(folder) / file.name
        if not missing:
            _copy(file, aside)
        yield settings.model_copy(update={"database_url": f"sqlite:///{aside}"})


def _writable(file: Path) -> bool:
    """As whoever runs the command; also no on a medium mounted to be read only."""
    return all(os.access(each, os.W_OK, effective_ids=True) for each in (file, file.parent))


def _copy(file: Path, aside: Path) -> None:
    """A consistent copy where SQLite can open it for reading, else the file with what lies in its WAL."""
    try:
        with (
            closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(aside)) as target,
        ):
            source.backup(target)
    except sqlite3.OperationalError:
        aside.unlink(missing_ok=True)
        for ending in ("", "-wal"):
            if (part := file.with_name(file.name + ending)).exists():
                shutil.copyfile(part, aside.with_name(aside.name + ending))
