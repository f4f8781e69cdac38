"""Papers in Word, ordered in the chat: who gets which, and what stands in them."""

import io

import docx

from bot.documents.kinds import Kind, Wanted
from bot.renderers.papers import table
from bot.renderers.papers.asking import Asking
from bot.renderers.papers.named import named
from db import people
from db.models import Role
from tests.office import Coordinator, staffed


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
    of = number_of(under, Kind.FACT_SHEET)
    assert "二、症结" in await document(office, water, Kind.FACT_SHEET, of)


async def document(office, person, kind, of=0):
    """The words of a paper as this person may have it, without the child process that draws it."""
    async with office.stage.database.reading() as session:
        found = await people.by_name(session, person.name)
        bearer = await people.with_posts(session, found.id)
        asking = Asking(session, office.stage.clock.now, office.stage.policy, bearer)
        drawn = await table.document(asking, Wanted(kind, of))
        return drawn.words if drawn is not None else None


def number_of(message, kind):
    """The id in its button 导出Word."""
    return next(int(data.split(":")[2]) for data in message.data if data.startswith(f"doc:{kind.value}:"))


async def test_an_order_a_report_and_a_bulletin_are_printed_as_they_were_signed(office):
    await office.begins("2022-01-04 10:00")
    forest, other = await office.head("市林草局局长"), await office.head("市水利局局长")
    leader, stranger = await office.leader("分管农业副市长"), await office.leader("常务副市长")
    (green,) = await office.tasks(["国土绿化"], owner=forest, due="2022-01-07", leader=leader)
    (dams,) = await office.tasks(["水库除险加固"], owner=other, due="2022-12-20", leader=stranger)
    director = Coordinator(office, await office.stage.actor("孙主任", role=Role.DIRECTOR))
    await office.until("2022-01-05 10:00")
    await other.says(f"{dams.number}号完成30%")
    await office.until("2022-01-14 10:00")
    await office.coordinator.taps("下达督办单")
    draft = number_of(office.coordinator.latest, Kind.ORDER)
    assert "（拟稿，未签发）" in await document(office, office.coordinator, Kind.ORDER, draft)
    assert await document(office, forest, Kind.ORDER, draft) is None  # nothing of it before it is signed
    await office.coordinator.taps("呈主任签发")
    assert number_of(director.latest, Kind.ORDER) == draft
    await director.taps("签发")
    assert number_of(forest.latest, Kind.ORDER) == number_of(director.latest, Kind.ORDER) == draft
    said = await document(office, forest, Kind.ORDER, draft)
    behind = f"{green.number}\t国土绿化\t市林草局\t1月7日\t超期7天"
    signed = "拟稿：督查员甲　　签发：孙主任"
    for words in ("督办单（红色）", "督办〔2022〕1号", "下列1项", "其中1项已超期", "1月18日前反馈", behind, signed):
        assert words in said, said
    for nobody in (other, leader, stranger):
        assert await document(office, nobody, Kind.ORDER, draft) is None

    await office.until("2022-01-20 10:00")
    await office.coordinator.taps("报领导")
    report = number_of(office.coordinator.latest, Kind.REPORT)
    await office.coordinator.taps("呈主任签发")
    await director.taps("签发")
    said = await document(office, leader, Kind.REPORT, report)
    for words in ("督查专报〔2022〕1号", "督办〔2022〕1号未答复", "市林草局局长负责的下列1项", "分管农业副市长"):
        assert words in said, said
    assert await document(office, stranger, Kind.REPORT, report) is None
    assert await document(office, forest, Kind.REPORT, report) is None

    await office.coordinator.says("发个通报")
    await office.coordinator.taps("呈主任签发")
    await director.taps("签发")
    bulletin = number_of(forest.latest, Kind.BULLETIN)
    said = await document(office, forest, Kind.BULLETIN, bulletin)
    counted = "共2项，已销号0项，在办2项，其中超期1项、反馈逾期1项；红灯1项、黄灯0项，销号率0%。"
    for words in ("督查通报〔2022〕1号", counted, "市林草局\t1\t1\t0\t1\t0\t1\t0\t1", "超期13天", "签发：孙主任"):
        assert words in said, said
    await forest.says("督查通报")
    assert "督查通报〔2022〕1号，2022年1月20日，主送各市领导，各有关单位" in forest.last
    await leader.says("督办单清单")
    assert "督办〔2022〕1号" not in leader.last
    await forest.says(f"{green.number}号已办结，已验收")
    await office.coordinator.accepts(green)
    assert await document(office, forest, Kind.BULLETIN, bulletin) == said  # as it was signed, whatever comes
    await forest.forges(f"doc:{Kind.BULLETIN.value}:{report}")
    assert "没有可写的内容" in forest.last
    await forest.forges("doc:99:1")
    assert "已失效" in forest.last or "按钮" in forest.last


async def test_papers_are_asked_for_by_name_within_the_role(office):
    await office.begins("2022-03-01 10:00")
    finance, water = await office.head("市财政局局长"), await office.head("市水利局局长")
    mayor, other = await office.leader("常务副市长"), await office.leader("分管农业副市长")
    meeting = "市政府第3次常务会议"
    debts, assets = await office.tasks(
        ["编制专项债方案", "盘活闲置资产"], owner=finance, due="2022-03-20", leader=mayor, ledger=meeting
    )
    (dams,) = await office.tasks(["水库除险加固"], owner=water, due="2022-03-04", leader=other, ledger="防汛专题会议")
    await office.until("2022-03-07 10:00")
    await finance.says(f"{debts.number}号已办结，已印发")
    await office.coordinator.accepts(debts)
    await office.coordinator.says("会议清单")
    listed = office.coordinator.last
    assert f"{meeting}（2022年3月1日）：共2项，已销号1，在办1" in listed
    assert "防汛专题会议（2022年3月1日）：共1项，已销号0，在办1，超期1" in listed
    await mayor.says("会议清单")
    assert meeting in mayor.last
    assert "防汛" not in mayor.last

    async with office.stage.database.reading() as session:
        for words, kind in (
            ("第3次常务会议", Kind.MEETING), (meeting, Kind.MEETING), ("第3次常务会议议定事项办理情况", Kind.MEETING),
            ("市水利局情况表", Kind.FACT_SHEET), (f"{dams.number}号办理经过", Kind.HISTORY), ("公开通报", Kind.PUBLIC),
            ("常务副市长分管情况", Kind.FIELD), ("我的情况单", Kind.FIELD),
        ):  # fmt: skip
            assert [each.kind for each in await named(session, words)] == [kind], words
        assert await named(session, "督办〔2022〕9号") == []
        (of_meeting,) = await named(session, meeting)
        (of_field,) = await named(session, "常务副市长分管情况")

    said = await document(office, office.coordinator, Kind.MEETING, of_meeting.of)
    assert "截至2022年3月7日，共2项，已销号1项，在办1项，其中反馈逾期1项" in said
    said = await document(office, mayor, Kind.FIELD, of_field.of)
    assert f"{assets.number}\t盘活闲置资产\t市财政局\t3月20日" in said
    assert await document(office, other, Kind.FIELD, of_field.of) is None
    assert await document(office, other, Kind.MEETING, of_meeting.of) is None
    assert "办结和中止事项" in await document(office, mayor, Kind.MEETING, of_meeting.of)
    assert await document(office, water, Kind.HISTORY, debts.id) is None
    assert "“1号已办结，已印发”" in await document(office, finance, Kind.HISTORY, debts.id)

    for asked, kind in (("/status", Kind.FIELD), ("市财政局", Kind.FACT_SHEET)):
        await mayor.says(asked)
        assert f"doc:{kind.value}:" in "".join(mayor.latest.data), asked
    await office.coordinator.says(meeting)
    assert number_of(office.coordinator.latest, Kind.MEETING) == of_meeting.of
    await water.says("包联项目情况")
    assert "不能导出" not in water.last
    await water.says(f"{meeting}导出Word")
    assert "不能导出这份文稿" in water.last


async def test_a_leaders_sheet_comes_at_the_hour_before_his_meeting(office):
    await office.begins("2022-03-01 10:00")
    finance = await office.head("市财政局局长")
    mayor = await office.leader("常务副市长")
    await office.task("编制年度预算草案", owner=finance, due="2022-03-20", leader=mayor)
    await mayor.says("明天9点开会，提前1小时发我情况单")
    assert "将于3月2日（周三）08:00把常务副市长的分管工作情况单发给常务副市长" in mayor.last
    await office.coordinator.says("3月3日8:30给常务副市长发分管情况单")
    assert "将于3月3日（周四）08:30" in office.coordinator.last
    await office.coordinator.taps("取消发送")
    assert "已取消" in office.coordinator.last
    await office.coordinator.taps("取消发送")
    assert "已发出或已取消" in office.coordinator.last
    await mayor.says("今天9点发我情况单")
    assert "已经过去" in mayor.last
    await office.coordinator.says("明天8点发情况单")
    assert "哪位市领导" in office.coordinator.last
    await finance.says("明天8点给常务副市长发情况单")
    assert papers(office) == []
    await office.until("2022-03-02 07:50")
    assert papers(office) == []
    await office.until("2022-03-03 10:00")
    (file,) = papers(office)
    assert "截至2022年3月2日，常务副市长牵头事项共1项" in words_of(file.content)
    assert any("Word文稿，3月2日（周三）08:00生成" in each.text for each in mayor.messages)
    await mayor.says("明天8点发我情况单")
    await office.coordinator.says("解绑常务副市长")
    await office.coordinator.taps("确认")
    await office.until("2022-03-04 10:00")
    assert any("收件人现已联系不上" in each.text for each in office.coordinator.messages)
    assert len(papers(office)) == 1


async def test_a_weekly_bulletin_is_drafted_signed_and_sent():
    async with staffed(policy_text='[bulletin]\nevery = "week"\n[paper]\noffice = "某市人民政府督查室"\n') as office:
        await office.begins("2022-03-09 10:00")
        finance, mayor = await office.head("市财政局局长"), await office.leader("常务副市长")
        (task,) = await office.tasks(["编制年度预算草案"], owner=finance, due="2022-03-10", leader=mayor)
        await office.until("2022-03-11 09:30")
        draft = office.coordinator.with_button("印发")
        assert "定期拟稿（3月5日至3月11日）" in draft.text
        assert not any("督查通报〔2022〕1号" in each.text for each in mayor.messages)
        director = Coordinator(office, await office.stage.actor("孙主任", role=Role.DIRECTOR))
        await office.coordinator.taps("印发", under=draft)  # there is a director now: it goes to him
        assert "已呈孙主任签发" in office.coordinator.last
        await director.taps("签发")
        assert "督查通报〔2022〕1号" in mayor.last
        said = await document(office, mayor, Kind.BULLETIN, number_of(mayor.latest, Kind.BULLETIN))
        assert "某市人民政府督查室" in said
        assert f"{task.number}\t编制年度预算草案\t市财政局\t3月10日\t超期1天" in said
        await office.until("2022-03-18 09:30")
        assert "定期拟稿（3月12日至3月18日）" in "".join(each.text for each in office.coordinator.messages)
        assert "【请签发】" in director.latest.text
        await office.coordinator.taps("撤回拟稿")
        assert "已撤回" in office.coordinator.last
        assert "已由督查员甲处理" in director.last
        assert await office.faults() == []
