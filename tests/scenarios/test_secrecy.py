"""涉密不上网: a mark of secrecy in words, a caption or the name of a file, and nothing of it is kept."""

import pytest
from sqlalchemy import func, select

from db.models import InboxRow, Saying


@pytest.fixture
async def finance(office):
    finance = await office.head("市财政局局长")
    office.bonds = await office.task("争取专项债券", owner=finance, due="2022-03-31")
    await office.until("2022-01-05 09:00")
    return finance


async def kept(office, words):
    async with office.stage.database.reading() as session:
        raw = await session.scalar(select(func.count()).where(InboxRow.raw.contains(words)))
        return raw + await session.scalar(select(func.count()).where(Saying.words.contains(words)))


@pytest.mark.parametrize(
    "words",
    [
        "【机密】专项债券额度3亿元",
        "秘密★1年 专项债券安排",
        "密级：内部 债券安排",
        "机密 1号债券的底价我打一段您转局长",
        "1号债券那个数是从机密件上抄的，我给您念念",
        "這份機密方案里债券额度3亿",
        "这份机_密方案里债券额度3亿",
        "机\u202e密：债券额度3亿",
    ],
)
async def test_marked_words_are_neither_read_nor_kept(office, finance, words):
    await finance.says(words)
    assert "带有密级标志，未予保存" in finance.last
    assert "【涉密提醒】市财政局局长" in office.coordinator.last
    assert "债券" not in office.coordinator.last
    assert await kept(office, "债券") == 0


async def test_a_marked_caption_or_file_name_too(office, finance):
    await office.stage.client.photo(finance.chat_id, caption="（机密）现场")
    await office.stage.settle()
    assert "未予保存" in finance.last
    await office.stage.client.document(finance.chat_id, file_name="【内部】方案.docx")
    await office.stage.settle()
    assert "未予保存" in finance.last
    assert await kept(office, "方案") == 0
    await office.stage.client.document(finance.chat_id, file_name="机密〔2022〕3号-债券方案.pdf")
    await office.stage.settle()
    assert await kept(office, "方案") == 0


POLL = {"type": "regular", "total_voter_count": 0, "is_closed": False, "is_anonymous": True}
CHOICES = [{"text": each, "voter_count": 0, "persistent_id": each} for each in ("是", "否")]


@pytest.mark.parametrize(
    "typed",
    [
        {"poll": {"id": "1", "question": "机密债券额度定3亿？", "options": CHOICES, **POLL}},
        {"venue": {"title": "（机密）债券方案", "address": "", "location": {"latitude": 1.0, "longitude": 2.0}}},
        {"contact": {"phone_number": "1", "first_name": "【秘密】债券方案"}},
        {"text": "请看", "quote": {"text": "機密：债券方案", "position": 0}},
    ],
)
async def test_wherever_a_person_can_type(office, finance, typed):
    typed.get("poll", {}).update(allows_multiple_answers=False, allows_revoting=False, members_only=False)
    world = office.stage.sandbox.world
    chat = world.chats[finance.chat_id]
    sender = {"id": finance.chat_id, "is_bot": False, "first_name": "局长"}
    world.tell("message", world.add(chat, sender, typed).wire)
    await office.stage.settle()
    assert "未予保存" in finance.last
    assert await kept(office, "债券") == 0


async def test_the_word_alone_is_no_mark(office, finance):
    await finance.says("完成60%，内部审核已通过")
    assert (await office.found(office.bonds)).percent == 60
    await finance.says("1号机密文件柜已采购到位，涉密文件清理完成")
    assert "未予保存" not in finance.last
    await finance.says("1号保密局检查已过，秘密投票已组织，公安机关 密切配合")
    assert "未予保存" not in finance.last
