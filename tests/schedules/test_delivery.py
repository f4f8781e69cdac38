"""Delivery over a real database; the messenger at its end is a list of outcomes, the clock a variable."""

import asyncio
import contextlib
import itertools
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from db import outbox
from db.messages import Call, Kind, NotNeeded, NotYet, Nowhere, Rank
from db.models import OutboxRow, OutboxState, Person, Post, Role
from schedules.sending.delivery import Delivery
from schedules.sending.outcomes import Dropped, FileUnknown, Later, Moved, Sent, Undeliverable, Unknown
from schedules.sending.pacing import Limits, Pacer

NOW = datetime(2022, 2, 18, 9, tzinfo=UTC)


def after(seconds):
    return NOW + timedelta(seconds=seconds)


class Messenger:
    """What it was asked to send, and what it answers: outcomes for a text, else sent."""

    def __init__(self):
        self.heard = []
        self.answers = {}
        self.gate = None
        self.always = None
        self._more = asyncio.Condition()

    async def arrived(self, count=1):
        async with self._more:
            await self._more.wait_for(lambda: len(self.heard) >= count)

    async def __call__(self, call):
        async with self._more:
            self.heard.append((call.parameters["chat_id"], call.parameters["text"]))
            self._more.notify_all()
        if self.gate is not None:
            await self.gate.wait()
        outcomes = self.answers.get(call.parameters["text"])
        outcome = outcomes.pop(0) if outcomes else self.always or Sent(message_id=len(self.heard))
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


async def words(session, row, now):
    """A telling as plain as can be; facts say where a test wants something else."""
    if row.facts.get("unneeded"):
        return NotNeeded("已办结")
    if row.facts.get("turn") and row.attempts < 2:
        return NotYet("排队", 5)
    if row.facts.get("stumbles") and row.attempts == 4:
        raise ValueError("once")
    if row.facts.get("broken"):
        raise ValueError("broken \ud800\0")  # words that no database can hold
    chat = row.chat_id
    if chat is None:
        person = await session.get(Person, row.person_id)
        chat = person.chat_id
    if chat is None:
        return Nowhere("尚未绑定")
    mark = "重发：" if row.facts.get("again") else ""
    return Call("sendMessage", {"chat_id": chat, "text": mark + row.facts.get("text", row.facts.get("what", ""))})


@pytest.fixture
def messenger():
    return Messenger()


@pytest.fixture
def delivery(database, messenger):
    return Delivery(database, words, messenger, Pacer())


@pytest.fixture
def queue(database):
    async def queued(text="好", **facts):
        more = facts.pop("facts", {})
        given = {"kind": Kind.PLAIN, "now": NOW, "cause": "test:1", "chat_id": 7, **facts}
        async with database.writing() as session:
            return await outbox.queue(session, facts={"text": text, **more}, **given)

    return queued


@pytest.fixture
async def coordinator(database):
    return await person(database, "督查员", 99, Role.COORDINATOR)


async def person(database, name, chat_id, role=Role.HEAD):
    async with database.writing() as session:
        added = Person(name=name, chat_id=chat_id, posts=[Post(role=role)])
        session.add(added)
        await session.flush()
        return added.id


async def rows(database):
    async with database.writing() as session:
        return list(await session.scalars(select(OutboxRow).order_by(OutboxRow.id)))


async def states(database):
    return [row.state.value for row in await rows(database)]


async def through(delivery, now=NOW, hours=1):
    """Step the clock from one moment to the next until nothing waits."""
    end = now + timedelta(hours=hours)
    while (coming := await delivery.once(now)) is not None and coming <= end:
        now = coming
    return now


async def test_what_was_sent_is_kept_with_its_place_in_the_chat(database, delivery, queue):
    await queue()
    assert await delivery.once(NOW) is None
    (row,) = await rows(database)
    assert (row.state, row.chat_id, row.message_id, row.ended_at) == (OutboxState.SENT, 7, 1, NOW)
    assert (row.sent["text"], row.sent["at"]) == ("好", NOW.isoformat())


async def test_a_person_hears_one_message_a_second_answers_first(delivery, messenger, queue):
    await queue("晨报", rank=Rank.BULK)
    await queue("答一")
    await queue("答二")
    assert await delivery.once(NOW) == after(1)
    assert await delivery.once(after(1)) == after(2)
    assert await delivery.once(after(2)) is None
    assert [text for _, text in messenger.heard] == ["答一", "答二", "晨报"]


async def test_not_before_its_time(delivery, messenger, queue):
    await queue(not_before=after(3600))
    assert await delivery.once(NOW) == after(3600)
    assert messenger.heard == []
    assert await delivery.once(after(3600)) is None
    assert len(messenger.heard) == 1


async def test_at_most_eight_are_in_flight(database, messenger, queue):
    fast = Delivery(database, words, messenger, Pacer(Limits(per_second=1000)))
    messenger.gate = asyncio.Event()
    for chat in range(1, 12):
        await queue(chat_id=chat)
    stop, ticks = asyncio.Event(), itertools.count()
    loop = asyncio.create_task(fast.run(stop, lambda: after(next(ticks) / 100)))
    await messenger.arrived(8)
    assert (await states(database)).count("sending") == 8
    messenger.gate.set()
    await messenger.arrived(11)
    stop.set()
    await loop
    assert await states(database) == ["sent"] * 11


async def test_what_is_no_longer_needed_is_dropped_with_the_reason(database, delivery, messenger, queue):
    await queue(facts={"unneeded": True})
    await delivery.once(NOW)
    (row,) = await rows(database)
    assert (row.state, row.reason, messenger.heard) == (OutboxState.DROPPED, "已办结", [])


async def test_told_to_wait_it_waits_and_keeps_the_order_of_its_chat(delivery, messenger, queue):
    messenger.answers = {"一": [Later("429", 30)]}
    for text in ("一", "二"):
        await queue(text)
    await queue("别人", chat_id=8)
    assert await delivery.once(NOW) == after(30)
    await through(delivery, after(30))
    assert [text for _, text in messenger.heard] == ["一", "别人", "一", "二"]


async def test_two_chats_told_to_wait_stop_everyone(delivery, messenger, queue):
    messenger.answers = {"一": [Later("429", 30)], "二": [Later("429", 40)]}
    for chat, text in enumerate(("一", "二", "三"), start=1):
        await queue(text, chat_id=chat)
    assert await delivery.once(NOW) == after(40)


async def test_without_a_connection_tries_grow_rarer_for_all_and_nothing_is_lost(delivery, messenger, queue, database):
    messenger.answers = {"一": [Later("no connection", everyone=True)] * 3}
    await queue("一")
    await queue("二", chat_id=8, rank=Rank.BULK)
    await through(delivery)
    assert await states(database) == ["sent", "sent"]
    assert messenger.heard.count((7, "一")) == 4


async def test_an_answer_nobody_knows_of_goes_again_once_with_its_mark(
    database, delivery, messenger, queue, coordinator
):
    messenger.answers = {"好": [Unknown("answer lost")], "重发：好": [Unknown("answer lost")]}
    await queue()
    await through(delivery)
    assert await states(database) == ["unknown", "unknown", "sent", "sent"]
    assert [text for chat, text in messenger.heard if chat == 7] == ["好", "重发：好"]
    assert [text for chat, text in messenger.heard if chat == 99] == ["unknown", "unknown"]


async def test_a_morning_message_nobody_knows_of_is_left_to_the_next_rung(database, delivery, messenger, queue):
    messenger.answers = {"好": [Unknown("answer lost")]}
    await queue(kind=Kind.MORNING)
    await through(delivery)
    assert (await states(database), len(messenger.heard)) == (["unknown"], 1)


async def test_a_due_day_goes_again(database, delivery, messenger, queue):
    messenger.answers = {"好": [Unknown("answer lost")]}
    await queue(kind=Kind.MORNING, facts={"repeat": "again"})
    await through(delivery)
    assert await states(database) == ["unknown", "sent"]


async def test_a_call_that_does_no_harm_twice_is_simply_repeated(database, delivery, messenger, queue):
    messenger.answers = {"好": [Unknown("answer lost"), ConnectionError()]}
    await queue(kind=Kind.EDIT_ECHO)
    await through(delivery)
    assert (await states(database), len(messenger.heard)) == (["sent"], 3)


async def test_who_blocked_us_is_marked_and_the_coordinators_hear_it_once(
    database, delivery, messenger, queue, coordinator
):
    head = await person(database, "局长", 7)
    gone = Undeliverable("bot was blocked by the user", gone=True)
    messenger.answers = {"好": [gone, gone]}
    for _ in range(2):
        await queue(person_id=head, chat_id=None)
    await through(delivery)
    assert await states(database) == ["undeliverable", "undeliverable", "sent"]
    assert messenger.heard.count((99, "unreachable")) == 1
    async with database.reading() as session:
        found = await session.get(Person, head)
        assert (found.reachable, found.unreachable_since) == (False, NOW)


async def test_a_message_that_telegram_refuses_is_told_to_the_coordinators(
    database, delivery, messenger, queue, coordinator
):
    messenger.answers = {"好": [Undeliverable("can't parse entities")]}
    await queue()
    await through(delivery)
    assert await states(database) == ["undeliverable", "sent"]
    assert messenger.heard[-1] == (99, "undeliverable")


async def test_nobody_to_send_it_to_is_said_once_a_day(database, delivery, messenger, queue, coordinator):
    for name in ("甲", "乙"):
        await queue(person_id=await person(database, name, None), chat_id=None)
    await through(delivery)
    assert await states(database) == ["undeliverable", "undeliverable", "sent"]


async def test_words_that_cannot_be_made_stop_nobody_else(database, delivery, messenger, queue, coordinator):
    await queue(facts={"broken": True})
    await queue("别人", chat_id=8)
    await through(delivery)
    assert await states(database) == ["undeliverable", "sent", "sent"]
    assert (8, "别人") in messenger.heard


async def test_a_group_with_a_new_number_gets_its_message_there(database, delivery, messenger, queue):
    messenger.answers = {"好": [Moved(-100500)]}
    await queue(chat_id=-5)
    await through(delivery)
    assert messenger.heard == [(-5, "好"), (-100500, "好")]


async def test_what_has_to_wait_its_turn_holds_back_nothing_else(database, delivery, messenger, queue):
    await queue("图", facts={"turn": True})
    await queue("答")
    await through(delivery)
    assert [text for _, text in messenger.heard] == ["答", "图"]
    assert await states(database) == ["sent", "sent"]


async def test_a_file_unknown_that_has_no_content_of_ours_is_told_to_the_coordinators(
    database, delivery, messenger, queue, coordinator
):
    await queue()
    messenger.answers["好"] = [FileUnknown("wrong file_id")]
    await delivery.once(NOW)
    first, told = await rows(database)
    assert (first.state, first.reason) == (OutboxState.UNDELIVERABLE, "wrong file_id")
    assert told.facts["what"] == "undeliverable"


async def test_an_edit_of_what_is_gone_is_dropped(database, delivery, messenger, queue):
    messenger.answers = {"好": [Dropped("message to edit not found")]}
    await queue(kind=Kind.EDIT_ECHO)
    await through(delivery)
    assert await states(database) == ["dropped"]


async def test_what_was_on_its_way_when_the_service_was_killed_is_unknown_to_the_next(database, messenger, queue):
    killed = Delivery(database, words, messenger, Pacer())
    messenger.gate = asyncio.Event()
    await queue()
    task = asyncio.create_task(killed.once(NOW))
    await messenger.arrived()
    task.cancel()
    messenger.gate = None
    await through(Delivery(database, words, messenger, Pacer()), after(301))
    assert await states(database) == ["unknown", "sent"]
    assert messenger.heard[-1] == (7, "重发：好")


async def test_the_loop_sends_what_the_bell_announces_and_lets_it_land_at_the_end(database, delivery, messenger, queue):
    stop = asyncio.Event()
    loop = asyncio.create_task(delivery.run(stop, lambda: NOW))
    await queue()
    delivery.wake.set()
    await messenger.arrived()
    stop.set()
    await loop
    assert await states(database) == ["sent"]


async def test_a_minute_of_lost_answers_spends_few_calls_and_nobody_is_left_without_a_word(
    database, delivery, messenger, queue, coordinator
):
    for chat in range(1, 31):
        await queue(chat_id=chat)
    messenger.always, now = Unknown("answer lost"), NOW
    while now < after(60):
        now = max(await delivery.once(now), now)
    spent = len(messenger.heard)
    messenger.always = None
    await through(delivery, now, hours=24)
    heard = {chat for chat, _ in messenger.heard[spent:]}
    assert spent < 20
    assert heard >= set(range(1, 31))
    assert [text for chat, text in messenger.heard[spent:] if chat == 99]  # and the office hears of what was lost


async def test_a_call_that_no_answer_ever_comes_of_holds_its_chat_for_minutes_only(
    database, delivery, messenger, queue, coordinator
):
    messenger.answers = {"改": [Unknown("answer lost")] * 99}
    await queue("改", kind=Kind.EDIT_ECHO)
    await queue("答")
    await through(delivery)
    assert (await states(database))[:2] == ["unknown", "sent"]
    assert (99, "unknown") in messenger.heard


async def test_one_call_that_meets_a_wall_of_its_own_slows_down_nobody_else(delivery, messenger, queue):
    messenger.answers = {"毒": [Later("HTTP 451", everyone=True)] * 99}
    await queue("毒", chat_id=1)
    for chat in range(2, 42):
        await queue(chat_id=chat)
    await through(delivery, hours=0.005)  # eighteen seconds
    assert {chat for chat, text in messenger.heard if text == "好"} == set(range(2, 42))


async def test_and_is_given_up_after_a_day(database, delivery, messenger, queue, coordinator):
    messenger.answers = {"毒": [Later("HTTP 451", everyone=True)] * 999}
    await queue("毒", chat_id=1, now=NOW - timedelta(days=2))
    now = NOW
    for _ in range(60):  # others get through all the time
        await queue("别人", chat_id=2)
        now = max(now + timedelta(minutes=5), await through(delivery, now, hours=0.08))
    assert (await states(database))[0] == "undeliverable"
    assert (99, "undeliverable") in messenger.heard


async def test_an_outage_of_days_uses_up_nobodys_tries(database, delivery, messenger, queue, coordinator):
    for chat in range(1, 4):
        await queue(chat_id=chat)
    messenger.always, now = Later("ConnectError", everyone=True, offline=True), NOW
    while now < NOW + timedelta(hours=30):  # 360 tries; it would try once a minute
        now = max(await delivery.once(now), now + timedelta(minutes=5))
    messenger.always = None
    messenger.answers = {"好": [Sent(1), *[Later("ConnectError", everyone=True, offline=True)] * 4]}  # it flickers
    await through(delivery, now)
    assert await states(database) == ["sent"] * 3


async def test_tries_that_never_left_are_no_lost_answers(database, delivery, messenger, queue):
    offline = Later("ConnectError", everyone=True, offline=True)
    messenger.answers = {"改": [*[offline] * 8, Unknown("answer lost")]}
    await queue("改", kind=Kind.EDIT_ECHO)
    await through(delivery)
    assert await states(database) == ["sent"]


async def test_a_busy_database_makes_no_outage_of_one_lost_answer(database, delivery, messenger, queue):
    refused = []

    def refuse(connection):
        if messenger.heard and len(refused) < 7:
            refused.append("busy")
            error = sqlite3.OperationalError("database is busy")
            error.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise OperationalError("COMMIT", {}, error)

    event.listen(database.writer.sync_engine, "commit", refuse)
    messenger.answers = {"好": [Unknown("answer lost")]}
    await queue()
    for _ in range(8):
        with contextlib.suppress(OperationalError):
            await delivery.once(NOW)
    assert (len(refused), delivery._outage.silence) == (7, 1)


async def test_the_report_of_a_loss_waits_for_the_morning_too(database, messenger, queue, coordinator):
    quiet = Delivery(database, words, messenger, Pacer(), allowed_from=lambda moment: max(moment, after(9 * 3600)))
    messenger.answers = {"unknown": [Unknown("answer lost")]}
    await queue(kind=Kind.NOTICE, facts={"what": "unknown"}, text="unknown", chat_id=99)
    assert await quiet.once(NOW) == after(9 * 3600)


async def test_what_was_held_to_an_hour_that_a_standstill_has_passed_waits_for_the_morning(database, messenger, queue):
    """Quiet from an hour after NOW to nine hours after it; only what was queued for a moment outside is bound by it."""

    def allowed(moment, urgent=False):
        return after(9 * 3600) if after(3600) <= moment < after(9 * 3600) else moment

    quiet, late = Delivery(database, words, messenger, Pacer(), allowed_from=allowed), after(2 * 3600)
    await queue(rank=Rank.BULK, text="held", chat_id=1, not_before=after(1800))
    await queue(rank=Rank.ANSWER, text="answer", chat_id=1)
    await queue(rank=Rank.BULK, text="urgent", chat_id=2, not_before=after(5400))
    await quiet.once(late)
    assert await quiet.once(late + timedelta(seconds=1)) == after(9 * 3600)
    assert sorted(text for _, text in messenger.heard) == ["answer", "urgent"]
    messenger.answers = {"held": [Later("no connection", 60)]}
    await quiet.once(after(9 * 3600))
    await quiet.once(after(9 * 3600 + 61))
    assert [text for _, text in messenger.heard].count("held") == 2


async def test_a_try_that_would_come_in_quiet_hours_comes_after_them(database, messenger, queue):
    def allowed(moment, urgent=False):
        return after(9 * 3600) if after(30) <= moment < after(9 * 3600) else moment

    quiet = Delivery(database, words, messenger, Pacer(), allowed_from=allowed)
    messenger.answers = {"bulk": [Later("429", 60)]}
    await queue(rank=Rank.BULK, text="bulk", chat_id=1, not_before=NOW)
    assert await quiet.once(NOW) == after(9 * 3600)


async def test_while_no_place_is_free_it_waits_for_one(database, messenger, queue):
    fast = Delivery(database, words, messenger, Pacer(Limits(per_second=1000)))
    messenger.gate = asyncio.Event()
    for chat in range(1, 10):
        await queue(chat_id=chat)
    ticks = itertools.count()
    while len(messenger.heard) < 8:
        await fast._turn(lambda: after(next(ticks) / 100))
    with pytest.raises(TimeoutError):  # and not again and again in no time
        await asyncio.wait_for(fast._turn(lambda: after(next(ticks) / 100)), 0.1)
    messenger.gate.set()
    await through(fast, after(10))
    assert await states(database) == ["sent"] * 9


async def test_a_fate_that_is_known_outlives_a_busy_database_at_the_stop(database, delivery, messenger, queue):
    refused = []

    def refuse(connection):
        if len(messenger.heard) and not refused:
            refused.append("busy")
            error = sqlite3.OperationalError("database is busy")
            error.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise OperationalError("COMMIT", {}, error)

    event.listen(database.writer.sync_engine, "commit", refuse)
    stop = asyncio.Event()
    messenger.gate = asyncio.Event()
    await queue()
    loop = asyncio.create_task(delivery.run(stop, lambda: NOW))
    await messenger.arrived()
    stop.set()
    messenger.gate.set()
    await loop
    assert (refused, await states(database)) == (["busy"], ["sent"])


async def test_one_call_that_hangs_at_the_stop_takes_no_other_fate_with_it(database, messenger, queue, monkeypatch):
    monkeypatch.setattr("schedules.sending.delivery.DRAIN_SECONDS", 0.05)
    stopping = Delivery(database, words, messenger, Pacer(Limits(per_second=1000)))
    hanging = asyncio.Event()

    async def courier(call):
        if call.parameters["chat_id"] == 1:
            await hanging.wait()
        return await messenger(call)

    stopping._courier = courier
    for chat in (1, 2, 3):
        await queue(chat_id=chat)
    stop, ticks = asyncio.Event(), itertools.count()
    loop = asyncio.create_task(stopping.run(stop, lambda: after(next(ticks) / 100)))
    await messenger.arrived(2)
    stop.set()
    await loop
    assert await states(database) == ["sending", "sent", "sent"]


async def test_words_of_a_head_that_cannot_reach_one_coordinator_are_told_to_the_others(
    database, delivery, messenger, queue, coordinator
):
    other = await person(database, "督二", 98, Role.COORDINATOR)
    messenger.answers = {"help": [Undeliverable("BUTTON_DATA_INVALID")]}
    await queue(kind=Kind.NOTICE, facts={"what": "help"}, text="help", person_id=other, chat_id=98)
    await through(delivery)
    assert (99, "undeliverable") in messenger.heard


async def test_tries_to_send_are_no_tries_to_find_words(database, delivery, messenger, queue):
    messenger.answers = {"好": [Later("500")] * 3}
    await queue(facts={"stumbles": True})
    await through(delivery)
    assert await states(database) == ["sent"]
