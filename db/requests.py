"""Questions about what waits for somebody's tap."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db.id_lists import among, id_list
from db.models import Question, Report, Request, RequestKind, RequestState

# Asked at every message: built once, for building costs more than asking.
_QUESTIONS_OF = (
    select(Question)
    .where(among(Question.person_id, id_list("ids")), Question.closed_at.is_(None))
    .order_by(Question.id)
)
_OPEN_FOR = (
    select(Request)
    .where(among(Request.task_id, id_list("ids")), Request.state == RequestState.OPEN)
    .order_by(Request.id)
)


async def open_for(session: AsyncSession, task_ids: Collection[int]) -> Sequence[Request]:
    return (await session.scalars(_OPEN_FOR, {"ids": task_ids})).all()


async def said_together(session: AsyncSession, request_id: int) -> Sequence[Request]:
    """The open ones of its kind that came of the same words, itself among them."""
    one = aliased(Request)
    of_one = aliased(Report)
    query = (
        select(Request)
        .join(Report, Report.id == Request.report_id)
        .join(one, one.kind == Request.kind)
        .join(of_one, of_one.id == one.report_id)
        .where(one.id == request_id, of_one.saying_id == Report.saying_id, Request.state == RequestState.OPEN)
        .order_by(Request.id)
    )
    return (await session.scalars(query)).all()


async def open_of_kind(session: AsyncSession, task_id: int, kind: RequestKind) -> Request | None:
    query = (
        select(Request)
        .where(Request.task_id == task_id, Request.kind == kind, Request.state == RequestState.OPEN)
        .order_by(Request.id.desc())
        .limit(1)
        .with_for_update()
    )
    return await session.scalar(query)


async def waiting(session: AsyncSession) -> Sequence[Request]:
    """Everything open, oldest first."""
    query = select(Request).where(Request.state == RequestState.OPEN).order_by(Request.asked_at, Request.id)
    return (await session.scalars(query)).all()


async def granted(session: AsyncSession, task_id: int, kind: RequestKind) -> Sequence[Request]:
    query = select(Request).where(
        Request.task_id == task_id, Request.kind == kind, Request.state == RequestState.GRANTED
    )
    return (await session.scalars(query)).all()


async def of_tasks(session: AsyncSession, task_ids: Collection[int]) -> Sequence[Request]:
    """All that was ever asked for of these tasks, oldest first."""
    query = select(Request).where(among(Request.task_id, id_list("ids"))).order_by(Request.id)
    return (await session.scalars(query, {"ids": task_ids})).all()


async def locked(session: AsyncSession, request_id: int) -> Request | None:
    return await session.scalar(select(Request).where(Request.id == request_id).with_for_update())


async def of_reports(session: AsyncSession, report_ids: Collection[int]) -> Sequence[Request]:
    return (await session.scalars(select(Request).where(Request.report_id.in_(report_ids)))).all()


async def question(session: AsyncSession, question_id: int) -> Question | None:
    return await session.scalar(select(Question).where(Question.id == question_id).with_for_update())


async def questions_of(session: AsyncSession, *person_ids: int) -> Sequence[Question]:
    """Everything these people were asked and have not answered, oldest first."""
    return (await session.scalars(_QUESTIONS_OF, {"ids": person_ids})).all()


async def left_open(session: AsyncSession, kind: str, *, before: datetime) -> Sequence[Question]:
    """Questions of this kind that nobody has answered since then, oldest first."""
    query = select(Question).where(Question.kind == kind, Question.closed_at.is_(None), Question.asked_at < before)
    return (await session.scalars(query.order_by(Question.id))).all()


async def open_questions_of_all(session: AsyncSession) -> Sequence[Question]:
    """Everybody's, oldest first."""
    return (await session.scalars(select(Question).where(Question.closed_at.is_(None)).order_by(Question.id))).all()


async def last_closed(session: AsyncSession, person_id: int, kind: str, *, since: datetime) -> Question | None:
    """The newest question of this kind that this person has answered since."""
    query = select(Question).where(Question.person_id == person_id, Question.kind == kind, Question.closed_at >= since)
    return await session.scalar(query.order_by(Question.closed_at.desc()).limit(1))


async def open_among(session: AsyncSession, ids: Collection[int]) -> set[int]:
    """Which of these questions still wait for an answer."""
    return set(await session.scalars(select(Question.id).where(Question.id.in_(ids), Question.closed_at.is_(None))))


async def questions_about(session: AsyncSession, saying_id: int) -> Sequence[Question]:
    query = select(Question).where(Question.saying_id == saying_id, Question.closed_at.is_(None)).order_by(Question.id)
    return (await session.scalars(query)).all()


async def granted_often(
    session: AsyncSession, kind: RequestKind, task_ids: Collection[int] | None = None
) -> dict[int, int]:
    """Task → how often such a request was granted. `task_ids`: of these alone."""
    query = select(Request.task_id, func.count()).where(Request.kind == kind, Request.state == RequestState.GRANTED)
    if task_ids is not None:
        query = query.where(among(Request.task_id, task_ids))
    return dict((await session.execute(query.group_by(Request.task_id))).all())
