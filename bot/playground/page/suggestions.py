"""What this person might say next, of his own tasks: offered under the box, never sent by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.playground.actor import Actor
from bot.playground.stage import Stage
from db import people, tasks
from db.models import Mode, Task
from db.rights import Role
from db.tasks import Filter, Named


async def suggestions(stage: Stage, actor: Actor) -> list[str]:
    async with stage.database.reading() as session:
        person = await people.by_name(session, actor.name)
        if person is None or person.chat_id is None:
            return ["你好"]
        if person.roles & {Role.COORDINATOR, Role.DIRECTOR}:
            return _coordinators(await tasks.named(session, Filter(unfinished=True)))
        if Role.LEADER in person.roles:
            return _leaders(await tasks.named(session, Filter(leader_id=person.id, unfinished=True)), _today(stage))
        return _heads(list(await tasks.open_of(session, [person.id])), _today(stage))


def _today(stage: Stage) -> date:
    return stage.policy.today(stage.clock.now)


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _heads(open_tasks: list[Task], today: date) -> list[str]:
    dated = [task for task in open_tasks if task.mode is not Mode.RECURRING]
    if not dated:
        return ["收到", "我的任务", "帮助"]
    first, second = dated[0], dated[min(1, len(dated) - 1)]
    later = today + timedelta(days=11)
    said = [
        f"{first.number}号完成六成，预计{_day(later)}前办结",
        f"{second.number}号卡在资金上，请市财政局协调",
        f"{first.number}号已办结",
        f"{second.number}号进展顺利",
        "收到",
        "我的任务",
    ]
    if first.due is not None:
        said.insert(4, f"{first.number}号申请延期到{_day(first.due + timedelta(days=10))}，因评审还没有排上")
    return said


def _leaders(his: Sequence[Named], today: date) -> list[str]:
    orders = [f"{each.number}号要抓紧，{_day(today + timedelta(days=9))}前把进展报给我" for each in his[:1]]
    return ["总览", *orders, "超期", "帮助"]


def _coordinators(found: Sequence[Named]) -> list[str]:
    urged = [words for each in found[:1] for words in (f"催办{each.number}号", f"{each.number}号现在怎样")]
    return ["总览", *urged, "谁没签收", "超期", "作战图", "导出台账", "明早发什么"]
