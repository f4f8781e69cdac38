"""Files that go out beside the messages: ordered, made, uploaded by one row only, forgotten after a month."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Attachment, OutboxRow, OutboxState

KEPT = timedelta(days=30)


async def unmade(
    session: AsyncSession, *, tries: int, asked_for: bool = False, now: datetime | None = None
) -> Sequence[Attachment]:
    """Ordered, and neither made nor given up after so many failures. `asked_for`: only what a person waits for; `now`:
    only that whose hour has come."""
    query = select(Attachment).where(Attachment.made_at.is_(None), Attachment.attempts < tries).order_by(Attachment.id)
    if now is not None:
        query = query.where(Attachment.not_before.is_(None) | (Attachment.not_before <= now))
    if asked_for:
        query = query.where(Attachment.person_id.is_not(None))
    return (await session.scalars(query)).all()


async def next_hour(session: AsyncSession, *, after: datetime) -> datetime | None:
    """The hour of the next file that is to be made later."""
    query = select(func.min(Attachment.not_before)).where(Attachment.made_at.is_(None), Attachment.not_before > after)
    return await session.scalar(query)


async def of_id(session: AsyncSession, attachment_id: int) -> Attachment | None:
    return await session.get(Attachment, attachment_id)


async def cancel(session: AsyncSession, attachment_id: int) -> bool:
    """Whether it was still to be made at its hour."""
    waiting = (Attachment.id == attachment_id, Attachment.made_at.is_(None), Attachment.not_before.is_not(None))
    return await session.scalar(delete(Attachment).where(*waiting).returning(Attachment.id)) is not None


async def forget(session: AsyncSession, key: str) -> None:
    await session.execute(delete(Attachment).where(Attachment.key == key))


async def forget_unmade(session: AsyncSession) -> None:
    """What an earlier slot ordered in vain: nothing refers to it."""
    await session.execute(delete(Attachment).where(Attachment.made_at.is_(None), Attachment.person_id.is_(None)))


async def made(session: AsyncSession, attachment_id: int, content: bytes, *, now: datetime) -> bool:
    """True for one caller only: another worker may have made it too."""
    statement = (
        update(Attachment)
        .where(Attachment.id == attachment_id, Attachment.made_at.is_(None))
        .values(content=content, made_at=now)
        .returning(Attachment.id)
        .execution_options(synchronize_session=False)
    )
    return await session.scalar(statement) is not None


async def not_made(session: AsyncSession, ids: Collection[int]) -> None:
    await _set(session, Attachment.id.in_(ids), attempts=Attachment.attempts + 1)


async def by_key(session: AsyncSession, key: str) -> Attachment | None:
    """As it stands now, without its content."""
    query = select(Attachment).where(Attachment.key == key).execution_options(populate_existing=True)
    return await session.scalar(query)


async def content(session: AsyncSession, attachment_id: int) -> bytes | None:
    return await session.scalar(select(Attachment.content).where(Attachment.id == attachment_id))


async def begin_upload(session: AsyncSession, attachment_id: int, outbox_id: int) -> bool:
    """True for one row at a time: a dozen recipients cost one upload. The turn ends with the sending of its row."""
    mine = select(Attachment.uploader_id).where(Attachment.id == attachment_id).with_for_update(skip_locked=True)
    found = (await session.execute(mine)).first()
    if found is None or await _is_on_its_way(session, found.uploader_id, but=outbox_id):
        return False
    await _set(session, Attachment.id == attachment_id, uploader_id=outbox_id)
    return True


async def _is_on_its_way(session: AsyncSession, outbox_id: int | None, *, but: int) -> bool:
    if outbox_id is None or outbox_id == but:
        return False
    return await session.scalar(select(OutboxRow.state).where(OutboxRow.id == outbox_id)) is OutboxState.SENDING


async def keep_file_id(session: AsyncSession, key: str, file_id: str) -> None:
    await _set(session, Attachment.key == key, file_id=file_id)


async def forget_file_id(session: AsyncSession, key: str, file_id: str) -> None:
    """Only this one: another row may have brought a new one meanwhile."""
    await _set(session, (Attachment.key == key) & (Attachment.file_id == file_id), file_id=None)


async def purge(session: AsyncSession, *, now: datetime) -> int:
    """Forget what was drawn more than 30 days ago; its file_id may still be of use."""
    old = (
        update(Attachment)
        .where(Attachment.made_at < now - KEPT, Attachment.content.is_not(None))
        .values(content=None)
        .returning(Attachment.id)
        .execution_options(synchronize_session=False)
    )
    return len((await session.scalars(old)).all())


async def _set(session: AsyncSession, where: Any, **values: Any) -> None:
    await session.execute(update(Attachment).where(where).values(**values).execution_options(synchronize_session=False))
