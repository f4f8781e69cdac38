"""Six weeks of the example ledger in which half the heads never answer: what the office and leaders read each morning.

    python benchmarks/mornings.py [WEEKS] [FOLDER]

Every other owner signs and reports his tasks once a week; the others never say a word. Coordinators check what is
claimed on Fridays and climb one step against the first of the list on Tuesdays. Written out: one file per reader, and
the lengths of what each was sent.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import structlog

from bot.playground import cast
from bot.playground.stage import Actor, Stage, opened
from db import tasks
from db.tasks import Filter
from schedules import auditor

BEGIN = "2022-02-18 17:00"


async def main(weeks: int, folder: Path) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory() as place:
        policy = _prepared(folder, Path(place) / "policy.toml")
        url = f"sqlite:///{place}/city.db"
        async with opened(database_url=url, start=BEGIN, policy_file=policy) as stage:
            await cast.import_examples(stage)
            owners = await cast.enrol(stage)
            await _play(stage, owners[::2], weeks)
            silent = {actor.name for actor in owners[1::2]}
            readers = [actor for actor in stage.actors.values() if actor not in owners]
            await _write(stage, readers, folder)
            await _write(stage, owners[1:4], folder)
            await _forgotten(stage, silent)


def _prepared(folder: Path, policy: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    policy.write_text("[digest]\nattach = false\n", "utf-8")
    return policy


async def _play(stage: Stage, answering: Sequence[Actor], weeks: int) -> None:
    day = date.fromisoformat(BEGIN[:10])
    for _ in range(weeks * 7 + 3):
        day += timedelta(days=1)
        if not stage.policy.calendar.is_workday(day):
            continue
        await stage.until(f"{day} 10:00")
        if day.weekday() == 2:
            await _report(stage, answering, day)
        if day.weekday() == 1:
            await _climb(stage)
        if day.weekday() == 4:
            await _check(stage)
    await stage.until(f"{day} 18:30")


async def _report(stage: Stage, answering: Sequence[Actor], day: date) -> None:
    async with stage.database.reading() as session:
        found = await tasks.matching(session, Filter(unfinished=True))
    by_owner: dict[str, list[str]] = defaultdict(list)
    for task in found:
        said = (
            f"{task.number}号已办结"
            if task.due and task.due <= day
            else f"{task.number}号完成{_percent(task.due, day)}%"
        )
        by_owner[task.owner.name].append(said if task.due else f"{task.number}号本期开展2次")
    for actor in answering:
        for words in by_owner[actor.name]:
            await actor.says(words)


def _percent(due: date | None, day: date) -> int:
    if due is None:
        return 10
    begin = date.fromisoformat(BEGIN[:10])
    return max(1, min(95, 100 * (day - begin).days // max(1, (due - begin).days)))


async def _climb(stage: Stage) -> None:
    """The first of the list gets a 督办单, and his leader a 专报, once the list offers it."""
    actor = stage.actors[cast.COORDINATORS[1]]
    for first, second in (("下达督办单", "下达"), ("报领导", "报送")):
        newest = next((each for each in reversed(await actor.messages()) if "今日关注" in str(each["text"])), None)
        if newest is None or first not in actor.buttons(newest):
            continue
        await actor.taps(first, message=newest)
        if second in actor.buttons((await actor.messages())[-1]):
            await actor.taps(second)


async def _check(stage: Stage) -> None:
    actor = stage.actors[cast.COORDINATORS[0]]
    for message in reversed(await actor.messages()):
        if "同意销号" in actor.buttons(message):
            await actor.taps("同意销号", message=message)


async def _write(stage: Stage, readers: Sequence[Actor], folder: Path) -> None:
    for actor in readers:
        rows = []
        mornings: dict[date, int] = defaultdict(int)
        longest = 0
        for message in await actor.messages():
            at = stage.policy.local(datetime.fromtimestamp(message["time"]).astimezone())
            text = str(message["text"] or "")
            rows.append(f"===== {at:%m-%d %a %H:%M}　{len(text)}字　{actor.buttons(message)}\n{text}\n")
            mornings[at.date()] += at.hour == 9 and at.minute < 5
            longest = max(longest, len(text))
        (folder / f"{actor.name}.txt").write_text("\n".join(rows), "utf-8")
        print(f"{actor.name}：{len(rows)}条，最长{longest}字，同一早晨最多{max(mornings.values(), default=0)}条")


async def _forgotten(stage: Stage, silent: set[str]) -> None:
    async with stage.database.reading() as session:
        broken = await auditor.breaches(session, now=stage.clock.now, policy=stage.policy)
    print("\n".join(each.text for each in broken) or "规则均成立")
    actor = stage.actors[cast.COORDINATORS[0]]
    last = next(text for text in reversed(await actor.texts()) if "今日关注" in text)
    print(f"从不答复的{len(silent)}人，最后一份清单中列名的{sum(name in last for name in silent)}人")


if __name__ == "__main__":
    arguments = sys.argv[1:]
    asyncio.run(
        main(int(arguments[0]) if arguments else 6, Path(arguments[1]) if len(arguments) > 1 else Path("mornings"))
    )
