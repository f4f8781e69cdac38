"""What a ledger that comes out of a backup cannot know, written into the copy before it takes its place."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, create_engine, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import URL

from db import metadata, sending
from db.messages import IDEMPOTENT
from db.models import OPEN, InboxRow, JournalRow, Mark, OutboxRow, OutboxState

_TRACES = (Mark.at, JournalRow.at, InboxRow.received_at, OutboxRow.queued_at)


def doubt(file: Path, *, now: datetime) -> int:
    """Mark that nothing is known of the time since the backup; how many messages may have been sent in it.

    Raises sqlalchemy.exc.DBAPIError, for want of room.
    """
    engine = create_engine(URL.create("sqlite", database=str(file)))
    try:
        with engine.begin() as connection:
            _mark(connection, now)
            return _begun(connection, now)
    finally:
        engine.dispose()


def _begun(connection: Connection, now: datetime) -> int:
    """They stand as being sent: at its next start the service finds them *unknown*, repeats and reports by its rules.

    What was to go later than now surely has not; a call that does no harm twice may simply go.
    """
    may_have_gone = (
        OutboxRow.state.in_(OPEN),
        OutboxRow.kind.not_in(IDEMPOTENT),
        or_(OutboxRow.not_before.is_(None), OutboxRow.not_before <= now),
    )
    begun = update(OutboxRow).where(*may_have_gone)
    return connection.execute(begun.values(state=OutboxState.SENDING, claimed_at=now, reason=sending.RESTORED)).rowcount


def _mark(connection: Connection, now: datetime) -> None:
    """Value: the last moment of which anything is known. A mark of which nobody has heard yet reaches further back."""
    known = [connection.scalar(select(func.max(trace)).where(trace <= now)) for trace in _TRACES]
    since = max((moment for moment in known if moment is not None), default=now)
    mark = insert(Mark).values(name=metadata.RESTORED, value=since.isoformat(), at=now)
    connection.execute(mark.on_conflict_do_update(index_elements=["name"], set_={"at": now}))
