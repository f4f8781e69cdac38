"""Questions about instructions: what was ordered, and what of it may still be undone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Instruction, InstructionState


async def by_id(session: AsyncSession, instruction_id: int) -> Instruction | None:
    return await session.get(Instruction, instruction_id)


async def locked(session: AsyncSession, instruction_id: int) -> Instruction | None:
    return await session.scalar(select(Instruction).where(Instruction.id == instruction_id).with_for_update())


async def of_saying(session: AsyncSession, saying_id: int) -> Instruction | None:
    return await session.scalar(select(Instruction).where(Instruction.saying_id == saying_id).limit(1))


async def drafts_of(session: AsyncSession, person_id: int, *, since: datetime) -> Sequence[Instruction]:
    """Newest first."""
    query = select(Instruction).where(
        Instruction.person_id == person_id,
        Instruction.state == InstructionState.DRAFT,
        Instruction.given_at >= since,
    )
    return (await session.scalars(query.order_by(Instruction.id.desc()))).all()


async def of_kind(session: AsyncSession, kind: str) -> Sequence[Instruction]:
    """Those that wait and those that were carried out, oldest first."""
    living = Instruction.state.in_((InstructionState.DRAFT, InstructionState.DONE))
    return (
        await session.scalars(select(Instruction).where(Instruction.kind == kind, living).order_by(Instruction.id))
    ).all()


async def drafts_about(session: AsyncSession, kind: str, task_ids: Collection[int]) -> Sequence[Instruction]:
    """Drafts of this kind that begin with one of these tasks, newest first."""
    query = select(Instruction).where(
        Instruction.kind == kind, Instruction.state == InstructionState.DRAFT, Instruction.task_id.in_(task_ids)
    )
    return (await session.scalars(query.order_by(Instruction.id.desc()))).all()


async def last_done(session: AsyncSession, person_id: int) -> Instruction | None:
    query = select(Instruction).where(Instruction.ended_by_id == person_id, Instruction.state == InstructionState.DONE)
    return await session.scalar(query.order_by(Instruction.ended_at.desc(), Instruction.id.desc()).limit(1))


async def waiting(session: AsyncSession, kind: str, person_id: int) -> Sequence[Instruction]:
    """Drafts of this kind that are about this person, oldest first."""
    query = select(Instruction).where(Instruction.kind == kind, Instruction.state == InstructionState.DRAFT)
    found = (await session.scalars(query.order_by(Instruction.id))).all()
    return [each for each in found if each.facts.get("person_id") == person_id]
