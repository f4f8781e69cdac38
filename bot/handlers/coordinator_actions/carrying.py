"""Orders about what a task carries, read back and confirmed: sub-items, type, fields, alert, visits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from telegram import Update

from bot.handlers.context import BoundContext
from bot.handlers.coordinator_actions import drafts
from bot.handlers.coordinator_actions.naming import NotKnown, department, tasks_numbered
from bot.handlers.replying import today_of
from bot.ledger_files.ledger_shape import LedgerSheet
from bot.reading.orders.order import Deed, Order
from bot.texts import items as texts
from bot.texts import task_answers
from db import items, people
from db.item_words import ItemState
from db.models import Mode, Role, Task
from db.models.items import Item
from schedules.steps.refusals import NotHisToDecide

_LINES = re.compile(r"[;；\n]+")
_PARTS = re.compile(r"[|｜\t,，()（）]+")
_PLACE = re.compile(r"^(?:地点|位于|在)[:：]?")
_BULLET = re.compile(r"^\s*(?:[（(]?\d{1,3}[)）.、．]|[一二三四五六七八九十]+[、.])\s*")


def _named(task: Task) -> str:
    return task_answers.named(task.number, task.title)


async def listed(update: Update, context: BoundContext, order: Order, said: str) -> bool:
    """38号问题清单：镜湖北岸排口（市水利局，6月底前）；…"""
    kind = context.office.policy.types.kind_in(order.to)
    if kind is None:
        return False
    written = [_BULLET.sub("", each).strip(" 。.") for each in _LINES.split(order.words)]
    if len(written) == 1 and not _PARTS.search(written[0]):
        written = re.split(r"[、]", written[0])
    found = [await _item(context, each) for each in written if each]
    if not found:
        raise NotKnown(texts.ITEMS_FORM)
    return await _put(update, context, await tasks_numbered(context, order.numbers), kind.name, found, said)


async def _item(context: BoundContext, written: str) -> dict[str, Any]:
    title, *parts = [each.strip() for each in _PARTS.split(written) if each.strip()]
    item: dict[str, Any] = {"title": title}
    leaders = {person.name for person in await people.with_role(context.session, Role.LEADER)}
    for part in parts:
        if (day := _day(context, part)) is not None:
            item["due"] = day.isoformat()
        elif part in leaders:
            item["leader"] = part
        elif _PLACE.match(part):
            item["place"] = _PLACE.sub("", part)
        elif "owner" not in item and (unit := await department(context, part)) is not None:
            item["owner"] = unit[1]
        else:
            item["owner" if "owner" not in item else "place"] = part
    return item


def _day(context: BoundContext, words: str) -> date | None:
    from bot.reading.dates import day_finder  # see bot.runtime.preload

    return day_finder.first_date(words, today_of(context), context.office.policy.calendar) if len(words) <= 12 else None


async def _put(
    update: Update, context: BoundContext, found: Sequence[Task], kind: str, named: Sequence[dict[str, Any]], said: str
) -> bool:
    lines = [texts.entered(_named(task), kind, [each["title"] for each in named]) for task in found]
    facts = {"tasks": [task.id for task in found], "kind": kind, "items": list(named)}
    return await drafts.put(update, context, Deed.ITEMS, facts, lines, said)


_CAPTION = re.compile(
    r"^(?:第)?(?P<number>\d{1,6})号(?:的)?(?P<kind>[^\d,，。]{0,10}?)(?:清单|台账|名单|明细|表)?[。.]?$"
)


async def from_sheet(update: Update, context: BoundContext, sheet: LedgerSheet | None, caption: str) -> bool:
    """A table with the caption 38号问题清单: its rows are sub-items of that task."""
    match = _CAPTION.match(caption.strip())
    if match is None or sheet is None or not sheet.tasks:
        return False
    kind = context.office.policy.types.kind_in(match["kind"] or "问题") or context.office.policy.types.kind("问题")
    try:
        found = await tasks_numbered(context, [int(match["number"])])
    except NotKnown:
        return False
    named = [
        {
            "title": row.title,
            "owner": row.lead_department or row.owner,
            "leader": row.leader,
            "place": next(
                (text for header, text in row.extra if re.search(r"地点|位置|地址|企业|单位名称", header)), ""
            ),
            **({"due": row.due.isoformat()} if row.due else {}),
        }
        for row in sheet.tasks
    ]
    return await _put(update, context, found, kind.name, named, caption)


async def checked(update: Update, context: BoundContext, order: Order, said: str) -> bool:
    """38号第3项核查通过, 41号合法性审查通过, 38号第2项作废; of words that name no sub-item it is no order."""
    (task,) = (await tasks_numbered(context, order.numbers))[:1]
    meant = _meant(order.to, (await items.of_tasks(context.session, [task.id])).get(task.id, []))
    if not meant:
        return False
    dropped, returned = order.deed is Deed.ITEM_DROP, order.deed is Deed.ITEM_RETURN
    if dropped or returned:
        meant = [each for each in meant if "全部" not in order.to or each.state is not ItemState.OPEN]
    titles = [each.title for each in meant]
    lines = [texts.checked(_named(task), titles, dropped=dropped, returned=returned, why=order.words)]
    facts = {
        "tasks": [task.id],
        "items": [each.id for each in meant],
        "dropped": dropped,
        "returned": returned,
        "why": order.words,
    }
    return await drafts.put(update, context, Deed.ITEM_CHECK, facts, lines, said)


def _meant(words: str, known: Sequence[Item]) -> list[Item]:
    if "全部" in words:
        return list(known)
    numbers = {
        int(each)
        for match in re.findall(r"第([\d、,和及第]+)[项个件处条户号]", words)
        for each in re.findall(r"\d+", match)
    }
    return [
        each
        for each in known
        if each.number in numbers or each.title in words or (words == each.title[: len(words)] and len(words) >= 3)
    ]


async def typed(update: Update, context: BoundContext, order: Order, said: str) -> bool:
    found = context.office.policy.types.named(order.to)
    if found is None:
        if not order.sure:
            return False
        names = "、".join(each.name for each in context.office.policy.types.types)
        raise NotKnown(f"没有“{order.to}”这一类型，可用：{names}。")
    brings = [
        *(
            ["要件：" + "、".join(each.name for each in found.fields if each.needed)]
            if any(f.needed for f in found.fields)
            else []
        ),
        *(["节点：" + "、".join(each.name for each in found.stages)] if found.stages else []),
        *(["关口：" + "、".join(found.gates)] if found.gates else []),
        *([f"办结须附{found.evidence}"] if found.evidence else []),
    ]
    tasks_named = await tasks_numbered(context, order.numbers)
    facts = {"tasks": [task.id for task in tasks_named], "to": found.name}
    lines = [texts.typed(_named(task), found.name, brings) for task in tasks_named]
    return await drafts.put(update, context, Deed.TYPE, facts, lines, said)


async def field(update: Update, context: BoundContext, order: Order, said: str) -> bool:
    of = context.office.policy.types.field(order.who)
    if of is None:
        return False
    if of.values and order.to and order.to not in of.values:
        raise NotHisToDecide(texts.only(of.name, of.values))
    found = await tasks_numbered(context, order.numbers)
    facts = {"tasks": [task.id for task in found], "name": order.who, "to": order.to}
    return await drafts.put(
        update, context, Deed.FIELD, facts, [texts.field_put(_named(task), order.who, order.to) for task in found], said
    )


async def alert(update: Update, context: BoundContext, order: Order, said: str) -> bool:
    found, on = await tasks_numbered(context, order.numbers), order.words == "on"
    dated = [task.number for task in found if task.mode is not Mode.RECURRING]
    if dated:
        raise NotHisToDecide(texts.no_alert(dated))
    facts = {"tasks": [task.id for task in found], "on": on}
    return await drafts.put(
        update, context, Deed.ALERT, facts, [texts.alerted(_named(task), on=on) for task in found], said
    )


_DAYS_AGO = {"今天": 0, "昨天": 1, "前天": 2}


def _been(words: str, today: date) -> date:
    """The day on which somebody was there: it lies behind."""
    for word, days in _DAYS_AGO.items():
        if word in words:
            return today - timedelta(days=days)
    said = re.search(r"(\d{1,2})月(\d{1,2})[日号]", words)
    try:
        on = date(today.year, int(said[1]), int(said[2])) if said else today
    except ValueError:
        return today
    return on if on <= today else on.replace(year=on.year - 1)


async def visit(update: Update, context: BoundContext, order: Order, said: str) -> bool:
    """督导登记：常务副市长3月5日到20号，发现征地滞后."""
    number = re.search(
        r"(\d{1,6})号(?:第(?P<item>\d{1,3})[项件个处条户])?", re.sub(r"\d{1,2}月\d{1,2}[日号]", "", order.words)
    )
    known = [person.name for person in await people.everyone(context.session) if person.name in order.words]
    if number is None or not known:
        raise NotKnown(texts.VISIT_FORM)
    (task,) = await tasks_numbered(context, [int(number[1])])
    today = today_of(context)
    on = _been(order.words, today)
    visitor = max(known, key=len)
    found = re.split(r"[,，:：。]", order.words, maxsplit=1)
    words = found[1].strip() if len(found) > 1 else ""
    at = next(
        (
            each
            for each in (await items.of_tasks(context.session, [task.id])).get(task.id, [])
            if each.title in order.words or (number["item"] and each.number == int(number["item"]))
        ),
        None,
    )
    facts = {
        "tasks": [task.id],
        "visitor": visitor,
        "on": on.isoformat(),
        "found": words,
        "item": at.id if at else None,
    }
    line = texts.visited(_named(task), visitor, on, words, today, at.title if at else "")
    return await drafts.put(update, context, Deed.VISIT, facts, [line], said)
