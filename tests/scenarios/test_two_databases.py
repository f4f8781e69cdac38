"""One story on both databases: the whole round of a task."""

from tests.office import staffed


async def test_the_round_of_a_task(database_url):
    async with staffed(database_url) as office:
        await office.leader("常务副市长")
        finance = await office.head("市财政局局长")
        first, second = await office.tasks(
            ["编制年度预算草案", "清理闲置资金"], owner=finance, due="2022-03-10", leader="常务副市长"
        )
        await office.until("2022-01-05 09:00")
        await finance.taps("全部签收")
        await finance.says("1号已办结，2号完成60%，卡在用地指标，请市自然资源局协调")
        await finance.says("完成70%")
        await finance.taps("2号 清理闲置资金")
        await office.coordinator.returns(first, "缺少预算表，1月12日前补齐")
        assert "缺少预算表" in finance.last
        await finance.says("2号申请延期至3月24日，因资金未到位")
        await office.coordinator.taps("同意延期")
        await finance.says("1号已办结")
        await office.coordinator.accepts(first)
        await office.until("2022-01-07 16:00")
        assert "【督查周报】" in office.coordinator.last
        assert (await office.state(first), (await office.found(second)).due.isoformat()) == ("已销号", "2022-03-24")
        assert await office.faults() == []
