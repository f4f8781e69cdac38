import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from db import inbox, turns
from db.models import InboxRow, InboxState

NOW = datetime(2022, 2, 18, 9, tzinfo=UTC)


def said(number, chat=7, words="好"):
    return {"update_id": number, "message": {"message_id": number, "chat": {"id": chat}, "text": words}}


async def store(database, *updates, now=NOW):
    async with database.writing() as session:
        return len(await inbox.store(session, updates, now))


async def next_number(database):
    async with database.writing() as session:
        return next((row.update_id for row in await turns.next_waiting(session, 1)), None)


async def end(database, *, poisoned=False, now=NOW):
    async with database.writing() as session:
        [row] = await turns.next_waiting(session, 1)
        if poisoned:
            await inbox.poison(session, row.id, error="x" * 900, now=now)
        else:
            await inbox.done(session, {row.id: None}, now=now)


async def test_a_second_copy_changes_nothing(database):
    assert await store(database, said(1), said(2), said(1)) == 2
    assert await store(database, said(2, words="别的"), said(3)) == 1
    async with database.reading() as session:
        assert "好" in (await session.get(InboxRow, 2)).raw


CHAT = {"id": 7}
OTHERS = {
    "another message": {"message": {"message_id": 9, "date": 5, "chat": CHAT}},
    "another chat": {"message": {"message_id": 1, "date": 5, "chat": {"id": 8}}},
    "another day": {"message": {"message_id": 1, "date": 6, "chat": CHAT}},
    "its edit": {"edited_message": {"message_id": 1, "date": 5, "edit_date": 8, "chat": CHAT}},
    "a tap": {"callback_query": {"id": "1", "from": CHAT, "message": {"message_id": 1, "date": 5, "chat": CHAT}}},
    "another tap": {"callback_query": {"id": "2", "from": CHAT, "message": {"message_id": 1, "date": 5, "chat": CHAT}}},
    "he blocks": {"my_chat_member": {"date": 5, "chat": CHAT, "from": CHAT}},
    "garbage": {"message": "garbage"},
    "other garbage": {"message": ["garbage"]},
    "one stepped past": inbox.remains({"update_id": 1}, why="not JSON"),
    "one nested too deeply": {"message": {"message_id": 2, "chat": CHAT, "odd": json.loads("[" * 950 + "]" * 950)}},
}


@pytest.mark.parametrize("together", [True, False])
async def test_under_a_number_that_is_used_again_each_other_update_is_stored_once(database, together):
    first = {"update_id": 1, "message": {"message_id": 1, "date": 5, "chat": CHAT}}
    came = [first, *({**other, "update_id": 1} for other in OTHERS.values())]
    for batch in [came] if together else [[each] for each in came]:
        assert await store(database, *batch) == len(batch)
    assert await store(database, *came) == 0
    async with database.reading() as session:
        rows = list(await session.scalars(select(InboxRow).order_by(InboxRow.id)))
    assert rows[0].update_id == 1
    assert [json.loads(row.raw)["update_id"] for row in rows] == [1] * len(came)


async def test_a_copy_in_other_words_is_a_copy(database):
    tap = {"id": "1", "from": CHAT, "message": {"message_id": 1, "date": 5, "chat": CHAT}}
    later = {**tap, "message": {"message_id": 1, "date": 0, "chat": CHAT}}
    assert await store(database, {"update_id": 1, "callback_query": tap}) == 1
    assert await store(database, {"update_id": 1, "callback_query": later}) == 0


async def test_those_that_are_new_are_told_from_those_that_are_known(database):
    await store(database, said(1))
    async with database.writing() as session:
        assert await inbox.store(session, [said(1), said(2), {}, said(3), said(2)], NOW) == [said(2), said(3)]


async def test_updates_are_served_in_the_order_they_came_though_their_numbers_fall(database):
    await store(database, said(900), said(5))
    assert await next_number(database) == 900
    await end(database)
    assert await next_number(database) == 5


async def test_without_a_usable_number_an_update_is_left_out_and_the_rest_is_kept(database):
    odd = [{}, {"update_id": "7"}, {"update_id": True}, {"update_id": 2**63}, 4, None]
    assert await store(database, *odd, said(8)) == 1


async def test_what_no_database_can_hold_is_stored_all_the_same(database):
    assert await store(database, said(1, words="半个\ud83d字\0"), {"update_id": 2, "message": []}) == 2
    async with database.reading() as session:
        raw = json.loads((await session.get(InboxRow, 1)).raw)
    assert raw["message"]["text"] == "半个?字?"


def deep(levels, innermost="x"):
    for _ in range(levels):
        innermost = [innermost]
    return innermost


ODD = {"5000 levels": deep(5000), "600 levels and a NUL": deep(600, "\0"), "5000 digits": 10**5000}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
async def test_one_that_cannot_be_written_is_on_record_and_keeps_none_from_being_stored(database, odd):
    whole = said(2)
    whole["message"] |= {"date": 9, "odd": odd}
    assert await store(database, said(1), whole, said(3)) == 3
    async with database.reading() as session:
        row = await session.get(InboxRow, 2)
        assert (row.update_id, row.chat_id) == (2, 7)
        assert json.loads(row.raw)["message"].items() >= {"message_id": 2, "date": 9, "text": "好"}.items()
        assert await inbox.last_said(session) == datetime.fromtimestamp(9, UTC)
    assert await store(database, whole) == 0


@pytest.mark.parametrize("kind", ["message", "callback_query", "my_chat_member", "future_kind"])
async def test_whatever_its_kind_and_its_shape_something_of_it_is_kept(database, kind):
    bodies = [deep(5000), {"from": deep(5000)}, {"chat": {"id": 7}, "from": {"id": 7}, "odd": deep(5000)}]
    assert await store(database, *({"update_id": at, kind: body} for at, body in enumerate(bodies))) == 3
    async with database.reading() as session:
        assert (await session.get(InboxRow, 3)).chat_id == (None if kind == "future_kind" else 7)


async def test_poison_lets_the_next_one_be_served(database):
    await store(database, said(1), said(2))
    async with database.writing() as session:
        assert [await inbox.failed(session, 1, error="啊") for _ in range(3)] == [1, 2, 3]
    await end(database, poisoned=True)
    assert await next_number(database) == 2


async def test_done_rows_are_forgotten_after_thirty_days_and_others_are_not(database):
    await store(database, said(1), said(2), said(3))
    await end(database)
    await end(database, poisoned=True)
    async with database.writing() as session:
        await inbox.store(session, [said(number) for number in range(4, 201)], NOW)
        assert await inbox.purge(session, now=NOW + timedelta(days=29)) == 0
        assert await inbox.purge(session, now=NOW + timedelta(days=31)) == 0
        await inbox.store(session, [said(201)], NOW)
        assert await inbox.purge(session, now=NOW + timedelta(days=31)) == 1
        found = await inbox.backlog(session)
    assert found.counts == {InboxState.POISON: 1, InboxState.WAITING: 199}
    assert found.oldest == NOW


async def test_an_update_that_comes_again_under_a_clock_far_ahead_is_known(database):
    """Killed after it was served and before its offset moved; then the clock stood forty days ahead."""
    await store(database, said(1))
    await end(database)
    later = NOW + timedelta(days=40)
    async with database.writing() as session:
        await inbox.purge(session, now=later)
    assert await store(database, said(1), now=later) == 0


async def test_two_workers_never_hold_two_updates_of_one_chat(database):
    if database.embedded:
        return
    await store(database, said(1, chat=7), said(2, chat=7), said(3, chat=8))
    async with database.writing() as one, database.writing() as two, database.writing() as three:
        [first], [second] = await turns.next_waiting(one, 1), await turns.next_waiting(two, 1)
        assert (first.update_id, second.update_id) == (1, 3)
        assert await turns.next_waiting(three, 1) == []


def test_the_chat_of_an_update_is_found_whatever_it_looks_like():
    tap = {"update_id": 1, "callback_query": {"from": {"id": 5}, "message": {"chat": {"id": 9}}}}
    old_tap = {"update_id": 1, "callback_query": {"from": {"id": 5}}}
    found = [inbox.chat_of(raw) for raw in (said(1), tap, old_tap, {}, {"message": 3}, {"callback_query": []})]
    assert found == [7, 9, 5, None, None, None]


async def test_what_telegram_has_dated_is_known_from_taps_too(database):
    """An office that only taps would else believe every clock that is behind."""
    moment = int(NOW.timestamp())
    chat = {"id": 7}
    tap = {"id": "1", "from": chat, "message": {"message_id": 1, "date": moment, "chat": chat}}
    await store(database, {"update_id": 1, "message": {"message_id": 1, "date": moment - 9, "chat": chat}})
    await store(database, *({"update_id": number, "callback_query": tap} for number in range(2, 110)))
    odd = [{"message": 5}, {"callback_query": 7}, {"callback_query": {"message": 7}}, {"message": {"date": "now"}}]
    await store(database, *({"update_id": number, **each} for number, each in enumerate(odd, start=200)))
    async with database.reading() as session:
        assert await inbox.last_said(session) == NOW
