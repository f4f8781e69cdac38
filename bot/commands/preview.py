"""`huiyin preview`: who would be messaged, with what, why, and what is held back; changes nothing."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import datetime
from typing import Any

import click

from bot.commands.working import opened, running, say
from bot.runtime.operator_errors import Refused
from db import agenda, people, tasks
from schedules import ladder
from schedules.clock_steps import machine_clock
from schedules.policy import Policy


@click.command("preview")
@click.option("--at", "moment", help="Local time, e.g. 2022-03-10T09:00; default: now.")
@click.option("--json", "as_json", is_flag=True)
def command(moment: str | None, as_json: bool) -> None:
    """Show what the next step of time would send."""
    rows = running(_preview(moment))
    if as_json:
        say(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    if not rows:
        say("届时没有需要发送的提醒。")
    for row in rows:
        say(f"{row['to']}（{row['audience']}）：")
        for item in row["items"]:
            held = f"　暂不发送：{item['held_back']}" if item["held_back"] else ""
            say(f"　{item['number']}号 {item['title']}　{item['rung']} {item['occurrence']} {item['at']}{held}")


def moment_of(given: str | None, policy: Policy) -> datetime:
    """A local time as people write it, or now. Raises Refused."""
    if given is None:
        return machine_clock()
    try:
        parsed = datetime.fromisoformat(given)
    except ValueError:
        raise Refused(f"看不懂的时间“{given}”：请写成 2022-03-10T09:00。") from None
    return parsed if parsed.tzinfo else policy.at(parsed.date(), parsed.time())


async def _preview(given: str | None) -> list[dict[str, Any]]:
    async with opened() as (database, policy), database.reading() as session:
        now = moment_of(given, policy)
        rows = await agenda.coming(session, until=now)
        found = await tasks.by_ids(session, {row.task_id for row in rows})
        speaking, _older = ladder.newest_per_task(rows)
        coordinators = [person.name for person in await people.coordinators(session)]
        by_person: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        for row in rows:
            task = found[row.task_id]
            office = ladder.audience(row.rung) == "coordinator"
            to = "、".join(coordinators) or "（没有可联系的督查员）" if office else task.owner.name
            held = None if row in speaking else "同一事项有更新的提醒"
            if not office and not task.owner.reachable:
                held = "责任人尚未绑定或联系不上"
            by_person[to, "督查员" if office else "责任人"].append(
                {
                    "number": task.number,
                    "title": task.title,
                    "rung": row.rung,
                    "occurrence": row.occurrence,
                    "at": policy.local(row.at).strftime("%Y-%m-%d %H:%M"),
                    "held_back": held,
                }
            )
        return [{"to": to, "audience": audience, "items": items} for (to, audience), items in by_person.items()]
