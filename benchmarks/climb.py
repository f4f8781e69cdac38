"""Look for the message of 4,096 letters that costs most to read, by random change, with 40 open tasks.

    python benchmarks/climb.py [SECONDS] [SEED]

Prints the milliseconds of processor time of every new worst and the worst message in the end. What it finds and ought
not to cost so much goes into tests/rules/test_replies_robust.py, where calls are counted instead of milliseconds.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot.reading import replies
from db.reading_facts import AskedTask
from schedules.workdays import Calendar

CASES = Path(__file__).parents[1] / "tests/rules/cases"
LENGTH, PIECES, TASKS = 4096, 1200, 40
AIM = 50  # milliseconds on an idle core
LINKS = [
    "所有任务都",
    "其余",
    "除3号外",
    "前者",
    "分别",
    "一、",
    "①",
    "然后",
    "由王强负责",
    "申请延期到",
    "因",
    "，",
    "。",
    "、",
]
CALENDAR, TODAY = Calendar.standard(), date(2027, 5, 12)


def open_tasks(cases: Sequence[dict[str, object]]) -> list[AskedTask]:
    titles = dict.fromkeys(str(task["title"]) for case in cases for task in case["tasks"])  # type: ignore[attr-defined]
    return [AskedTask(ref, title, date(2027, 6, 30)) for ref, title in enumerate(list(titles)[:TASKS], start=1)]


def milliseconds(text: str, tasks: Sequence[AskedTask], *, rounds: int) -> float:
    best = float("inf")
    for _ in range(rounds):
        began = time.process_time()
        replies.read(text, tasks, today=TODAY, calendar=CALENDAR)
        best = min(best, time.process_time() - began)
    return 1000 * best


def changed(pieces: Sequence[str], words: Sequence[str], chance: random.Random) -> list[str]:
    """The same message with a few words changed, and sometimes a stretch of it said again."""
    new = list(pieces)
    for _ in range(chance.randrange(1, 40)):
        new[chance.randrange(len(new))] = chance.choice(words)
    if chance.random() < 0.3:
        there, here = chance.randrange(len(new) - 60), chance.randrange(len(new) - 60)
        new[there : there + 50] = new[here : here + 50]
    return new


def main(seconds: float = 60, seed: int = 1) -> None:
    chance = random.Random(seed)
    lines = (CASES / "replies_unseen.jsonl").read_text(encoding="utf-8").splitlines()
    cases = [json.loads(line) for line in lines]
    tasks = open_tasks(cases)
    words = [*LINKS, *(task.title for task in tasks), *(f"{task.ref}号" for task in tasks)]
    for case in cases:
        start = chance.randrange(max(1, len(case["text"]) - 8))
        words.extend(case["text"][start : start + length] for length in (2, 4, 8))
    pieces = [chance.choice(words) for _ in range(PIECES)]
    worst, end = 0.0, time.monotonic() + seconds
    while time.monotonic() < end:
        new = changed(pieces, words, chance)
        text = "".join(new)[:LENGTH]
        cost = milliseconds(text, tasks, rounds=1)
        if cost > worst and (cost := milliseconds(text, tasks, rounds=3)) > worst:
            worst, pieces = cost, new
            print(f"{worst:.0f} ms", flush=True)
    print("".join(pieces)[:LENGTH])
    print(f"worst: {worst:.0f} ms; aim on an idle core: {AIM} ms")


if __name__ == "__main__":
    main(*map(float, sys.argv[1:2]), *map(int, sys.argv[2:3]))
