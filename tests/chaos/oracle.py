"""The laws of DESIGN §9 asserted from outside: reads the database file with sqlite3 and what the sandbox has on record,
and shares no code with the service."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter, defaultdict
from contextlib import closing
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from bot.sandbox.server import Sandbox

ANSWERS = {"plain", "welcome", "echo", "question", "task_card", "listing"}
ANSWER = 0  # their rank
EDITS = {"edit_echo", "edit_buttons"}
CALLS = EDITS | {"reaction", "menu"}
SPOKEN_FOR = {"morning", "desk"}
REMINDERS = {"morning", "urgent", "urge"}
FINISHED = ("closed", "stopped")
AT_REST = {"claim_waits", "request_waits", "evening"}  # what others are asked of a claimed task; a 急件 at 18:00 too


@dataclass(slots=True)
class Record:
    """What happened in an episode, as the outside knows it."""

    log: Path
    sandbox: Sandbox
    secret: str
    now: str  # the service's clock at the end, as the database writes it
    told: dict[int, int] = field(default_factory=dict)  # update id → chat of everything people said or tapped
    walled: set[int] = field(default_factory=set)  # of them those whose sender blocked us later: no answer need arrive
    left: set[int] = field(default_factory=set)  # chats that are blocked at the end, as Telegram has told the bot
    reports: dict[int, tuple[int, int]] = field(default_factory=dict)  # update id → (chat, message) naming one task
    garbage: set[int] = field(default_factory=set)  # updates nobody can read


def violations(record: Record, database: Path) -> list[str]:
    """`database`: a file of SQLite, the ledger or a copy of it."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        look = Look(record, connection)
        return [f"{check.__name__}: {fault}" for check in CHECKS for fault in check(look)]


class Look:
    def __init__(self, record: Record, connection: sqlite3.Connection) -> None:
        self.record = record
        self.connection = connection
        self.outbox = self.rows("SELECT * FROM outbox ORDER BY id")
        self.chats = {row["id"]: row["chat_id"] for row in self.rows("SELECT id, chat_id FROM person")}
        posts = enumerate(record.sandbox.world.posts)
        self.places = {(post.chat.id, post.id): place for place, post in posts}  # in the order of their arrival

    def rows(self, query: str, *given: object) -> list[sqlite3.Row]:
        return self.connection.execute(query, given).fetchall()

    def chat(self, row: sqlite3.Row) -> int | None:
        return row["chat_id"] or self.chats.get(row["person_id"])

    def place(self, row: sqlite3.Row) -> int | None:
        """Where among all messages this one arrived; None: it is no message, or not known to have arrived."""
        sent = row["state"] == "sent" and row["kind"] not in CALLS
        return self.places.get((row["chat_id"], row["message_id"])) if sent else None


def the_file_is_sound(look: Look):
    yield from (row[0] for row in look.rows("PRAGMA integrity_check") if row[0] != "ok")
    yield from (f"{row[0]} {row[1]} points at nothing" for row in look.rows("PRAGMA foreign_key_check"))


def everything_said_is_stored_once_and_served(look: Look):
    states = defaultdict(list)
    for row in look.rows("SELECT update_id, state, error FROM inbox"):
        states[row["update_id"]].append((row["state"], row["error"]))
    answered = {row["cause"] for row in look.outbox}
    for update in look.record.told:
        forgotten = not states[update] and f"update:{update}" in answered  # a clock a year ahead purges what is done
        if [state for state, _ in states[update]] != ["done"] and not forgotten:
            yield f"update {update}: {states[update] or 'lost'}"
    for update in look.record.garbage:
        if [state for state, _ in states[update]] != ["poison"]:
            yield f"garbage {update}: {states[update] or 'lost'}"


def everything_said_has_its_answer(look: Look):
    answered = {row["cause"] for row in look.outbox}
    for row in look.rows("SELECT update_id FROM inbox WHERE state = 'done' AND error IS NULL"):
        if f"update:{row['update_id']}" not in answered:
            yield f"update {row['update_id']}"


def each_report_is_one_report(look: Look):
    """Beside those that the answer to a question asked back about it has added."""
    reported = """SELECT s.chat_id, s.message_id FROM saying s JOIN report r ON r.saying_id = s.id WHERE NOT EXISTS
        (SELECT 1 FROM question q WHERE q.saying_id = s.id AND q.outcome = 'answered' AND q.closed_at = r.at)"""
    counts = Counter((row["chat_id"], row["message_id"]) for row in look.rows(reported))
    noted = Counter(row["cause"] for row in look.rows("SELECT cause FROM journal WHERE kind = 'report'"))
    echoes = Counter(row["cause"] for row in look.outbox if row["kind"] == "echo" and row["again_of_id"] is None)
    for update, place in look.record.reports.items():
        found = counts[place], noted[f"update:{update}"], echoes[f"update:{update}"]
        if found != (1, 1, 1):
            yield f"update {update}: reports, journal, echoes = {found}"


def every_call_has_its_fate(look: Look):
    for row in look.outbox:
        later = row["not_before"] is not None and row["not_before"] > look.record.now and row["state"] == "queued"
        if row["state"] in ("queued", "later", "sending") and not later:
            yield f"outbox {row['id']} ({row['kind']}): {row['state']} {row['reason']}"
        if row["state"] in ("dropped", "unknown", "undeliverable") and not row["reason"]:
            yield f"outbox {row['id']}: {row['state']} without a reason"


def no_answer_is_dropped(look: Look):
    """To his own words, that is: what another's tap tells him is lost with him who has blocked us since."""
    told, walled = look.record.told, look.record.walled
    heard = {f"update:{update}": sender for update, sender in told.items() if update not in walled}
    shut = {told[update] for update in walled}
    for row in look.outbox:
        his_own = heard.get(row["cause"]) == look.chat(row)
        may_fail = row["state"] == "undeliverable" and not his_own and look.chat(row) in shut
        if row["kind"] in ANSWERS and row["state"] in ("dropped", "undeliverable") and not may_fail:
            yield f"outbox {row['id']} ({row['kind']}): {row['state']} {row['reason']}"


def of_who_cannot_be_reached_the_office_is_told(look: Look):
    people = {chat: person for person, chat in look.chats.items()}
    notices = [json.loads(row["facts"]) for row in look.outbox if row["kind"] == "notice"]
    told = {facts["person_id"] for facts in notices if facts["what"] in ("unreachable", "undeliverable")}
    for row in look.outbox:
        person = row["person_id"] or people.get(row["chat_id"])
        if row["state"] == "undeliverable" and row["kind"] != "notice" and person not in told:
            yield f"outbox {row['id']} ({row['kind']}) to person {person}: {row['reason']}"
    listed = {row["chat_id"] for row in look.rows("SELECT chat_id FROM person WHERE unreachable_since IS NOT NULL")}
    yield from (f"chat {chat} has blocked us and is not listed" for chat in look.record.left - listed)


def what_is_sent_is_in_the_chat(look: Look):
    claimed: Counter[tuple[int, int]] = Counter()
    for row in look.outbox:
        if row["state"] != "sent" or row["kind"] in CALLS:
            continue
        place = row["chat_id"], row["message_id"]
        claimed[place] += 1
        chat = look.record.sandbox.world.chats.get(row["chat_id"])
        post = chat.posts.get(row["message_id"]) if chat else None
        if post is None or not post.outgoing or json.loads(row["sent"])["text"] not in _texts(post):
            yield f"outbox {row['id']} ({row['kind']}) is not at {place}"
    yield from (f"{place} is claimed by {count} rows" for place, count in claimed.items() if count > 1)


def _texts(post) -> list[str]:
    return [_words(post.wire), *(_words(edit["before"]) for edit in post.edits)]


def _words(wire) -> str:
    """Of a message, or under a picture or document."""
    return wire.get("text", wire.get("caption", ""))


def what_is_in_the_chat_was_sent_or_is_unknown(look: Look):
    known = {(row["chat_id"], row["message_id"]) for row in look.outbox if row["state"] == "sent"}
    unknown = Counter(look.chat(row) for row in look.outbox if row["state"] == "unknown")
    posts = [post for post in look.record.sandbox.world.posts if post.outgoing]
    strays = Counter(post.chat.id for post in posts if (post.chat.id, post.id) not in known)
    yield from (
        f"chat {chat}: {count} messages nobody knows of, {unknown[chat]} unknown on record"
        for chat, count in strays.items()
        if count > unknown[chat]
    )


def what_is_unknown_went_again_where_it_should(look: Look):
    again = {row["again_of_id"] for row in look.outbox}
    for row in look.outbox:
        repeat = json.loads(row["facts"]).get("repeat")
        silent = row["kind"] in CALLS or (row["kind"] in SPOKEN_FOR and repeat != "again")
        if row["state"] == "unknown" and row["again_of_id"] is None and not silent and row["id"] not in again:
            yield f"outbox {row['id']} ({row['kind']})"


def doubles_have_an_unknown_on_record(look: Look):
    states = {row["id"]: row["state"] for row in look.outbox}
    for row in look.outbox:
        if row["again_of_id"] is not None and states[row["again_of_id"]] != "unknown":
            yield f"outbox {row['id']} repeats {row['again_of_id']}, which is {states[row['again_of_id']]}"


def what_goes_again_says_so(look: Look):
    for row in look.outbox:
        again = row["again_of_id"] is not None and row["state"] == "sent"
        if again and "重发" not in json.loads(row["sent"])["text"]:
            yield f"outbox {row['id']} ({row['kind']}) repeats {row['again_of_id']} without a word"


def _answers(look: Look):
    """First copies. A word of our own accord, to somebody else than who spoke, has an answer's form and another rank:
    it waits for the end of the quiet hours and lets answers pass."""
    return [
        row for row in look.outbox if row["kind"] in ANSWERS and row["rank"] == ANSWER and row["again_of_id"] is None
    ]


def answers_keep_their_order(look: Look):
    last: dict[int, int] = {}
    for row in _answers(look):
        if row["state"] == "sent":
            number = row["message_id"] or 0
            if number < last.get(row["chat_id"], 0):
                yield f"outbox {row['id']} in chat {row['chat_id']}"
            last[row["chat_id"]] = number


def a_chat_is_served_in_its_order(look: Look):
    order = {f"update:{row['update_id']}": row["id"] for row in look.rows("SELECT id, update_id FROM inbox")}
    last: dict[int | None, int] = {}
    for row in _answers(look):
        place, chat = order.get(row["cause"]), row["chat_id"]
        if place is not None:
            if place < last.get(chat, 0):
                yield f"chat {chat}: {row['cause']}"
            last[chat] = place


def the_agenda_is_taken_once_and_in_time(look: Look):
    twice = "SELECT task_id, round, rung, occurrence, count(*) FROM agenda GROUP BY 1, 2, 3, 4 HAVING count(*) > 1"
    yield from (f"{tuple(row)}" for row in look.rows(twice))
    late = "SELECT task_id, rung, at FROM agenda WHERE fate = 'waiting' AND at <= ?"
    yield from (
        f"task {row['task_id']}: {row['rung']} of {row['at']} waits" for row in look.rows(late, look.record.now)
    )
    mute = "SELECT id FROM agenda WHERE fate = 'suppressed' AND reason IS NULL"
    yield from (f"agenda {row['id']} suppressed without a reason" for row in look.rows(mute))


def each_rung_speaks_once_and_in_one_message(look: Look):
    """To a person: a rung is queued in one message, and what one ring has for him is one message."""
    rungs: Counter[tuple[object, ...]] = Counter()
    rings: Counter[tuple[object, ...]] = Counter()
    for row in look.outbox:
        if row["kind"] in ("morning", "urgent") and row["again_of_id"] is None:
            rings[row["person_id"], row["kind"], row["cause"]] += 1
            for item in json.loads(row["facts"])["items"]:
                key = (item["task_id"], item.get("round"), item["rung"], item.get("occurrence", ""))
                rungs[row["person_id"], *key] += 1
    yield from (
        f"person {ring[0]}: {ring[1]} of {ring[2]} in {count} messages" for ring, count in rings.items() if count > 1
    )
    yield from (
        f"person {rung[0]}, task {rung[1]}: {rung[3]} queued {count} times"
        for rung, count in rungs.items()
        if count > 1
    )


def no_later_rung_is_followed_by_an_earlier_one(look: Look):
    """Of a task, in a chat, within a round: as their messages arrived. One that goes late or again may no longer name
    a task for which it was queued."""
    titles = {row["id"]: row["title"] for row in look.rows("SELECT id, title FROM task")}
    rungs = defaultdict(list)
    query = "SELECT outbox_id, task_id, round, rung, at FROM agenda WHERE fate = 'queued' AND outbox_id IS NOT NULL"
    for row in look.rows(query):
        rungs[row["outbox_id"]].append(row)
    told = defaultdict(list)
    for row in look.outbox:
        if row["kind"] in REMINDERS and look.place(row) is not None:
            text = json.loads(row["sent"])["text"]
            named = [rung for rung in rungs[row["again_of_id"] or row["id"]] if titles[rung["task_id"]] in text]
            for rung in named:
                told[row["chat_id"], rung["task_id"], rung["round"]].append((look.place(row), rung["at"], rung["rung"]))
    for (chat, task, _), heard in told.items():
        heard.sort()
        for before, after in pairwise(heard):
            if after[1] < before[1]:
                yield f"chat {chat}, task {task}: {after[2]} of {after[1]} after {before[2]} of {before[1]}"


def no_closed_task_is_reminded_of(look: Look):
    """Once the word of its closing has arrived, no message speaks of it that began to be sent later."""
    last: dict[int, tuple[str, str]] = {}
    for row in look.rows("SELECT task_id, cause, facts FROM journal WHERE task_id IS NOT NULL ORDER BY id"):
        state = json.loads(row["facts"]).get("state")
        if state is not None and state != last.get(row["task_id"], ("",))[0]:
            last[row["task_id"]] = state, row["cause"]
    words = defaultdict(list)
    for row in look.outbox:
        if look.place(row) is not None:
            words[row["cause"]].append((look.place(row), row["claimed_at"]))
    closed = {task: min(words[cause]) for task, (state, cause) in last.items() if state in FINISHED and words[cause]}
    speaking = defaultdict(list)
    for item in look.rows("SELECT outbox_id, task_id FROM outbox_item"):
        speaking[item["outbox_id"]].append(item["task_id"])
    for row in look.outbox:
        place = look.place(row) if row["kind"] in REMINDERS else None
        for task in speaking[row["id"]] if place is not None else ():
            if task in closed and (place, row["claimed_at"]) > closed[task] and row["claimed_at"] > closed[task][1]:
                yield f"outbox {row['id']} ({row['kind']}) speaks of task {task}"


def every_unfinished_task_has_a_next_date(look: Look):
    coming = defaultdict(set)
    for row in look.rows("SELECT task_id, rung FROM agenda WHERE fate = 'waiting'"):
        coming[row["task_id"]].add(row["rung"])
    for row in look.rows("SELECT id, state FROM task"):
        rungs = coming[row["id"]]
        if row["state"] in FINISHED and rungs:
            yield f"task {row['id']} is {row['state']} and {rungs} wait"
        if row["state"] == "claimed" and rungs - AT_REST:
            yield f"task {row['id']} is claimed and {rungs} wait"
        if row["state"] not in FINISHED and not rungs:
            yield f"task {row['id']} is {row['state']} and nothing is to happen"


def nothing_unfinished_is_without_a_coming_date(look: Look):
    """A signing, an answer, a claim, request, problem, 批示, promise: somebody is asked again, on a written day."""
    waits = defaultdict(set)
    for row in look.rows("SELECT task_id, rung, occurrence FROM agenda WHERE fate = 'waiting'"):
        waits[row["task_id"]].add((row["rung"], row["occurrence"].partition("/")[0]))
    asked = """SELECT r.* FROM request r JOIN task t ON t.id = r.task_id
        WHERE r.state = 'open' AND t.state NOT IN ('closed', 'stopped')"""
    for row in look.rows(asked):
        of_task = waits[row["task_id"]]
        of_claim = row["kind"] == "closure" and any(rung == "claim_waits" for rung, _ in of_task)
        if not of_claim and ("request_waits", str(row["id"])) not in of_task:
            yield f"request {row['id']} ({row['kind']}) is open and nobody is asked again"
    running = "SELECT * FROM task WHERE state NOT IN ('closed', 'stopped', 'claimed')"
    for row in look.rows(running):
        rungs = {rung for rung, _ in waits[row["id"]]}
        if (row["state"] == "handed_out" or row["signed_at"] is None) and not rungs & {"hand_out", "sign"}:
            yield f"task {row['id']} is unsigned and nobody is asked to sign"
        if row["asked_at"] is not None and "silence_more" not in rungs:
            yield f"task {row['id']} was asked about and comes on no list"
    held = """SELECT p.id FROM problem p JOIN task t ON t.id = p.task_id WHERE p.solved_at IS NULL AND t.state NOT IN
        ('closed', 'stopped') AND NOT EXISTS (SELECT 1 FROM matter m WHERE m.problem_id = p.id AND m.state = 'open')"""
    yield from (f"problem {row['id']} is in nobody's hands" for row in look.rows(held))
    for row in look.rows("SELECT id, kind FROM matter WHERE state = 'open' AND next_on IS NULL"):
        yield f"matter {row['id']} ({row['kind']}) is open without a next date"
    told = {(row["task_id"], row["occurrence"]) for row in look.rows("SELECT * FROM agenda WHERE rung = 'promise'")}
    latest = max((str(row["at"])[:10] for row in look.rows("SELECT max(at) AS at FROM journal")), default="")
    promised = """SELECT p.id, p.task_id, p."by" AS day FROM promise p JOIN task t ON t.id = p.task_id
        WHERE p.ended_at IS NULL AND t.state NOT IN ('closed', 'stopped', 'claimed')"""
    for row in look.rows(promised):
        if str(row["day"]) > latest and (row["task_id"], str(row["id"])) not in told:
            yield f"promise {row['id']} is open and nobody will be asked about it"


def the_journal_replays(look: Look):
    states: dict[int, str] = {}
    for row in look.rows("SELECT task_id, facts FROM journal ORDER BY id"):
        state = json.loads(row["facts"]).get("state")
        if row["task_id"] is not None and state is not None:
            states[row["task_id"]] = state
    for row in look.rows("SELECT id, state FROM task"):
        if states.get(row["id"]) != row["state"]:
            yield f"task {row['id']}: journal {states.get(row['id'])}, ledger {row['state']}"


def each_step_begins_where_the_last_one_ended(look: Look):
    states: dict[int, str] = {}
    for row in look.rows("SELECT id, task_id, facts FROM journal WHERE task_id IS NOT NULL ORDER BY id"):
        facts = json.loads(row["facts"])
        before, known = facts.get("was"), states.get(row["task_id"])
        if before is not None and known is not None and before != known:
            yield f"journal {row['id']}: task {row['task_id']} was {known}, the step took it to be {before}"
        states[row["task_id"]] = facts.get("state", known)


def nothing_is_left_at_telegram(look: Look):
    waiting = look.record.sandbox.world.updates.waiting
    if waiting:
        yield f"{len(waiting)} updates are not confirmed"


def requests_keep_the_contract(look: Look):
    yield from look.record.sandbox.violations


def the_log_is_clean(look: Look):
    text = look.record.log.read_text(encoding="utf-8") if look.record.log.exists() else ""
    if look.record.secret in text or look.record.secret.partition(":")[2] in text:
        yield "the token is in the log"
    # Only of a statement: a file that is being recovered after a kill may refuse to be opened, and is opened again.
    if re.search(r"database is locked\\n\[SQL: ", text):
        yield "a writer did not wait for its turn"


CHECKS = (
    the_file_is_sound,
    everything_said_is_stored_once_and_served,
    everything_said_has_its_answer,
    each_report_is_one_report,
    every_call_has_its_fate,
    no_answer_is_dropped,
    of_who_cannot_be_reached_the_office_is_told,
    what_is_sent_is_in_the_chat,
    what_is_in_the_chat_was_sent_or_is_unknown,
    what_is_unknown_went_again_where_it_should,
    doubles_have_an_unknown_on_record,
    what_goes_again_says_so,
    answers_keep_their_order,
    a_chat_is_served_in_its_order,
    the_agenda_is_taken_once_and_in_time,
    each_rung_speaks_once_and_in_one_message,
    no_later_rung_is_followed_by_an_earlier_one,
    no_closed_task_is_reminded_of,
    every_unfinished_task_has_a_next_date,
    nothing_unfinished_is_without_a_coming_date,
    the_journal_replays,
    each_step_begins_where_the_last_one_ended,
    nothing_is_left_at_telegram,
    requests_keep_the_contract,
    the_log_is_clean,
)
