"""Faults planted in the running service, one by one: the oracle must see each. `by` names the check that does."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event, select, text, update
from sqlalchemy.orm.attributes import set_committed_value

from bot import intake
from bot.app import Service
from bot.renderers import reminders as rendered
from bot.telegram_io import dispatch, poller
from db import agenda, inbox, outbox, reachability, sending, session, turns
from db.lifecycle import State
from db.models import Fate, OutboxRow, OutboxState, Task
from schedules import ladder, reminders
from schedules.sending import delivery, outcome_recorder
from schedules.sending.outcomes import Dropped, Later, Sent, Unknown
from schedules.steps import context, reporting

Plant = Callable[[Service], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Planted:
    what: str
    by: str  # the oracle's check that sees it
    plant: Plant
    trouble: tuple[str, ...] = ()  # of Telegram, that brings it out; the lives then end when their work is done
    days: int = 0  # it shows as so many days go by from life to life
    walls: float = 0.02  # how often somebody blocks the bot
    with_model: bool = False  # it shows where a language model is asked
    lives: int = 10
    tries: int = 2  # one that needs a kill at one instruction may be missed by a short episode


FAULTS: dict[str, Planted] = {}


def fault(what: str, *, by: str, **facts: Any) -> Callable[[Plant], Plant]:
    def add(plant: Plant) -> Plant:
        FAULTS[plant.__name__] = Planted(what, by, plant, **facts)
        return plant

    return add


# the way in


@fault("the offset is confirmed before the batch is committed", by="everything_said_is_stored_once_and_served")
async def offset_before_commit(service: Service) -> None:
    keep = poller.Poller._keep

    async def confirm_first(self: Any, updates: Any) -> None:
        offset = poller._confirming(updates)
        if offset is not None:
            await self._bot_api.call("getUpdates", {"offset": offset, "timeout": 0, "limit": 1})
        await keep(self, updates)

    poller.Poller._keep = confirm_first


@fault("the inbox forgets that an update has a number", by="everything_said_is_stored_once_and_served")
async def unique_key_dropped(service: Service) -> None:
    async with service.database.writer.begin() as connection:
        await connection.execute(text("ALTER TABLE inbox RENAME TO inbox_old"))
        await connection.execute(text("CREATE TABLE inbox AS SELECT * FROM inbox_old"))
        await connection.execute(text("DROP TABLE inbox_old"))

    async def store(session: Any, updates: Any, now: Any, **_: Any) -> list[Any]:
        rows = [row for row in (inbox._row(raw, now) for raw in updates) if row]
        top = await session.scalar(text("SELECT coalesce(max(id), 0) FROM inbox"))
        for number, row in enumerate(rows, start=top + 1):
            await session.execute(inbox.InboxRow.__table__.insert().values(id=number, **row))
        return list(updates)

    inbox.store = store


@fault(
    "an update is taken for served once a model has been asked about it",
    by="everything_said_has_its_answer",
    with_model=True,
)
async def asked_is_served(service: Service) -> None:
    async def supplied(session: Any, row_id: int, supplement: Any) -> None:
        done = {"needs": None, "state": inbox.InboxState.DONE}
        await session.execute(update(inbox.InboxRow).where(inbox.InboxRow.id == row_id).values(**done))

    inbox.supplied = supplied


@fault("one refused poll ends the polling", by="everything_said_is_stored_once_and_served")
async def polling_ends(service: Service) -> None:
    refused = poller.Poller._refused

    async def forever(self: Any) -> float:
        return 3600.0

    def end(self: Any, reply: Any) -> None:
        refused(self, reply)
        poller.Poller.once = forever

    poller.Poller._refused = end
    # the poll of this life is refused, as any may be
    call = service.bot_api.call

    async def refuse_polls(method: str, *given: Any, **more: Any) -> Any:
        reply = await call(method, *given, **more)
        return type(reply)(409, {"ok": False, "description": "Conflict"}) if method == "getUpdates" else reply

    service.bot_api.call = refuse_polls


@fault("the newest update is served first", by="a_chat_is_served_in_its_order")
async def newest_first(service: Service) -> None:
    async def newest(session: Any, most: int, **given: Any) -> Any:
        table = inbox.InboxRow
        named = (table.id, table.update_id, table.chat_id, table.raw)
        query = inbox.select(*named).where(table.state == "waiting").order_by(table.id.desc()).limit(1)
        return [turns.Waiting(*row) for row in await session.execute(query)]

    turns.next_waiting = newest


# the transaction of an update


def _in_two(*, mark_first: bool) -> Callable[[Any, Any], Awaitable[bool]]:
    async def serve(self: Any, now: Any) -> bool:
        async with self._database.writing() as session:
            row = next(iter(await turns.next_waiting(session, 1)), None)
            if row is None:
                return False
            if mark_first:
                await inbox.done(session, {row.id: None}, now=now)
            else:
                await self._handle(session, row, now)
        async with self._database.writing() as session:
            if mark_first:
                await self._handle(session, row, now)
            else:
                await inbox.done(session, {row.id: None}, now=now)
        return True

    return serve


@fault("an update is marked done before it is handled", by="everything_said_has_its_answer", lives=20, tries=4)
async def done_before_handling(service: Service) -> None:
    intake.Intake._serve = _in_two(mark_first=True)


@fault("an update is marked done in a transaction of its own", by="each_report_is_one_report", lives=20, tries=4)
async def done_after_commit(service: Service) -> None:
    intake.Intake._serve = _in_two(mark_first=False)


@fault("the answer is queued outside the transaction", by="everything_said_has_its_answer")
async def answer_outside(service: Service) -> None:
    queue, serve, later = outbox.queue, intake.Intake._serve, []

    async def note(session: Any, **facts: Any) -> int | None:
        if not facts["cause"].startswith("update:"):
            return await queue(session, **facts)
        later.append(facts)
        outbox.queued_here(session).append(outbox.Queued("x", facts.get("person_id"), facts.get("chat_id")))
        return 999_999_999

    async def served(self: Any, now: Any) -> bool:
        done = await serve(self, now)
        async with self._database.writing() as session:
            while later:
                await queue(session, **later.pop(0))
        return done

    outbox.queue, intake.Intake._serve = note, served


@fault("an exception of a handler is swallowed", by="everything_said_has_its_answer")
async def swallowed(service: Service) -> None:
    async def handle(self: Any, update: Any, scope: Any, chat_id: Any) -> None:
        if scope.now.microsecond % 3:
            mark = dispatch.UPDATE_SCOPE.set(scope)
            await self._application.process_update(update)
            dispatch.UPDATE_SCOPE.reset(mark)

    dispatch.Dispatcher.handle = handle


@fault("a busy database counts as a failure of the update", by="everything_said_is_stored_once_and_served")
async def blamed(service: Service) -> None:
    serve = intake.Intake._serve

    async def blame(self: Any, now: Any) -> bool:
        async with self._database.reading() as session:
            row = next(iter(await turns.next_waiting(session, 1)), None)
        if row is not None and row.update_id % 4 == 0:
            await self._count(row, TimeoutError("busy"), now)
            await self._count(row, TimeoutError("busy"), now)
            await self._count(row, TimeoutError("busy"), now)
            return True
        return await serve(self, now)

    intake.Intake._serve = blame


@fault("a transaction begins DEFERRED", by="the_log_is_clean")
async def deferred(service: Service) -> None:
    @event.listens_for(service.database.writer.sync_engine, "begin")
    def begin_otherwise(connection: Any) -> None:
        connection.connection.dbapi_connection.begins = "BEGIN DEFERRED"

    threading.Thread(target=_busy_command, args=(str(service.database.url.database),), daemon=True).start()


def _busy_command(path: str) -> None:
    """A command beside the service that writes again and again, each time in its turn."""
    with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as connection:
        while True:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT OR REPLACE INTO mark VALUES ('busy', '', '2022-02-18 00:00:00')")
            connection.execute("COMMIT")
            time.sleep(0.003)


@fault("what fails is committed all the same", by="each_report_is_one_report")
async def committed_half(service: Service) -> None:
    from contextlib import asynccontextmanager

    from sqlalchemy.ext.asyncio import AsyncSession

    @asynccontextmanager
    async def writing(self: Any) -> Any:
        async with self._turn, AsyncSession(self._writer, expire_on_commit=False) as opened:
            await opened.connection()
            try:
                yield opened
            finally:
                await opened.commit()

    session.Database.writing = writing
    done, count = inbox.done, [0]

    async def fail_sometimes(opened: Any, rows: Any, **facts: Any) -> None:
        count[0] += 1
        if count[0] % 3 == 1:
            raise session_error()
        await done(opened, rows, **facts)

    inbox.done = fail_sometimes


def session_error() -> Exception:
    from sqlalchemy.exc import OperationalError

    error = sqlite3.OperationalError("busy")
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY
    return OperationalError("x", {}, error)


# the way out


@fault("a message is marked sent before it is sent", by="what_is_sent_is_in_the_chat")
async def sent_before_sending(service: Service) -> None:
    launch = delivery.Delivery._launch

    async def fly(self: Any, flight: Any) -> None:
        await self._courier(flight.call)
        del self._flights[flight.row.id]

    def mark_first(self: Any, flight: Any) -> None:
        self._finished.append(outcome_recorder.Finished(flight.row, flight.call, Sent(10_000 + flight.row.id)))
        launch(self, flight)

    delivery.Delivery._fly, delivery.Delivery._launch = fly, mark_first


@fault("what was on its way at a crash is forgotten", by="every_call_has_its_fate")
async def no_lifeline(service: Service) -> None:
    async def adopt(self: Any, now: Any) -> None:
        return None

    delivery.Delivery._adopt = adopt


@fault("what was on its way at a crash is simply sent again", by="what_is_in_the_chat_was_sent_or_is_unknown")
async def silent_double(service: Service) -> None:
    async def adopt(self: Any, now: Any) -> None:
        if self._checked_at is None:
            self._checked_at = now
            async with self._database.writing() as opened:
                stuck = update(OutboxRow).where(OutboxRow.state == OutboxState.SENDING)
                await opened.execute(stuck.values(state=OutboxState.QUEUED))

    delivery.Delivery._adopt = adopt


def _mistaken(service: Service, wrong: type, make: Callable[[Any], Any]) -> None:
    courier = service.delivery._courier

    async def carry(call: Any) -> Any:
        outcome = await courier(call)
        return make(outcome) if isinstance(outcome, wrong) else outcome

    service.delivery._courier = carry


@fault("a lost answer counts as sent", by="what_is_sent_is_in_the_chat", trouble=("cut_after",))
async def lost_is_sent(service: Service) -> None:
    _mistaken(service, Unknown, lambda _: Sent(None))


@fault("a lost answer counts as not sent", by="what_is_in_the_chat_was_sent_or_is_unknown", trouble=("cut_after",))
async def lost_is_later(service: Service) -> None:
    _mistaken(service, Unknown, lambda _: Later("lost", 0))


@fault("a 429 or a 5xx drops the message", by="no_answer_is_dropped", trouble=("error", "bad_gateway"))
async def later_is_dropped(service: Service) -> None:
    _mistaken(service, Later, lambda later: Dropped(later.reason))


@fault("an unknown answer is not sent again", by="what_is_unknown_went_again_where_it_should", trouble=("cut_after",))
async def never_again(service: Service) -> None:
    async def again(self: Any, row: Any, **more: Any) -> None:
        return None

    outcome_recorder.OutcomeRecorder._again = again


@fault("the number of a sent message is not kept", by="what_is_sent_is_in_the_chat")
async def number_lost(service: Service) -> None:
    _mistaken(service, Sent, lambda _: Sent(None))


@fault("the words of a sent message are not those that were sent", by="what_is_sent_is_in_the_chat")
async def words_lost(service: Service) -> None:
    as_sent = outcome_recorder._as_sent
    outcome_recorder._as_sent = lambda call, now: {**as_sent(call, now), "text": "…"}


@fault(
    "later rows of a chat overtake the one that waits", by="answers_keep_their_order", trouble=("error", "bad_gateway")
)
async def overtaking(service: Service) -> None:
    async def ready(opened: Any, *, now: Any, limit: int = 200) -> Any:
        may_go = OutboxRow.state.in_(("queued", "later")) & (
            OutboxRow.not_before.is_(None) | (OutboxRow.not_before <= now)
        )
        rows = await opened.execute(select(OutboxRow.id, OutboxRow.chat_id).where(may_go).order_by(OutboxRow.id))
        return [sending.Ready(row.id, row.chat_id or 0) for row in rows]

    sending.ready = ready


@fault("a fate is written without a reason", by="every_call_has_its_fate")
async def no_reason(service: Service) -> None:
    record = sending._fate
    sending._fate = lambda fate, with_words: {**record(fate, with_words), "b_reason": None}


@fault("a second copy does not say that it is one", by="what_goes_again_says_so")
async def unmarked(service: Service) -> None:
    queue = outbox.queue

    async def silently(opened: Any, *, facts: Any, **more: Any) -> Any:
        return await queue(opened, facts={name: fact for name, fact in facts.items() if name != "again"}, **more)

    outbox.queue = silently


@fault("nobody hears of who has blocked the bot", by="of_who_cannot_be_reached_the_office_is_told", walls=0.4, tries=4)
async def untold(service: Service) -> None:
    async def lost(*given: Any, **more: Any) -> None:
        return None

    reachability.lost = lost


# time


@fault(
    "APScheduler's misfire grace is a second and its clock runs late",
    by="the_agenda_is_taken_once_and_in_time",
    days=1,
)
async def misfire(service: Service) -> None:
    scheduler = service.timetable.scheduler

    def late(*given: Any, **more: Any) -> Any:
        from datetime import UTC, datetime, timedelta

        made = scheduler(*given, **more)
        for job in made.get_jobs():
            job.modify(misfire_grace_time=1, next_run_time=datetime.now(UTC) - timedelta(seconds=5))
        return made

    service.timetable.scheduler = late


@fault("a rung is queued and not marked taken", by="the_agenda_is_taken_once_and_in_time", days=1)
async def not_taken(service: Service) -> None:
    async def take(opened: Any, endings: Any, **facts: Any) -> None:
        return None

    agenda.take = take


@fault("a merged message is cut between two slices", by="each_rung_speaks_once_and_in_one_message", days=1)
async def cut_in_two(service: Service) -> None:
    def one_by_one(due: Any, answering: Any, **facts: Any) -> list[list[Any]]:
        return [[row] for row in due]

    reminders.whole_recipients = one_by_one


@fault(
    "a slice is marked taken in the transaction of the next one", by="each_rung_speaks_once_and_in_one_message", days=1
)
async def marked_by_the_next(service: Service) -> None:
    take, left = agenda.take, []

    async def later(opened: Any, endings: Any, **facts: Any) -> None:
        earlier, left[:] = dict(left), [*endings.items()]
        await take(opened, earlier, **facts)

    agenda.take = later


@fault("a taken rung is forgotten without its reason", by="the_agenda_is_taken_once_and_in_time", days=1)
async def suppressed_mutely(service: Service) -> None:
    take = agenda.take

    async def mute(opened: Any, endings: Any, **facts: Any) -> None:
        await take(opened, dict.fromkeys(endings, agenda.Ending(Fate.SUPPRESSED)), **facts)

    agenda.take = mute


@fault("a step forgets to replan", by="every_unfinished_task_has_a_next_date", days=1)
async def no_replan(service: Service) -> None:
    async def replan(at: Any, *tasks: Any) -> None:
        await at.session.flush()

    async def follow(at: Any, known: Any, changes: Any) -> None:
        return None

    reporting.replan, reminders.follow = replan, follow


@fault("what was left over speaks after what is due", by="no_later_rung_is_followed_by_an_earlier_one", days=3, tries=4)
async def out_of_turn(service: Service) -> None:
    due = agenda.due

    async def some(opened: Any, ids: Any, *, now: Any) -> Any:
        chosen: dict[int, Any] = {}
        for row in await due(opened, ids, now=now):
            if row.task_id not in chosen or now.toordinal() % 2:  # the newest one day, the oldest another
                chosen[row.task_id] = row
        return list(chosen.values())

    async def nothing(*given: Any, **more: Any) -> dict[Any, Any]:
        return {}

    agenda.due, agenda.newest_said = some, nothing


@fault("a closed task keeps its rungs and its letters", by="no_closed_task_is_reminded_of", days=1, lives=40, tries=4)
async def never_closed(service: Service) -> None:
    ladder.UNFINISHED = rendered.UNFINISHED = reminders.UNFINISHED = frozenset(State)


@fault("a step is not put into the journal", by="the_journal_replays")
async def no_journal(service: Service) -> None:
    note = context.StepContext.note
    context.StepContext.note = lambda self, kind, **facts: (
        None if kind in ("sign", "claim") else note(self, kind, **facts)
    )
    reporting._note = lambda *given: None


@fault("a task read long ago is changed under today's version", by="each_step_begins_where_the_last_one_ended")
async def version_unchecked(service: Service) -> None:
    @event.listens_for(Task, "load")
    def as_once_read(task: Task, context: Any) -> None:
        set_committed_value(task, "state", State.HANDED_OUT)


@fault("the token is logged", by="the_log_is_clean")
async def token_logged(service: Service) -> None:
    import logging

    for handler in logging.getLogger().handlers:
        handler.stream._hider._forms = []
    logging.getLogger("wire").warning("calling %s", service.bot_api._root)
