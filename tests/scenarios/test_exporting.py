"""导出台账 and 作战图 at any hour, within the role of whoever asks."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from bot.sandbox.transcript import entries


@pytest.fixture
async def furnished(office):
    office.vice = await office.leader("常务副市长")
    finance = await office.head("市财政局局长")
    office.finance = finance
    audit = await office.head("市审计局局长")
    await office.task("编制年度预算草案", owner=finance, due="2022-03-10", leader=office.vice)
    await office.task("开展专项审计", owner=audit, due="2022-03-10")
    await office.until("2022-01-04 22:30")  # quiet hours: whoever asks is awake
    return office


def files(office, person):
    found = [each for each in entries(office.stage.sandbox.world, chat_id=person.chat_id) if each["outgoing"]]
    return [(each["media"]["kind"], each["text"]) for each in found if each["media"]]


def titles(office):
    book = [file for file in office.stage.sandbox.world.files.values() if file.kind == "document"][-1]
    return [row[4].value for row in load_workbook(BytesIO(book.content))["台账"].iter_rows(min_row=4)]


async def test_a_coordinator_gets_the_whole_or_what_he_names(furnished):
    office, asks = furnished, furnished.coordinator
    await asks.says("导出台账")
    assert files(office, asks) == [("document", "【台账】截至1月4日（周二）22:30。")]
    assert titles(office) == ["编制年度预算草案", "开展专项审计", "2项"]
    await asks.says("/export 市审计局")
    assert files(office, asks)[-1] == ("document", "【台账】“市审计局”，截至1月4日（周二）22:30。")
    assert titles(office) == ["开展专项审计", "1项"]
    await asks.says("/export 火星局")
    assert "没有找到" in asks.last


async def test_a_leader_gets_his_field_and_a_head_a_word(furnished):
    office = furnished
    await office.vice.says("/export")
    await office.vice.says("作战图")
    assert [kind for kind, _ in files(office, office.vice)] == ["document", "photo"]
    assert titles(office) == ["编制年度预算草案", "1项"]
    await office.vice.says("/export 市审计局")
    assert "没有找到" in office.vice.last
    await office.finance.says("/export")
    assert "限督查员和市领导使用" in office.finance.last
    assert files(office, office.finance) == []
