"""What a person wrote is erased on demand: nowhere in the ledger is it found, and what followed from it stands."""

import sqlite3

import pytest
from sqlalchemy import inspect, text

from bot.commands import forget
from db import journal, people
from schedules.steps import forgetting

WORDS = "1号完成40%，卡在土坡村祖坟搬迁，请市民政局协调，3月20日前办完"


@pytest.fixture
async def finance(office):
    office.mayor = await office.leader("常务副市长")
    finance = await office.head("市财政局局长")
    office.other = await office.head("市水利局局长")
    office.bonds, _ = await office.tasks(
        ["争取专项债券", "清理闲置资金"], owner=finance, due="2022-03-31", leader=office.mayor
    )
    await office.until("2022-01-05 09:00")
    await finance.taps("全部签收")
    return finance


async def places(office, words):
    """Every column of every table in which these words stand."""
    found = []
    async with office.stage.database.reading() as session:
        connection = await session.connection()
        tables = await connection.run_sync(
            lambda sync: {t: inspect(sync).get_columns(t) for t in inspect(sync).get_table_names()}
        )
        for table, columns in tables.items():
            for column in columns:
                like = text(f'SELECT count(*) FROM "{table}" WHERE CAST("{column["name"]}" AS TEXT) LIKE :words')
                if await session.scalar(like, {"words": f"%{words}%"}):
                    found.append(f"{table}.{column['name']}")
    return found


async def sent_to(office, person, words):
    """How many messages kept as sent to this person hold these words."""
    query = text("SELECT count(*) FROM outbox WHERE chat_id = :chat AND CAST(sent AS TEXT) LIKE :words")
    async with office.stage.database.reading() as session:
        return await session.scalar(query, {"chat": person.chat_id, "words": f"%{words}%"})


async def test_of_what_a_person_wrote_nothing_is_left_and_what_followed_stands(office, finance):
    await finance.says(WORDS)
    await finance.says("1号那个祖坟的事，土坡村昨天又闹了一回")
    await office.coordinator.says("1号历史")
    await office.until("2022-01-07 17:00")
    assert len(await places(office, "土坡村")) > 3
    async with office.stage.step("forget") as context:
        person = await people.by_name(context.session, "市财政局局长")
        found = await forgetting.forget_person(context, person)
    assert found.sayings >= 2
    assert found.messages > 0
    assert await places(office, "土坡村") == []
    assert (await office.found(office.bonds)).percent == 40
    await office.coordinator.says("1号历史")
    assert "已按规定删除" in office.coordinator.last
    async with office.stage.database.reading() as session:
        assert await journal.broken_blocks(session) == []


async def test_one_report_alone_is_erased(office, finance):
    await finance.says("1号完成40%，土坡村祖坟已经迁了一半")
    await finance.says("2号完成55%，土坡村的事还在谈")
    [first] = await office.reports(office.bonds)
    async with office.stage.step("forget") as context:
        assert await forgetting.forget_report(context, 999) is None
        found = await forgetting.forget_report(context, first.id)
    assert found.sayings == 1
    assert await places(office, "土坡村祖坟") == []
    assert "saying.words" in await places(office, "土坡村的事还在谈")


async def test_others_words_stay(office, finance):
    (canal,) = await office.tasks(["疏浚河道"], owner=office.other, due="2022-03-31", leader=office.mayor)
    await office.until("2022-01-06 09:05")
    await office.other.says("签收")
    await office.other.says(f"{canal.number}号卡在挖泥船进不来")
    await finance.says(WORDS)
    async with office.stage.step("forget") as context:
        await forgetting.forget_person(context, await people.by_name(context.session, "市财政局局长"))
    assert "saying.words" in await places(office, "挖泥船进不来")


async def test_what_stands_in_anybodys_message_is_erased_of_him_alone(office, finance):
    (canal,) = await office.tasks(["疏浚河道"], owner=office.other, due="2022-03-31", leader=office.mayor)
    await office.until("2022-01-06 09:05")
    await office.other.says("签收")
    await office.other.says(f"{canal.number}号卡在征地，请市民政局协调")
    await finance.says("1号卡在征地，请市民政局协调")
    before = await sent_to(office, office.other, "市民政局")
    assert before > 0
    async with office.stage.step("forget") as context:
        await forgetting.forget_person(context, await people.by_name(context.session, "市财政局局长"))
    assert await sent_to(office, office.other, "市民政局") == before
    assert await sent_to(office, finance, "市民政局") == 0


def test_old_copies_beside_the_ledger_are_named(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("HUIYIN_DATABASE_URL", f"sqlite:///{tmp_path}/huiyin.db")
    for name in ("huiyin.db", "huiyin.db.0001", "friday.db"):
        with sqlite3.connect(tmp_path / name) as connection:
            connection.execute("CREATE TABLE task (id INTEGER)")
    (tmp_path / "notes.txt").write_text("x", "utf-8")
    forget._say_what_remains()
    said = capsys.readouterr().out
    assert "huiyin.db.0001" in said
    assert "friday.db" in said
    assert "notes.txt" not in said
