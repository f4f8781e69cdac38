"""Whether a transaction has left work for those who make files and write ledgers beside the loop.

They are woken by it alone: a look for nothing costs a report as much as two of its questions.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import object_session

from db.models import Attachment, IncomingLedger

_LEFT = "work_beside"


def left(session: AsyncSession) -> bool:
    """A file was ordered, a ledger came or was confirmed."""
    return _LEFT in session.info


def _note(_mapper: Any, _connection: Any, row: object) -> None:
    session = object_session(row)
    if session is not None:
        session.info[_LEFT] = True


for _kind in (Attachment, IncomingLedger):
    event.listen(_kind, "after_insert", _note)
    event.listen(_kind, "after_update", _note)
