"""What the words after /status choose."""

from __future__ import annotations

from datetime import date

import pytest

from bot.commands.status_filter import chosen
from db.models import Role
from db.tasks import Filter
from schedules.steps import importing
from tests.office import row
from tests.schedules.bench import bench


@pytest.fixture
async def city():
    async with bench() as found:
        async with found.step() as context:
            await importing.import_department(
                context, "市财政局", aliases=["财政局", "财局"], heads=["市财政局局长"], liaisons=[]
            )
        await found.person("分管农业副市长", Role.LEADER, bound=False)
        await found.person("分管工业副市长", Role.LEADER, bound=False)
        facts = {"owner": "市财政局局长", "due": "2022-03-10"}
        await found.ledger(
            row("甲", no=1, category="重点项目建设", **facts), row("乙", no=2, category="重点民生实事", **facts)
        )
        yield found


async def ask(city, words):
    async with city.database.reading() as session:
        return await chosen(session, words, today=date(2022, 3, 1))


@pytest.mark.parametrize("words", ["31", "31号", "第31项", "编号31", "任务31", " 31 号 "])
async def test_a_number_however_written(city, words):
    assert (await ask(city, words)).filter == Filter(number=31)


@pytest.mark.parametrize("words", ["市财政局", "财政局", "财局"])
async def test_a_department_by_any_of_its_names(city, words):
    assert (await ask(city, words)).title == "市财政局"


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("", "督查台账"),
        ("重点民生实事", "重点民生实事"),
        ("民生", "重点民生实事"),
        ("农业", "分管农业副市长"),
        ("分管工业副市长", "分管工业副市长"),
        ("市财政局局长", "市财政局局长"),
        ("超期", "督查台账·超期事项"),
        ("市财政局 逾期", "市财政局·超期事项"),
    ],
)
async def test_what_is_shown(city, words, title):
    assert (await ask(city, words)).title == title


@pytest.mark.parametrize("words", ["重点", "副市长", "火星", "%", "' OR 1=1 --", "九" * 3000, "99999999999999999999"])
async def test_what_fits_several_or_nothing_is_not_guessed(city, words):
    assert await ask(city, words) is None
