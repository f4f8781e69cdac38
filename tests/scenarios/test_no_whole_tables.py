"""Whatever people say or tap, no table that grows with the years is read as a whole for it."""

from tests.query_plans import asked


async def test_a_day_of_the_office_is_served_from_its_indexes(office):
    mayor = await office.leader("常务副市长")
    finance = await office.head("市财政局局长")
    housing = await office.head("市住建局局长")
    await office.begins("2022-02-14 10:00")
    budget = await office.task("编制年度预算草案", owner=finance, due="2022-03-10", leader=mayor)
    flats = await office.task("老旧小区改造", owner=housing, due="2022-04-20", leader=mayor)
    database = office.stage.database
    with asked(database) as noted:
        await office.until("2022-02-15 09:00")
        await finance.taps("签收")
        await housing.says("收到")
        await finance.says("完成40%，预计3月5日前完成初稿")
        await finance.says("更正：完成45%")
        await housing.says("2号卡在用地指标，请市财政局协调")
        await finance.says("暂时不能，指标已用完", to=finance.latest)
        await finance.says("申请延期至3月24日，因资金未到位")
        await office.coordinator.taps("不同意")
        await housing.says("2号有两个方案：方案一，货币补贴；方案二，统一租房。建议采用方案一，请领导定夺")
        await mayor.says("同意方案一")
        await mayor.says("1号要抓紧，2月底前给我报一次")
        await mayor.says("确认")
        await finance.says("高度重视，正在推进")
        await finance.says("/mine")
        await office.coordinator.says("/status")
        await office.coordinator.says("谁没签收")
        await office.coordinator.says("待办")
        await mayor.says("1号现在怎样")
        await office.coordinator.urges(flats)
        await housing.says("完成30%")
        await finance.says("已办结")
        await office.coordinator.returns(budget, "缺少预算表")
        await finance.says("已办结")
        await office.coordinator.accepts(budget)
        await office.until("2022-02-18 18:00")
    assert len(noted.statements) > 150
    found = await noted.whole_tables(database)
    assert not found, "\n".join(found)
