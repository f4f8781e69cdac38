"""What was heard of tasks, by telephone or in a letter, as rows that are shown before they count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pydantic import TypeAdapter
from telegram import Update

from bot.handlers import named_tasks
from bot.handlers.context import BoundContext
from bot.handlers.coordinator_actions import drafts
from bot.handlers.echo_rows import proposal
from bot.handlers.replying import today_of
from bot.reading.acts.acts import HeadAct, of_head
from bot.reading.orders.order import Deed
from bot.texts import echo
from bot.texts import orders as texts
from db.models import Matter, Mode, Person, Task
from db.payloads import EchoPayload, EchoRow
from db.reading_facts import Reading, Row, Said

ROWS: TypeAdapter[tuple[Row, ...]] = TypeAdapter(tuple[Row, ...])


async def of_letter(
    update: Update, context: BoundContext, matter: Matter, sender: Person, words: str, found: Sequence[Task]
) -> bool:
    """False where its words name none of these tasks."""
    if not any(f"{task.number}号" in words for task in found):
        return False
    reading = await read(context, words, found)
    rows = without_doubtful_obstacles(words, proposed(reading, found))
    if not rows:
        return False
    facts = {
        "person_id": sender.id,
        "words": words,
        "rows": ROWS.dump_python(rows, mode="json", exclude_defaults=True),
        "tasks": [task.id for task in found if task.number in {row.ref for row in rows}],
        "letter": matter.id,
    }
    text = texts.recorded(sender.name, lines_of(context, rows, found), said=words, how="来信")
    return await drafts.put(update, context, Deed.TELEPHONE, facts, (), words, text=text)


def proposed(reading: Reading, found: Sequence[Task]) -> tuple[Row, ...]:
    """What is read, and the best reading of what is doubtful: the coordinator, who has heard it, says whether it is so.
    Words of a task that tell no figure are kept as they are, without substance. Nothing where no task is named."""
    rows = {row.ref: row for row in reading.rows if row.ref is not None}
    for query in reading.queries:
        best = next((row for row in (*query.proposed, *([query.kept] if query.kept else [])) if row.ref), None)
        if best is not None and best.ref is not None:
            told = (best.percent, best.expected_date, best.new_deadline, best.blocker, best.promise)
            done = best.state is Said.DONE_CLAIMED
            rows.setdefault(best.ref, replace(best, substance=done or any(each is not None for each in told)))
        elif len(query.refs) == 1:
            rows.setdefault(query.refs[0], Row(query.refs[0], state=Said.IN_PROGRESS, substance=False))
    known = {task.number for task in found}
    return tuple(row for ref, row in rows.items() if ref in known)


def without_doubtful_obstacles(words: str, rows: Sequence[Row]) -> tuple[Row, ...]:
    """新纳进来3户 stands in nobody's way: an obstacle needs a word of difficulty."""
    if HeadAct.DIFFICULTY in of_head(words):
        return tuple(rows)
    going = {Said.BLOCKED: Said.IN_PROGRESS}
    return tuple(
        replace(row, blocker=None, help_from=(), state=going.get(row.state, row.state) if row.state else row.state)
        for row in rows
    )


async def read(context: BoundContext, words: str, found: Sequence[Task]) -> Reading:
    from bot.reading import replies  # see bot.runtime.preload

    today, calendar = today_of(context), context.office.policy.calendar
    asked = replies.about(words, named_tasks.asked(found), [])
    return replies.read(words, asked, today=today, calendar=calendar)


def lines_of(context: BoundContext, rows: Sequence[Row], found: Sequence[Task]) -> list[str]:
    titles = {task.number: task.title for task in found}
    recurring = {task.number for task in found if task.mode is Mode.RECURRING}
    shown = [proposal(row, titles) for row in rows]
    done = [each.number in recurring and each.said is Said.DONE_CLAIMED for each in shown]
    shown = [_of_period(each) if of_period else each for each, of_period in zip(shown, done, strict=True)]
    return [each for each in echo.text(EchoPayload(tuple(shown)), today_of(context)).splitlines() if _tells(each)]


_THIS_PERIOD = "本期"


def _of_period(row: EchoRow) -> EchoRow:
    """Of standing work 已完成 is a period's report, and no claim."""
    return replace(row, said=None, period=_THIS_PERIOD, period_done=True)


def _tells(line: str) -> bool:
    return not line.startswith(echo.RECORDED) and line != echo.period_heard(_THIS_PERIOD)
