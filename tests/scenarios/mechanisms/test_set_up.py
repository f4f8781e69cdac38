"""How a task is set up: one dated and owned list, handed out, signed for, seen by each within his part."""

from io import BytesIO

import pytest
from openpyxl import Workbook

HEADER = ("序号", "重点任务", "目标要求", "牵头单位", "配合单位", "牵头领导", "责任人", "完成时限", "任务来源")
FINANCE = ("市财政局", "", "常务副市长", "市财政局局长")


def workbook(*rows):
    book = Workbook()
    for row in (["2022年重点任务分解表（2022年2月18日会议）"], HEADER, *rows):
        book.active.append(list(row))
    content = BytesIO()
    book.save(content)
    return content.getvalue()


async def hands_in(office, *rows):
    await office.stage.client.document(office.coordinator.chat_id, workbook(*rows), file_name="台账.xlsx")
    await office.stage.settle()


@pytest.mark.mechanism(1, 2, 6)
async def test_a_ledger_comes_in_once_with_its_gaps_named(office):
    await office.begins("2022-02-21 10:00")
    await office.head("市财政局局长")
    await office.leader("常务副市长")
    rows = [
        (1, "编制年度预算草案", "3月底前报审", *FINANCE, "3月中旬前", "重点工作"),
        (2, "出台奖惩办法", "", *FINANCE, "一季度末", "重要部署"),
        (3, "签订责任状", "签订率100%", "", "", "常务副市长", "", "3月15日", "重要部署"),
        (4, "化解债务", "化解存量债务2.4亿元", *FINANCE, "6月底前", "重点工作"),
    ]
    await hands_in(office, *rows)
    told = next(each.text for each in office.coordinator.messages if "【台账读取】" in each.text)
    assert "第 5 行“D 牵头单位”列：没有填写牵头单位" in told
    assert "第4行没有填写目标要求" in told
    await office.coordinator.taps("导入无误的3条")
    await office.coordinator.taps("核对指标")
    assert "化解存量债务，目标2.4亿元" in office.coordinator.last
    await office.coordinator.taps("确认")
    await office.coordinator.says("三月到期")
    assert "编制年度预算草案" in office.coordinator.last
    assert "出台奖惩办法" in office.coordinator.last
    assert "化解债务" not in office.coordinator.last
    await hands_in(office, rows[0], rows[1], (4, "化解债务", "化解存量债务2.4亿元", *FINANCE, "7月底前", "重点工作"))
    assert "新增0项，变更1项，未变2项" in office.coordinator.with_button("确认导入").text
    await office.coordinator.says("4号")
    assert "6月30日" in office.coordinator.last  # shown before it is applied
    await office.coordinator.taps("确认导入")
    await office.coordinator.says("台账")
    assert "共3项" in office.coordinator.last


@pytest.mark.mechanism(3, 4, 7, 8)
async def test_each_signs_for_his_own_and_sees_his_part(office):
    await office.begins("2022-03-15 10:00")
    farms, town = await office.leader("分管农业副市长"), await office.leader("分管城建副市长")
    water, housing = await office.head("市水利局局长"), await office.head("市住建局局长")
    stones = [
        ("前期手续", "2022-03-18"),
        ("开工", "2022-04-15"),
        ("主体完工", "2022-08-31"),
        ("竣工验收", "2022-11-30"),
    ]
    plant = await office.task(
        "建设污水处理厂", owner=housing, leader=town, due="2022-12-20", milestones=stones, department="市住建局"
    )
    dams = await office.tasks(["水库除险加固", "灌区改造"], owner=water, leader=farms, due="2022-10-31")
    await office.until("2022-03-16 09:30")
    await housing.taps("签收")
    await water.says(f"{dams[0].number}号收到，已布置")
    await office.coordinator.says("谁没签收")
    assert "灌区改造" in office.coordinator.last
    assert "水库除险加固" not in office.coordinator.last
    assert "建设污水处理厂" not in office.coordinator.last
    await office.coordinator.says(f"{plant.number}号改期到12月25日")
    await office.coordinator.taps("确认")
    await office.coordinator.says("谁没签收")
    assert "建设污水处理厂" in office.coordinator.last  # another day needs another signing
    await office.until("2022-03-21 09:30")
    await office.coordinator.says(f"{plant.number}号")
    card = office.coordinator.last
    assert "已过节点：前期手续" in card
    assert "下一节点：开工" in card
    assert "超期" not in card
    await office.coordinator.says("市水利局")
    assert "水库除险加固" in office.coordinator.last
    assert "建设污水处理厂" not in office.coordinator.last
    await farms.says("我分管的有哪些")
    assert "灌区改造" in farms.last
    assert "建设污水处理厂" not in farms.last
    await town.says("/status")
    assert "建设污水处理厂" in town.last
    assert "灌区改造" not in town.last
