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


async def test_the_word_alone_is_no_mark(office, finance):
    await finance.says("完成60%，内部审核已通过")
    assert (await office.found(office.bonds)).percent == 60
    await finance.says("1号机密文件柜已采购到位，涉密文件清理完成")
    assert "未予保存" not in finance.last
