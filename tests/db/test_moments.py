"""Moments are remembered, for an office's mornings share them; those of single messages pass."""

import tracemalloc
from datetime import UTC, datetime, timedelta

from sqlalchemy.dialects.sqlite import aiosqlite

from db.models.base import UtcDateTime

DIALECT = aiosqlite.dialect()
MORNING = datetime(2022, 3, 1, 9, tzinfo=UTC)


def ways(columns):
    """What writes and what reads a moment of each column."""
    types = [UtcDateTime().dialect_impl(DIALECT) for _ in range(columns)]
    return [(each.bind_processor(DIALECT), each.result_processor(DIALECT, None)) for each in types]


def test_a_moment_is_read_as_it_was_written():
    write, read = ways(1)[0]
    assert read(write(MORNING)) == MORNING


def test_moments_that_are_never_seen_again_are_not_kept_by_each_column():
    columns = ways(20)
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        for number in range(6000):
            for write, read in columns:
                read(write(MORNING + timedelta(seconds=number)))
        kept = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert kept < 4_000_000  # by each column: 60 MB
