"""`huiyin read`: what replies are read as, case by case, or why."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import click

from bot.commands.working import say
from bot.reading import cases
from bot.reading.explain import explain
from bot.runtime.operator_errors import Refused
from db.reading_facts import AskedTask
from schedules.workdays import Calendar


@click.command("read")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dates", is_flag=True, help="Lines {text, ref_date}: print them with the date read.")
@click.option("--explain", "words", help="Explain how these words are read.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="With --explain: the day the words arrive.")
@click.option("--task", "tasks", multiple=True, help="With --explain: an open task, 编号:标题[:到期日]; repeatable.")
def command(file: Path | None, dates: bool, words: str | None, today: Any, tasks: tuple[str, ...]) -> None:
    """Read the cases in FILE (JSON lines) and print the readings as JSON lines."""
    calendar = Calendar.standard()
    if words is not None:
        day = today.date() if today else date.today()  # noqa: DTZ011  a default for a person at a terminal
        say(
            explain(
                words, [_task(each) for each in tasks] or [AskedTask(1, "事项", None)], today=day, calendar=calendar
            )
        )
        return
    if file is None:
        raise click.UsageError("give a FILE of JSON lines, or --explain WORDS")
    reading = cases.read_date if dates else cases.read_case
    for number, line in enumerate(file.read_text("utf-8-sig").split("\n"), 1):
        if line.strip():
            case = _case(line, number, file)
            try:
                found = reading(case, calendar)
            except (KeyError, TypeError, ValueError) as error:
                raise Refused(f"{file} 第{number}行的字段不全或不合格式：{error}。") from None
            say(json.dumps(found, ensure_ascii=False))


def _case(line: str, number: int, file: Path) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError as error:
        raise Refused(f"{file} 第{number}行不是 JSON：{error}。每行应为一个 JSON 对象。") from None
    if not isinstance(found, dict) or "text" not in found:
        raise Refused(f"{file} 第{number}行缺少 text。")
    return found


def _task(given: str) -> AskedTask:
    ref, _, rest = given.partition(":")
    title, _, due = rest.partition(":")
    if not ref.isdigit():
        raise click.UsageError(f"--task {given}: 编号:标题[:到期日], e.g. 3:老旧小区改造:2027-06-30")
    return AskedTask(int(ref), title, date.fromisoformat(due) if due else None)
