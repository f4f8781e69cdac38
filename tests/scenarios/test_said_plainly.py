"""What people say without knowing what the bot expects: each sentence ends where somebody acts on it."""

import pytest


@pytest.fixture
async def city(office):
    """住建局 with four tasks, one of them closed; 财政局 with one; their leader; two coordinators."""
    office.leader_ = await office.leader("分管城建副市长")
    office.housing = await office.head("市住建局局长")
    office.finance = await office.head("市财政局局长")
    facts = {"leader": office.leader_, "due": "2022-03-31"}
    office.flats, office.heat, office.roads, office.dykes = await office.tasks(
        ["改造18个老旧小区", "保障城乡冬季供热", "背街小巷整治", "防汛备汛排查"], owner=office.housing, **facts
    )
    office.budget = await office.task("财政预算一体化", owner=office.finance, **facts)
    await office.until("2022-01-05 09:00")
    await office.housing.taps("全部签收")
    await office.finance.taps("签收")
    await office.housing.says("4号已办结，排查率100%")
    await office.coordinator.accepts(office.dykes)
    await office.until("2022-01-05 09:40")
    return office


async def test_a_head_who_asks_is_answered_or_heard(city):
    housing, coordinator = city.housing, city.coordinator
    await housing.says("给我把1号的截止日期说一下")
    assert "1号 改造18个老旧小区" in housing.last
    assert "时限3月31日" in housing.last
    await housing.says("帮我看看我这边还有哪几项没报")
    assert "您名下在办事项3项" in housing.last
    await housing.says("我们局2号供热要不要报？没人跟我说过")
    assert "您的问题已转督查员" in housing.last
    assert "【负责人提问】市住建局局长，关于2号“保障城乡冬季供热”" in coordinator.last
    assert await city.reports(city.heat) == []
    await housing.says("1号请延期到5月31日，因为设计要重做")
    await housing.says("1号延期批了没")
    assert "1号今天" in housing.last or "的延期申请，正待审批" in housing.last


async def test_what_is_no_report_is_none(city):
    housing, coordinator = city.housing, city.coordinator
    for said, told, heard in [
        ("下周我休假，有事找小陈", "已转督查员", "【责任人变动】"),
        ("转发：《关于做好防汛工作的通知》请各乡镇抓好落实", "未作为工作反馈记录", ""),
        ("这事我不清楚，你问我们主任", "已转督查员", "【来信】"),
        ("5号那个预算系统老登不上", "5号不在您名下", "就5号“财政预算一体化”来信"),
        ("新年好，祝工作顺利", "您好", ""),
        ("2号供热那个不归我们管，应该是供热公司牵头吧", "职责异议", "【职责异议】"),
        ("好的好的明天一早就报", "等您的反馈", ""),
        ("2号的数据要等供热公司，下周才能报", "2号等您的反馈", ""),
    ]:
        await housing.says(said)
        assert told in housing.last, said
        assert heard in coordinator.last, said
    for task in (city.flats, city.heat, city.roads):
        assert await city.reports(task) == []


async def test_a_closed_task_is_known_by_its_bare_number(city):
    await city.housing.says("4水库昨晚塌方了，要重新排查")
    assert "4号“防汛备汛排查”已办结；您反映的新情况已转督查员" in city.housing.last
    assert "重新打开" in city.coordinator.latest.labels


async def test_an_application_is_taken_back_in_words(city):
    await city.housing.says("1号已办结")
    await city.housing.says("1号先别销，还有一户没签")
    assert "办结申请正待核查" in city.housing.last
    assert "1号先别销" in city.coordinator.last
    await city.housing.taps("撤回办结申请")
    assert await city.state(city.flats) == "已签收"


async def test_late_words_are_answered_in_words(city):
    await city.housing.says("1号预计4月20日办结")
    assert "是否申请延期？" in city.housing.last
    await city.housing.says("行，就延到4月25号")
    assert "申请延期至4月25日" in city.housing.last
    await city.housing.says("2号预计4月20日办结")
    await city.housing.says("不用延期，来得及")
    assert "原时限不变" in city.housing.last


async def test_a_department_asked_for_help_answers_without_replying(city):
    await city.housing.says("1号卡在补助资金上，请市财政局协调")
    await city.coordinator.taps("请市财政局协调")
    await city.finance.says("1号的补助资金要等省厅批复，得两个月")
    assert "已转告" in city.finance.last
    assert {"已协调", "暂不能", "转给…"} <= set(city.finance.latest.labels)
    await city.finance.says("已协调好了，资金今天到账")
    assert "答复已协调" in city.housing.last


async def test_a_leader_who_asks_sees_the_card_and_may_ask_on(city):
    leader = city.leader_
    await leader.says("老旧小区什么时候开工")
    assert "1号 改造18个老旧小区" in leader.messages[-2].text
    await leader.taps("请其答复")
    assert "【批示】分管城建副市长对1号“改造18个老旧小区”批示：“老旧小区什么时候开工”" in city.housing.last
    await city.housing.says("1号明天报施工计划")
    assert "【批示反馈】市住建局局长对1号" in leader.last


async def test_a_leader_s_words_go_where_they_belong(city):
    leader = city.leader_
    for said, shown in [
        ("住建局这几项工作怎么这么慢？", "【市住建局】"),
        ("超期的都有哪些，给我个单子", "超期"),
        ("最近哪个部门进度最差", "【各单位进度】"),
        ("请督查室对超期事项发通报", "将即交督查室办理"),
        ("供热的事今天我去看了，管网还在漏，请住建局三天内回话", "将即发市住建局局长并抄督查室，1月8日"),
        ("新年快乐，同志们辛苦了", "您好"),
    ]:
        await leader.says(said)
        assert shown in leader.last, said


async def test_a_leader_decides_by_number_and_adds_a_word(city):
    await city.housing.says("1号请延期到5月31日，因为设计要重做")
    await city.leader_.says("1同意延期，下不为例")
    assert "同意延期" in city.leader_.last
    assert any("下不为例" in each for each in city.housing.heard_since("2022-01-05 09:30"))


async def test_a_coordinator_orders_in_his_own_words(city):
    coordinator = city.coordinator
    for said, shown in [
        ("1号给他延到4月8日", "办结时限由3月31日（周四）改为4月8日（周五）"),
        ("4重新打开", "4号“防汛备汛排查”重新打开"),
        ("给住建局局长打过电话了，1号下周一能报齐", "记为市住建局局长的反馈（电话代录）"),
        ("电话代录：市住建局2号完成30%", "2号 保障城乡冬季供热：推进中，进度30%"),
        ("分管城建副市长1月4日在会上讲：1号要万无一失，2月15日前再过一遍", "批示1号“改造18个老旧小区”：“（1月4日）"),
        ("统计一下各部门完成率", "【各单位进度】"),
    ]:
        await coordinator.says(said)
        assert shown in coordinator.last, said


async def test_a_coordinator_is_shown_what_waits_of_those_he_names(city):
    await city.housing.says("1号卡在补助资金上，请市财政局协调")
    await city.coordinator.says("1号的困难解决了")
    assert "办理1号的困难" in city.coordinator.latest.labels
    await city.coordinator.says("把1号的情况报给分管城建副市长")
    assert "转告分管城建副市长" in city.coordinator.latest.labels
