"""The laws of the design, checked from outside: plain SQL on the database file, and the sandbox's log of calls.

It shares nothing with the steps, the rules of time or the auditor, so that a fault of theirs cannot hide itself here.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

Wire = dict[str, Any]

_OVER = ("closed", "stopped")
_ASKING = ("morning", "urgent", "urge")
_MESSAGES = "('reaction','menu','edit_echo','edit_buttons','deletion')"  # kinds that are not messages of their own
_SENDING = ("sendMessage", "sendPhoto", "sendVideo", "sendDocument")
_METHODS = {
    "reaction": "setMessageReaction",
    "menu": "setMyCommands",
    "edit_echo": "editMessageText",
    "edit_buttons": "editMessageReplyMarkup",
    "deletion": "deleteMessage",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the oracle looks at."""

    ledger: sqlite3.Connection
    calls: Sequence[Wire]
    today: date

    def rows(self, query: str, *given: Any) -> list[sqlite3.Row]:
        return self.ledger.execute(query, given).fetchall()

    def sent(self, *methods: str) -> Iterator[Wire]:
        """Calls that Telegram took."""
        return (call for call in self.calls if call["method"] in methods and taken(call))


def taken(call: Wire) -> bool:
    """An edit that found everything as it should be has done its work."""
    return bool(call["ok"]) or "message is not modified" in str((call["answer"] or {}).get("description"))


@dataclass(frozen=True, slots=True)
class Breach:
    law: int
    what: str

    def __str__(self) -> str:
        return f"第{self.law}条：{self.what}"


def opened(file: Path) -> sqlite3.Connection:
    """The database file, to be read only."""
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    return connection


def breaches(file: Path, calls: Sequence[Wire], *, today: date, laws: Laws | None = None) -> list[Breach]:
    """Every law (of these, or of all) that does not hold, with what breaks it."""
    ledger = opened(file)
    try:
        evidence = Evidence(ledger, calls, today)
        return [Breach(number, what) for number, law in laws or LAWS for what in law(evidence)]
    finally:
        ledger.close()


def _owners_reachable(evidence: Evidence) -> Iterator[str]:
    lost = evidence.rows(
        "SELECT DISTINCT p.id, p.name FROM task t JOIN person p ON p.id = t.owner_id WHERE t.state NOT IN (?, ?) "
        "AND (p.chat_id IS NULL OR p.unreachable_since IS NOT NULL)",
        *_OVER,
    )
    told = "\n".join(str(call["parameters"]["text"]) for call in evidence.sent("sendMessage"))
    for person in lost:
        if person["name"] not in told:
            yield f"{person['name']}名下有未办结事项，既联系不上，也未列入督查员的名单"


def _next_dates(evidence: Evidence) -> Iterator[str]:
    for task in evidence.rows(
        "SELECT number FROM task WHERE state NOT IN (?, ?, 'claimed') AND NOT EXISTS "
        "(SELECT 1 FROM agenda WHERE task_id = task.id AND fate = 'waiting')",
        *_OVER,
    ):
        yield f"{task['number']}号未办结而没有下一次提醒"


def _inbox_once(evidence: Evidence) -> Iterator[str]:
    came = {each["update_id"] for call in evidence.sent("getUpdates") for each in call["answer"]["result"]}
    kept = Counter(row["update_id"] for row in evidence.rows("SELECT update_id FROM inbox"))
    yield from (f"收到的消息{update}没有存下" for update in came - set(kept))
    yield from (f"消息{update}存了{count}次" for update, count in kept.items() if count > 1)
    for row in evidence.rows("SELECT update_id, state FROM inbox WHERE state != 'done'"):
        yield f"消息{row['update_id']}未办完（{row['state']}）"


def _answered(evidence: Evidence) -> Iterator[str]:
    """Every message and tap of a bound person has an answer that was sent."""
    bound = {row["chat_id"] for row in evidence.rows("SELECT chat_id FROM person WHERE chat_id IS NOT NULL")}
    answered = {row["cause"] for row in evidence.rows("SELECT cause FROM outbox WHERE state = 'sent'")}
    for row in evidence.rows("SELECT update_id, chat_id, raw FROM inbox"):
        update = json.loads(row["raw"])
        spoke = any(kind in update for kind in ("message", "edited_message", "callback_query"))
        if spoke and row["chat_id"] in bound and f"update:{row['update_id']}" not in answered:
            yield f"消息{row['update_id']}没有得到答复"


def _agenda_fates(evidence: Evidence) -> Iterator[str]:
    for row in evidence.rows(
        "SELECT task_id, round, rung, occurrence, count(*) AS times FROM agenda GROUP BY 1, 2, 3, 4 HAVING times > 1"
    ):
        yield f"提醒 {tuple(row)[:4]} 有{row['times']}份"
    for row in evidence.rows("SELECT id FROM agenda WHERE fate != 'waiting' AND taken_at IS NULL"):
        yield f"提醒{row['id']}已取用而没有时间"
    for row in evidence.rows("SELECT id FROM agenda WHERE fate = 'suppressed' AND reason IS NULL"):
        yield f"提醒{row['id']}被略去而没有原因"


def _closed_left_alone(evidence: Evidence) -> Iterator[str]:
    for row in evidence.rows(
        "SELECT number FROM task WHERE state IN (?, ?) AND EXISTS "
        "(SELECT 1 FROM agenda WHERE task_id = task.id AND fate = 'waiting')",
        *_OVER,
    ):
        yield f"{row['number']}号已办结或中止而仍有提醒"
    for row in evidence.rows(
        "SELECT t.number, o.id FROM outbox o JOIN outbox_item i ON i.outbox_id = o.id JOIN task t ON t.id = i.task_id "
        "WHERE o.state = 'sent' AND o.kind IN (?, ?, ?) AND t.state = 'closed' AND o.ended_at > t.closed_at",
        *_ASKING,
    ):
        yield f"{row['number']}号销号后仍被提醒（发件{row['id']}）"


def _outbox_ended(evidence: Evidence) -> Iterator[str]:
    for row in evidence.rows("SELECT id, state FROM outbox WHERE state IN ('queued', 'sending', 'later')"):
        yield f"发件{row['id']}没有结果（{row['state']}）"
    for row in evidence.rows("SELECT id, state FROM outbox WHERE state != 'sent' AND coalesce(reason, '') = ''"):
        yield f"发件{row['id']}（{row['state']}）没有原因"


def _sent_once(evidence: Evidence) -> Iterator[str]:
    """Each sent message stands in Telegram exactly once, and nothing stands there that no row sent."""
    there = Counter(
        (int(call["parameters"]["chat_id"]), call["answer"]["result"]["message_id"])
        for call in evidence.sent(*_SENDING)
    )
    rows = evidence.rows(f"SELECT id, chat_id, message_id FROM outbox WHERE state = 'sent' AND kind NOT IN {_MESSAGES}")
    ours = Counter((row["chat_id"], row["message_id"]) for row in rows)
    yield from (f"会话{chat}的消息{number}台账有{ours[chat, number]}份而实发{there[chat, number]}份"
                for chat, number in sorted((there - ours) + (ours - there)))  # fmt: skip
    for kind, method in _METHODS.items():
        count = evidence.rows("SELECT count(*) FROM outbox WHERE state = 'sent' AND kind = ?", kind)[0][0]
        made = sum(1 for _ in evidence.sent(method))
        if count != made:
            yield f"{kind}台账{count}次而实发{made}次"


def _rungs_in_order(evidence: Evidence) -> Iterator[str]:
    """In one person's chat a later rung of a task is never followed by an earlier one."""
    latest: dict[tuple[int, int, int], str] = {}
    for row in evidence.rows(
        "SELECT a.task_id, a.round, a.at, o.person_id, o.id FROM agenda a JOIN outbox o ON o.id = a.outbox_id "
        "WHERE o.state = 'sent' ORDER BY o.ended_at, o.id"
    ):
        key = row["task_id"], row["round"], row["person_id"]
        if row["at"] < latest.get(key, ""):
            yield f"事项{row['task_id']}的较早提醒后到（发件{row['id']}）"
        latest[key] = max(row["at"], latest.get(key, ""))


def _journal_replayed(evidence: Evidence) -> Iterator[str]:
    """Each step begins where the one before ended, and the last is where the task stands."""
    states: dict[int, str] = {}
    for row in evidence.rows("SELECT id, task_id, facts FROM journal WHERE task_id IS NOT NULL ORDER BY id"):
        facts = json.loads(row["facts"])
        before = states.get(row["task_id"])
        if before is not None and "was" in facts and "state" in facts and facts["was"] != before:
            yield f"流水{row['id']}从“{facts['was']}”起，而事项{row['task_id']}当时是“{before}”"
        if "state" in facts:
            states[row["task_id"]] = facts["state"]
    for row in evidence.rows("SELECT id, number, state FROM task"):
        if states.get(row["id"]) != row["state"]:
            yield f"{row['number']}号台账为“{row['state']}”，流水重演为“{states.get(row['id'])}”"


def _nothing_refused(evidence: Evidence) -> Iterator[str]:
    for call in evidence.calls:
        if call["done"] and not taken(call):
            yield f"{call['method']} 被拒：{(call['answer'] or {}).get('description', '')}"
        yield from (f"{call['method']} 不合接口约定：{fault}" for fault in call["violations"])


def _uploaded_once(evidence: Evidence) -> Iterator[str]:
    """Each file is uploaded once, whoever gets it; everybody else gets it by its number."""
    names = [name for call in evidence.sent(*_SENDING) for name in call["files"]]
    made = {"photo": "chart", "document": "workbook"}
    for name, kind in made.items():
        count = evidence.rows("SELECT count(*) FROM attachment WHERE file_id IS NOT NULL AND kind = ?", kind)[0][0]
        if names.count(name) != count:
            yield f"{kind}共{count}份而上传{names.count(name)}次"


def _plain_text(evidence: Evidence) -> Iterator[str]:
    """Nobody's words can become markup, and no chat is written to that belongs to nobody."""
    bound = {row["chat_id"] for row in evidence.rows("SELECT chat_id FROM person WHERE chat_id IS NOT NULL")}
    for call in evidence.sent(*_SENDING):
        if {"parse_mode", "entities", "caption_entities"} & call["parameters"].keys():
            yield f"发送{call['seq']}带有格式标记"
        if int(call["parameters"]["chat_id"]) not in bound:
            yield f"发送{call['seq']}给了未绑定的账号"


Laws = tuple[tuple[int, Callable[[Evidence], Iterator[str]]], ...]
LAWS: Laws = (
    (1, _owners_reachable),
    (1, _next_dates),
    (2, _inbox_once),
    (2, _answered),
    (3, _agenda_fates),
    (3, _closed_left_alone),
    (4, _outbox_ended),
    (4, _sent_once),
    (4, _uploaded_once),
    (4, _nothing_refused),
    (5, _rungs_in_order),
    (7, _journal_replayed),
    (8, _plain_text),
)

DESPITE_FAULTS: Laws = (
    (1, _owners_reachable),
    (1, _next_dates),
    (2, _inbox_once),
    (2, _answered),
    (3, _agenda_fates),
    (3, _closed_left_alone),
    (5, _rungs_in_order),
    (7, _journal_replayed),
)
"""Those that hold too where somebody cut lines and killed processes: calls were refused, sendings ended in the dark."""
