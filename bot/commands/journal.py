"""`huiyin journal`: who did what, when, and because of what."""

from __future__ import annotations

import json

import click

from bot.commands.working import looking, running, say
from bot.console.given import NUMBER
from bot.runtime.operator_errors import Refused
from db import journal, people, tasks


@click.command("journal", help="按先后打印办理记录：谁、何时、做了什么、因何而起。")
@click.option("--task", "number", type=NUMBER, help="只看这个编号的事项。")
@click.option("--json", "as_json", is_flag=True, help="每行一个 JSON 对象。")
def command(number: int | None, as_json: bool) -> None:
    """Print the journal, oldest first."""
    for row in running(_rows(number)):
        if as_json:
            say(json.dumps(row, ensure_ascii=False))
        else:
            task = f" {row['task']}号" if row["task"] else ""
            say(f"{row['at']} {row['kind']}{task} {row['actor'] or ''} {row['cause']}")


async def _rows(number: int | None) -> list[dict[str, object]]:
    async with looking() as (database, _policy), database.reading() as session:
        task = await tasks.by_number(session, number) if number is not None else None
        if number is not None and task is None:
            raise Refused(f"没有{number}号事项。")
        rows = await journal.rows(session, task_id=task.id if task else None)
        numbers = await tasks.numbers(session)
        actors = {person.id: person.name for person in await people.everyone(session)}
        return [
            {
                "id": row.id,
                "at": row.at.isoformat(),
                "kind": row.kind,
                "actor": actors.get(row.actor_id) if row.actor_id else None,
                "task": numbers.get(row.task_id) if row.task_id else None,
                "cause": row.cause,
                "facts": row.facts,
            }
            for row in rows
        ]
