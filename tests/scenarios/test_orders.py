"""The coordinator's day in plain words: read back, confirmed, on record, undone while nothing has followed."""

import pytest

from db.lifecycle import State


@pytest.fixture
async def forest(office):
    office.forest = await office.head("市林草局局长")
    office.water = await office.head("市水利局局长")
    office.mayor = await office.leader("分管城建副市长")
    task = await office.task("国土绿化", owner=office.forest, due="2022-03-10")
    await office.until("2022-01-05 09:00")
    await office.forest.says("收到")
    return task


async def orders(office, words):
    await office.coordinator.says(words)
    assert "确认" in office.coordinator.latest.labels, office.coordinator.last
    await office.coordinator.taps("确认")


async def facts(office, task):
    found = await office.found(task)
    return (found.state, found.owner_id, found.lead_department_id, found.due, found.target, found.percent,
            found.signed_at, found.claimed_at, found.closed_at, found.liaison_id)  # fmt: skip


async def test_a_telephone_answer_is_stored_as_the_heads_own(office, forest):
    await office.coordinator.says("代市林草局报：1号完成60%，月底前办结")
    assert "确认后记为市林草局局长的反馈" in office.coordinator.last
    assert (await office.found(forest)).percent is None
    await office.coordinator.taps("确认")
    found = await office.found(forest)
    assert (found.percent, found.expected.isoformat(), found.state) == (60, "2022-01-31", State.IN_PROGRESS)
    assert "督查室已代您登记" in office.forest.last
    await office.coordinator.taps("撤销")
    assert (await office.found(forest)).percent is None


async def test_a_telephone_answer_that_is_not_understood_is_answered_with_the_form(office, forest):
    await office.coordinator.says("代市林草局报：8号完成60%")
    assert "例如“代市林草局报：3号完成60%" in office.coordinator.last
    await office.coordinator.says("代市鸟局报：1号完成60%")
    assert "名册中没有“市鸟局”" in office.coordinator.last


@pytest.mark.parametrize(
    ("words", "shows"),
    [
        ("1号转办市水利局", "转由市水利局（市水利局局长）办理"),
        ("1号改期到3月16日", "改为"),
        ("1号目标改为新增造林5000亩", "新增造林5000亩"),
        ("中止1号，等省里文件", "中止办理（等省里文件）"),
        ("1号销号，依据：现场核查已完工", "销号（现场核查已完工）"),
    ],
)
async def test_an_order_counts_once_confirmed_and_is_undone_to_the_letter(office, forest, words, shows):
    before = await facts(office, forest)
    await office.coordinator.says(words)
    assert shows in office.coordinator.last
    assert await facts(office, forest) == before
    await office.coordinator.taps("确认")
    assert "已办理" in office.coordinator.last
    assert await facts(office, forest) != before
    assert "instruction_end" in await office.journal()
    await office.coordinator.taps("撤销")
    assert "已撤销" in office.coordinator.last
    assert await facts(office, forest) == before


async def test_what_has_been_answered_since_is_not_undone_whole(office, forest):
    await orders(office, "1号转办市水利局")
    await office.water.says("1号完成20%")
    await office.coordinator.taps("撤销")
    assert "之后已有新的办理" in office.coordinator.last
    assert (await office.found(forest)).percent == 20


async def test_a_stopped_task_is_resumed_and_a_closed_one_reopened(office, forest):
    await orders(office, "1号暂停办理")
    assert await office.state(forest) == "中止"
    await office.coordinator.says("1号转办市水利局")
    await orders(office, "1号恢复办理")
    assert await office.state(forest) == "已交办"
    await orders(office, "1号销号，依据：现场核查")
    assert await office.state(forest) == "已销号"
    await orders(office, "1号回头看不合格，重办")
    assert await office.state(forest) == "退回重办"


async def test_what_cannot_be_done_is_answered_with_what_can(office, forest):
    await office.coordinator.says("1号恢复办理")
    assert "目前可以" in office.coordinator.last
    await office.coordinator.says("1号销号")
    assert "例如“1号销号，依据" in office.coordinator.last
    await office.coordinator.says("1号改期到8月底")
    assert "须经牵头领导同意" in office.coordinator.last
    assert (await office.found(forest)).due.isoformat() == "2022-03-10"
    await orders(office, "1号改期到8月底，经常务副市长同意")
    assert (await office.found(forest)).due.isoformat() == "2022-08-31"
    await office.coordinator.says("99号转办市水利局")
    assert "没有编号为99的事项" in office.coordinator.last


async def test_a_new_task_is_read_in_pieces_and_handed_out(office, forest):
    await orders(office, "新增任务：市水利局 河道清淤 3月15日前 分管城建副市长 清淤20公里")
    assert "河道清淤" in office.coordinator.last
    await office.until("2022-01-06 09:00")
    assert "河道清淤" in office.water.last
    await office.mayor.says("/status")
    assert "河道清淤" in office.mayor.last
    await office.coordinator.says("撤销")
    await office.coordinator.taps("撤销")  # of the day before: shown first
    await office.coordinator.says("/status 2")
    assert "中止" in office.coordinator.last


async def test_a_reading_is_set_right_and_kept_as_a_case(office, forest):
    await office.forest.says("1号完成16%")
    await orders(office, "更正1号：完成60%")
    assert (await office.found(forest)).percent == 60
    assert "misread" in await office.journal()


async def test_everybody_silent_is_urged_at_once(office, forest):
    await office.task("河道清淤", owner=office.water, due="2022-03-10")
    await office.until("2022-01-10 10:00")
    await office.coordinator.says("没回的都催一下")
    assert "市水利局局长：2号" in office.coordinator.last
    await office.coordinator.taps("确认")
    assert "已催办：市水利局局长（2号）" in office.coordinator.last
    assert "河道清淤" in office.water.last


async def test_a_head_leaves_and_names_his_deputy(office, forest):
    await office.stage.actor("王副局长", bound=False)
    await office.stage.actors["王副局长"].enrols()
    await office.forest.says("我1月6日至1月10日外出，由王副局长代")
    assert "其间由王副局长代理" in office.forest.last
    await office.forest.says("确认")
    deputy = await office._person("王副局长")
    assert "您将代理市林草局局长的工作" in deputy.last
    await office.until("2022-01-06 09:30")
    await deputy.says("1号完成30%")
    assert (await office.found(forest)).percent == 30
    await office.until("2022-01-11 09:30")
    await deputy.says("1号完成50%")
    assert (await office.found(forest)).percent == 30


async def test_a_head_names_no_deputy_for_another_and_orders_nothing(office, forest):
    await office.water.says("市林草局局长1月6日至1月10日外出，由王副局长代")
    assert "确认" not in office.water.latest.labels
    for words in ("1号转办市水利局", "中止1号", "解绑市林草局局长", "市林草局局长换成李四"):
        await office.water.says(words)
    assert await office.state(forest) == "已签收"
    assert (await office.found(forest)).owner.name == "市林草局局长"


async def test_a_head_is_replaced_in_the_chat_and_it_is_undone(office, forest):
    before = await facts(office, forest)
    await orders(office, "市林草局局长换成李四")
    assert (await office.found(forest)).owner.name == "李四"
    await office.forest.says("我的任务")
    assert "尚未绑定" in office.forest.last
    await office.coordinator.says("撤销")
    assert await facts(office, forest) == before
    assert (await office.stage.person("市林草局局长")).chat_id == office.forest.chat_id
    await office.forest.says("我的任务")
    assert "国土绿化" in office.forest.last


async def test_people_are_appointed_invited_unbound_and_dismissed_in_the_chat(office, forest):
    await orders(office, "新增联络员 王五，市林草局")
    await office.coordinator.says("邀请王五")
    assert "https://t.me/huiyin_bot?start=" in office.coordinator.last
    code = office.coordinator.last.split("start=")[1].split()[0]
    await office.stage.client.start(9001, code, name="王五")
    await office.stage.settle()
    assert (await office.stage.person("王五")).chat_id == 9001
    await orders(office, "解绑王五")
    assert (await office.stage.person("王五")).chat_id is None
    await orders(office, "王五已离任")
    await office.coordinator.says("王五已离任")
    assert await office.journal() != []


async def test_an_order_under_an_old_button_of_a_dismissed_coordinator_does_nothing(office, forest):
    second = await office.another_coordinator("督查员乙")
    await second.says("中止1号")
    old = second.latest
    await orders(office, "督查员乙不再担任督查员")
    await second.taps("确认", under=old)
    assert await office.state(forest) == "已签收"


async def test_an_order_is_nobody_elses_to_confirm(office, forest):
    await office.coordinator.says("中止1号")
    data = next(each for each in office.coordinator.latest.data if each.startswith("o:"))
    await office.water.forges(data)
    assert await office.state(forest) == "已签收"
    await office.coordinator.says("取消")
    await office.coordinator.forges(data)
    assert await office.state(forest) == "已签收"


async def test_a_doubtful_telephone_answer_is_stored_as_proposed_on_his_tap(office, forest):
    await office.coordinator.says("代市林草局报：情况嘛比较复杂")
    assert "没有读准" in office.coordinator.last
    assert "已记录" not in office.coordinator.last
    await office.coordinator.taps("确认")
    assert await office.state(forest) == "推进中"
    (report,) = await office.reports(forest)
    assert (report.percent, report.substance) == (None, False)


async def test_a_correction_is_undone_to_the_letter(office, forest):
    await office.forest.says("1号完成16%")
    before = await facts(office, forest)
    await orders(office, "更正1号：完成60%")
    assert (await office.found(forest)).percent == 60
    await office.coordinator.taps("撤销")
    assert await facts(office, forest) == before
    assert [each.percent for each in await office.reports(forest)] == [16]
    await orders(office, "更正1号：完成70%")
    await office.coordinator.says("撤销")
    assert await facts(office, forest) == before


async def test_a_filter_is_urged_as_it_would_be_asked_for(office, forest):
    await office.task("河道清淤", owner=office.water, due="2022-03-10", urgent=True)
    await office.until("2022-01-06 10:00")
    await office.coordinator.says("催一下急件")
    assert "市水利局局长：2号" in office.coordinator.last
    assert "1号" not in office.coordinator.last
    await office.coordinator.says("催没签收的")
    assert "2号" in office.coordinator.last
    await office.coordinator.taps("确认")
    assert "已催办：市水利局局长（2号）" in office.coordinator.last


async def test_nothing_is_closed_without_saying_how_it_is_known(office, forest):
    await office.coordinator.says("1号销号，依据：差不多了吧")
    assert "现场核查" in office.coordinator.last
    assert await office.state(forest) == "已签收"
    await orders(office, "1号销号，依据：现场核查已完工")
    (report,) = await office.reports(forest)
    assert report.said.value == "done_claimed"
    await office.coordinator.taps("撤销")
    assert await office.reports(forest) == []
    assert await office.state(forest) == "已签收"


async def test_the_list_of_invitations_comes_as_text_and_as_a_workbook(office, forest):
    await office.head("市财政局局长", bound=False)
    await office.coordinator.says("邀请名单")
    texts = [each.text for each in office.coordinator.messages[-2:]]
    assert any("市财政局 市财政局局长：https://t.me/huiyin_bot?start=" in text for text in texts)
    assert any("【邀请名单】" in text for text in texts)


async def test_a_task_may_be_named_by_its_title(office, forest):
    await orders(office, "请把国土绿化的完成时限改到3月16日")
    assert (await office.found(forest)).due.isoformat() == "2022-03-16"
    await orders(office, "国土绿化这项转市水利局办")
    assert (await office.found(forest)).owner.name == "市水利局局长"
    await office.coordinator.says("国土绿化改到8月底")
    assert "须经牵头领导同意" in office.coordinator.last


async def test_what_was_done_by_mistake_is_undone_in_words(office, forest):
    before = await facts(office, forest)
    await orders(office, "1号办完了，我去现场看过了，销了吧")
    assert await office.state(forest) == "已销号"
    await office.coordinator.says("刚才销错了")
    assert await facts(office, forest) == before
    await office.coordinator.says("人员名单")
    assert "市林草局局长（已绑定）：市林草局部门负责人" in office.coordinator.last
    await office.forest.says("人员名单")
    assert "督查员甲" not in office.forest.last


async def test_an_undoing_names_what_it_undoes_and_of_another_day_it_asks_first(office, forest):
    await orders(office, "1号改期到3月16日")
    await office.coordinator.says("撤销")
    assert "已撤销，恢复到办理之前的情况：" in office.coordinator.last
    assert "3月16日" in office.coordinator.last
    await orders(office, "1号改期到3月17日")
    await office.until("2022-01-06 09:00")
    await office.coordinator.says("撤销")
    assert "要撤销的是1月5日" in office.coordinator.last
    assert "3月17日" in office.coordinator.last
    assert (await office.found(forest)).due.isoformat() == "2022-03-17"
    await office.coordinator.taps("撤销")
    assert (await office.found(forest)).due.isoformat() == "2022-03-10"


async def test_who_stands_in_today_is_urged(office, forest):
    await orders(office, "市林草局局长1月5日至1月12日外出，由李副局长代")
    deputy = await office._person("李副局长")
    await office.coordinator.says("催办1号")
    assert "已向李副局长（代市林草局局长）催办1号" in office.coordinator.last
    assert "督查室催办" in deputy.last
    assert not any("督查室催办" in each.text for each in office.forest.messages)


async def test_what_had_been_asked_for_ends_with_the_stopped_task_and_everybody_hears_why(office, forest):
    await office.forest.says("1号申请延期到3月18日，因为苗木未到")
    asked = office.coordinator.latest
    await orders(office, "中止1号，等省里文件")
    assert "原延期申请随之失效，恢复后仍需要的请重新提出" in office.forest.last
    await office.coordinator.taps("同意延期", under=asked)
    assert "事项已中止" in office.coordinator.last
    assert "申请人" not in office.coordinator.last


async def test_what_had_been_asked_for_ends_with_the_closed_task_under_its_own_reason(office, forest):
    await office.forest.says("1号申请延期到3月18日，因为苗木未到")
    asked = office.coordinator.latest
    await orders(office, "1号销号，依据：现场核查已完工")
    await office.coordinator.taps("同意延期", under=asked)
    assert "事项已销号" in office.coordinator.last
