"""How fast and how well replies are read, beside jionlp with keywords where that is installed.

    python benchmarks/reading.py

jionlp (260 MB with its dictionaries) is no dependency. To compare, put it into an environment of its own that also
sees ours, and run the same file there:

    python3 -m venv /tmp/beside && /tmp/beside/bin/pip install jionlp
    /tmp/beside/bin/pip install -r requirements/run.txt && PYTHONPATH=. /tmp/beside/bin/python benchmarks/reading.py
"""

from __future__ import annotations

import importlib
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot.reading.cases import read_case
from schedules.workdays import Calendar
from tests.rules import scoring

FILES = ("replies_sample.jsonl", "replies_own.jsonl")
DONE = ("办结", "完成", "完了", "竣工", "销号", "搞定")
NOT_DONE = ("没", "未", "基本", "差", "待")
Reader = Callable[[Mapping[str, Any]], dict[str, Any]]


def import_seconds() -> float:
    """The best of three fresh processes."""
    code = "import time; t = time.process_time(); import bot.reading.replies; print(time.process_time() - t)"
    runs = (subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True) for _ in range(3))
    return min(float(run.stdout) for run in runs)


def ours() -> Reader:
    calendar = Calendar.standard()
    return lambda case: read_case(case, calendar)


def keywords_with_jionlp() -> Reader | None:
    """What a library and a list of words reach: the date by jionlp, the state by keywords, the task by its number."""
    try:
        jionlp = importlib.import_module("jionlp")
    except ImportError:
        return None

    def read(case: Mapping[str, Any]) -> dict[str, Any]:
        text, refs = case["text"], [task["ref"] for task in case["tasks"]]
        named = [ref for ref in refs if f"{ref}号" in text] or (refs if len(refs) == 1 else [])
        done = any(word in text for word in DONE) and not any(word in text for word in NOT_DONE)
        row: dict[str, Any] = {"state": "done_claimed" if done else "in_progress"}
        day = None if done else _day(jionlp, text, case["today"])
        if day:
            row |= {"state": "in_progress", "expected_date": day}
        rows = [{"ref": ref, **row} for ref in named]
        return {"intent": "update" if rows else "ambiguous", "updates": rows, "ask_back": not rows}

    return read


def _day(jionlp: Any, text: str, today: str) -> str | None:
    moment = datetime.combine(date.fromisoformat(today), datetime.min.time())
    try:
        found = jionlp.ner.extract_time(text, time_base=moment.timestamp())
        return str(found[-1]["detail"]["time"][-1])[:10] if found else None
    except (ValueError, KeyError, IndexError, TypeError):
        return None


def per_second(read: Reader, cases: list[dict[str, Any]]) -> float:
    """The best of five rounds, in replies per second of one core."""
    for case in cases[:50]:
        read(case)
    return max(len(cases) / _took(read, cases) for _ in range(5))


def _took(read: Reader, cases: list[dict[str, Any]]) -> float:
    began = time.process_time()
    for case in cases:
        read(case)
    return time.process_time() - began


def worst_milliseconds() -> float:
    """The slowest of the longest messages of nonsense, best of three each."""
    read = ours()
    tasks = [{"ref": 1, "title": "老旧小区改造项目", "due": "2026-06-30"}, {"ref": 2, "title": "燃气老旧管网更新"}]
    nonsense = [
        "已",
        "剩",
        "请",
        "没3.小区",
        "1号",
        "百把改造",
        "3.外1、",
        "由张",
        "完成60%",
        "2月30日",
        "等在还是",
        "因号1号",
    ]
    cases = [{"today": "2026-03-02", "tasks": tasks, "text": (words * 4096)[:4096]} for words in nonsense]
    return 1000 * max(min(_took(read, [case]) for _ in range(3)) for case in cases)


def report(name: str, read: Reader, cases: list[dict[str, Any]]) -> None:
    score = scoring.score(cases, [read(case) for case in cases])
    speed = per_second(read, cases)
    print(f"{name:22s} exact {score.exact_share:6.1%}  harmful {score.harmful_share:5.1%}  {speed:6.0f}/s")


def main() -> None:
    cases = scoring.load(*FILES)
    print(f"{len(cases)} replies; import of the reader {import_seconds():.2f} s")
    report("huiyin", ours(), cases)
    beside = keywords_with_jionlp()
    if beside is None:
        print("jionlp with keywords   not compared: jionlp is not installed (see the head of this file)")
    else:
        report("jionlp with keywords", beside, cases)
    print(f"longest nonsense       {worst_milliseconds():.0f} ms at worst for 4096 letters")


if __name__ == "__main__":
    main()
