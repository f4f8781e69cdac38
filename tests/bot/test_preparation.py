"""What an update needs is fetched before it is served; order within its chat is kept, and nobody else waits."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime

from bot.runtime.preparation import Preparation
from db import inbox, turns

NOW = datetime(2027, 5, 12, 1, tzinfo=UTC)


def said(number: int, chat: int, words: str) -> dict:
    return {"update_id": number, "message": {"message_id": number, "date": 1, "chat": {"id": chat}, "text": words}}


def needs(raw) -> str | None:
    return "model" if "长" in raw["message"]["text"] else None


async def stored(database, *updates) -> None:
    async with database.writing() as session:
        await inbox.store(session, updates, NOW, needs=needs)


async def servable(database) -> list[tuple[int, bytes | None]]:
    """Served one by one, for several workers may serve a PostgreSQL."""
    served: list[tuple[int, bytes | None]] = []
    async with database.writing() as session:
        while rows := await turns.next_waiting(session, 1):
            served += [(row.update_id, row.supplement) for row in rows]
            await inbox.done(session, {row.id: None for row in rows}, now=NOW)
        await session.rollback()
    return served


async def test_a_chat_waits_behind_what_is_being_fetched_and_others_do_not(database):
    await stored(database, said(1, 7, "短"), said(2, 7, "长"), said(3, 7, "短"), said(4, 8, "短"))
    assert [number for number, _ in await servable(database)] == [1, 4]

    async def source(row: inbox.Needing) -> bytes:
        return json.loads(row.raw)["message"]["text"].encode()

    assert await Preparation(database, {"model": source}).once()
    assert await servable(database) == [(1, None), (2, "长".encode()), (3, None), (4, None)]


async def test_each_chat_is_prepared_in_its_own_order(database):
    await stored(database, said(1, 7, "长一"), said(2, 7, "长二"), said(3, 8, "长三"))
    order: list[int] = []

    async def source(row: inbox.Needing) -> bytes | None:
        order.append(row.update_id)
        return None

    preparation = Preparation(database, {"model": source})
    while await preparation.once():
        pass
    assert order.index(1) < order.index(2)
    assert [number for number, _ in await servable(database)] == [1, 2, 3]


async def test_a_source_that_fails_or_is_gone_lets_the_update_be_served_without(database):
    await stored(database, said(1, 7, "长"))

    async def broken(row: inbox.Needing) -> bytes | None:
        raise RuntimeError("no")

    assert await Preparation(database, {"model": broken}).once()
    await stored(database, said(2, 8, "长"))
    assert await Preparation(database, {}).once()
    assert await servable(database) == [(1, None), (2, None)]


async def test_a_worker_that_is_stopped_leaves_the_update_to_the_next_start(database):
    await stored(database, said(1, 7, "长"))

    begun = asyncio.Event()

    async def endless(row: inbox.Needing) -> bytes | None:
        begun.set()
        await asyncio.Event().wait()
        return None

    preparation, stop = Preparation(database, {"model": endless}), asyncio.Event()
    running = asyncio.create_task(preparation.run(stop))
    await begun.wait()
    stop.set()
    await running
    assert await servable(database) == []
    async with database.reading() as session:
        assert [row.update_id for row in await inbox.needing(session, 10)] == [1]
