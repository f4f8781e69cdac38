"""The child process that draws: what it is given, and what becomes of it when it does not end well."""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import UTC, datetime

import pytest

from bot.runtime import attachment_worker
from bot.runtime.attachment_worker import AttachmentWorker
from bot.settings import Settings
from db import attachments
from db.models import Attachment, Drawn
from schedules.policy import Policy

NOW = datetime(2022, 1, 7, 8, tzinfo=UTC)  # Friday, 16:00 in Shanghai


@pytest.fixture
async def ordered(database):
    async with database.writing() as session:
        facts = {"slot": "2022-01-07", "ordered_at": NOW, "attempts": 0}
        session.add(Attachment(key="chart", kind=Drawn.CHART, name="图.png", **facts))
        session.add(Attachment(key="workbook", kind=Drawn.WORKBOOK, name="表.xlsx", **facts))


async def attempts(database):
    async with database.reading() as session:
        return [each.attempts for each in await attachments.unmade(session, tries=99)]


def pressed(database, script, *, seconds=30.0, policy=None):
    command = (sys.executable, "-c", script)
    return AttachmentWorker(database, policy or Policy(), dict(os.environ), command=command, seconds=seconds)


def test_no_secret_reaches_the_child(monkeypatch):
    monkeypatch.setenv("HUIYIN_TOKEN", "1:kept-to-ourselves")
    monkeypatch.setenv("huiyin_webhook_secret", "kept-to-ourselves")
    given = attachment_worker.environment(
        Settings(token="1:kept-to-ourselves", database_url="sqlite:///x.db", timezone="Asia/Urumqi")
    )
    assert "kept-to-ourselves" not in "".join(given.values())
    assert given["HUIYIN_DATABASE_URL"] == "sqlite:///x.db"
    assert given["HUIYIN_TIMEZONE"] == "Asia/Urumqi"
    assert given["PATH"] == os.environ["PATH"]


async def test_a_child_that_takes_too_long_does_not_live_on(database, ordered, tmp_path):
    note = tmp_path / "pid"
    script = f"import os, time; open({str(note)!r}, 'w').write(str(os.getpid())); time.sleep(600)"
    await pressed(database, script, seconds=3).once(NOW)
    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text()), 0)
    assert await attempts(database) == [1, 1]


NOBODYS = '{"key": "somebody", "content": "eA=="}'


@pytest.mark.parametrize("printed", ["nonsense", "{}", "[]", "", NOBODYS, '{"key": "chart", "content": "*"}'])
async def test_nonsense_is_a_failure_like_any_other(database, ordered, printed):
    assert await pressed(database, f"print({printed!r})").once(NOW) == 0
    assert await attempts(database) == [1, 1]


async def test_what_could_be_drawn_is_not_lost_with_what_could_not(database, ordered):
    line = '{"key": "chart", "content": "eA=="}'
    await pressed(database, f"import sys; print({line!r}); sys.exit(1)").once(NOW)
    assert await attempts(database) == [1]
    async with database.reading() as session:
        found = await attachments.by_key(session, "chart")
        assert await attachments.content(session, found.id) == b"x"


async def test_what_was_drawn_before_the_time_was_up_is_kept(database, ordered):
    line = '{"key": "workbook", "content": "eA=="}'
    await pressed(database, f"import time; print({line!r}, flush=True); time.sleep(600)", seconds=3).once(NOW)
    assert await attempts(database) == [1]


async def test_a_child_that_cannot_be_started_is_a_failure(database, ordered):
    await AttachmentWorker(database, Policy(), {}, command=("/nowhere/python",)).once(NOW)
    assert await attempts(database) == [1, 1]


async def test_switched_off_nothing_is_drawn(database, ordered):
    await pressed(database, "raise SystemExit(1)", policy=Policy(digest_attach=False)).once(NOW)
    assert await attempts(database) == [0, 0]


async def test_told_to_stop_it_leaves_what_is_being_drawn(database, ordered, tmp_path):
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    begun = asyncio.to_thread(fifo.read_text)
    script = f"import time; open({str(fifo)!r}, 'w').write('begun'); time.sleep(600)"
    stop = asyncio.Event()
    running = asyncio.create_task(pressed(database, script).run(stop, lambda: NOW))
    assert await asyncio.wait_for(begun, 30) == "begun"
    stop.set()
    await asyncio.wait_for(running, 30)
    assert await attempts(database) == [0, 0]
