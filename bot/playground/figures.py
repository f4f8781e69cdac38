"""The closing figures of a demo: counted in the database file by plain SQL, and the same figures as people were shown.

Whatever digest, `/status`, chart and workbook say has to agree with this count.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

Wire = dict[str, Any]

_LAMPS = {"🔴": "红", "🟡": "黄", "🔵": "蓝", "⚪": "灰", "🟢": "绿"}
_MESSAGES = "kind NOT IN ('reaction', 'menu', 'edit_echo', 'edit_buttons', 'deletion')"


@dataclass(frozen=True, slots=True)
class Figures:
    """Of the whole run; field by field a row of the closing table."""

    tasks: int
    unfinished: int
    signed: int
    reminders: int
    replies: int
    withdrawn: int
    asked_back: int
    claims: int
    returned: int
    closed: int
    extensions: int
    decisions: int
    urged: int
    overdue: int
    digests: int
    messages: int


_WORDS = (
    "事项 在办 已签收 发出提醒 回音 其中已更正 反问 申请办结 退回重办 销号 "
    "同意延期 请示答复 催办 超期 周报 发出消息合计"
)
NO_BREACH = "设计所定的各条规则逐条核对无误。"
LABELS = dict(
    zip(
        (each.name for each in fields(Figures)),
        _WORDS.split(),
        strict=True,
    )
)


def counted(ledger: sqlite3.Connection, *, today: date) -> Figures:
    def one(query: str, *given: Any) -> int:
        return int(ledger.execute(query, given).fetchone()[0])

    def noted(kind: str) -> int:
        return one("SELECT count(*) FROM journal WHERE kind = ?", kind)

    return Figures(
        tasks=one("SELECT count(*) FROM task"),
        unfinished=one("SELECT count(*) FROM task WHERE state NOT IN ('closed', 'stopped')"),
        signed=one("SELECT count(*) FROM task WHERE signed_at IS NOT NULL"),
        reminders=one("SELECT count(*) FROM outbox WHERE state = 'sent' AND kind IN ('morning', 'urgent', 'urge')"),
        replies=one("SELECT count(*) FROM report"),
        withdrawn=one("SELECT count(*) FROM report WHERE withdrawn_at IS NOT NULL"),
        asked_back=noted("ask"),
        claims=one("SELECT count(*) FROM request WHERE kind = 'closure'"),
        returned=noted("return"),
        closed=one("SELECT count(*) FROM task WHERE state = 'closed'"),
        extensions=noted("redate"),
        decisions=noted("decide"),
        urged=noted("urge"),
        overdue=_overdue(ledger, today),
        digests=one("SELECT count(*) FROM outbox WHERE state = 'sent' AND kind = 'digest'"),
        messages=one(f"SELECT count(*) FROM outbox WHERE state = 'sent' AND {_MESSAGES}"),
    )


def _overdue(ledger: sqlite3.Connection, today: date) -> int:
    """Unfinished past its date; a claim made in time waits for the office, not for the head."""
    late = 0
    for row in ledger.execute("SELECT due, state, claimed_at FROM task WHERE state NOT IN ('closed', 'stopped')"):
        judged = _local_day(row["claimed_at"]) if row["state"] == "claimed" else today
        late += row["due"] is not None and date.fromisoformat(row["due"]) < judged
    return late


def _local_day(moment: str) -> date:
    aware = datetime.fromisoformat(f"{moment}+00:00")
    return aware.astimezone(ZoneInfo("Asia/Shanghai")).date()


def burden(ledger: sqlite3.Connection, *, people: int, days: int) -> str:
    """Messages per person and day, those of our own accord apart from answers."""
    query = f"SELECT count(*) FROM outbox WHERE state = 'sent' AND {_MESSAGES}"
    total = ledger.execute(query).fetchone()[0]
    answers = ledger.execute(f"{query} AND cause LIKE 'update:%'").fetchone()[0]
    return f"人均每个工作日{total / people / days:.2f}条，其中主动发出{(total - answers) / people / days:.2f}条"


def shown(text: str) -> dict[str, int]:
    """The figures a digest or `/status` names."""
    head = text.split("◆")[0]
    found = {name: int(value) for name, value in reversed(re.findall(r"(共|在办|已销号|超期)(\d+)", head))}
    found.setdefault("超期", 0)  # named only where there is some
    for mark, name in _LAMPS.items():
        if lamp := re.search(rf"{mark}(\d+)", text):
            found[name] = int(lamp[1])
    return found


def of_workbook(content: bytes) -> dict[str, int]:
    """Counted from the rows of the sheet 台账; 超期 as the sheet 汇总 sums it up."""
    from openpyxl import load_workbook  # 0.3 s that only a demo pays

    book = load_workbook(BytesIO(content), read_only=True)
    body = list(_rows(book["台账"], "编号"))
    tasks = [row for row in body if isinstance(row["编号"], int)]
    closed = sum(row["状态"] == "已销号" for row in tasks)
    overdue = next(int(row["超期"]) for row in _rows(book["汇总"], "牵头单位") if row["牵头单位"] == "合计")
    lamps = [row["灯"] for row in tasks]
    found = {"共": len(tasks), "在办": len(tasks) - closed, "已销号": closed, "超期": overdue}
    return {**found, **{name: lamps.count(name) for name in _LAMPS.values()}}


def _rows(sheet: Any, first: str) -> Iterator[dict[str, Any]]:
    """The rows under the header that begins with this word."""
    rows = sheet.iter_rows(values_only=True)
    header = next(row for row in rows if row[0] == first)
    return (dict(zip(header, row, strict=False)) for row in rows)


def disagreements(figures: Figures, seen: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    """`seen`: by the name of the place (周报, /status, …) the figures shown there."""
    truth = {"共": figures.tasks, "在办": figures.unfinished, "已销号": figures.closed, "超期": figures.overdue}
    first = next(iter(seen.values()), {})
    for place, found in seen.items():
        for name, value in {**{lamp: first.get(lamp) for lamp in _LAMPS.values()}, **truth}.items():
            if found.get(name) != value:
                yield f"{place}的“{name}”为{found.get(name)}，重新计数为{value}"


def closing(figures: Figures, burden: str) -> Sequence[str]:
    """The demo's closing table, line by line."""
    rows = [f"  {label + '　' * (8 - len(label))}{value:>6}" for label, value in table(figures)]
    return ["━━━━ 两周小结（2022年2月18日至3月4日）━━━━", "", *rows, f"  {burden}"]


def places(into: Path) -> str:
    return f"作战图：{into / 'chart.png'}　台账：{into / 'ledger.xlsx'}"


def table(figures: Figures) -> Sequence[tuple[str, int]]:
    return [(LABELS[name], value) for name, value in asdict(figures).items()]
