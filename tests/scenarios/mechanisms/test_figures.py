"""指标: unit, direction, target; replies are set against it, sums add up, the three views judge."""

import pytest


async def economy(office, begins, *wanted):
    """The tasks a story needs, their figures confirmed and signed for, a few days before it shows what it shows."""
    await office.begins(f"{begins} 10:00")
    office.plan = await office.head("市发展改革委主任")
    office.farms = await office.head("市农业农村局局长")
    facts = {"due": "2022-12-31", "department": "市发展改革委"}
    known = {
        "growth": ("实现地区生产总值增长目标", office.plan, {"target": "地区生产总值增长6.5%左右", **facts}),
        "fields": ("建设高标准农田", office.farms, {"target": "新建高标准农田5万亩", "due": "2022-11-15"}),
        "roads": ("建设园区道路", office.plan, {"target": "完成年度投资3亿元", **facts}),
        "plants": ("建设污水处理厂", office.plan, {"target": "完成年度投资2亿元", **facts}),
        "mills": ("玉米深加工项目", office.plan, {"target": "完成年度投资1.5亿元", **facts}),
    }
    made = [await office.task(title, owner=owner, **more) for title, owner, more in map(known.get, wanted)]
    await office.coordinator.says("核对指标")
    await office.coordinator.taps("确认")
    return made


@pytest.mark.mechanism(40)
async def test_a_figure_is_set_against_its_target_by_unit_and_period(office):
    growth, _ = await economy(office, "2022-07-01", "growth", "fields")
    assert "1号指标：地区生产总值增长，目标6.5%" in office.coordinator.messages[-2].text
    await office.until("2022-07-04 10:00")
    await office.plan.says(f"{growth.number}号上半年GDP增长4.8%")
    assert "🔴 地区生产总值增长4.8%（2022年上半年），目标6.5%，差1.7个百分点" in office.plan.last
    assert "进度4.8%" not in office.plan.last
    await office.farms.says("新建高标准农田1.5万亩")
    assert "新建高标准农田1.5万亩，目标5万亩，差3.5万亩" in office.farms.last
    await office.farms.says("新建高标准农田16000亩")
    assert "新建高标准农田1.6万亩" in office.farms.last
    await office.farms.says("新建高标准农田300户")
    assert "按万亩计，您报的是“300户”" in office.farms.last
    await office.coordinator.says(f"{growth.number}号")
    assert "指标：🔴 地区生产总值增长4.8%" in office.coordinator.last


@pytest.mark.mechanism(37)
async def test_totals_are_sums_and_a_wrong_scale_is_asked_back(office):
    roads, plants, mills = await economy(office, "2022-05-05", "roads", "plants", "mills")
    await office.plan.says(f"{roads.number}号4月累计完成投资1.2亿元")
    await office.plan.says(f"{plants.number}号4月累计完成投资3000万元")
    assert "完成年度投资0.3亿元" in office.plan.last
    await office.plan.says(f"{mills.number}号完成投资500亿元")
    assert "请点选实际数" in office.plan.last
    await office.plan.taps("500万元")
    assert "完成年度投资0.05亿元，目标1.5亿元，差1.45亿元" in office.plan.last
    await office.coordinator.says("指标")
    assert "完成年度投资：1.55亿元，目标6.5亿元（3项事项合计）" in office.coordinator.last


@pytest.mark.mechanism(24)
async def test_in_time_and_short_of_the_target_is_good_good_bad(office):
    (growth,) = await economy(office, "2022-12-14", "growth")
    await office.until("2022-12-15 10:00")
    await office.plan.says(f"{growth.number}号全年GDP增长4.8%，已办结")
    await office.coordinator.accepts(growth)
    await office.coordinator.says("三督")
    assert f"{growth.number}号 实现地区生产总值增长目标：履职好，落实好，成效差" in office.coordinator.last
    await office.coordinator.says(f"{growth.number}号")
    assert "督查：履职好，落实好，成效差" in office.coordinator.last


@pytest.mark.mechanism(55)
async def test_a_cap_by_quarter(office):
    await office.begins("2022-06-29 10:00")
    money = await office.head("市财政局局长")
    spending = await office.task("压减“三公”经费", owner=money, every="quarter", due=None)
    await office.coordinator.says(f"{spending.number}号指标：三公经费支出不超过120万元，按期累加")
    assert "三公经费支出，目标不超过120万元，按期累加" in office.coordinator.last
    await office.coordinator.taps("确认")
    await money.says(f"{spending.number}号一季度三公经费支出80万元")
    assert "🟢 三公经费支出80万元（2022年第一季度），目标不超过120万元，未超" in money.last
    await office.until("2022-07-05 10:00")
    await money.says(f"{spending.number}号二季度三公经费支出50万元")
    assert "🔴 三公经费支出130万元（2022年第二季度），目标不超过120万元，超出10万元" in money.last


@pytest.mark.mechanism(36)
async def test_a_share_of_the_year_by_season(office):
    await office.begins("2022-04-27 10:00")
    plan = await office.head("市发展改革委主任")
    starts = await office.task("重点项目集中开工", owner=plan, due="2022-12-20", department="市发展改革委",
                               milestones=[("春季开工", "2022-04-30"), ("秋季会战", "2022-10-31")])  # fmt: skip
    await office.coordinator.says(f"{starts.number}号指标：开工率100%，4月底90%，8月底100%")
    await office.coordinator.taps("确认")
    await office.until("2022-04-29 10:00")
    asked = [text for text in plan.heard_since("2022-04-29 08:00") if "春季开工" in text]
    assert asked
    assert "开工率应达90%" in asked[0]
    await office.until("2022-05-05 10:00")
    await plan.says(f"{starts.number}号开工率85%")
    assert "🔴 开工率85%，4月底应达90%，差5个百分点" in plan.last
