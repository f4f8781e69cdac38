"""Each update in one transaction with its answer. The handlers here are this test's own, run by PTB as ours are."""

import asyncio
import json
import threading
from datetime import UTC, datetime
from functools import partial
from math import ceil

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import TimeoutError as PoolTimeout
from telegram.ext import ApplicationHandlerStop, TypeHandler

from bot.handlers.update_scope import Office
from bot.intake import TOGETHER, Intake
from bot.sandbox import people
from bot.sandbox.server import Sandbox
from bot.telegram_io import dispatch
from db import inbox, outbox
from db.messages import Kind
from db.models import InboxRow, Mark, OutboxRow, Person, Post, Role
from schedules import policy

NOW = datetime(2022, 2, 18, 9, tzinfo=UTC)


async def answer(update, context):
    """Says what it read; on a word of command it fails in one of the ways handlers do."""
    text = update.effective_message.text if update.effective_message else ""
    if text == "写后出错":
        context.session.add(Mark(name="half", value="", at=context.now))
        await context.session.flush()
        raise KeyError("a bug")
    if text == "库忙":
        raise PoolTimeout("locked")
    if text == "调用网络":
        await context.bot.send_message(7, "x")
    if text == "不答":
        return None
    if text == "免答":
        return context.owe_nothing("群聊")
    chat_id = 8 if text == "答错人" else update.effective_chat.id
    await outbox.queue(
        context.session, kind=Kind.PLAIN, facts={"text": text}, now=context.now, cause=context.cause, chat_id=chat_id
    )
    raise ApplicationHandlerStop


async def hidden(update, context):
    """In the next group: no handler gets there that python-telegram-bot should not have gone on to."""
    if update.effective_message.text == "库忙":
        raise KeyError("the second failure")


def register(application):
    application.add_handler(TypeHandler(object, answer))
    application.add_handler(TypeHandler(object, hidden), group=1)


@pytest.fixture
async def intake(database, monkeypatch):
    monkeypatch.setattr("bot.intake.TOGETHER_SECONDS", 60)  # however slow the machine
    me = {"id": 123456, "username": "huiyin_bot"}
    update_handler = partial(dispatch.dispatcher, "123456:TEST", me, register)
    return Intake(database, update_handler, Office(policy.load(), lambda: NOW, "huiyin_bot"))


@pytest.fixture
def told(database):
    """Store what the sandbox's people did, as the poller would."""
    sandbox = Sandbox()

    async def store(*texts, user=7, raw=()):
        for text in texts:
            people.text(sandbox.world, user, text)
        updates = [update.wire for update in sandbox.world.updates.waiting]
        sandbox.world.updates.clear()
        async with database.writing() as session:
            await inbox.store(session, [*updates, *raw], NOW)

    return store


async def person(database, name, chat_id, role=Role.HEAD, **facts):
    async with database.writing() as session:
        session.add(Person(name=name, chat_id=chat_id, posts=[Post(role=role)], **facts))


async def states(database):
    async with database.writing() as session:
        return [row.state.value for row in await session.scalars(select(InboxRow).order_by(InboxRow.id))]


async def said(database):
    async with database.writing() as session:
        rows = await session.scalars(select(OutboxRow).order_by(OutboxRow.id))
        return [(row.chat_id, row.facts.get("text", row.facts.get("what"))) for row in rows]


async def test_the_answer_and_the_mark_done_are_one(database, intake, told):
    await told("一", "二")
    assert [await intake.once() for _ in range(2)] == [True, False]
    assert await states(database) == ["done", "done"]
    assert await said(database) == [(7, "一"), (7, "二")]


@pytest.mark.parametrize("text", ["写后出错", "不答", "答错人", "调用网络"])
async def test_a_third_failure_sets_it_aside_tells_both_sides_and_serves_the_next(database, intake, told, text):
    await person(database, "督查员", 99, Role.COORDINATOR)
    await told(text, "二")
    while await intake.once():
        pass
    assert await states(database) == ["poison", "done"]
    heard = await said(database)
    assert [chat for chat, _ in heard] == [7, None, 7]
    assert "未能处理" in heard[0][1]
    assert heard[1:] == [(None, "poison"), (7, "二")]
    async with database.reading() as session:
        assert await session.get(Mark, "half") is None


async def test_the_conversations_are_opened_once_and_while_others_may_write(database, intake, told):
    update_handler, opened = await intake._open_update_handler(), []

    async def open_update_handler():
        async with asyncio.timeout(5), database.writing():
            opened.append(update_handler)
        return update_handler

    late = Intake(database, open_update_handler, Office(policy.load(), lambda: NOW, "huiyin_bot"))
    assert not await late.once()
    assert opened == []
    for text in ("一", "二"):
        await told(text)
        assert await late.once()
    assert (opened, await states(database)) == ([update_handler], ["done", "done"])


async def test_many_that_wait_share_a_few_transactions(database, intake, told):
    for user in range(1, 41):
        await told("一", user=user)
    commits = []
    event.listen(database.writer.sync_engine, "commit", commits.append)
    while await intake.once():
        pass
    assert len(commits) == ceil(40 / TOGETHER)
    assert await said(database) == [(user, "一") for user in range(1, 41)]


@pytest.mark.parametrize("at", range(4))
async def test_one_that_fails_takes_none_of_its_neighbours_with_it(database, intake, told, at):
    texts = ["一", "二", "三", "四"]
    await told(*texts[:at], "写后出错", *texts[at:])
    while await intake.once():
        pass
    assert await states(database) == [*["done"] * at, "poison", *["done"] * (4 - at)]
    heard = [text for _, text in await said(database)]
    assert [text for text in heard if text in texts] == texts
    async with database.reading() as session:
        assert await session.get(Mark, "half") is None


@pytest.mark.parametrize("at", range(6))
async def test_nor_with_those_of_other_chats_and_each_is_served_in_its_order(database, intake, told, at):
    texts = [(7, "甲一"), (7, "甲二"), (8, "乙一"), (7, "甲三"), (9, "丙一"), (8, "乙二")]
    texts[at] = (texts[at][0], "写后出错")
    for user, text in texts:
        await told(text, user=user)
    while await intake.once():
        pass
    assert await states(database) == [*["done"] * at, "poison", *["done"] * (5 - at)]
    kept = [*texts[:at], *texts[at + 1 :]]
    answers = [heard for heard in await said(database) if "未能" not in heard[1]]
    for chat in (7, 8, 9):
        assert [text for user, text in answers if user == chat] == [text for user, text in kept if user == chat]


async def test_a_flood_of_one_chat_delays_only_itself(database, intake, told):
    for number in range(60):
        await told(f"第{number}条", user=7)
    for user in (8, 6, 9):
        await told("就一句", user=user)
    while await intake.once():
        pass
    answers = await said(database)
    assert [user for user, _ in answers[:5]] == [6, 7, 8, 9, 7]
    assert [text for user, text in answers if user == 7] == [f"第{number}条" for number in range(60)]


async def test_a_tap_waits_for_an_older_one_on_its_matter_however_much_lies_before_it(database, intake, told):
    """The older tap lies behind its own chat's flood; the younger chat would otherwise come first."""
    for number in range(40):
        await told(f"第{number}条", user=7)
    chats = {7: "accept:12:1", 8: "return:12:1", 9: "accept:13"}
    taps = [
        {
            "id": str(user),
            "from": {"id": user, "is_bot": False, "first_name": "某"},
            "chat_instance": "1",
            "data": data,
            "message": {**BODY, "odd": None},
        }
        for user, data in chats.items()
    ]
    for tap in taps:
        tap["message"] = {**tap["message"], "from": tap["from"], "chat": {"id": tap["from"]["id"], "type": "private"}}
    await told(raw=[{"update_id": 900 + place, "callback_query": tap} for place, tap in enumerate(taps)])
    order = []
    while await intake.once():
        async with database.reading() as session:
            done = await session.scalars(select(InboxRow.update_id).where(InboxRow.state == "done"))
            order += [number for number in sorted(done) if number not in order]
    assert order.index(902) < order.index(900) <= order.index(901)


async def test_after_a_slow_update_the_next_look_takes_no_lock(database, intake, told, monkeypatch):
    monkeypatch.setattr("bot.intake.TOGETHER_SECONDS", 0)
    await told("一")
    begun = []
    event.listen(database.writer.sync_engine, "begin", begun.append)
    assert [await intake.once() for _ in range(2)] == [True, False]
    assert len(begun) == 1


async def test_what_fails_is_not_handed_on(database, intake, told):
    await told("库忙")
    for _ in range(4):
        with pytest.raises(PoolTimeout):
            await intake.once()
    assert (await states(database), await said(database)) == (["waiting"], [])
    async with database.reading() as session:
        assert (await session.get(InboxRow, 1)).attempts == 0


async def test_the_answer_to_one_is_no_answer_to_the_next(database, intake, told):
    await told("一", "不答", "二")
    while await intake.once():
        pass
    assert await states(database) == ["done", "poison", "done"]


async def test_what_passes_by_itself_costs_the_whole_transaction_and_nothing_else(database, intake, told):
    await told("一", "二", "三")
    begun = []

    def fail_at_the_second(connection, cursor, statement, *_):
        begun.append(statement.startswith("INSERT INTO outbox"))
        if begun[-1] and sum(begun) == 2:
            raise PoolTimeout("locked")

    event.listen(database.writer.sync_engine, "before_cursor_execute", fail_at_the_second)
    with pytest.raises(PoolTimeout):
        await intake.once()
    assert await said(database) == []
    event.remove(database.writer.sync_engine, "before_cursor_execute", fail_at_the_second)
    while await intake.once():
        pass
    assert [text for _, text in await said(database)] == ["一", "二", "三"]


async def test_nothing_is_said_where_the_handler_says_that_nothing_is_owed(database, intake, told):
    await told("免答")
    assert await intake.once()
    assert (await states(database), await said(database)) == (["done"], [])


async def test_what_passes_by_itself_is_nobodys_fault(database, intake, told):
    await told("一")

    def fail(connection):
        raise TimeoutError("locked")

    event.listen(database.writer.sync_engine, "commit", fail)
    for _ in range(5):
        with pytest.raises(TimeoutError):
            await intake.once()
    event.remove(database.writer.sync_engine, "commit", fail)
    assert await intake.once()
    assert await states(database) == ["done"]


@pytest.mark.parametrize(
    "raw",
    [
        {"update_id": 1, "message": []},
        {"update_id": 1, "message": {"message_id": "x", "chat": {"id": 7}}},
        {"update_id": 1, "callback_query": {"id": 1}},
    ],
)
async def test_what_nobody_can_read_is_set_aside_at_once(database, intake, told, raw):
    await told("一", raw=[raw])
    while await intake.once():
        pass
    assert await states(database) == ["done", "poison"]


DEEP = json.loads("[" * 900 + "1" + "]" * 900)
BODY = {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, "from": {"id": 7}, "text": "好", "odd": DEEP}


@pytest.mark.parametrize("kind", ["message", "edited_message", "callback_query", "my_chat_member", "channel_post"])
async def test_what_could_not_be_written_is_set_aside_at_once_and_both_sides_are_told(database, intake, told, kind):
    await person(database, "督查员", 99, Role.COORDINATOR)
    await told(raw=[{"update_id": 1, kind: {"id": "5", "message": BODY, **BODY, "nul": "\0"}}])
    assert [await intake.once() for _ in range(2)] == [True, False]
    assert await states(database) == ["poison"]
    assert [chat for chat, _ in await said(database)] == [7, None]


async def test_of_one_that_was_stepped_past_the_coordinators_are_told(database, intake, told):
    await person(database, "督查员", 99, Role.COORDINATOR)
    await told(raw=[inbox.remains({"update_id": 4}, why="not JSON")])
    assert await intake.once()
    assert await states(database) == ["poison"]
    assert await said(database) == [(None, "poison")]


async def test_an_update_of_a_kind_nobody_knows_is_done(database, intake, told):
    await told(raw=[{"update_id": 1}, {"update_id": 2, "future_kind": {"x": 1}}])
    while await intake.once():
        pass
    assert "waiting" not in await states(database)


async def test_who_writes_can_be_reached_again(database, intake, told):
    await person(database, "局长", 7, unreachable_since=NOW, unreachable_why="blocked")
    await told("在")
    await intake.once()
    async with database.reading() as session:
        assert (await session.scalar(select(Person))).reachable


class Long:
    """Work of the handlers of this test: it says in which thread it was done, and waits to be let go."""

    def __init__(self):
        self.go, self.threads, self.key = threading.Event(), [], "1"

    async def answer(self, update, context):
        text = update.effective_message.text
        if text == "长":
            text = context.scope.apart((text, self.key), self.work)
        await outbox.queue(
            context.session,
            kind=Kind.PLAIN,
            facts={"text": text},
            now=context.now,
            cause=context.cause,
            chat_id=update.effective_chat.id,
        )

    def work(self):
        self.threads.append(threading.current_thread())
        assert self.go.wait(20)
        return "读完"


async def test_long_work_holds_up_its_own_chat_alone_and_no_transaction(database, told):
    long = Long()
    me = {"id": 123456, "username": "huiyin_bot"}
    handler = partial(dispatch.dispatcher, "1:T", me, lambda app: app.add_handler(TypeHandler(object, long.answer)))
    intake = Intake(database, handler, Office(policy.load(), lambda: NOW, "huiyin_bot"))
    await told("长", "后一句")
    await told("别人", user=8)
    while len(await answers(database)) < 1:
        assert await intake.once()
    assert await answers(database) == ["别人"]  # and his own later words wait
    async with asyncio.timeout(5), database.writing() as session:  # a poll is stored, a message sent meanwhile
        session.add(Mark(name="meanwhile", value="", at=NOW))
    long.key = "2"  # the ledger has moved: what was read is read again
    long.go.set()
    while await intake.once():
        pass
    assert await answers(database) == ["别人", "读完", "后一句"]
    assert len(long.threads) == 2
    assert threading.main_thread() not in long.threads


async def answers(database):
    async with database.reading() as session:
        return [row.facts["text"] for row in await session.scalars(select(OutboxRow).order_by(OutboxRow.id))]


async def test_long_work_that_fails_is_counted_like_any_other_failure(database, told):
    def work():
        raise ValueError("a bug")

    async def handle(update, context):
        context.scope.apart("key", work)

    me = {"id": 123456, "username": "huiyin_bot"}
    handler = partial(dispatch.dispatcher, "1:T", me, lambda app: app.add_handler(TypeHandler(object, handle)))
    intake = Intake(database, handler, Office(policy.load(), lambda: NOW, "huiyin_bot"))
    await told("长")
    while await intake.once():
        pass
    async with database.reading() as session:
        assert [row.state.value for row in await session.scalars(select(InboxRow))] == ["poison"]
