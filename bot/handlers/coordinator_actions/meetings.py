"""A meeting's decisions entered as one batch: 会议纪要：名称, then a line for each, with unit, content and date."""

from __future__ import annotations

import re
from typing import Any

from telegram import Update

from bot.handlers.context import BoundContext
from bot.handlers.coordinator_actions import drafts
from bot.handlers.coordinator_actions.naming import NotKnown
from bot.handlers.coordinator_actions.of_tasks import running
from bot.handlers.replying import today_of
from bot.reading.orders.order import Order
from bot.texts import orders as order_texts
from bot.texts import unit_views as texts
from bot.texts import words
from db import posts

_BULLET = re.compile(r"^\s*(?:[（(]?\d{1,3}[)）.、．]|[一二三四五六七八九十]+[、.]|[一二三四五六七八九]是[:：,，]?)\s*")


_LINES = re.compile(
    r"\n+|[;；。]?\s*(?=(?:[（(]?\d{1,2}[)）.、．](?!\d)|[一二三四五六七八九十]{1,2}[、.]|[一二三四五六七八九]是))"
)


async def entered(update: Update, context: BoundContext, order: Order, said: str) -> bool:
    name, *lines = [each.strip(" 。;；") for each in _LINES.split(order.words) if each.strip(" 。;；")]
    if _BULLET.match(order.words.strip()):
        name, lines = texts.meeting_on(today_of(context)), [name, *lines]
    if not lines:
        raise NotKnown(texts.MEETING_FORM)
    rows: list[dict[str, Any]] = []
    shown = []
    for line in lines:
        read = await running(context, _BULLET.sub("", line))
        if read.unit is None or read.due is None or not read.rest:
            raise NotKnown(f"“{line[:40]}”没有读全。{texts.MEETING_FORM}")
        owner = next(iter(await posts.heads_of(context.session, read.unit[0])), None)
        if owner is None:
            raise NotKnown(order_texts.NO_HEAD.format(department=read.unit[1]))
        rows.append(
            {
                "title": read.rest[0][:300],
                "target": "；".join(read.rest[1:]),
                "department_id": read.unit[0],
                "owner_id": owner.id,
                "leader_id": read.leader.id if read.leader else None,
                "day": read.due.isoformat(),
                "urgent": read.urgent,
            }
        )
        shown.append(f"{read.rest[0]}｜{read.unit[1]}｜{words.day(read.due, today=today_of(context))}")
    facts = {"tasks": [], "ledger": name[:200], "rows": rows}
    return await drafts.put(update, context, order.deed, facts, texts.meeting(name, shown), said)
