"""需要关注 on the playground's page: what is late, and what slipped though its lamp is quiet again."""

from bot.playground.page import office as page


async def watched(office):
    told = (await page.ledger(office.stage))["attention"]
    assert told["total"] == len(told["rows"])
    return {row["number"]: row["why"] for row in told["rows"]}


async def test_a_moved_day_and_a_promise_put_off_or_broken_are_watched(office):
    head = await office.head("市住建局局长")
    titles = ["改造老旧小区", "整治背街小巷", "编制雨水规划", "更换路灯", "清理河道"]
    await office.tasks(titles, owner=head, due="2022-03-31")
    await office.until("2022-01-05 09:00")
    await head.taps("全部签收")
    assert await watched(office) == {}
    await head.says("1号申请延期到4月8日，设计单位还在考察")
    await office.coordinator.taps("同意延期")
    await head.says("2号预计1月7日前办结")
    await head.says("3号预计3月10日前办结")
    await head.says("3号预计3月20日前办结")
    await head.says("4号卡在用地指标，请督查室协调")
    await head.says("5号预计3月10日前办结")
    assert await watched(office) == {
        1: "时限由3月31日（周四）延至4月8日（周五）",
        3: "承诺由3月10日（周四）推至3月20日（周日）",
        4: "受阻",
    }
    await office.until("2022-01-10 10:00")
    assert (await watched(office))[2] == "承诺1月7日（周五）未兑现"
