"""An embedded ledger copied whole: made beside its place, put there at once, or not at all."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

_NEEDED = ("task", "outbox", "mark")


@contextmanager
def copied(source: Path, target: Path, *, touch: bool = True) -> Iterator[Path]:
    """The copy, with what lay in the source's WAL, to be checked and changed; at the end it takes its place.

    `touch` False: not a byte of the source is changed, nor its WAL moved into it. Raises OSError and sqlite3.Error,
    and then leaves nothing behind.
    """
    half = target.with_name(target.name + ".part")
    _clear(half)  # of one that was killed
    try:
        with closing(sqlite3.connect(_address(source, "rw" if touch else "ro"), uri=True, timeout=30)) as connection:
            connection.execute("VACUUM INTO ?", (str(half),))
        yield half
        _settle(half, target)
    finally:
        _clear(half)


def check(file: Path) -> None:
    """Raises sqlite3.DatabaseError when the file is no whole ledger."""
    with closing(sqlite3.connect(_address(file, "ro"), uri=True)) as connection:
        found = connection.execute("PRAGMA integrity_check").fetchone()[0]
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    if found != "ok" or not names.issuperset(_NEEDED):
        raise sqlite3.DatabaseError("not a ledger" if found == "ok" else found)


def is_database(file: Path) -> bool:
    """By its first letters alone. Raises OSError."""
    with file.open("rb") as opened:
        return opened.read(15) == b"SQLite format 3"


def must_be_database(file: Path) -> None:
    """Raises sqlite3.DatabaseError and OSError."""
    if not is_database(file):
        raise sqlite3.DatabaseError("file is not a database")


def _address(file: Path, mode: str) -> str:
    """Opened by name alone a missing file would be made."""
    return f"{file.resolve().as_uri()}?mode={mode}"


def _settle(half: Path, target: Path) -> None:
    """On the disk before it has its name, and the name before anybody is told."""
    _sync(half)
    os.replace(half, target)
    _sync(target.parent)


def _sync(place: Path) -> None:
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _clear(half: Path) -> None:
    """A journal left beside it would be played into the next one of its name."""
    for ending in ("", "-journal", "-wal", "-shm"):
        half.with_name(half.name + ending).unlink(missing_ok=True)


def compact(file: Path) -> None:
    """Write the ledger anew without free pages, and empty its WAL: nothing of what was erased stays in either.

    Only for who is alone with it. Raises sqlite3.Error.
    """
    with closing(sqlite3.connect(_address(file, "rw"), uri=True, timeout=30)) as connection:
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
