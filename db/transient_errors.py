"""Which failures of the database pass by themselves, so that nobody is blamed for them."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

# SQLite: BUSY, LOCKED, NOMEM, READONLY (a disk with errors is mounted anew like that), IOERR, FULL, CANTOPEN.
# PostgreSQL, classes of SQLSTATE: connection, resources, operator's intervention, system error, rollback
# (serialization, deadlock); 25006: the server may only be read, as after a failover.
_SQLITE = frozenset({5, 6, 7, 8, 10, 13, 14})
_POSTGRES = ("08", "53", "57", "58", "40", "25006")


def passing(error: BaseException) -> bool:
    """True where the same work may succeed a little later: locked, full, out of reach."""
    if isinstance(error, PoolTimeout):
        return True
    if not isinstance(error, DBAPIError):
        return False
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in _SQLITE
    state = getattr(error.orig, "sqlstate", None)
    return error.connection_invalidated or (state or "").startswith(_POSTGRES)
