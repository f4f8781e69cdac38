"""What the next morning will say, to whom and why, before it is said; and the rules an office sets for some tasks."""

from db import journal
from tests.office import staffed


async def test_the_preview_says_word_for_word_what_the_morning_then_says(office):
    await office.begins("2022-02-14 10:00")
    finance, parks = await office.head("市财政局局长"), await office.head("市林业局局长", bound=False)
    budget = await office.task("编制年度预算草案", owner=finance, due="2022-06-30")
    await office.task("植树造林", owner=parks, due="2027-06-30")
    await office.until("2022-02-15 18:00")
    async with office.stage.database.reading() as session:
        before = len(await journal.rows(session))
    await office.coordinator.says("/preview")
    shown = office.coordinator.last
    assert "2月16日（周三）09:00将向1人发出1条消息" in shown
    assert "· 市财政局局长：早间消息，尚未签收1项" in shown
    assert "没有2027年的节假日安排" in shown
    await office.coordinator.says("/preview 市财政局局长")
    whole = office.coordinator.last
    assert "【市财政局局长】早间消息，2月16日09:00送达\n因为：\n　1号“编制年度预算草案”：尚未签收\n正文：\n" in whole
    async with office.stage.database.reading() as session:
        assert len(await journal.rows(session)) == before
    heard = len(finance.messages)
    await office.until("2022-02-16 10:00")
    assert finance.messages[heard].text == whole.partition("正文：\n")[2]
    await office.coordinator.says("明早发什么")
    assert "将向" in office.coordinator.last
    await finance.says("/preview")
    assert "将向" not in finance.last
    await finance.says("1号完成20%")
    assert await office.state(budget) == "推进中"
    await office.until("2022-02-18 16:00")
    report = next(text for text in office.coordinator.heard_since("2022-02-18 15:00") if "督查周报" in text)
    assert "没有2027年的节假日安排" in report
    assert await office.faults() == []


RULES = """
[[rule]]
basis = "办法第十二条"
when = { source = "领导批示" }
sign.again = 1
silence.list = 1
"""


async def test_tasks_of_a_source_are_chased_faster_where_the_office_says_so():
    async with staffed(policy_text=RULES) as office:
        await office.begins("2022-02-14 10:00")
        finance, parks = await office.head("市财政局局长"), await office.head("市林业局局长")
        await office.task("编制年度预算草案", owner=finance, due="2022-06-30", source="领导批示")
        await office.task("植树造林", owner=parks, due="2022-06-30")
        await office.until("2022-02-17 10:00")
        asked = [
            len([text for text in each.heard_since("2022-02-14 10:00") if "尚未签收" in text])
            for each in (finance, parks)
        ]
        assert asked == [2, 1]
        listed = next(text for text in office.coordinator.heard_since("2022-02-16 08:00") if "今日关注" in text)
        assert "市财政局局长" in listed
        assert "市林业局局长" not in listed
        assert await office.faults() == []
