"""What a coordinator wants done, in running words: read back with what is known, and asked for what is missing."""

import pytest

from db import people
from db.ledger_editions import set_partners


@pytest.fixture
async def city(office):
    office.leader_ = await office.leader("分管城建副市长")
    office.other = await office.leader("常务副市长")
    office.housing = await office.head("市住建局局长")
    office.farm = await office.head("市农业农村局局长")
    office.water = await office.head("市水利局局长")
    facts = {"leader": office.leader_, "due": "2022-03-31"}
    office.flats, office.pipes = await office.tasks(["改造18个老旧小区", "雨水管网改造"], owner=office.housing, **facts)
    office.fields, office.toilets = await office.tasks(
        ["建设高标准农田", "推进农村厕所改造"], owner=office.farm, **facts
    )
    await office.until("2022-01-05 09:00")
    for head in (office.housing, office.farm):
        await head.taps("全部签收")
    await office.until("2022-01-05 09:40")
    return office


SAID = [
    ("1号省厅催得紧，往前赶，3月15日", "1号“改造18个老旧小区”办结时限由3月31日（周四）改为3月15日（周二）"),
    ("1、2号都提前到3月20日，市里要看", "2号“雨水管网改造”办结时限"),
    ("雨水管网那个往后推一个月吧，他们要走程序", "须经牵头领导同意"),
    ("高标准农田先停一停，投资方要换", "3号“建设高标准农田”中止办理（投资方要换）"),
    ("3号从今天起归水利局牵头，农业农村局改配合", "市农业农村局改为3号“建设高标准农田”配合单位"),
    ("农业农村局那两件先全挂到水利局局长名下", "4号“推进农村厕所改造”转由市水利局"),
    ("3号配合单位里把水利局加上，跟人家说一声是配合", "增加配合单位：市水利局"),
    ("2号改由常务副市长盯", "2号“雨水管网改造”牵头领导改为常务副市长"),
    ("2号名称改成雨水管网和内涝点改造", "名称改为“雨水管网和内涝点改造”"),
    ("1号那个目标写错了，应该是改造20个小区，惠及3500户", "目标要求改为：改造20个小区"),
    (
        "刚跟住建局长通上话了，他说雨水管网施工图出了，3月16日能报。他在工地不方便打字，你替他记上",
        "记为市住建局局长的反馈",
    ),
    (
        "新增一件，昨天市长办公会定的：校园食品安全检查，农业农村局牵头，水利局配合，常务挂帅，3月25日前查完",
        "· 配合单位：市水利局",
    ),
    ("再加一项，春季农资打假，农业农村局", "什么时候完成"),
    ("分管城建副市长在农田那份汇报上批了：要抓进度，2月12日前报我", "批示3号“建设高标准农田”"),
    ("城建市长下午要看他那一摊子，帮我拉个单子出来", "【分管城建副市长】"),
    ("1号前前后后折腾几回了，给我从头捋捋", "办理历史"),
    ("都签收了没，谁还没签", "未签收"),
    ("现在还有哪几个没回话的，领导批的、咱问的，都算上", "欠回话的"),
    ("一共销了多少了", "累计已销号0项"),
    ("周会上就给我三分钟，你替我想三句话，说最要命的", "一、"),
    ("1号改造都96%了，算完成了吧", "没有申请办结"),
    ("163号的时限挪到年底吧", "台账没有163号"),
    ("1号水利局怎么回事，让他们说清楚", "由市住建局牵头，不归市水利局"),
    ("后天上午提醒我去看排水口，别跟住建局说", "提醒您本人"),
    ("你一口气给我推了二十来条，能不能并成一条", "意见已记下"),
    ("三月份到期还没办完的，统统发个提醒，客气点", "确认后逐一提醒（共4项"),
    ("住建局那边咋整的，1号设备买没买，你问一嘴", "【督查室】请就1号“改造18个老旧小区”的进展"),
    ("水利局局长调走了，新局长今天到任", "请写新任负责人的姓名"),
    ("下周一到周三我去省里培训，我这头的件都给住建局局长盯着", "1月10日（周一）至1月12日（周三）外出"),
]


async def test_each_sentence_is_read_as_its_act(city):
    wrong = []
    for said, shown in SAID:
        await city.coordinator.says(said)
        if shown not in city.coordinator.last:
            wrong.append((said, city.coordinator.last[:160]))
        if "取消" in city.coordinator.latest.labels:
            await city.coordinator.taps("取消")
    assert wrong == []


async def test_the_missing_slot_is_asked_for_and_filled(city):
    coordinator = city.coordinator
    await coordinator.says("雨水管网那个往后推一个月吧，他们要走程序")
    await coordinator.taps("经分管城建副市长同意")
    assert "改为4月30日" in coordinator.last
    await coordinator.taps("确认")
    assert "4月30日" in city.housing.last
    await coordinator.says("再加一项，春季农资打假，农业农村局")
    await coordinator.says("4月20日")
    assert "· 新增任务：春季农资打假" in coordinator.last
    await coordinator.taps("确认")
    await coordinator.says("/status 5")
    assert "春季农资打假" in coordinator.last


async def test_a_mistake_is_taken_back_and_the_right_one_shown(city):
    coordinator = city.coordinator
    await coordinator.says("3号先停下，等省里政策")
    await coordinator.taps("确认")
    assert await city.state(city.fields) == "中止"
    await coordinator.says("停错了，是4不是3，赶紧倒回来")
    assert "要撤销的是这一项吗" in coordinator.messages[-2].text
    assert "4号“推进农村厕所改造”中止办理（等省里政策）" in coordinator.last
    await coordinator.taps("撤销", under=coordinator.messages[-2])
    assert await city.state(city.fields) == "已签收"


async def test_what_supports_leads_and_is_called_changes_with_notice(city):
    coordinator = city.coordinator
    for said in ("3号配合单位里把水利局加上", "3号改由常务副市长盯", "3号名称改成高标准农田和水渠建设"):
        await coordinator.says(said)
        await coordinator.taps("确认")
    await coordinator.says("/status 3")
    assert "3号 高标准农田和水渠建设" in coordinator.last
    assert "牵头领导：常务副市长" in coordinator.last
    assert "配合单位：市水利局" in coordinator.last
    assert "3号“高标准农田和水渠建设”已启用这一名称" in city.farm.last
    await coordinator.taps("撤销", under=next(each for each in reversed(coordinator.messages) if "撤销" in each.labels))
    await coordinator.says("/status 3")
    assert "3号 建设高标准农田" in coordinator.last


async def test_a_claim_is_returned_with_reason_and_day_in_one_sentence(city):
    await city.housing.says("1号已办结")
    await city.coordinator.says("老旧小区那个不能让他过，章都没盖全，退回去，1月20日前补齐了再报")
    assert "退回重办，1月20日" in city.coordinator.last
    await city.coordinator.taps("确认")
    assert "章都没盖全" in city.housing.last
    assert await city.state(city.flats) == "退回重办"


async def test_a_reply_to_a_warning_is_an_order_and_no_word_for_the_head(city):
    await city.housing.says("1号预计4月20日完成")
    warning = next(each for each in reversed(city.coordinator.messages) if "进度预警" in each.text)
    before = len(city.housing.messages)
    await city.coordinator.says("给他延到4月8号吧，我这边同意", to=warning)
    assert "1号“改造18个老旧小区”办结时限" in city.coordinator.last
    assert len(city.housing.messages) == before


async def test_whoever_led_a_task_supports_it_and_others_join_one_after_another(city):
    coordinator = city.coordinator
    for said in ("3号从今天起归水利局牵头，农业农村局改配合", "3号配合单位里把住建局加上"):
        await coordinator.says(said)
        await coordinator.taps("确认")
    await coordinator.says("/status 3")
    assert "责任人：市水利局局长" in coordinator.last
    assert "配合单位：市农业农村局、市住建局" in coordinator.last
    assert "增加配合单位：市农业农村局" in "".join(each.text for each in city.water.messages)


async def test_a_department_joins_a_task_whose_supporters_came_with_the_ledger(city):
    async with city.stage.step("import") as context:
        units = {each.name: each.id for each in await people.departments(context.session)}
        await set_partners(context.session, {city.flats.id: [units["市水利局"]]}, new=False)
    await city.coordinator.says("1号配合单位里把农业农村局加上")
    await city.coordinator.taps("确认")
    await city.coordinator.says("/status 1")
    assert "配合单位：市水利局、市农业农村局" in city.coordinator.last


async def test_every_clause_of_a_new_task_stands_in_what_is_read_back(city):
    await city.coordinator.says("新增一件，校园食品安全检查，农业农村局牵头，3月25日前查完，先查寄宿学校，查一处拍一处")
    assert "校园食品安全检查" in city.coordinator.last
    for clause in ("先查寄宿学校", "查一处拍一处"):
        assert clause in city.coordinator.last


async def test_a_part_that_is_not_read_is_named(city):
    city.coordinator.marks = len(city.coordinator.messages)
    await city.coordinator.says(
        "上午打了一圈电话记一下，住建局长说1号施工图出了；农业农村局长说3号放线了；还有一家说的我没听清楚"
    )
    heard = "".join(each.text for each in city.coordinator.messages[city.coordinator.marks :])
    assert "1号" in heard
    assert "3号" in heard
    assert "还有一家说的我没听清楚" in heard


async def test_a_call_of_which_nothing_is_told_is_asked_about_and_no_task_is_guessed(city):
    await city.coordinator.says("给市住建局局长打过电话了")
    assert "市住建局局长在电话里怎么说" in city.coordinator.last
    await city.coordinator.says("1号完成60%，月底前办结")
    assert "确认后记为市住建局局长的反馈（电话代录）" in city.coordinator.last
    assert "1号 改造18个老旧小区：推进中，进度60%" in city.coordinator.last
