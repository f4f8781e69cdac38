"""Papers in Word, ordered in the chat: who gets which, and what stands in them."""

import io

import docx


def words_of(content):
    word = docx.Document(io.BytesIO(content))
    rows = ["\t".join(cell.text for cell in row.cells) for table in word.tables for row in table.rows]
    return "\n".join([each.text for each in word.paragraphs if each.text] + rows)


def papers(office):
    return [each for each in office.stage.sandbox.world.files.values() if each.kind == "document"]


async def test_a_fact_sheet_comes_as_word_from_the_button_under_it(office):
    await office.begins("2022-02-14 10:00")
    water, finance = await office.head("市水利局局长"), await office.head("市财政局局长")
    dams, plan = await office.tasks(["水库除险加固", "编制防汛预案"], owner=water, due="2022-03-10")
    await office.until("2022-02-15 09:30")
    await water.says(f"{dams.number}号卡在资金缺口，请市财政局协调")
    await office.coordinator.says("市水利局情况表")
    seen = office.coordinator.last
    under = office.coordinator.latest
    await office.coordinator.taps("导出Word")
    (file,) = papers(office)
    said = words_of(file.content)
    for words in (
        "一、情况",
        "二、症结",
        "三、办法",
        "1．1号“水库除险加固”：资金缺口",
        "市政府督查室",
        "2022年2月15日",
    ):
        assert words in said
    assert "资金缺口（2月15日（周二）起）" in seen
    assert "资金缺口（2月15日（周二）起）" in said
    assert f"{plan.number}\t编制防汛预案" in said
    await finance.forges(under.data[0])
    assert "没有可写的内容" in finance.last
    await water.forges(under.data[0])
    assert len(papers(office)) == 2
