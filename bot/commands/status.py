"""`huiyin status`: what /status shows, on the terminal or as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from enum import Enum
from typing import Any

import click

from bot.commands.status_filter import chosen, kept
from bot.commands.working import looking, running, say
from bot.renderers.task_lines import lines_of
from bot.runtime.operator_errors import Refused
from bot.texts import weekly
from bot.texts.task_lines import TaskLine, brief
from db import tasks
from schedules.machine_clock import machine_clock
from schedules.standing import Standing
from schedules.tally import Tally, tally

PAGE = 500


@click.command("status", help="查看事项进展；WORDS 可写单位、领导、类别、编号或“超期”等。")
@click.argument("words", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="数字和事项以 JSON 输出。")
def command(words: tuple[str, ...], as_json: bool) -> None:
    """Show how the tasks stand; WORDS choose a department, leader, category, number or 超期."""
    title, lines, standing = running(_look(" ".join(words)))
    counted = tally(standing.values())
    if as_json:
        rows = [_row(line, standing[line.task_id]) for line in lines]
        say(json.dumps({"title": title, "figures": _figures(counted), "tasks": rows}, ensure_ascii=False, indent=1))
        return
    say(f"【{title}】\n{weekly.summary(counted)}")
    for line in lines:
        say(brief(line, with_owner=True))


async def _look(words: str) -> tuple[str, list[TaskLine], dict[int, Standing]]:
    async with looking() as (database, policy), database.reading() as session:
        now = machine_clock()
        asked = await chosen(session, words, today=policy.today(now))
        if asked is None:
            raise Refused("没有找到符合的事项。可以按单位、领导、类别或编号查询。")
        found = await kept(session, asked, asked.filter, now=now, policy=policy)
        lines: list[TaskLine] = []
        for first in range(0, len(found), PAGE):  # whole tasks are heavy: so many are held at a time
            ids = [task.id for task, _ in found[first : first + PAGE]]
            known = await tasks.by_ids(session, ids)
            lines += await lines_of(session, [known[each] for each in ids], now=now, policy=policy)
            session.expunge_all()
        return asked.title, lines, {task.id: standing for task, standing in found}


def _figures(counted: Tally) -> dict[str, Any]:
    facts = {name: _plain(value) for name, value in asdict(counted).items()}
    return {**facts, "closed": counted.closed, "unfinished": counted.unfinished}


def _row(line: TaskLine, standing: Standing) -> dict[str, Any]:
    return {
        "number": line.number,
        "title": line.title,
        "department": line.department,
        "owner": line.owner,
        "leader": line.leader,
        "state": standing.state.value,
        "lamp": standing.lamp.value,
        "pace": standing.pace.value,
        "due": line.due.isoformat() if line.due else None,
        "days_left": standing.days_left,
        "overdue": standing.overdue,
        "percent": line.percent,
        "expected": line.expected.isoformat() if line.expected else None,
        "signed": line.signed,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {_plain(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value
