"""How each task stands at a moment: state by the journal, words by the reports, lamp and class by the design's text."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.recount.workdays import between, forward

ZONE = ZoneInfo("Asia/Shanghai")
OVER = ("closed", "stopped")
_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}


@dataclass(frozen=True)
class Stood:
    number: int
    title: str
    department: str
    category: str
    leader: str
    owner: str
    state: str
    lamp: str
    pace: str
    due: date | None  # its date, or that of the period asked for
    overdue: bool
    sign_late: bool
    report_late: bool
    hollow: bool
    unsigned: bool
    asked: bool  # and no word since
    handed: date
    closing: str = ""


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def local(text: str) -> date:
    return moment(text).astimezone(ZONE).date()


def rows(ledger: sqlite3.Connection, query: str, *given: Any) -> list[dict[str, Any]]:
    found = ledger.execute(query, given)
    names = [each[0] for each in found.description]
    return [dict(zip(names, row, strict=True)) for row in found]


def states(ledger: sqlite3.Connection, until: datetime) -> dict[int, str]:
    """Where each task stood at a moment: the last state the journal names; a task not yet in the ledger is left out."""
    found: dict[int, str] = {}
    for row in rows(ledger, "SELECT at, task_id, facts FROM journal WHERE task_id IS NOT NULL ORDER BY id"):
        facts = json.loads(row["facts"])
        if "state" in facts and moment(row["at"]) <= until:
            found[row["task_id"]] = facts["state"]
    return found


def stood(ledger: sqlite3.Connection, now: datetime) -> dict[int, Stood]:
    """Task id → how it stands."""
    today = now.astimezone(ZONE).date()
    state = states(ledger, now)
    stones, words = defaultdict(list), defaultdict(list)
    for row in rows(ledger, "SELECT * FROM milestone"):
        stones[row["task_id"]].append(date.fromisoformat(row["due"]))
    for row in rows(ledger, "SELECT * FROM report WHERE withdrawn_at IS NULL ORDER BY at, id"):
        words[row["task_id"]].append(row)
    query = """SELECT task.*, department.name AS department, owner.name AS owner, leader.name AS leader FROM task
        JOIN department ON department.id = lead_department_id JOIN person AS owner ON owner.id = owner_id
        LEFT JOIN person AS leader ON leader.id = leader_id ORDER BY number"""
    return {
        task["id"]: _of(task, state[task["id"]], stones[task["id"]], words[task["id"]], now, today)
        for task in rows(ledger, query)
    }


def _of(
    task: dict[str, Any], state: str, stones: list[date], words: list[dict[str, Any]], now: datetime, today: date
) -> Stood:
    late = {"overdue": False, "sign_late": False, "report_late": False, "hollow": False, "asked": False}
    named = {name: task[name] or "" for name in ("title", "department", "category", "leader", "owner")}
    fixed = {"number": task["number"], "state": state, "handed": date.fromisoformat(task["plan_from"])}
    if state == "stopped":
        return Stood(**fixed, **named, **late, lamp="灰", pace="其它", due=None, unsigned=False)
    if state == "closed":
        ended = closing(task)
        return Stood(**fixed, **named, **late, lamp="绿", pace="已完成", due=None, unsigned=False, closing=ended)
    late["hollow"] = bool(words) and not words[-1]["substance"] and state != "claimed"
    judge = _standing_work if task["mode"] == "recurring" else _dated
    found = judge(task, state, stones, words, today, late["hollow"])
    late |= {name: found.pop(name) for name in ("overdue", "report_late") if name in found}
    if state == "blocked" and found["lamp"] not in ("红", "黄"):
        found["lamp"] = "黄"  # 受阻 is at least yellow
    late["sign_late"] = _sign_late(task, state, now, today)
    late["asked"] = task["asked_at"] is not None
    late["report_late"] = late["report_late"] or _silent(task, state, now)
    return Stood(**fixed, **named, **late, **found, unsigned=task["signed_at"] is None)


def closing(task: dict[str, Any]) -> str:
    """By when the accepted claim was made."""
    if task["mode"] == "recurring" or not task["due"] or not task["claimed_at"]:
        return "按期"
    claimed, due = local(task["claimed_at"]), date.fromisoformat(task["due"])
    return "超期" if claimed > due else "提前" if claimed < due else "按期"


def _dated(
    task: dict[str, Any], state: str, stones: list[date], words: list[dict[str, Any]], today: date, hollow: bool
) -> dict[str, Any]:
    claimed = state == "claimed"
    due = date.fromisoformat(task["due"]) if task["due"] else None
    percent = 100.0 if claimed else task["percent"]
    judged = local(task["claimed_at"]) if claimed else today
    overdue = due is not None and judged > due
    planned = _planned(date.fromisoformat(task["plan_from"]), stones, due, today) if due else None
    gap = None if percent is None or planned is None else round(percent - planned, 6)
    if overdue or (gap is not None and gap < -30):
        lamp = "红"
    elif hollow or (gap is not None and gap < -10):
        lamp = "黄"
    elif due is not None and not claimed and between(today, due) <= 7:
        lamp = "蓝"
    else:
        lamp = "灰" if percent is None else "绿"
    if percent is None:
        pace = "未报进度"
    elif gap is None or -10 <= gap <= 10:
        pace = "达进度"
    else:
        pace = "超进度" if gap > 10 else "欠进度"
    return {"lamp": lamp, "pace": pace, "due": due, "overdue": overdue}


def _planned(start: date, stones: list[date], due: date, today: date) -> float:
    """Straight from hand-out to due, or through i/n at milestone i."""
    ends = sorted(stones) or [due]
    low_day, low = start, 0.0
    if today < start:
        return 0.0
    for place, end in enumerate(ends, 1):
        high = 100.0 * place / len(ends)
        if today < end:
            return low + (high - low) * (today - low_day).days / (end - low_day).days
        low_day, low = end, high
    return low


def _standing_work(
    task: dict[str, Any], state: str, stones: list[date], words: list[dict[str, Any]], today: date, hollow: bool
) -> dict[str, Any]:
    every, day = task["report_every"] or "month", task["report_day"]
    reported = {row["period"] for row in words}
    began = min(filter(None, (task["began_at"], task["handed_out_at"])))
    first = _around(every, local(began))
    if between(local(began), _deadline(first, every, day)) < 5:
        first = _after(first, every)
    running = _around(every, today)
    if today > _deadline(running, every, day):
        running = _after(running, every)
    running = max(first, running)
    before = _around(every, running[0] - timedelta(days=1))
    if _key(running, every) in reported:
        pace, asked = "达进度", _after(running, every)
    else:
        pace = "未报进度" if before < first else "达进度" if _key(before, every) in reported else "欠进度"
        asked = running
    due = _deadline(asked, every, day)
    near = state != "claimed" and between(today, due) <= 5
    lamp = "黄" if pace == "欠进度" or hollow else "蓝" if near else "灰" if pace == "未报进度" else "绿"
    return {"lamp": lamp, "pace": pace, "due": due, "report_late": pace == "欠进度"}


Span = tuple[date, date]


def _around(every: str, day: date) -> Span:
    if every == "day":
        return day, day
    if every == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    many = _MONTHS[every]
    begin = (day.month - 1) // many * many
    end = date(day.year + (begin + many) // 12, (begin + many) % 12 + 1, 1)
    return date(day.year, begin + 1, 1), end - timedelta(days=1)


def _after(span: Span, every: str) -> Span:
    return _around(every, span[1] + timedelta(days=1))


def _deadline(span: Span, every: str, day: int | None) -> date:
    if not day:
        return span[1]
    return span[0] + timedelta(days=day - 1) if every == "week" else span[1].replace(day=min(day, span[1].day))


def _key(span: Span, every: str) -> str:
    first = span[0]
    if every == "week":
        year, week, _ = first.isocalendar()
        return f"{year}W{week:02d}"
    return {
        "day": f"{first}",
        "month": f"{first:%Y-%m}",
        "quarter": f"{first.year}Q{(first.month + 2) // 3}",
        "half-year": f"{first.year}H{1 if first.month < 7 else 2}",
        "year": f"{first.year}",
    }[every]


def _sign_late(task: dict[str, Any], state: str, now: datetime, today: date) -> bool:
    """Not signed for by the end of the next working day; 急件 within two hours of the window."""
    if task["signed_at"] is not None or task["handed_out_at"] is None or state == "claimed":
        return False
    handed = moment(task["handed_out_at"])
    if task["urgent"]:
        return now > handed + timedelta(hours=2)
    return today > forward(handed.astimezone(ZONE).date(), 1)


def _silent(task: dict[str, Any], state: str, now: datetime) -> bool:
    """The first ask nobody answered is two working days old, on the morning."""
    if task["asked_at"] is None or state == "claimed":
        return False
    return now >= datetime.combine(forward(local(task["asked_at"]), 2), time(9), ZONE)
