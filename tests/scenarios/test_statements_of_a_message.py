"""How many questions a message puts to the database, the whole way, does not depend on how many tasks its head has."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from tests.office import staffed

FEW, MANY = 3, 21
MOST = {"2号完成40%，预计4月底前办结": 66, "2号完成40%": 64, "收到": 63}


# Whether anything waits is asked once or twice, by the moment at which it comes.
_LOOK = "SELECT inbox.id, inbox.update_id, inbox.chat_id, inbox.raw, inbox.supplement, inbox.matter"


@contextmanager
def counted():
    seen: Counter[str] = Counter()

    def note(_connection, _cursor, statement, *_):
        seen[" ".join(statement.split())[:90]] += 1

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.mark.parametrize("words", MOST)
async def test_a_message_asks_as_much_of_one_with_three_tasks_as_of_one_with_twenty_one(words):
    found = []
    for many in (FEW, MANY):
        async with staffed() as office:
            head = await office.head("市财政局局长")
            await office.tasks([f"第{n}号工程建设" for n in range(1, many + 1)], owner=head, due="2022-12-30")
            await office.until("2022-02-16 10:00")
            await head.says("收到")
            await head.says("1号完成30%，预计4月底前办结")
            with counted() as seen:
                await head.says(words)
        found.append(seen)
    few, many = found
    for each in found:
        del each[_LOOK]
    assert few == many
    assert few.total() <= MOST[words], "\n".join(f"{times} {asked}" for asked, times in few.most_common())
