"""Sums over the standings, and what happened between two moments: the figures of digest, chart, workbook and year."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from tests.recount.standings import OVER, ZONE, Stood, closing, local, moment, rows, states

LAMPS = "红黄蓝灰绿"
PACES = ("超进度", "达进度", "欠进度", "未报进度", "已完成", "其它")


def summed(tasks: Iterable[Stood]) -> dict[str, int]:
    """Every figure by its word; 0 where nothing counts."""
    found = list(tasks)
    states_of = Counter(each.state for each in found)
    return {
        "共": len(found),
        "在办": sum(each.state not in OVER for each in found),
        "已销号": states_of["closed"],
        "中止": states_of["stopped"],
        **{lamp: sum(each.lamp == lamp for each in found) for lamp in LAMPS},
        **{pace: sum(each.pace == pace for each in found) for pace in PACES},
        "超期": sum(each.overdue for each in found),
        "受阻": states_of["blocked"],
        "领办逾期": sum(each.sign_late for each in found),
        "反馈逾期": sum(each.report_late for each in found),
        "无实质内容": sum(each.hollow for each in found),
        "未签收": sum(each.state not in OVER and each.unsigned for each in found),
        "待核查": states_of["claimed"],
        "未反馈": sum(each.asked for each in found),
    }


def by(tasks: Iterable[Stood], name: str) -> dict[str, dict[str, int]]:
    groups: dict[str, list[Stood]] = {}
    for each in tasks:
        groups.setdefault(getattr(each, name), []).append(each)
    return {key: summed(group) for key, group in groups.items()}


def week(ledger: sqlite3.Connection, ids: Iterable[int], since: datetime, until: datetime) -> dict[str, int]:
    """What was said and done of these tasks in the week, `since` left out."""
    those = set(ids)

    def within(row: dict[str, Any], name: str = "at") -> bool:
        return row[name] is not None and since < moment(row[name]) <= until

    reports = [
        row for row in rows(ledger, "SELECT * FROM report WHERE withdrawn_at IS NULL")
        if row["task_id"] in those and within(row)
    ]  # fmt: skip
    steps = [
        (row["kind"], json.loads(row["facts"]))
        for row in rows(ledger, "SELECT * FROM journal WHERE task_id IS NOT NULL")
        if row["task_id"] in those and within(row)
    ]  # fmt: skip
    sent = [
        row for row in rows(ledger, "SELECT * FROM outbox WHERE state = 'sent' AND kind IN ('morning','urgent','urge')")
        if within(row, "ended_at")
    ]  # fmt: skip
    claims = rows(ledger, "SELECT * FROM request WHERE kind = 'closure'")
    before, after = states(ledger, since), states(ledger, until)
    return {
        "回音": len(reports),
        "空": sum(not row["substance"] for row in reports),
        "申请办结": sum(row["task_id"] in those and within(row, "asked_at") for row in claims),
        "销号": sum(facts.get("state") == "closed" != facts.get("was") for _, facts in steps),
        "退回": sum(facts.get("state") == "returned" and facts.get("was") == "claimed" for _, facts in steps),
        "催办": sum(kind == "urge" for kind, _ in steps),
        "提醒": len(sent),
        "提醒人": len({row["person_id"] for row in sent}),
        "新交办": len([each for each in after if each in those and each not in before]),
    }


def newly_overdue(tasks: Iterable[Stood], today: date) -> int:
    """Of those overdue now, whose date has passed within seven days."""
    return sum(each.overdue and each.due is not None and each.due >= today - timedelta(days=7) for each in tasks)


def week_ago(ledger: sqlite3.Connection, now: datetime) -> dict[str, int]:
    """The chart's figures of seven days before, by the journal; whether overdue, by today's date of a task."""
    then = now - timedelta(days=7)
    found = states(ledger, then)
    due = {row["id"]: row["due"] for row in rows(ledger, "SELECT id, due FROM task")}
    claimed: dict[int, date] = {}
    for row in rows(ledger, "SELECT * FROM request WHERE kind = 'closure' ORDER BY asked_at"):
        if moment(row["asked_at"]) <= then:
            claimed[row["task_id"]] = local(row["asked_at"])
    day = then.astimezone(ZONE).date()
    late = 0
    for task_id, state in found.items():
        judged = claimed[task_id] if state == "claimed" else day
        late += state not in OVER and due[task_id] is not None and date.fromisoformat(due[task_id]) < judged
    return {
        "共": len(found),
        "在办": sum(state not in OVER for state in found.values()),
        "超期": late,
        "受阻": sum(state == "blocked" for state in found.values()),
        "已销号": sum(state == "closed" for state in found.values()),
    }


def open_problems(ledger: sqlite3.Connection) -> int:
    return len(rows(ledger, "SELECT id FROM matter WHERE kind = 'problem' AND state = 'open'"))


def promises(ledger: sqlite3.Connection, since: datetime, until: datetime, today: date) -> tuple[int, int]:
    """Kept and broken; one whose day has passed without a word is broken as long as it stands."""
    kept = broken = 0
    for row in rows(ledger, "SELECT * FROM promise"):
        if row["ended_at"] is None:
            broken += date.fromisoformat(row["by"]) < today
        elif since < moment(row["ended_at"]) <= until and row["kept"] is not None:
            kept, broken = kept + row["kept"], broken + (not row["kept"])
    return kept, broken


def measured(ledger: sqlite3.Connection, today: date) -> dict[str, int]:
    """指标 reached, short and unreported, against the stage whose day has come, else the year's target."""
    found = Counter({"达到": 0, "未达": 0, "未报": 0})
    for row in rows(ledger, "SELECT * FROM indicator WHERE ended_at IS NULL"):
        figures = rows(
            ledger,
            "SELECT f.* FROM indicator_figure AS f JOIN report ON report.id = f.report_id"
            " WHERE indicator_id = ? AND withdrawn_at IS NULL ORDER BY f.at, f.id",
            row["id"],
        )
        value = _value(row["adding"], figures)
        goals = sorted((day, wanted) for _, day, wanted in json.loads(row["goals"]) if date.fromisoformat(day) <= today)
        wanted = goals[-1][1] if goals else row["target"]
        least = row["direction"] == "at_least"
        reached = value is not None and (value >= wanted - 1e-6 if least else value <= wanted + 1e-6)
        found["未报" if value is None else "达到" if reached else "未达"] += 1
    return dict(found)


def _value(adding: str, figures: list[dict[str, Any]]) -> float | None:
    if not figures:
        return None
    if adding == "last":
        return float(figures[-1]["value"])
    whole, parts = 0.0, {}
    for place, row in enumerate(figures):
        if adding == "sum" and row["total"]:
            whole, parts = row["value"], {}
        else:
            parts[row["period"] or place] = row["value"]
    return whole + sum(parts.values()) if adding == "sum" else sum(parts.values()) / len(parts)


def year(ledger: sqlite3.Connection, of: int, now: datetime) -> dict[str, int]:
    """What the year closed, early, in time and late; what it stopped; what runs on at its end, or now."""
    begin, end = (datetime(each, 1, 1, tzinfo=ZONE) for each in (of, of + 1))
    last = min(now, end)
    before, after = states(ledger, begin), states(ledger, last)
    tasks = {row["id"]: row for row in rows(ledger, "SELECT * FROM task")}
    found = Counter({"提前": 0, "按期": 0, "超期": 0, "中止": 0, "在办": 0})
    for task_id, state in after.items():
        if state not in OVER:
            found["在办"] += 1
        elif before.get(task_id) == state:
            continue
        elif state == "stopped":
            found["中止"] += 1
        else:
            found[closing(tasks[task_id] | _then(ledger, task_id, last))] += 1
    return dict(found)


def _then(ledger: sqlite3.Connection, task_id: int, until: datetime) -> dict[str, Any]:
    """Its date and its claim as they were at that moment, by journal and requests."""
    found: dict[str, Any] = {}
    for row in rows(ledger, "SELECT at, facts FROM journal WHERE task_id = ? ORDER BY id", task_id):
        if moment(row["at"]) <= until and json.loads(row["facts"]).get("due"):
            found["due"] = json.loads(row["facts"])["due"]
    query = "SELECT asked_at FROM request WHERE kind = 'closure' AND task_id = ? ORDER BY asked_at"
    claims = [row["asked_at"] for row in rows(ledger, query, task_id) if moment(row["asked_at"]) <= until]
    return found | ({"claimed_at": claims[-1]} if claims else {})
