"""`huiyin journal`: who did what, when, and because of what."""

from __future__ import annotations

import json
from typing import Any

import click

from bot.commands.working import looking, running, say
from bot.console.given import NUMBER
from bot.runtime.operator_errors import Refused
from bot.texts import journal_words
from db import journal, people, tasks
from schedules.policy import Policy


@click.command("journal", help="按先后打印办理记录：谁、何时、做了什么、因何而起。")
@click.option("--task", "number", type=NUMBER, help="只看这个编号的事项。")
@click.option("--json", "as_json", is_flag=True, help="每行一个 JSON 对象。")
def command(number: int | None, as_json: bool) -> None:
    """Print the journal, oldest first."""
    policy, rows = running(_rows(number))
    for row in rows:
        if as_json:
            say(json.dumps({**row, "at": row["at"].isoformat()}, ensure_ascii=False))
        else:
            at, kind = policy.local(row["at"]), row["kind"]
            say(journal_words.line(at, kind, actor=row["actor"], number=row["task"], cause=row["cause"]))


async def _rows(number: int | None) -> tuple[Policy, list[dict[str, Any]]]:
    async with looking() as (database, policy), database.reading() as session:
        task = await tasks.by_number(session, number) if number is not None else None
        if number is not None and task is None:
            raise Refused(f"没有{number}号事项。")
        rows = await journal.rows(session, task_id=task.id if task else None)
        numbers = await tasks.numbers(session)
        actors = {person.id: person.name for person in await people.everyone(session)}
        return policy, [
            {
                "id": row.id,
                "at": row.at,
                "kind": row.kind,
                "actor": actors.get(row.actor_id) if row.actor_id else None,
                "task": numbers.get(row.task_id) if row.task_id else None,
                "cause": row.cause,
                "facts": row.facts,
            }
            for row in rows
        ]
