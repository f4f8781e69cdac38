"""What a call is about, in a column of its own: found again without reading the outbox, which only grows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.messages import Kind
from db.models import OutboxRow

_ASKED = (Kind.CLAIM.value, Kind.REQUEST.value)
# Kind → the name in its facts under which the number of what it is about stands.
_NAMED = {
    Kind.CLAIM: "request_id",
    Kind.REQUEST: "request_id",
    Kind.OUTCOME: "request_id",
    Kind.MATTER: "matter_id",
    Kind.ECHO: "saying_id",
}


def about_of(kind: Kind, facts: Mapping[str, Any]) -> str | None:
    """`request:7`, `matter:7`, `saying:7`; None: nobody will ask for it so."""
    name = _NAMED.get(kind)
    number = facts.get(name) if name else None
    return f"{name.removesuffix('_id')}:{number}" if name and number is not None else None


async def copies_of_request(session: AsyncSession, request_id: int) -> Sequence[OutboxRow]:
    """Every message that put this request, and no other with it, before somebody."""
    found = await _about(session, f"request:{request_id}", _ASKED)
    return [row for row in found if not row.facts.get("more")]


async def outcomes_of_request(session: AsyncSession, request_id: int) -> Sequence[OutboxRow]:
    """What told of the decision on this request."""
    return await _about(session, f"request:{request_id}", (Kind.OUTCOME.value,))


async def copies_of_matter(
    session: AsyncSession, matter_id: int, *, within: Collection[int] = ()
) -> Sequence[OutboxRow]:
    """Every message that put this matter first before somebody, and none beside it but those `within`."""
    found = await _about(session, f"matter:{matter_id}", (Kind.MATTER.value,))
    return [row for row in found if set(row.facts.get("more") or ()) <= set(within)]


async def echoes_of(session: AsyncSession, saying_id: int) -> Sequence[OutboxRow]:
    """The echoes of a saying."""
    return await _about(session, f"saying:{saying_id}", (Kind.ECHO.value,))


async def _about(session: AsyncSession, about: str, kinds: Collection[str]) -> Sequence[OutboxRow]:
    query = select(OutboxRow).where(OutboxRow.about == about, OutboxRow.kind.in_(kinds)).order_by(OutboxRow.id)
    return (await session.scalars(query)).all()
