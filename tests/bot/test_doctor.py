"""What waits for too long, or was set aside, is named with what to do about it."""

from datetime import timedelta

import pytest

from bot.commands import doctor
from bot.settings import Settings
from db import agenda, inbox, outbox
from db.messages import Kind
from tests.chaos import office

NOW = office.START - timedelta(minutes=1)  # nothing is due yet


async def found(database, now=NOW):
    async with database.reading() as session:
        return [(finding.grave, finding.text) for finding in await doctor._queues(session, now)]


def test_files_that_others_may_read_are_named_with_the_remedy(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    file, copy, env = tmp_path / "a b.db", tmp_path / "a b.db-wal", tmp_path / ".env"
    for each in (file, copy, env):
        each.touch(mode=0o600)
    settings = Settings(database_url=f"sqlite:///{file}", _env_file=None)
    assert doctor._open_to_others(settings) == []
    copy.chmod(0o640)
    env.chmod(0o644)
    [finding] = doctor._open_to_others(settings)
    assert finding.grave
    assert finding.text.endswith(f"chmod 600 '{copy}' .env")


async def test_of_empty_queues_nothing_is_said(ledger):
    assert await found(ledger) == []


@pytest.mark.parametrize(("minutes", "grave"), [(9, False), (11, True)])
async def test_what_waits_for_long_is_named_with_its_remedy(ledger, minutes, grave):
    async with ledger.reading() as session:
        now = await agenda.next_moment(session) + timedelta(minutes=minutes)
    then = now - timedelta(minutes=minutes)
    async with ledger.writing() as session:
        await inbox.store(session, [{"update_id": 1}], then)
        await outbox.queue(session, kind=Kind.PLAIN, facts={"text": "好"}, now=then, cause="test", chat_id=7)
    findings = await found(ledger, now)
    assert [each for each, _ in findings] == [grave] * 3
    for (_, text), name, remedy in zip(
        findings, ("收件箱", "到期提醒", "发件箱"), ("update.failed", "tick.failed", "message.later"), strict=True
    ):
        assert text.startswith(f"{name}最早一条已等候{minutes}分钟")
        assert remedy in text


async def test_what_was_set_aside_is_named_with_its_sender(ledger):
    async with ledger.writing() as session:
        for number, chat in ((1, office.chat(1)), (2, 99)):
            message = {"message_id": 1, "chat": {"id": chat, "type": "private"}}
            await inbox.store(session, [{"update_id": number, "message": message}], NOW)
            await inbox.poison(session, number, error="Unreadable", now=NOW)
    [(grave, text)] = await found(ledger)
    assert not grave  # it stays for ever: a coordinator was told
    assert "2条（收件编号 2、1），来自未绑定的人、市第1局局长" in text
    assert "请其重发" in text
