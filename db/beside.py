"""What stands beside tasks that bears on when they are asked for: promises, requests, sub-items with a day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import String, cast, literal_column, null, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from db.id_lists import among, id_list
from db.item_words import ItemState
from db.models import Promise, Request, RequestKind, RequestState
from db.models.items import Item
from db.session import flushed


class OpenPromise(NamedTuple):
    id: int
    by: date
    made_at: datetime


class OpenRequest(NamedTuple):
    id: int
    kind: RequestKind
    asked_at: datetime


class Found(NamedTuple):
    """By task, each in its order."""

    promises: dict[int, list[OpenPromise]]
    requests: dict[int, list[OpenRequest]]
    parts: dict[int, tuple[tuple[int, str, date], ...]]  # id, title and day of each open sub-item with a day of its own


_PROMISE: Any = Promise.__table__
_REQUEST: Any = Request.__table__
_ITEM: Any = Item.__table__
_PROMISED, _ASKED, _PART = 1, 2, 3

# One statement for the three, built once: asking costs more than answering, and most tasks have none of them.
_BESIDE = union_all(
    select(
        literal_column(str(_PROMISED)).label("what"),
        _PROMISE.c.task_id,
        _PROMISE.c.id,
        _PROMISE.c.by.label("day"),
        _PROMISE.c.made_at.label("moment"),
        cast(null(), String).label("words"),
    ).where(among(_PROMISE.c.task_id, id_list("ids")), _PROMISE.c.ended_at.is_(None)),
    select(
        literal_column(str(_ASKED)),
        _REQUEST.c.task_id,
        _REQUEST.c.id,
        null(),
        _REQUEST.c.asked_at,
        cast(_REQUEST.c.kind, String),
    ).where(among(_REQUEST.c.task_id, id_list("ids")), _REQUEST.c.state == RequestState.OPEN),
    select(literal_column(str(_PART)), _ITEM.c.task_id, _ITEM.c.id, _ITEM.c.due, null(), _ITEM.c.title).where(
        among(_ITEM.c.task_id, id_list("ids")), _ITEM.c.state == ItemState.OPEN, _ITEM.c.due.is_not(None)
    ),
)


async def of_tasks(session: AsyncSession, task_ids: Collection[int]) -> Found:
    found = Found({}, {}, {})
    rows = (await (await flushed(session)).execute(_BESIDE, {"ids": task_ids})).all()
    parts: dict[int, list[tuple[int, str, date]]] = {}
    for what, task_id, row_id, day, moment, words in sorted(rows, key=lambda row: row[2]):
        if what == _PROMISED:
            found.promises.setdefault(task_id, []).append(OpenPromise(row_id, day, moment))
        elif what == _ASKED:
            found.requests.setdefault(task_id, []).append(OpenRequest(row_id, RequestKind(words), moment))
        else:
            parts.setdefault(task_id, []).append((row_id, words, day))
    for task_id, those in parts.items():
        found.parts[task_id] = tuple(sorted(those, key=lambda part: part[2]))
    return found
