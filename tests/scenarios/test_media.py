"""Files become evidence; what cannot be read gets a sensible word."""

import pytest
from sqlalchemy import select

from db.models import Evidence


@pytest.fixture
async def finance(office):
    finance = await office.head("市财政局局长")
    office.budget = await office.task("编制年度预算草案", owner=finance, due="2022-03-31")
    await office.until("2022-01-05 09:00")
    await finance.taps("签收")
    return finance


async def sends(office, finance, kind, **facts):
    await getattr(office.stage.client, kind)(finance.chat_id, **facts)
    await office.stage.settle()


async def evidence(office):
    async with office.stage.database.reading() as session:
        return list((await session.scalars(select(Evidence).order_by(Evidence.id))).all())


async def test_a_document_is_kept(office, finance):
    await sends(office, finance, "document", file_name="预算表.xlsx")
    assert finance.last.startswith("材料已收到")
    assert [(each.kind, each.name) for each in await evidence(office)] == [("document", "预算表.xlsx")]


async def test_a_photograph_in_reply_to_a_task_belongs_to_it(office, finance):
    await sends(office, finance, "photo", reply_to=finance.latest.id)
    assert [each.task_id for each in await evidence(office)] == [office.budget.id]


async def test_a_caption_is_a_report(office, finance):
    await sends(office, finance, "photo", caption="完成60%")
    assert "进度60%" in finance.last
    assert (await office.found(office.budget)).percent == 60
    assert len(await evidence(office)) == 1


async def test_an_album_gets_one_answer(office, finance):
    count = len(finance.messages)
    await office.stage.client.album(finance.chat_id, [{"kind": "photo"}, {"kind": "photo"}, {"kind": "photo"}])
    await office.stage.settle()
    assert len(finance.messages) == count + 1
    assert len(await evidence(office)) == 3


async def test_an_album_with_a_caption_gets_its_echo_alone(office, finance):
    count = len(finance.messages)
    items = [{"kind": "photo"}, {"kind": "photo", "caption": "完成60%"}]
    await office.stage.client.album(finance.chat_id, items)
    await office.stage.settle()
    assert "进度60%" in finance.last
    assert len(finance.messages) <= count + 2


async def test_a_voice_message_is_asked_for_in_writing(office, finance):
    await sends(office, finance, "voice")
    assert "语音转文字" in finance.last


async def test_a_sticker_gets_a_reaction(office, finance):
    count = len(finance.messages)
    await sends(office, finance, "sticker")
    assert finance.reactions == ["👌"]
    assert len(finance.messages) == count


async def test_a_caption_that_is_edited_replaces_its_reading(office, finance):
    told = await office.stage.client.photo(finance.chat_id, caption="完成60%")
    await office.stage.settle()
    await finance.edits(told["message"]["message_id"], "完成70%")
    assert (await office.found(office.budget)).percent == 70
    assert len(await office.reports(office.budget)) == 1
